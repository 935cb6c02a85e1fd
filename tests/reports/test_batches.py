"""A batch: reports of groups as one publication, made once, never mixed, and never half."""

import errno
import html
import json
import os
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

from tests.reports import batches, toys
from workbench.cli import main
from workbench.errors import ParameterError, PublicationError, RunError
from workbench.reports.batches import run_batch
from workbench.reports.batches.batch_lock import batch_lock
from workbench.reports.comparing import follows_replaced
from workbench.reports.comparing.headlines import people_of
from workbench.reports.comparing.kept_report import one_report
from workbench.reports.publishing import Edition
from workbench.reports.running import run_report
from workbench.reports.site import write_site
from workbench.reports.warm import WarmProcess

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")


CODEBOOK = ("--codebook", "data/toy.yaml")


@pytest.fixture
def project(tmp_path):
    project = batches.write_project(tmp_path / "project")
    with toys.inside(project):
        yield project


def run(**options):
    return run_batch(by=["town"], name="towns", workers=2, **options)


def statuses(batch):
    return {report.label: report.status for report in batch.reports}


def test_every_large_group_has_a_report_with_its_numbers_in_that_of_everyone(project):
    batch = run()
    assert statuses(batch) == {
        "Everyone": "whole",
        "Äänekoski": "whole",
        "../Up": "whole",
        "CON": "whole",
        "Small": "not reported",
    }
    assert batch.faulty == ()
    names = [report.name for report in batch.reports]
    assert names == ["all", "äänekoski", "up", "group-con", "small"]
    assert [path.name for path in batches.whole_reports(batch.folder)] == sorted(set(names) - {"small"})
    assert all(batches.is_whole(path) for path in batches.whole_reports(batch.folder))
    everyone = pd.read_csv(batch.folder / "all" / "tables" / "01_groups.csv")
    own = pd.read_csv(batch.folder / "up" / "tables" / "01_groups.csv")
    columns = ["n_respondents", "estimate"]
    shown = everyone.loc[everyone["level"] == "../Up", columns].to_numpy()
    assert (own.loc[own["variable"] == "all", columns].to_numpy() == shown).all()
    assert not own["variable"].eq("town").any()
    page = batch.page.read_text(encoding="utf-8")
    assert 'href="up/index.html"' in page
    assert "Small: Fewer than 100 respondents have a score." in page
    assert "Toy survey of Äänekoski: ../Up" in (batch.folder / "up" / "index.html").read_text(encoding="utf-8")

    again = CliRunner().invoke(main, ["batch", "--by", "town", "--name", "towns", "--data", "data/toy.csv", *CODEBOOK])
    assert again.exit_code == 0
    assert "4 of 5 stand as they were: nothing changed for them." in again.output
    assert again.output.endswith("index.html\n")

    # as a batch leaves them that is killed while reports get their names
    state = json.loads((batch.folder / "batch.json").read_text(encoding="utf-8"))
    ended = {entry["name"]: entry["status"] for entry in state["reports"]}
    for entry in state["reports"]:
        entry["status"] = "written" if entry["status"] == "whole" else entry["status"]
    (batch.folder / "batch.json").write_text(json.dumps(state), encoding="utf-8")
    (batch.folder / "up.partial").mkdir()  # not named yet
    last = run()
    assert last.made == {"up"}
    assert {report.name: report.status for report in last.reports} == ended
    assert not (batch.folder / "up.partial").exists()


