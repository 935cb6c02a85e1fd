"""`workbench verify`: a finished report executed again, compared cell for cell, with nothing published by it."""

import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.reports import batches, toys
from tests.reports.conftest import SECRET
from workbench.cli import main
from workbench.disclosure.ledger import kept_groups
from workbench.errors import RunError
from workbench.intake import project_folder, read_survey
from workbench.reports.batches import run_batch
from workbench.reports.comparing import NotVerified, verification_lines, verify
from workbench.reports.comparing.again import Executions
from workbench.reports.comparing.kept_report import kept_reports
from workbench.reports.comparing.sources import sources_of
from workbench.reports.comparing.verification import compare_again
from workbench.reports.publishing.run_folder import output_hashes
from workbench.reports.running import run_report
from workbench.reports.scratch_folder import ScratchFolder


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verified(*arguments):
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


@pytest.fixture(scope="module")
def again(project, whole_run, tmp_path_factory):
    """The toy run, executed again once for all that is done to copies of it."""
    scratch = tmp_path_factory.mktemp("again")
    (report,) = kept_reports(whole_run.folder)
    with toys.inside(project):
        return Executions(scratch).execute(report, sources_of(report), private=False, silent=True)


@pytest.fixture
def copy(project, whole_run, tmp_path):
    """A copy of the toy run that may be tampered with."""
    with toys.inside(project):
        yield shutil.copytree(whole_run.folder, tmp_path / "whole")


def compared(copy, again):
    return compare_again(kept_reports(copy)[0], again)


def rewrite(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_finished_run_is_the_same_and_nothing_is_touched(project, whole_run):
    before = files_of(project)
    with toys.inside(project):
        result = verified(whole_run.folder)
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        ["whole: same. Compared: 1 table with 6 cells, 1 figure, 7 sentences."],
    )
    assert files_of(project) == before


def test_a_run_is_found_by_its_name_in_the_reports_of_the_project(project, whole_run):
    with toys.inside(project):
        assert kept_reports(project / "reports" / "whole")[0].folder == whole_run.folder
        assert kept_reports(Path("whole"))[0].folder == whole_run.folder


def test_a_single_cell_is_found_with_its_place_and_by_how_much(copy, again):
    rewrite(copy / "tables" / "01_shares.csv", "0.30000000000000004", "0.3125")
    found = compared(copy, again)
    assert not found.same
    assert verification_lines(found)[1:] == [
        "  tables/01_shares.csv: 1 cell of 6 differs.",
        "    '=2+3, estimate: published 0.3125, now 0.30000000000000004 (-0.0125)",
        "  tables/01_shares.csv was changed since the report was made.",
    ]


def test_a_cell_that_was_withheld_and_is_filled_in_is_a_difference(copy, again):
    rewrite(copy / "tables" / "01_shares.csv", "Ääkkönen,,", "Ääkkönen,0.5,")
    assert "    Ääkkönen, estimate: published 0.5, now nothing" in verification_lines(compared(copy, again))


def test_a_table_that_is_gone_and_one_too_many_are_told(copy, again):
    (copy / "tables" / "01_shares.csv").rename(copy / "tables" / "01_other.csv")
    lines = verification_lines(compared(copy, again))
    assert "  tables/01_other.csv: published, and not made this time." in lines
    assert "  tables/01_shares.csv: made this time, and not there." in lines
    assert "  tables/01_shares.csv is gone." in lines


def test_a_sentence_of_a_notebook_and_a_picture_are_compared(copy, again):
    rewrite(copy / "notebooks" / "01_shows.ipynb", "A rising line", "A falling line")
    (copy / "figures" / "01_line.svg").write_text("<svg></svg>", encoding="utf-8")
    lines = verification_lines(compared(copy, again))
    assert "  01_line, text for the blind: published “A falling line”, now “A rising line”." in lines
    assert "  figures/01_line.svg: another picture." in lines


def test_a_page_is_compared_with_the_record_alone(copy, again):
    rewrite(copy / "index.html", "25.0\N{NO-BREAK SPACE}%", "24.0 %")
    assert verification_lines(compared(copy, again))[1:] == ["  index.html was changed since the report was made."]


