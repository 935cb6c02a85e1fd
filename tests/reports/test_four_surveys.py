"""Four surveys as they come, each to a whole report by commands alone: flags, a yes, and nobody edits YAML."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import pytest

from tests.reports import form_surveys, toys
from tests.reports.lab_pages import PROJECT
from workbench.cli import main

pytestmark = pytest.mark.slow
WORRY = ["--name", "worry", "--title", "Worry list", "--language", "en", "--lowest", "0", "--highest", "3"]
WORRY += ["--score", "sum", "--higher-means", "more worry", "--cutoff", "high", "at-or-above", "15", "high worry"]
TRUST = ["--name", "trust", "--title", "Trust list", "--language", "en", "--lowest", "1", "--highest", "5"]
TRUST += ["--score", "mean", "--higher-means", "more trust", "--cutoff", "low", "below", "2.5", "low trust"]
TRUST += [word for i, text in enumerate(form_surveys.TRUST, start=1) for word in ("--statement", f"t{i}", text)]
AGREEMENT = ["fully disagree", "disagree", "neither", "agree", "fully agree"]
TRUST += [word for i, text in enumerate(AGREEMENT, start=1) for word in ("--option", str(i), text)]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with all pages, in which somebody has the four files."""
    folder = tmp_path_factory.mktemp("four") / "project"
    private = folder / "data" / "private"
    private.mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    for part in ("notebooks", "data/published"):
        shutil.copytree(PROJECT / part, folder / part)
    form_surveys.write_sav(private / "own.sav")
    form_surveys.write_form_service_csv(private / "service.csv")
    form_surveys.write_trust(private / "trust.csv")
    form_surveys.write_symptoms_sav(private / "symptoms.sav")
    return folder


@pytest.fixture
def give(project, monkeypatch, capsys):
    """Give commands at a terminal whose user says yes, and return all that they said."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    monkeypatch.setattr("click.prompt", lambda _, *, value_proc, **__: value_proc("Paino"))

    def command(*words: str) -> str:
        with toys.inside(project):
            main(list(words), standalone_mode=False)
        told = capsys.readouterr()
        return told.err + told.out

    return command


def pages_of(project, told):
    """Page → its status and what it says of its parts, of the report that a command has made."""
    record = json.loads((project / told.splitlines()[-1]).with_name("record.json").read_text(encoding="utf-8"))
    assert record["status"] == "whole"
    return {page["notebook"]: page for page in record["notebooks"]}


def test_a_sav_file_with_statements_as_labels(give, project):
    told = give("report", "--data", "data/private/own.sav", *toys.FEWER_DRAWS)
    assert "10 of 10 by the wording of their statements" in told
    assert len(pages_of(project, told)) == 7


def test_a_csv_with_statements_as_headers_semicolons_and_decimal_commas(give, project):
    told = give("report", "--data", "data/private/service.csv", *toys.FEWER_DRAWS)
    assert "10 of 10 by the wording of their statements" in told
    assert "sampling_weights: Paino" in told  # the only answer that is typed
    assert len(pages_of(project, told)) == 7


def test_three_items_without_labels(give, project):
    files = ("data/private/trust.csv", "data/codebooks/trust.yaml")
    give("instrument", "new", files[0], "--items", "t1..t3", *TRUST)
    (project / "data" / "codebooks").mkdir(exist_ok=True)
    give("codebook", files[0], "--instrument", "trust", "--confirmed", "--output", files[1])
    assert "3 of 3 by hand (confirmed in the codebook)" in give("check", *files)
    told = give("report", "--data", files[0], "--codebook", files[1], *toys.FEWER_DRAWS)
    pages = pages_of(project, told)
    assert len(pages) == 7
    lost = [part["sentence"] for part in pages["02_single_factor.ipynb"]["parts_refused"]]
    assert any("(df = 0)" in sentence for sentence in lost)


def test_ten_symptoms_with_a_cutoff_at_or_above_and_an_option_that_women_do_not_use(give, project):
    give("instrument", "new", "data/private/symptoms.sav", "--items", "sym1..sym10", *WORRY)
    told = give("report", "--data", "data/private/symptoms.sav", *toys.FEWER_DRAWS)
    assert "The items were taken for Worry list: 10 of 10 by the wording of their statements." in told
    pages = pages_of(project, told)
    assert len(pages) == 7
    headlines = [line["label"] for line in pages["04_beyond_the_cutoff.ipynb"]["headlines"]]
    assert any("15 or more" in label for label in headlines), headlines
    (lost,) = pages["06_measurement_invariance.ipynb"]["parts_refused"]
    assert "`sym2`" in lost["sentence"]
    assert "`merge`" in lost["sentence"]