def test_the_overview_stands_in_each_language_and_leads_to_reports_in_it(project):
    codebook = project / "data" / "toy.yaml"
    content = yaml.safe_load(codebook.read_text(encoding="utf-8"))
    town = content["background"]["town"]
    town["label"] = {"en": "Town", "sv": "Ort"}
    town["labels"] |= {2: {"en": "../Up", "sv": "Uppåt"}, 4: {"en": "Small", "fi": "Pieni", "sv": "Liten"}}
    codebook.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    batch = run(edition=Edition(languages=("en", "sv", "fi")))
    assert {report.name for report in batch.reports} == {"all", "äänekoski", "up", "group-con", "small"}
    english, swedish, finnish = (
        (batch.folder / own / "index.html").read_text(encoding="utf-8") for own in ("", "sv", "fi")
    )
    assert '<html lang="en">' in english and '<a href="sv/index.html" lang="sv" hreflang="sv">svenska</a>' in english
    assert '<a href="up/index.html">../Up</a>' in english
    assert '<html lang="sv">' in swedish and '<a href="../fi/index.html" lang="fi" hreflang="fi">suomi</a>' in swedish
    assert '<a href="../index.html" lang="en" hreflang="en">English</a>' in swedish
    assert '<a href="../up/sv/index.html">Uppåt</a>' in swedish and 'href="../batch.json"' in swedish
    assert "Rapporter efter grupp: ort" in swedish
    town = json.loads((batch.folder / "batch.json").read_text(encoding="utf-8"))["variables"]["town"]  # for lists
    assert (town["label"], town["words"]["sv"], town["levels"]["../Up"]["sv"]) == ("town", "ort", "Uppåt")
    assert "Liten: Färre än 100 svarande har ett poängtal." in swedish
    assert "Pieni: Alle 100 vastaajalla on pistemäärä." in finnish and ">../Up</a>" in finnish
    assert "Toy survey of Äänekoski: Uppåt" in (batch.folder / "up" / "sv" / "index.html").read_text(encoding="utf-8")

    again = run(edition=Edition(languages=("sv",)))
    assert '<html lang="sv">' in again.page.read_text(encoding="utf-8")
    assert not (batch.folder / "sv").exists() and not (batch.folder / "fi").exists()


@pytest.mark.slow
def test_a_report_that_takes_the_place_of_another_says_what_changed_since(project):
    toys.write_notebook(project / "notebooks", "02_shows", toys.TABLE)
    first = run(earlier=follows_replaced)
    pages = [first.folder / name / "index.html" for name in ("all", "up", "äänekoski")]
    assert not any("What changed since" in page.read_text(encoding="utf-8") for page in pages)
    data = pd.read_csv("data/toy.csv")
    data.loc[data["town"] == 2, "esis2"] = data.loc[data["town"] == 2, "esis2"] % 5 + 1
    data.to_csv("data/toy.csv", index=False)
    assert run(earlier=follows_replaced).made == {"all", "up"}
    told = [re.search(r"What changed since (towns/\w+), 20\d\d-", page.read_text(encoding="utf-8")) for page in pages]
    assert [found and found[1] for found in told] == ["towns/all", "towns/up", None]
    (project / "data" / "toy.yaml").rename(project / "data" / "other.yaml")
    codebook = {"parameters": {"survey": "data/toy.csv", "codebook": "data/other.yaml"}}
    assert run(earlier=follows_replaced, force=True, **codebook).made
    assert not any("What changed since" in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.slow
def test_only_what_changed_is_made_again_and_it_says_what(project):
    batch = run()
    made = batches.published(batch.folder)
    path = project / "notebooks" / "01_means.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][2]["source"] += ["  # a remark"] if isinstance(notebook["cells"][2]["source"], list) else []
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert run().made == frozenset()

    data = pd.read_csv("data/toy.csv")
    data.loc[data["town"] == 1, "esis1"] = data.loc[data["town"] == 1, "esis1"] % 5 + 1
    data.to_csv("data/toy.csv", index=False)
    again = run()
    assert again.made == {"all", "äänekoski"}
    reasons = {report.name: report.reason for report in again.reports}
    assert "data of the group" in reasons["äänekoski"]
    now = batches.published(batch.folder)
    assert now.keys() == made.keys()
    assert {name for name in now if now[name] != made[name]} == {
        "all/tables/01_groups.csv",
        "äänekoski/tables/01_groups.csv",
    }


@pytest.mark.slow
def test_another_wording_is_accepted_and_other_data_never(project):
    batch = run()
    before = {path: path.stat().st_mtime_ns for path in batch.folder.rglob("*.html") if path.parent != batch.folder}
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, "print()")
    data = pd.read_csv("data/toy.csv")
    data.loc[data["town"] == 2, "esis2"] = data.loc[data["town"] == 2, "esis2"] % 5 + 1
    data.to_csv("data/toy.csv", index=False)
    accepted = run(accept=True)
    assert accepted.made == {"all", "up"}
    reasons = {report.name: report.reason for report in accepted.reports}
    assert reasons["äänekoski"] == "Accepted without a new run, though notebooks changed."
    assert "data of the group, notebooks" in reasons["up"]
    stands = batch.folder / "äänekoski"
    assert all(path.stat().st_mtime_ns == at for path, at in before.items() if path.is_relative_to(stands))
    again = run()
    assert again.made == frozenset(), "accepted once is accepted"