def test_how_a_notebook_ended_is_compared(copy, again):
    rewrite(copy / "record.json", "Only 3 answers.", "Only 9 answers.")
    line = verification_lines(compared(copy, again))[1]
    assert line.startswith("  02_refused.ipynb, how it ended: published “refused: Only 9 answers.")


def test_on_another_machine_a_step_of_rounding_is_no_difference_of_tables_but_listed(copy, again):
    rewrite(copy / "record.json", '"processor": "', '"processor": "Other')
    rewrite(copy / "tables" / "01_shares.csv", "0.30000000000000004", "0.2")
    found = compared(copy, again)
    assert found.elsewhere and found.n_figures == 0
    assert (found.differing, found.rounding) == ((), ("01_shares.csv",))
    lines = verification_lines(found)
    assert "  tables/01_shares.csv: 1 number one step of rounding apart." in lines
    assert not found.same and "  tables/01_shares.csv was changed since the report was made." in lines


def rounded(again, value):
    """The same execution with another number in the table and in its headline."""
    outcome, *others = again.outcomes
    (table,) = outcome.exhibits.tables
    rows = [[*table.payload["rows"][0][:1], value, False], *table.payload["rows"][1:]]
    headlines = [{**table.payload["headlines"][0], "text": "30.0 %"}]
    payload = {**table.payload, "rows": rows, "headlines": headlines}
    exhibits = replace(outcome.exhibits, tables=(replace(table, payload=payload),))
    return replace(again, outcomes=(replace(outcome, exhibits=exhibits), *others))


def test_a_report_that_another_machine_rounds_otherwise_is_the_same_but_for_that(copy, again):
    rewrite(copy / "record.json", '"processor": "', '"processor": "Other')
    found = compared(copy, rounded(again, 0.2))
    lines = verification_lines(found)
    assert found.same and lines[0].startswith("whole: same but for 1 step of rounding. Compared: 1 table")
    assert "    '=2+3, estimate: published 0.30000000000000004, now 0.2 (-0.1)" in lines
    assert lines[-1].endswith("headline share below 50: rounded otherwise, published “25.0 %”, now “30.0 %”.")
    assert not compared(copy, rounded(again, 0.17)).same


def test_on_the_same_machine_a_step_of_rounding_is_a_difference(copy, again):
    assert not compared(copy, rounded(again, 0.2)).same


def test_on_another_machine_more_than_a_step_is_a_difference(copy, again):
    rewrite(copy / "record.json", '"processor": "', '"processor": "Other')
    rewrite(copy / "tables" / "01_shares.csv", "0.30000000000000004", "0.17")
    found = compared(copy, again)
    assert [table.name for table in found.differing] == ["01_shares.csv"] and not found.same


@pytest.fixture
def own(project, whole_run, tmp_path):
    """A copy of the project with its run, whose files may be changed."""
    own = shutil.copytree(project, tmp_path / "own")
    shutil.rmtree(own / "notebooks", ignore_errors=True)  # of other tests, where notebooks that moved are looked for
    with toys.inside(own):
        yield own


def test_what_changed_or_vanished_since_is_named_and_refused_before_anything_is_executed(own):
    run = own / "reports" / "whole"
    with (own / "data" / "toy.csv").open("a", encoding="utf-8") as file:
        file.write(",".join(["3"] * 10 + ["1", "1"]) + "\n")
    (own / "data" / "toy.yaml").rename(own / "data" / "moved.yaml")
    toys.write_notebook(own / "whole", "01_shows", toys.TABLE, "1 + 1")
    (own / "whole" / "02_refused.ipynb").unlink()
    with pytest.raises(RunError) as caught:
        list(verify(run))
    assert str(caught.value).startswith(
        "whole cannot be verified, since the data file toy.csv has changed; the codebook data/toy.yaml is not there; "
        "the notebook whole/01_shows.ipynb has changed; the notebook whole/02_refused.ipynb is not there. Put back "
    )
    result = verified(run)
    assert result.exit_code == 2 and "`workbench diff`" in result.stderr and not result.stdout


