"""Every result that a test makes says method and notes in a marking language: no word may stand outside messages."""

import pytest

from tests.catalogues.pseudo import check_results
from workbench import population


@pytest.fixture(autouse=True)
def no_word_without_a_message(monkeypatch):
    check_results(monkeypatch, population)