@pytest.mark.slow
def test_it_is_said_what_changed_and_what_is_left_of_groups_that_are_gone(project):
    command = ["batch", "--by", "town", "--name", "towns", "--data", "data/toy.csv", *CODEBOOK]
    run()
    codebook = Path("data/toy.yaml")
    codebook.write_text(codebook.read_text(encoding="utf-8").replace("CON", "Kemi"), encoding="utf-8")
    told = CliRunner().invoke(main, command).stderr.splitlines()
    assert any(line.startswith("1 of 5 made anew, since codebook, ") for line in told)  # kemi is new, others stand
    assert told[-1] == (
        "Left from earlier runs, of groups that have no report any more: group-con/. Delete these folders, or move "
        "them elsewhere if they were published."
    )
    left = project / "reports" / "towns" / "group-con"
    page = (left.parent / "index.html").read_text(encoding="utf-8")
    assert '<a href="group-con/index.html">CON</a>, folder group-con/' in page
    assert people_of(one_report(left), one_report(left.parent / "kemi")) == "shared", "it is the same town"

    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, "print()")
    told = CliRunner().invoke(main, [*command, "--accept"]).stderr
    assert "4 of 5 accepted without a new run, though notebooks changed." in told and "nothing changed" not in told
    assert "group-con/" in told
    shutil.rmtree(left)
    told = CliRunner().invoke(main, command).stderr
    assert "4 of 5 stand as they were: nothing changed for them." in told and "group-con" not in told


@pytest.mark.slow
def test_a_correction_for_few_is_no_second_release(project):
    toys.write_notebook(project / "notebooks" / "batch", "overview", *batches.PAGE)
    run()
    published = batches.published(project / "reports" / "towns")
    data = pd.read_csv("data/toy.csv")
    data.drop(index=[0, 1]).to_csv("data/toy.csv", index=False)
    with pytest.raises(PublicationError, match="Fewer than 5 respondents"):
        run()
    data.drop(index=[0, 1, *range(200, 206)]).to_csv("data/toy.csv", index=False)
    batch = run()
    assert statuses(batch)["Äänekoski"] == "stands"
    why = next(r.reason for r in batch.reports if r.label == "Äänekoski")
    assert why.startswith(
        "Its earlier report stands. Beside the other reports a new one would tell of a few who changed"
    )
    assert why.endswith("since the earlier run towns.")
    assert batches.is_whole(batch.folder / "äänekoski")  # what was published stands
    now = batches.published(batch.folder)
    assert {name: now[name] for name in now if name.startswith("äänekoski/")} == {
        name: published[name] for name in published if name.startswith("äänekoski/")
    }
    shown = pd.read_csv(batch.folder / "all" / "tables" / "02_groups.csv").set_index("level")
    assert np.isnan(shown.loc["Äänekoski", "n_respondents"]), "everyone's report leaves out what stands from before"
    page = batch.page.read_text(encoding="utf-8")
    row = page[page.index('data-value="Äänekoski"') :]
    row = row[: row.index("</tr>")]
    assert 'href="äänekoski/index.html"' in row and why in html.unescape(row)
    assert row.count("<td") == row.count(">–</td>") == 5
    assert 'href="up/index.html"' in page and run().made == frozenset()


@pytest.mark.slow
def test_the_few_in_no_report_are_in_none_and_a_single_report_would_tell_of_them(project):
    data = pd.read_csv("data/toy.csv")
    few = (data["town"] == 4) & (data.groupby("town").cumcount() >= 4)
    data[~few].iloc[1:].to_csv("data/toy.csv", index=False)
    batch = run()
    assert batch.faulty == ()
    record = json.loads((batch.folder / "all" / "record.json").read_text(encoding="utf-8"))
    assert record["source"]["n_rows"] == "about 397"  # 149 + 130 + 120, and not four more
    with pytest.raises(PublicationError, match="Fewer than 5 respondents"):
        run_report(name="single")


@pytest.mark.slow
def test_a_report_that_dies_is_told_and_the_others_stand(project):
    dies = "import os\nos._exit(3) if len(data.responses) == 130 else None"
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, dies)
    batch = run()
    assert statuses(batch)["../Up"] == "failed"
    assert [report.label for report in batch.faulty] == ["../Up"]
    assert batch.faulty[0].reason == (
        "01_means died: A cell ended its process (exit status 3). Find the cell that does so, and take it out."
    )
    assert '<a href="up.failed/index.html">failed</a>' in batch.page.read_text(encoding="utf-8")
    record = json.loads((batch.folder / "up.failed" / "record.json").read_text(encoding="utf-8"))
    assert "exit status 3" in record["notebooks"][0]["reason"]
    assert sum(path.is_dir() for path in batch.folder.iterdir()) == 4
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, dies.replace("130", "131"))
    assert run().faulty == ()
    assert not (batch.folder / "up.failed").exists()


