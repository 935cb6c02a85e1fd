"""Reports that no ledger knows stand against a release of perhaps the same people, and against nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.disclosure.ledger.releases import survey, without
from workbench.disclosure.ledger import FOLDER_VARIABLE, remember
from workbench.errors import PublicationError
from workbench.intake import Survey
from workbench.reports.publishing.earlier_runs import earlier_tables, refuse_unknown_release

OTHERS = {
    "title": "Another survey",
    "data": "other.csv",
    "data_sha256": "old",
    "codebook_sha256": "old",
    "n_rows": "about 3 302",
}


@pytest.fixture(autouse=True)
def ledger(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))


def read(sha256: str = "new") -> Survey:
    """300 respondents, as read from a file."""
    whole = survey()
    report = replace(whole.report, file_name="spring.csv", file_sha256=sha256, codebook_sha256="book", n_rows=300)
    return replace(whole, report=report)


def record(folder: Path, *, status: str = "whole", name: str = "spring", **source: object) -> Path:
    """Keep a report with nothing in common with the survey but what `source` names."""
    (folder / name).mkdir(parents=True)
    content = {"run": "spring", "status": status, "source": OTHERS | source}
    (folder / name / "record.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("common", "words"),
    [
        ({"data_sha256": "new"}, "the same survey file"),
        ({"codebook_sha256": "book"}, "the same codebook"),
        ({"title": "Test survey"}, "the same title"),
        ({"data": "spring.csv"}, "a survey file of the same name"),
        ({"n_rows": "about 302"}, "nearly as many rows"),
        ({"n_rows": "290 to 299"}, "nearly as many rows"),
    ],
)
def test_a_report_of_perhaps_the_same_people_that_no_ledger_knows(common, words, tmp_path):
    shelf = record(tmp_path / "reports", **common)
    with pytest.raises(PublicationError, match=f"spring is a finished report with {words}"):
        refuse_unknown_release([tmp_path / "elsewhere", shelf], read())
    for nobody in ({"open_because": "CC0, archive"}, {"synthetic": True}):
        refuse_unknown_release([shelf], replace(read(), codebook=read().codebook.model_copy(update=nobody)))


@pytest.mark.parametrize("name", ["spring", "spring, renamed"])
def test_a_report_that_the_ledger_knows(name, tmp_path):
    shelf = record(tmp_path / "reports", name=name, title="Test survey")
    remember(read("old"), run="spring", kept={})
    refuse_unknown_release([shelf], read())


def test_a_report_of_a_batch_goes_by_the_name_of_the_batch(tmp_path):
    batch = record(tmp_path / "reports" / "towns", name="all", title="Test survey")
    (batch / "batch.json").write_text(json.dumps({"batch": "by town"}), encoding="utf-8")
    with pytest.raises(PublicationError, match="by town is a finished report"):
        refuse_unknown_release([tmp_path / "reports"], read())
    remember(read("old"), run="by town", kept={})
    refuse_unknown_release([tmp_path / "reports"], read())


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"status": "failed", "title": "Test survey"},
        {"open_because": "CC0, archive", "title": "Test survey"},
        {"synthetic": True, "title": "Test survey"},
    ],
    ids=["other people", "a failed run", "public data", "made-up people"],
)
def test_a_report_from_which_nothing_follows(other, tmp_path):
    refuse_unknown_release([record(tmp_path, **other)], read())


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_file_that_is_no_record(text, tmp_path):
    (tmp_path / "spring").mkdir()
    (tmp_path / "spring" / "record.json").write_text(text, encoding="utf-8")
    refuse_unknown_release([tmp_path], read())


def test_no_reports_yet(tmp_path):
    refuse_unknown_release([tmp_path / "reports"], read())


def test_tables_of_the_same_respondents_are_read_once(tmp_path):
    for run, data in (("spring", "old"), ("summer", "old")):
        (tmp_path / run / "tables").mkdir(parents=True)
        (tmp_path / run / "tables" / "01_share.csv").write_text("variable,level,n_respondents\narea,01,12.0\n")
        content = {"status": "whole", "source": {"title": "Any", "data_sha256": data}}
        (tmp_path / run / "record.json").write_text(json.dumps(content), encoding="utf-8")
        remember(replace(survey(), report=replace(survey().report, file_sha256=data)), run=run, kept={})
    read = earlier_tables(tmp_path, survey())
    assert list(read) == ["summer/tables/01_share.csv"] or list(read) == ["spring/tables/01_share.csv"]
    assert next(iter(read.values()))["level"].tolist() == ["01"], "levels are words"
    assert earlier_tables(tmp_path, without(survey(), [0])) == {}, "other respondents"


def test_a_folder_that_only_has_the_name_of_a_published_run_is_not_read(tmp_path):
    record(tmp_path, title="Test survey")
    (tmp_path / "spring" / "tables").mkdir()
    (tmp_path / "spring" / "tables" / "01_share.csv").write_text("variable,level\narea,A\n")
    remember(replace(survey(), report=replace(survey().report, file_sha256="another")), run="spring", kept={})
    assert earlier_tables(tmp_path, survey()) == {}
