"""A Dask cluster that makes the reports of a batch: it distributes, retries and counts, and this side publishes.

Only names, paths and limits travel over Dask. What the reports have in common, answers among it, lies meanwhile in a
file of the project that only its owner can read, which the workers open by the same path.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import logging
import os
import pickle
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.disclosure.ledger import FOLDER_VARIABLE, ledger_folder
from workbench.errors import ParameterError, RunError, WorkbenchError
from workbench.intake import project_folder
from workbench.options import SCHEDULER
from workbench.reports.batches.apart_report import ledger_mark
from workbench.reports.batches.jobs import Job
from workbench.reports.batches.made_from import program
from workbench.reports.batches.one_report import Ended, Ending, request_of
from workbench.reports.publishing import RunFolder
from workbench.reports.running import Prepared, imports_of
from workbench.reports.scratch_folder import ScratchFolder
from workbench.reports.warm import Limits

if TYPE_CHECKING:
    from distributed import Client, Future

ATTEMPTS = ".attempts.partial"  # in the folder of the batch; no report has a name that begins with a dot
_CONNECT = 5  # seconds
_FIRST_WORKER = 10  # seconds
_NEXT_WORKER = 300  # seconds; workers of clusters come and go
_LOOK = 60  # seconds without a report, after which it is asked whether there are workers


@contextmanager
def cluster(address: str, notebooks: Sequence[Path]) -> Iterator[Cluster]:
    """Connect with a scheduler, and make the scratch folder that its workers see.

    Parameters
    ----------
    address : str
    notebooks : sequence of Path
        Whose imports the workers make once.

    Raises
    ------
    ParameterError
        The address is none, or the package distributed is not installed.
    RunError
        Nobody answers, or a worker has another program or does not see the project.
    """
    if not SCHEDULER.fullmatch(address):
        raise ParameterError(
            f"`scheduler` is {address!r}. Give the address of a Dask scheduler, e.g. tcp://10.0.0.5:8786."
        )
    if importlib.util.find_spec("distributed") is None:
        raise ParameterError(
            "`scheduler` needs the package distributed, which is not installed. Install the extra `dask` in the "
            "project folder: pip install '.[dask]'."
        )
    with _connected(address) as client, ScratchFolder(_private_folder()) as scratch:
        _wait_for_worker(client, address, _FIRST_WORKER)
        _check_workers(client, address, scratch)
        yield Cluster(client, address, scratch=scratch, modules=imports_of(notebooks))


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    from distributed import Client

    for name in ("distributed", "distributed.client", "distributed.core"):  # a lost scheduler is told by us, once
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with ThreadPoolExecutor(1) as elsewhere:  # this thread may have a loop of its own, as in Jupyter
            elsewhere.submit(asyncio.run, asyncio.wait_for(_greeted(address), _CONNECT)).result()
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError, OverflowError) as error:
        raise RunError(
            f"No Dask scheduler answers at {address}. Start one with `dask scheduler`, or correct `scheduler`."
        ) from error
    try:
        yield client
    finally:
        client.close()


async def _greeted(address: str) -> None:
    """Exchange greetings, for which a client would wait for ever where something else listens, such as a web page."""
    from distributed import Security
    from distributed.comm.core import connect

    connection = await connect(address, timeout=_CONNECT, **Security().get_connection_args("client"))
    await connection.close()


def _private_folder() -> Path:
    folder = project_folder() / "data" / "private"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise RunError(
            "Folder data/private/ of the project cannot be written to, and there the workers of the cluster find the "
            "survey. Let yourself write to it."
        )
    return folder


def _wait_for_worker(client: Client, address: str, seconds: float) -> None:
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError as error:
        raise RunError(
            f"The Dask scheduler at {address} has no worker. Start one in the environment of the project: "
            f"`dask worker {address} --nthreads 1`."
        ) from error


def _check_workers(client: Client, address: str, scratch: Path) -> None:
    from workbench.reports.batches.cluster_worker import OTHER_PROGRAM, readiness, unseen

    own = program().hex()
    for worker, found in client.run(readiness, str(scratch), on_error="return").items():
        if isinstance(found, Exception) or found["program"] != own:  # one without a workbench cannot even answer
            raise RunError(f"Worker {worker} {OTHER_PROGRAM}")
        if not found["sees"]:
            raise unseen(worker, scratch.parent)


class Cluster:
    """Workers of a Dask cluster.

    Parameters
    ----------
    client : Client
    address : str
        Of the scheduler.
    scratch : Path
        Of the batch, which the workers see.
    modules : sequence of str
        What their warm processes import.
    """

    def __init__(self, client: Client, address: str, *, scratch: Path, modules: Sequence[str]) -> None:
        self.scratch = scratch
        self._client = client
        self._address = address
        self._modules = list(modules)

    def run(
        self,
        jobs: Iterable[Job],
        *,
        prepared: Prepared,
        limits: Limits,
        release: Callable[[str], None],
        on_page: Callable[[Job, Mapping[str, Any]], None],
        on_end: Callable[[Ended], None],
    ) -> None:
        """Make the reports, as a Maker does."""
        wanted = {job.name: job for job in jobs}
        shared = self._shared(prepared)
        attempts = Path(shared["attempts"])
        attempts.mkdir(parents=True, exist_ok=True)
        topic = shared["topic"]
        self._client.subscribe_topic(topic, lambda event: on_page(wanted[event[1]["name"]], event[1]))
        try:
            requests = [{**request_of(j, limits=limits, folder=project_folder()), **shared} for j in wanted.values()]
            for name, made in self._made(requests):
                on_end(Ended(job=wanted[name], ending=_put_in_place(made, name, prepared.folder, release)))
        finally:
            self._client.unsubscribe_topic(topic)
            shutil.rmtree(attempts, ignore_errors=True)

    def _shared(self, prepared: Prepared) -> dict[str, Any]:
        """Write what all reports have in common; return what all requests have."""
        content, given = pickle.dumps(prepared), self.scratch / "given.pickle"
        given.touch(mode=0o600)
        given.write_bytes(content)
        return {
            "given": str(given),
            "digest": hashlib.sha256(content).hexdigest(),
            "attempts": str(prepared.folder.parent / ATTEMPTS),
            "program": program().hex(),
            "modules": self._modules,
            "topic": f"workbench-{uuid.uuid4().hex}",
            "environment": {FOLDER_VARIABLE: str(ledger_folder().absolute())},
            "ledger": ledger_mark(),
        }

    def _made(self, requests: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield each report's name and what its worker says.

        Whoever was queued behind a report that ends its worker counts as lost with it. So those that were given up are
        tried once more, each by itself.
        """
        lost = []
        for request, made in self._ended(requests):
            if made is None:
                lost.append(request)
            else:
                yield request["name"], made
        for request in lost:
            for _, made in self._ended([request]):
                yield request["name"], made or _KILLED

    def _ended(
        self, requests: Sequence[Mapping[str, Any]]
    ) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
        """Yield requests and what workers say as they come; None: Dask gave it up, since it lost too many workers."""
        from workbench.reports.batches.cluster_worker import make_apart

        # Keys of one group: so Dask hands reports out one by one, and a lost worker takes no queue of them with it.
        group = f"reports-{uuid.uuid4().hex}"
        keys = [(group, place) for place in range(len(requests))]
        futures: list[Future[Any]] = self._client.map(make_apart, requests, key=keys, pure=False)
        asked = dict(zip(futures, requests, strict=True))
        try:
            for future in self._as_they_end(futures):
                yield asked[future], self._told(future)
        finally:
            self._client.cancel(futures, force=True)

    def _as_they_end(self, futures: Sequence[Future[Any]]) -> Iterator[Future[Any]]:
        from distributed import as_completed

        waiting = set(futures)
        while waiting:
            with suppress(TimeoutError):
                for future in as_completed(waiting, loop=self._client.loop, timeout=_LOOK):
                    waiting.discard(future)
                    yield future
            if waiting:
                _wait_for_worker(self._client, self._address, _NEXT_WORKER)

    def _told(self, future: Future[Any]) -> Mapping[str, Any] | None:
        from distributed import KilledWorker

        if future.status == "finished":
            told: Mapping[str, Any] = future.result()
            return told
        if future.status != "error":
            raise RunError(
                f"The Dask scheduler at {self._address} is gone. Start it and its workers again, and run the same "
                "command: what is made stays."
            )
        error = future.exception()
        if isinstance(error, KilledWorker):
            return None
        raise error


_KILLED = {"folder": "", "status": "died", "reason": "Its worker ended each time; most often memory was full."}


def _put_in_place(made: Mapping[str, Any], name: str, beside: RunFolder, release: Callable[[str], None]) -> Ending:
    """Give a report that a worker made its name, unless the release is refused."""
    ending = Ending(status=made["status"], reason=made["reason"], seconds=made.get("seconds", 0.0))
    if not made["folder"]:
        return ending
    apart = RunFolder(parent=Path(made["folder"]), name=name)
    whole = ending.status == "whole"
    written = apart.final if whole else apart.failed
    place = RunFolder(parent=beside.parent, name=name, batch=beside.batch)
    if not written.is_dir():
        missing = f"{written.name} of a worker is not to be seen here. Run the batch again."
        return Ending(status="failed", reason=missing) if whole else ending
    written.rename(place.partial)
    if whole:
        try:
            release(name)
        except WorkbenchError as error:
            place.recover()
            return Ending(status="failed", reason=str(error), seconds=ending.seconds)
    place.finish(whole=whole)
    return ending