@pytest.mark.slow
def test_a_site_shows_the_numbers_of_groups_as_the_index_does(project):
    toys.write_notebook(project / "notebooks" / "batch", "overview", *batches.PAGE)
    batch = run()
    areas = write_site(batch.folder.parent).page.with_name("areas.html").read_text(encoding="utf-8")
    shown, own = (re.findall(r"<t[dh] .*?</t[dh]>", page) for page in (areas, batch.page.read_text(encoding="utf-8")))
    assert len(own) == 6 + 3 * 6 and [unquote(cell).replace("towns/", "") for cell in shown] == own
    assert "Toy survey of Äänekoski, by Town" in areas


@pytest.mark.slow
def test_the_index_shows_no_numbers_of_an_earlier_run(project):
    toys.write_notebook(project / "notebooks" / "batch", "overview", *batches.PAGE)
    page = run().page.read_text(encoding="utf-8")
    assert "<td" in page and 'href="all/overview.html"' in page
    assert page.count("95 % interval") == 2 and "survey = " not in page and "conf_level" not in page
    toys.write_notebook(project / "notebooks" / "batch", "overview", *batches.PAGE, "1 / 0")
    batch = run()
    assert statuses(batch)["Everyone"] == "failed" and (batch.folder / "all" / "tables" / "02_groups.csv").is_file()
    page = batch.page.read_text(encoding="utf-8")
    assert "<td" not in page and 'href="all/' not in page
    assert "No numbers stand beside the groups" in page and 'href="up/index.html"' in page


@pytest.mark.slow
@pytest.mark.parametrize(("file", "at"), [("batch", 2), ("index", 1)])  # as a report gets its name, and at the end
def test_a_disk_that_is_full_is_told_and_earlier_reports_stand(project, monkeypatch, file, at):
    batch = run()
    calls, fsync = [], os.fsync

    def full(place):
        calls.append(Path(os.readlink(f"/proc/self/fd/{place}")).stem)
        if calls.count(file) >= at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(place)

    monkeypatch.setattr(os, "fsync", full)
    toys.write_notebook(project / "notebooks", "01_means", *batches.PAGE, "print()")
    command = ["batch", "--by", "town", "--name", "towns", "--data", "data/toy.csv", *CODEBOOK]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    said = done.stderr.splitlines()[-1]
    assert said.startswith(file) and "of the batch towns cannot be written (No space left on device)" in said
    assert all(batches.is_whole(path) for path in batches.whole_reports(batch.folder))
    assert len(batches.whole_reports(batch.folder)) == 4
    assert not [path for path in batch.folder.iterdir() if path.suffix in (".new", ".partial", ".replaced")]
    monkeypatch.undo()
    with toys.inside(project):
        assert run().faulty == ()


def test_no_report_begins_once_the_survey_file_is_gone(project, monkeypatch):
    def gone(warm, content, **where):
        Path("data/toy.csv").unlink(missing_ok=True)
        hand(warm, content, **where)

    hand = WarmProcess.hand
    monkeypatch.setattr(WarmProcess, "hand", gone)
    batch = run()
    assert {report.status for report in batch.faulty} == {"refused"} and len(batch.faulty) == 4
    assert all(report.reason.startswith("toy.csv was removed during the run.") for report in batch.faulty)
    assert all(report.seconds == 0 for report in batch.faulty)


def test_two_runs_of_one_batch_cannot_mix(project):
    (project / "reports").mkdir()
    with batch_lock(project / "reports" / "towns"), pytest.raises(RunError, match=r"goes on already \(process"):
        run()


@pytest.mark.slow
def test_the_number_of_workers_changes_no_byte(tmp_path):
    project = batches.write_project(tmp_path / "project", sizes=dict.fromkeys(range(1, 10), 110))
    with toys.inside(project):
        found = [
            batches.published(run_batch(by=["town"], name="towns", output_folder=project / str(n), workers=n).folder)
            for n in (1, 8)
        ]
    assert len(found[0]) == 10
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ((), "`by` is empty"),
        (("town", "town"), "each once"),
        (("sex", "town"), "no predictor left"),
        (("twon",), "`town`"),
    ],
)
def test_groups_that_cannot_be_are_refused_before_anything_is_written(project, by, sentence):
    with pytest.raises(ParameterError, match=sentence):
        run_batch(by=by, name="towns")
    assert not (project / "reports").exists()
