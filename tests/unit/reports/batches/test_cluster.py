"""What this side of a cluster does with what workers say: names, refusals, reports that end their workers."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from distributed import Client, KilledWorker, LocalCluster, get_worker

from workbench.errors import RunError
from workbench.reports.batches import cluster, cluster_worker
from workbench.reports.batches.jobs import Job
from workbench.reports.publishing import RunFolder
from workbench.reports.warm import Limits


@pytest.fixture(scope="module")
def client():
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with LocalCluster(**options) as workers, Client(workers, set_as_default=False) as connected:
        yield connected


@pytest.fixture
def run(client, tmp_path, monkeypatch):
    """Run reports with a worker that does what `make` says; return how each ended, by name."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(cluster, "_LOOK", 0.1)

    def run(make, names, *, release=lambda name: None):
        monkeypatch.setattr(cluster_worker, "make_apart", make)
        ended, pages = {}, []
        folder = RunFolder(parent=tmp_path / "reports" / "towns", name="all", batch="towns")
        cluster.Cluster(client, "tcp://10.0.0.5:8786", scratch=tmp_path / "scratch", modules=["workbench.tables"]).run(
            [Job(name=name, group={"town": name}, label=name) for name in names],
            prepared=SimpleNamespace(folder=folder),
            limits=Limits(),
            release=release,
            on_page=lambda job, message: pages.append((job.name, message["notebook"])),
            on_end=lambda one: ended.update({one.job.name: one.ending}),
        )
        return ended, pages, folder.parent

    return run


def written(request):
    """Write a report apart, failed if it is that of South, and say so."""
    apart = Path(request["attempts"]) / f"{request['name']}-1"
    status = "failed" if request["name"] == "south" else "whole"
    ((apart / request["name"]) if status == "whole" else (apart / f"{request['name']}.failed")).mkdir(parents=True)
    get_worker().log_event(request["topic"], {"name": request["name"], "notebook": "01_means"})
    return {"folder": str(apart), "status": status, "reason": "", "seconds": 1.5}


def test_reports_get_their_names_here(run):
    ended, pages, folder = run(written, ["north", "south"])
    assert {name: ending.status for name, ending in ended.items()} == {"north": "whole", "south": "failed"}
    assert sorted(path.name for path in folder.iterdir()) == ["north", "south.failed"]
    assert sorted(pages) == [("north", "01_means"), ("south", "01_means")]


def test_a_refused_release_leaves_no_report(run):
    def release(name):
        raise RunError("towns.csv changed during the run. Run the report again.")

    ended, _, folder = run(written, ["north"], release=release)
    assert ended["north"].status == "failed"
    assert ended["north"].reason.startswith("towns.csv changed")
    assert list(folder.iterdir()) == []


def test_a_report_that_is_not_to_be_seen_failed(run):
    def elsewhere(request):
        return {"folder": "/elsewhere/north-1", "status": "whole", "reason": "", "seconds": 1.0}

    ended, _, _ = run(elsewhere, ["north"])
    assert ended["north"].status == "failed"
    assert "not to be seen" in ended["north"].reason


def test_who_is_given_up_is_tried_once_more_by_itself(run, tmp_path):
    begun = tmp_path / "begun"  # a file, since a task is a copy

    def make(request):
        name = request["name"]
        with begun.open("a", encoding="utf-8") as file:
            file.write(f"{name} ")
        times = begun.read_text(encoding="utf-8").split().count(name)
        if name == "south" or (name == "north" and times == 1):
            raise KilledWorker(name, SimpleNamespace(address="tcp://10.0.0.6:40001"), 3)
        return written(request)

    ended, _, folder = run(make, ["north", "south", "east"])
    statuses = {name: ending.status for name, ending in ended.items()}
    assert statuses == {"north": "whole", "south": "died", "east": "whole"}
    assert sorted(begun.read_text(encoding="utf-8").split()) == ["east", "north", "north", "south", "south"]
    assert sorted(path.name for path in folder.iterdir()) == ["east", "north"]


def test_a_worker_that_turns_out_to_have_another_program_ends_the_batch(run):
    def other(request):
        raise RunError("Worker tcp://10.0.0.6:40001 has another version.")

    with pytest.raises(RunError, match="has another version"):
        run(other, ["north", "south"])


def test_no_answer_travels(run, tmp_path):
    def make(request):
        (tmp_path / "request.json").write_text(json.dumps(request), encoding="utf-8")
        return written(request)

    run(make, ["north"])
    request = json.loads((tmp_path / "request.json").read_text(encoding="utf-8"))
    assert set(request) == {
        *("name", "group", "limits", "folder", "given", "digest", "attempts", "program", "modules", "topic"),
        *("environment", "ledger"),
    }
    assert Path(request["given"]).parent == tmp_path / "scratch"
    assert set(request["environment"]) == {"WORKBENCH_LEDGER"}
