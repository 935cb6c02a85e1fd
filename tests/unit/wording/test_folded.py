import unicodedata

import pytest

from workbench.wording.folded import folded


@pytest.mark.parametrize("word", [unicodedata.normalize("NFD", "Jyväskylä"), " jyväskylä ", "JYVÄSKYLÄ"])
def test_what_looks_the_same_is_the_same(word):
    assert folded(word) == folded("Jyväskylä")


def test_another_letter_is_another_word():
    assert folded("Jyvaskyla") != folded("Jyväskylä")