def test_files_that_moved_are_named_by_option_and_a_retyped_notebook_is_no_change(own):
    (own / "data" / "toy.yaml").rename(own / "data" / "toy2.yaml")
    shutil.move(own / "data" / "toy.csv", own / "toy.csv")
    talks = toys.TALKS.replace("{secret}", SECRET)
    toys.write_notebook(own / "whole", "01_shows", f"# the same\n{toys.TABLE}", toys.FIGURE, talks)
    (report,) = kept_reports(own / "reports" / "whole")
    with pytest.raises(RunError, match=r"data/toy\.csv is not there; the codebook data/toy\.yaml is not there"):
        sources_of(report)
    found = sources_of(report, data=own / "toy.csv", codebook=own / "data" / "toy2.yaml")
    assert (found.data, found.parameters) == (own / "toy.csv", {"conf_level": 0.9})


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("lock", lambda record: record["code"].update(lock_sha256="0" * 64)),
        ("instrument esis", lambda record: record["source"].update(instrument_sha256="0" * 64)),
        ("protection plan", lambda record: record.update(protection_plan="0" * 64)),
        ("earlier version", lambda record: record["notebooks"][0].pop("sha256")),
    ],
)
def test_another_lock_instrument_plan_or_an_old_record_is_refused(own, part, change, tmp_path):
    path = own / "reports" / "whole" / "record.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")
    (report,) = kept_reports(own / "reports" / "whole")
    with pytest.raises(RunError, match=part):
        Executions(tmp_path).execute(report, sources_of(report), private=False, silent=True)


def test_a_folder_without_a_finished_report_is_refused(own, failed_run, tmp_path):
    with pytest.raises(RunError, match=r"There is no folder .*nothing"):
        kept_reports(tmp_path / "nothing")
    with pytest.raises(RunError, match="ended as `failed`"):
        kept_reports(failed_run.folder)
    rewrite(own / "reports" / "whole" / "record.json", '"protection_plan"', '"plan"')
    with pytest.raises(RunError, match=r"no record\.json"):
        kept_reports(own / "reports" / "whole")
    (own / "reports" / "whole" / "record.json").unlink()
    with pytest.raises(RunError, match=r"no record\.json"):
        kept_reports(own / "reports" / "whole")


@pytest.mark.slow
def test_numbers_kept_from_an_earlier_release_come_out_as_they_did(tmp_path):
    """Of the men two changed since the first release, so the second and the third keep their numbers."""
    project = toys.write_project(tmp_path / "project", n=200)
    page = toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE)
    lines = (project / "data" / "toy.csv").read_text(encoding="utf-8").splitlines()
    women, men = (range(first, 201, 2) for first in (1, 2))
    with toys.inside(project):
        for number, name in enumerate(("first", "second", "third")):
            changed = list(lines)
            for row in [*list(women)[: 20 * number], *list(men)[: 2 * number]]:
                changed[row] = ",".join(["5", "1"] * 5 + changed[row].split(",")[10:])
            (project / "data" / f"{name}.csv").write_text("\n".join(changed) + "\n", encoding="utf-8")
            parameters = {"survey": f"data/{name}.csv", "codebook": "data/toy.yaml"}
            assert run_report(notebooks=[page], name=name, parameters=parameters).whole
        assert ("sex", "Men") in kept_groups(read_survey("data/second.csv", codebook="data/toy.yaml"))
        before = files_of(project)
        for name in ("first", "second", "third"):
            result = verified(project / "reports" / name)
            assert result.exit_code == 0, result.output
        assert files_of(project) == before
        shutil.rmtree(project / "data" / "private" / "ledger")
        assert verified(project / "reports" / "first").exit_code == 0
        result = verified(project / "reports" / "second")
        assert result.exit_code == 2 and "no state of the ledger" in result.stderr


