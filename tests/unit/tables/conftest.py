"""Every table that a test makes is made in a marking language too: no word may stand outside messages."""

import pytest

from tests.catalogues.pseudo import check_calls
from workbench import tables


@pytest.fixture(autouse=True)
def no_word_without_a_message(monkeypatch):
    check_calls(monkeypatch, tables)
