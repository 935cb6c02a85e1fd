"""Reports that no ledger knows stand against a release of other data under the same title, and against nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.disclosure.ledger.releases import survey, without
from workbench.disclosure.ledger import FOLDER_VARIABLE, remember
from workbench.errors import PublicationError
from workbench.reports.publishing.earlier_runs import earlier_tables, refuse_unknown_release
from workbench.reports.publishing.record import describe_source

SOURCE = replace(describe_source(survey(), codebook=Path("book.yaml")), data_sha256="new")


@pytest.fixture(autouse=True)
def ledger(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))


def record(folder: Path, *, status: str = "whole", **source: object) -> None:
    (folder / "spring").mkdir()
    content = {"status": status, "source": {"title": SOURCE.title, "data_sha256": "old"} | source}
    (folder / "spring" / "record.json").write_text(json.dumps(content), encoding="utf-8")


def test_a_report_of_other_data_that_no_ledger_knows(tmp_path):
    record(tmp_path)
    with pytest.raises(PublicationError, match="spring is a report of other data"):
        refuse_unknown_release(tmp_path, SOURCE)
    refuse_unknown_release(tmp_path, replace(SOURCE, open_because="CC0, archive"))


def test_a_report_that_the_ledger_knows(tmp_path):
    record(tmp_path)
    known = survey()
    remember(replace(known, report=replace(known.report, file_sha256="old")), run="spring", kept={})
    refuse_unknown_release(tmp_path, SOURCE)


@pytest.mark.parametrize(
    "other",
    [{"data_sha256": "new"}, {"title": "Another survey"}, {"status": "failed"}, {"open_because": "CC0, archive"}],
    ids=["the same data", "another title", "a failed run", "public data"],
)
def test_a_report_from_which_nothing_follows(other, tmp_path):
    record(tmp_path, **other)
    refuse_unknown_release(tmp_path, SOURCE)


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_file_that_is_no_record(text, tmp_path):
    (tmp_path / "spring").mkdir()
    (tmp_path / "spring" / "record.json").write_text(text, encoding="utf-8")
    refuse_unknown_release(tmp_path, SOURCE)


def test_no_reports_yet(tmp_path):
    refuse_unknown_release(tmp_path / "reports", SOURCE)


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
    record(tmp_path)
    (tmp_path / "spring" / "tables").mkdir()
    (tmp_path / "spring" / "tables" / "01_share.csv").write_text("variable,level\narea,A\n")
    remember(replace(survey(), report=replace(survey().report, file_sha256="another")), run="spring", kept={})
    assert earlier_tables(tmp_path, survey()) == {}