@pytest.mark.slow
def test_full_precision_is_compared_but_not_shown(tmp_path):
    project, full = toys.write_project(tmp_path / "project"), tmp_path / "full"
    with toys.inside(project):
        page = toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE)
        run = run_report(notebooks=[page], name="exact", private=full).folder
        assert verified(run, "--private", tmp_path).exit_code == 2
        (report,) = kept_reports(run)
        (tmp_path / "scratch").mkdir()
        again = Executions(tmp_path / "scratch").execute(report, sources_of(report), private=True, silent=True)
        path = sorted((full / "exact").rglob("*Estimate_table*.csv"))[0]
        heads, row, *rest = path.read_text(encoding="utf-8").splitlines()
        place, cells = heads.split(",").index("estimate"), row.split(",")
        for factor, same in ((1, True), (1 + 1e-11, True), (1 + 1e-6, False)):
            changed = [*cells[:place], repr(float(cells[place]) * factor), *cells[place + 1 :]]
            path.write_text("\n".join([heads, ",".join(changed), *rest]) + "\n", encoding="utf-8")
            found = compare_again(report, again, full)
            assert found.same is same and len(found.private) > 1
        said = "\n".join(verification_lines(found))
        assert "differs by 1.0e-06 of itself" in said and cells[place][:8] not in said


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")
def test_a_batch_and_one_report_of_it_are_verified_and_a_correction_elsewhere_leaves_the_others(tmp_path):
    project = batches.write_project(tmp_path / "project")
    with toys.inside(project):
        folder = run_batch(by=["town"], name="towns", workers=2).folder
        before = files_of(project)
        result = verified(folder)
        assert result.exit_code == 0, result.output
        assert result.stdout.count(": same. Compared: ") == 4
        assert verified(folder / "up").exit_code == 0
        assert files_of(project) == before
        data = project / "data" / "toy.csv"
        lines = data.read_text(encoding="utf-8").splitlines()
        for row in range(1, 41):  # of the first town
            lines[row] = ",".join(["5", "1"] * 5 + lines[row].split(",")[10:])
        data.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = {one.name: one for one in verify(folder)}
        assert {name for name, one in found.items() if isinstance(one, NotVerified)} == {"towns/all", "towns/äänekoski"}
        assert "the data file toy.csv has changed" in found["towns/all"].reason
        assert all(one.same for one in found.values() if not isinstance(one, NotVerified))
        assert run_batch(by=["town"], name="towns", workers=2).made == {"all", "äänekoski"}
        for report in ("up", "äänekoski"):  # of the first release, and of the second
            assert verified(folder / report).exit_code == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")
def test_pages_of_the_project_in_reports_of_groups_are_verified_on_the_group(tmp_path):
    project = batches.write_project(tmp_path / "project")
    (project / "notebooks" / "batch").mkdir()
    names = ("01_response_quality.ipynb", "batch/overview.ipynb")
    pages = [Path(shutil.copy(project_folder() / "notebooks" / n, project / "notebooks" / n)) for n in names]
    parameters = {"survey": "data/toy.csv", "codebook": "data/toy.yaml"}
    with toys.inside(project):
        folder = run_batch(by=["sex"], name="sexes", workers=2, notebooks=pages, parameters=parameters).folder
        result = verified(folder)
    assert result.exit_code == 0, result.output
    assert result.stdout.count(": same. Compared: ") == 3


@pytest.mark.slow
def test_the_example_report_is_what_its_data_say(tmp_path):
    done = CliRunner().invoke(
        main, ["report", "--name", "example", "--output-folder", str(tmp_path / "runs"), *toys.FEWER_DRAWS]
    )
    assert done.exit_code == 0, done.output
    before = output_hashes(tmp_path)
    result = verified(tmp_path / "runs" / "example")
    assert result.exit_code == 0, result.output
    assert "example: same. Compared: 99 tables" in result.stdout
    assert output_hashes(tmp_path) == before


def test_an_interrupted_verification_leaves_the_environment_and_no_folder(project, whole_run, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with toys.inside(project):
        ledger = os.environ["WORKBENCH_LEDGER"]
        monkeypatch.setattr("workbench.reports.comparing.again.prepare", interrupted)
        assert verified(whole_run.folder).exit_code == 130
        assert os.environ["WORKBENCH_LEDGER"] == ledger
    assert [path for path in tmp_path.iterdir() if path.name.startswith("workbench-run-")] == []
    with ScratchFolder() as scratch:
        assert scratch.parent == tmp_path
