"""One report of a batch, made in a child of the warm process: nothing of it reaches another report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workbench.columns import EVERYONE
from workbench.disclosure.plan import part_plan
from workbench.errors import RunError, WorkbenchError
from workbench.intake import part_of
from workbench.reports.batches.jobs import OVERVIEW
from workbench.reports.notebooks import Notebook, unmet
from workbench.reports.publishing import Outcome, describe_source
from workbench.reports.running import Prepared, Session
from workbench.reports.warm import Limits, OwnChildren

_GIVEN: list[Prepared] = []


def take(prepared: Prepared) -> None:
    """Keep the report of everyone, of which all others are parts, for the children to come."""
    _GIVEN.append(prepared)


def run(request: Mapping[str, Any], connection: Connection) -> None:
    """Make the report that a request asks for, ``{"group", "name", "scratch", "limits"}``.

    Its ``before`` says where the earlier report lies, if that is not where the new one will. Told are ``{"notebook":
    name, "status": …, "seconds": …}`` at the end of each notebook, ``{"written": true}`` before the report gets its
    name, to be answered by ``{"refused": sentence}``, empty where it may, and at last ``{"whole": …, "problem": …,
    "pages": [[name, status, reason], …], "timed out": …}`` or ``{"refused": sentence}`` where it could not begin.
    """

    def tell(message: Mapping[str, Any]) -> None:
        connection.send_bytes(json.dumps(message).encode())

    def release(_: Prepared) -> None:
        tell({"written": True})
        if refused := json.loads(connection.recv_bytes())["refused"]:
            raise RunError(refused)

    try:
        prepared = part_prepared(_GIVEN[-1], request["group"], name=request["name"], scratch=Path(request["scratch"]))
        prepared = _following(prepared, Path(request.get("before", prepared.folder.final)))
        prepared.folder.create()
        limits = Limits(**request["limits"])
        session = Session(prepared, limits, warm=OwnChildren(), progress=_Told(tell), release=release)
        finished = session.run()
    except WorkbenchError as error:
        tell({"refused": error.in_report})
        return
    faulty = [outcome for outcome in finished.outcomes if not outcome.whole]
    pages = [[outcome.notebook.name, outcome.status, outcome.reason] for outcome in faulty]
    late = not finished.problem and bool(faulty) and all(outcome.status == "timed out" for outcome in faulty)
    tell({"whole": finished.whole, "problem": finished.problem, "pages": pages, "timed out": late})


def part_prepared(whole: Prepared, group: Mapping[str, str], *, name: str, scratch: Path) -> Prepared:
    """Return what the report of one group needs, from that of everyone."""
    folder = replace(whole.folder, name=name)
    if not group:
        return replace(whole, folder=folder, scratch=scratch)
    survey = part_of(whole.survey, group)
    plan = part_plan(whole.plan, survey, group=group)
    notebooks = tuple(notebook for notebook in whole.notebooks if notebook.name != OVERVIEW)
    return replace(
        whole,
        folder=folder,
        notebooks=notebooks,
        reasons={notebook.name: unmet(notebook, survey) for notebook in notebooks},
        source=describe_source(survey, codebook=whole.codebook, width=plan.width(EVERYONE, EVERYONE)),
        plan=plan,
        survey=survey,
        scratch=scratch,
    )


def _following(prepared: Prepared, before: Path) -> Prepared:
    """Let a report follow the earlier one of its group, which lies where the new one will stand."""
    if prepared.earlier is None:
        return prepared
    return replace(prepared, follows=prepared.earlier(before, str(prepared.shown(prepared.given)["codebook"])))


class _Told:
    """Tells the runner of the batch how far the report is."""

    def __init__(self, tell: Callable[[Mapping[str, Any]], None]) -> None:
        self._tell = tell

    def start(self, notebook: Notebook) -> Callable[[], None]:
        """Tell nothing of a beginning."""
        return lambda: None

    def finish(self, outcome: Outcome) -> None:
        """Tell how a notebook ended."""
        self._tell({"notebook": outcome.notebook.name, "status": outcome.status, "seconds": outcome.seconds})

    def close(self) -> None:
        """Tell nothing: the end of the report is told after this."""
