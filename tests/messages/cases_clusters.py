"""Messages of batches on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from tests.messages.case import Case
from workbench.cli.reports import batch
from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.errors import ParameterError, RunError
from workbench.reports.batches import apart_report, cluster, run_batch

ADDRESS = "tcp://10.0.0.5:8786"


def _batch(address: str) -> None:
    run_batch(by=["town"], notebooks=[], workers=address)


def _both(_: Path) -> None:
    words = ["--by", "town", "--workers", "2", "--scheduler", ADDRESS]
    CliRunner().invoke(batch, words, catch_exceptions=False, standalone_mode=False)


def _nobody(_: Path) -> None:
    with patch.object(cluster, "_CONNECT", 0.2):
        _batch("tcp://127.0.0.1:1")


def _without_extra(_: Path) -> None:
    with patch("importlib.util.find_spec", lambda name: None):
        _batch(ADDRESS)


def _without_worker(_: Path) -> None:
    def wait_for_workers(n: int, timeout: float) -> None:
        raise TimeoutError

    cluster._wait_for_worker(SimpleNamespace(wait_for_workers=wait_for_workers), ADDRESS, 10)


def _with_worker(found: object) -> Callable[[Path], object]:
    client = SimpleNamespace(run=lambda *_, **__: {"tcp://10.0.0.6:40001": found})
    return lambda _: cluster._check_workers(client, ADDRESS, Path("/surveys/data/private/workbench-run-4711"))


def _no_private_folder(folder: Path) -> None:
    (folder / "pyproject.toml").touch()
    (folder / "data").touch()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        cluster._private_folder()


def _gone(_: Path) -> None:
    client = SimpleNamespace()
    connected = cluster.Cluster(client, ADDRESS, scratch=Path(), modules=[])
    connected._told(SimpleNamespace(status="cancelled"))


def _ledger(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv(FOLDER_VARIABLE, str(folder / "ledger"))
        apart_report._check_ledger("a mark of another ledger")


def _other_file(folder: Path) -> None:
    (folder / "given.pickle").touch()
    apart_report._read(folder / "given.pickle", "4711")


CASES = [
    Case(
        "Scheduler that is no address",
        lambda _: _batch("8786"),
        ParameterError,
        "`scheduler` is '8786'. Give the address of a Dask scheduler, e.g. tcp://10.0.0.5:8786.",
    ),
    Case(
        "Scheduler beside workers",
        _both,
        ParameterError,
        "`--workers` stands beside `--scheduler`, whose cluster has workers of its own. Leave it out.",
    ),
    Case(
        "Scheduler without the package for it",
        _without_extra,
        ParameterError,
        "`scheduler` needs the package distributed, which is not installed. Install the extra `dask` in the project "
        "folder: pip install '.[dask]'.",
    ),
    Case(
        "Scheduler that does not answer",
        _nobody,
        RunError,
        "No Dask scheduler answers at tcp://127.0.0.1:1. Start one with `dask scheduler`, or correct `scheduler`.",
    ),
    Case(
        "Scheduler without workers",
        _without_worker,
        RunError,
        "The Dask scheduler at tcp://10.0.0.5:8786 has no worker. Start one in the environment of the project: `dask "
        "worker tcp://10.0.0.5:8786 --nthreads 1`.",
    ),
    Case(
        "Worker with another program",
        _with_worker({"program": "another", "sees": True}),
        RunError,
        "Worker tcp://10.0.0.6:40001 has another version of the workbench or of a package, so its numbers might be "
        "others. Bring all machines to the same state, and start the worker again.",
    ),
    Case(
        "Worker that does not see the project",
        _with_worker({"program": cluster.program().hex(), "sees": False}),
        RunError,
        "Worker tcp://10.0.0.6:40001 does not see /surveys/data/private, or may not write there. Share it between "
        "all machines at the same path, and start the workers as the same user.",
    ),
    Case(
        "Worker with another ledger",
        _ledger,
        RunError,
        "A worker has another ledger of published runs under the same path. Share one between all machines.",
    ),
    Case(
        "Worker that cannot read what the batch is about",
        lambda folder: apart_report._read(folder / "given.pickle", "4711"),
        RunError,
        "given.pickle of the batch cannot be read on a worker (No such file or directory). Share the project between all "
        "machines at the same path, and start the workers as the same user.",
    ),
    Case(
        "Worker that reads another file",
        _other_file,
        RunError,
        "given.pickle is not the file that the batch was begun with. Run the batch again.",
    ),
    Case(
        "Scheduler for a project that cannot be written to",
        _no_private_folder,
        RunError,
        "Folder data/private/ of the project cannot be written to, and there the workers of the cluster find the "
        "survey. Let yourself write to it.",
    ),
    Case(
        "Scheduler that is gone",
        _gone,
        RunError,
        "The Dask scheduler at tcp://10.0.0.5:8786 is gone. Start it and its workers again, and run the same command: "
        "what is made stays.",
    ),
]
