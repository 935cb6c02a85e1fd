"""What a run keeps, how it is named, and what each status means."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import sys

import nbformat
import pytest

from tests.reports import toys
from tests.reports.conftest import SECRET
from workbench.errors import ParameterError, RunError
from workbench.reports.notebooks.exhibits import Exhibits
from workbench.reports.running.run import run_report
from workbench.reports.running.time_spent import TimeSpent


def record_of(run):
    return json.loads((run.folder / "record.json").read_text(encoding="utf-8"))


def statuses(run):
    return {outcome.notebook.name: outcome.status for outcome in run.outcomes}


def test_refused_and_not_run_leave_a_run_whole(whole_run, project):
    assert statuses(whole_run) == {"01_shows": "done", "02_refused": "refused", "03_weights": "not run"}
    assert whole_run.whole
    assert whole_run.folder == project / "reports" / "whole"
    assert record_of(whole_run)["status"] == "whole"


def test_every_other_ending_fails_the_run(failed_run, project):
    assert statuses(failed_run) == {
        "01_shows": "done",
        "02_foreign": "failed",
        "03_other_data_error": "failed",
        "04_ours": "failed",
        "05_repr_in_ours": "failed",
        "06_exits": "failed",
        "07_dies": "died",
        "08_twice": "failed",
    }
    assert not failed_run.whole
    assert failed_run.folder == project / "reports" / "unwhole.failed"
    assert not (project / "reports" / "unwhole.partial").exists()


def test_time_runs_out_for_the_notebook(slow_run):
    assert statuses(slow_run) == {"01_sleeps": "timed out"}
    assert slow_run.folder.name == "slow.failed"
    assert slow_run.outcomes[0].seconds < 30


@pytest.mark.skipif(sys.platform != "linux", reason="an ordinary kernel has no limit of memory")
def test_what_takes_too_much_ends_alone(limited_run):
    assert statuses(limited_run) == {"01_shows": "done", "02_loops": "timed out", "03_grows": "failed"}
    told = {outcome.notebook.name: outcome.reason for outcome in limited_run.outcomes}
    assert told["02_loops"] == "A cell was stopped after 1 seconds. Give it more with `--cell-timeout`."
    assert told["03_grows"].startswith("It asked for more memory than a notebook may take")


def test_where_the_time_went_is_told_by_step_notebook_and_cell(whole_run, failed_run):
    assert list(whole_run.spent.steps) == ["reading and plan", "notebooks", "audit", "pages and files", "ledger"]
    by_notebook = {name: [line for _, line in cells] for name, cells in failed_run.spent.cells.items()}
    assert by_notebook["06_exits"][-1] == "sys.exit(0)"
    spent = TimeSpent(steps={"notebooks": 4.0}, cells={"01_shows": [(0.5, "a"), (3.25, "b"), (0.01, "c")]})
    assert [line.split() for line in spent.lines()[1:]] == [
        ["4.0", "notebooks"],
        ["3.8", "01_shows"],
        ["3.2", "b"],
        ["0.5", "a"],
    ]


def test_reasons_are_our_sentences_and_nobody_elses(whole_run, failed_run):
    reasons = {o.notebook.name: o.reason for run in (whole_run, failed_run) for o in run.outcomes}
    assert reasons["02_refused"] == "Only 3 answers. Choose a larger group."
    assert "no sampling weights" in reasons["03_weights"]
    assert reasons["04_ours"] == "`conf_level` is 95, outside 0–1. Give it as a fraction, e.g. 0.95."
    for foreign in ("02_foreign", "03_other_data_error", "05_repr_in_ours"):
        assert "is not shown" in reasons[foreign]
    frames = next(o.frames for o in failed_run.outcomes if o.notebook.name == "04_ours")
    assert len(frames) == 1
    assert frames[0].startswith("workbench/options.py:")


def test_kept_notebooks_hold_our_outputs_only(whole_run):
    kept = nbformat.read(whole_run.folder / "notebooks" / "01_shows.ipynb", as_version=4)
    nbformat.validate(kept)
    outputs = [output for cell in kept.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output.output_type for output in outputs] == ["display_data", "display_data"]
    assert "papermill" not in kept.metadata


@pytest.mark.skipif(sys.platform != "linux", reason="an ordinary kernel does not tell how it ended")
def test_a_death_is_told_as_what_it_was(failed_run):
    (reason,) = [o.reason for o in failed_run.outcomes if o.status == "died"]
    assert reason.startswith("A cell ended its process (exit status 0).")


def test_foreign_messages_and_streams_stay_in_the_kernel(whole_run, failed_run):
    for run in (whole_run, failed_run):
        for path in run.folder.rglob("*"):
            if path.suffix == ".ipynb":
                kept = nbformat.read(path, as_version=4)
                assert SECRET not in json.dumps([c.get("outputs") for c in kept.cells], ensure_ascii=False)
            elif path.name in ("record.json", "index.html"):
                assert SECRET not in path.read_text(encoding="utf-8")


def test_parameters_reach_notebook_record_and_page(whole_run):
    kept = nbformat.read(whole_run.folder / "notebooks" / "01_shows.ipynb", as_version=4)
    injected = next(c.source for c in kept.cells if "injected-parameters" in c.metadata.get("tags", []))
    assert "conf_level = 0.9" in injected
    assert "survey = 'data/toy.csv'" in injected
    recorded = record_of(whole_run)["notebooks"][0]["parameters"]
    assert recorded == {"survey": "data/toy.csv", "codebook": "data/toy.yaml", "conf_level": 0.9, "group": None}
    assert "conf_level = 0.9" in (whole_run.folder / "01_shows.html").read_text(encoding="utf-8")


def test_csv_keeps_full_precision_and_leaves_withheld_cells_empty(whole_run):
    text = (whole_run.folder / "tables" / "01_shares.csv").read_bytes().decode("utf-8")
    assert list(csv.reader(io.StringIO(text))) == [
        ["term", "estimate", "withheld"],
        ["'=2+3", "0.30000000000000004", "False"],
        ["Ääkkönen", "", "True"],
    ]
    assert "\r" not in text


def test_the_same_input_gives_the_same_bytes(whole_run, project):
    cells = {"01_shows": (toys.TABLE, toys.FIGURE)}
    with toys.inside(project):
        path = toys.write_notebook(project / "again", "01_shows", *cells["01_shows"])
        again = run_report(notebooks=[path], name="again", parameters={"conf_level": 0.9})
    for part in ("tables/01_shares.csv", "figures/01_line.png", "figures/01_line.svg"):
        assert (again.folder / part).read_bytes() == (whole_run.folder / part).read_bytes()


@pytest.mark.parametrize("which", ["whole_run", "failed_run", "leaking_run"])
def test_the_record_hashes_every_published_file_of_the_run(which, request):
    run = request.getfixturevalue(which)
    files = {p.relative_to(run.folder).as_posix(): p for p in run.folder.rglob("*") if p.is_file()}
    for unpublished in ("record.json", "disclosure.json"):
        files.pop(unpublished, None)
    assert record_of(run)["files"] == {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in files.items()}


def test_the_record_says_what_the_numbers_rest_on(whole_run, project):
    record = record_of(whole_run)
    assert record["source"]["data_sha256"] == hashlib.sha256((project / "data/toy.csv").read_bytes()).hexdigest()
    assert record["source"]["codebook_sha256"] == hashlib.sha256((project / "data/toy.yaml").read_bytes()).hexdigest()
    assert record["source"]["instrument"] == "esis"
    assert record["versions"]["numpy"]
    assert record["notebooks"][0]["n_withheld"] == 1
    assert record["notebooks"][0]["headlines"][0]["value"] == 0.25
    assert record["started"] <= record["ended"]


def test_nothing_is_kept_when_the_audit_finds_a_leak(leaking_run):
    assert not leaking_run.whole
    assert [p.name for p in leaking_run.folder.rglob("*")] == ["record.json"]
    assert leaking_run.page.name == "record.json"
    assert "02_leak.csv" in leaking_run.problem
    record = record_of(leaking_run)
    assert record["audit"]["passed"] is False
    assert {finding["term"] for finding in record["audit"]["findings"]} == {"02_leak.csv", "all tables together"}
    assert record["notebooks"][0]["headlines"] == []


def test_no_path_of_this_machine_is_kept(whole_run, project):
    for path in whole_run.folder.rglob("*"):
        if path.suffix in (".html", ".ipynb", ".json", ".csv", ".svg"):
            assert str(project) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("taken", ["name", "name.partial", "name.failed"])
def test_an_existing_name_is_refused_before_anything_starts(taken, project, tmp_path):
    (tmp_path / taken).mkdir()
    with toys.inside(project), pytest.raises(RunError, match=r"exists"):
        run_report(notebooks=[notebook_of(project)], name="name", output_folder=tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [taken]


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "x.partial", "x.failed", "-x", "a\nb", "x" * 200, "a\\b"])
def test_a_name_that_is_no_folder_name_is_refused(name, project, tmp_path):
    with toys.inside(project), pytest.raises(RunError, match="cannot be the name of a run"):
        run_report(notebooks=[notebook_of(project)], name=name, output_folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "options",
    [
        {"parameters": {"conf_levl": 0.9}},
        {"parameters": {"conf_level": "high"}},
        {"assignments": {"conf_level": "high"}},
    ],
)
def test_wrong_parameters_are_refused_before_anything_starts(options, project, tmp_path):
    with toys.inside(project), pytest.raises(ParameterError):
        run_report(notebooks=[notebook_of(project)], name="name", output_folder=tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_file_that_changes_during_the_run_fails_it(tmp_path):
    project = toys.write_project(tmp_path / "project")
    grow = "with open('data/toy.csv', 'a') as file:\n    size = file.write('\\n')"
    with toys.inside(project):
        path = toys.write_notebook(project, "01_grows", grow)
        run = run_report(notebooks=[path], name="grown")
    assert not run.whole
    assert "toy.csv changed during the run" in run.problem
    assert [p.name for p in (project / "reports").rglob("*")] == ["grown.failed", "record.json"]


def test_a_codebook_that_changes_during_the_run_fails_it(tmp_path):
    project = toys.write_project(tmp_path / "project")
    edit = "with open('data/toy.yaml', 'a') as file:\n    size = file.write('year: 2024\\n')"
    with toys.inside(project):
        run = run_report(notebooks=[toys.write_notebook(project, "01_edits", edit)], name="edited")
    assert not run.whole
    assert "toy.yaml changed during the run" in run.problem


def test_a_full_disk_is_told_and_leaves_no_half_report(project, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Exhibits, "write", full)
    with toys.inside(project):
        run = run_report(notebooks=[notebook_of(project)], name="full", output_folder=tmp_path)
    assert "could not be written (No space left on device)" in run.problem
    assert [p.name for p in tmp_path.rglob("*")] == ["full.failed", "record.json"]


def test_pages_are_self_contained_and_name_synthetic_data(whole_run):
    pages = sorted(whole_run.folder.glob("*.html"))
    assert [page.name for page in pages] == [
        "01_shows.html",
        "02_refused.html",
        "citing.html",
        "glossary.html",
        "index.html",
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "Synthetic data." in text
        assert "Public data." not in text
        assert "Toy survey of Äänekoski" in text
        assert text.count("<h1>") == 1
        for outside in ("http://", "https://", "<script", "<link", "@import", "url("):
            assert outside not in text.replace('<a href="https://', "").replace('url("data:', "")


def test_every_page_of_public_data_says_that_it_is_open_and_why(tmp_path):
    project = toys.write_project(tmp_path / "project")
    codebook = project / "data" / "toy.yaml"
    opened = "disclosure: open\nopen_because: CC0 <archive>\n"
    codebook.write_text(codebook.read_text(encoding="utf-8") + opened, encoding="utf-8")
    with toys.inside(project):
        run = run_report(notebooks=[toys.write_notebook(project / "open", "01_shows", toys.FIGURE)], name="open")
    for page in ("index.html", "01_shows.html"):
        assert "Public data." in (text := (run.folder / page).read_text(encoding="utf-8"))
        assert "CC0 &lt;archive&gt;" in text
    assert json.loads((run.folder / "record.json").read_text(encoding="utf-8"))["source"]["open_because"]


def test_links_of_the_pages_lead_somewhere(whole_run):
    import re

    for page in whole_run.folder.glob("*.html"):
        for target in re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8")):
            assert (whole_run.folder / target).is_file(), target


def notebook_of(project):
    return toys.write_notebook(project / "single", "01_single", toys.TABLE)
