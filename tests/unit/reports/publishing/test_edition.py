"""Editions: what can be asked for, and what is refused."""

import pytest

from workbench.errors import ParameterError
from workbench.reports.publishing.edition import Edition, edition_of
from workbench.wording import LANGUAGES_VARIABLE


def test_what_is_not_asked_for_is_all_in_english(monkeypatch):
    monkeypatch.delenv(LANGUAGES_VARIABLE, raising=False)
    assert edition_of() == Edition(languages=("en",), depth="appendix")


def test_languages_keep_their_order_and_stand_once():
    assert edition_of(languages=["sv", " fi", "sv"]).languages == ("sv", "fi")


@pytest.mark.parametrize(
    "asked", [{"languages": ["fi", "ee"]}, {"languages": []}, {"languages": [""]}, {"depth": "deep"}]
)
def test_what_there_is_not_is_refused(asked):
    with pytest.raises(ParameterError, match=r"Choose of `"):
        edition_of(**asked)
