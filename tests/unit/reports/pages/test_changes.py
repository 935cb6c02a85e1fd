"""Sentences about what changed since the run before."""

from dataclasses import replace

from tests.unit.reports.formats.outcomes import outcome
from workbench.reports.notebooks import Exhibits
from workbench.reports.notebooks.exhibits import TableFile
from workbench.reports.pages.changes import Change, changes_told
from workbench.wording import say, speaking

CHANGE = Change(label="Mean score", before="75.2", after="71.8", word=say("lower"))


def pages():
    payload = {"headlines": [{"label": "Mean score"}]}
    words = {"fi": {"headlines": [{"label": "Pistemäärän keskiarvo"}]}}
    table = TableFile(name="04_overall.csv", payload=payload, words=words)
    return [replace(outcome(), exhibits=Exhibits(tables=(table,)))]


def test_both_numbers_stand_with_what_can_be_told():
    assert changes_told([CHANGE], pages()) == ["Mean score: 75.2 before, 71.8 now; lower."]


def test_a_change_is_said_in_the_language_of_the_page_with_its_label_and_its_numbers():
    with speaking("fi"):
        (sentence,) = changes_told([CHANGE], pages())
    assert "Pistemäärän keskiarvo" in sentence
    assert "75,2" in sentence and "71,8" in sentence


def test_a_number_that_only_one_run_has_says_so():
    assert changes_told([replace(CHANGE, after="", word=say("only in the first report"))], pages()) == [
        "Mean score: only in the first report."
    ]
