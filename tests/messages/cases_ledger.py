"""Refusals of a second release, and of a ledger that cannot be trusted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.attackers.test_two_batches import draw
from tests.messages.case import Case
from tests.unit.disclosure.ledger.releases import rows_of, survey, with_threshold, without
from workbench.disclosure.ledger import FOLDER_VARIABLE, kept_groups, refuse_second_release, remember
from workbench.errors import PublicationError, RunError
from workbench.intake import Survey, with_parts
from workbench.reports.publishing.earlier_runs import refuse_unknown_release


def after_a_run(second: Callable[[Path], object]) -> Callable[[Path], object]:
    """Publish a survey into a ledger of this case, then go on."""

    def provoke(folder: Path) -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(FOLDER_VARIABLE, str(folder / "ledger"))
            remember(survey(), run="spring", kept={})
            return second(folder / "ledger")

    return provoke


def _coded_anew() -> Survey:
    whole = survey()
    return replace(whole, responses=whole.responses.assign(esis1=6 - whole.responses["esis2"]))


def _without_secret(folder: Path) -> object:
    (folder / "secret").unlink()
    return kept_groups(survey())


def _bad_secret(folder: Path) -> object:
    (folder / "secret").write_text("?")
    return kept_groups(survey())


def _secret_elsewhere(folder: Path) -> object:
    for path in folder.iterdir():
        path.unlink()
    (folder / "secret").symlink_to(folder / "gone")
    return remember(survey(), run="autumn", kept={})


def _changed(folder: Path) -> object:
    path = folder / "spring.published.json"
    path.write_text(path.read_text().replace("spring", "autumn"))
    return kept_groups(survey())


def _meanwhile(_: Path) -> object:
    second = without(survey(), rows_of(survey(), 2, area="C") + rows_of(survey(), 9, area="A"))
    return remember(second, run="autumn", kept={})


def _towns_and_counties() -> object:
    towns, counties = (with_parts(draw(1, 4), (by,)) for by in ("town", "county"))
    remember(towns, run="towns", kept={})
    return refuse_second_release(counties)


def _no_ledger(folder: Path) -> object:
    run = folder / "reports" / "spring"
    run.mkdir(parents=True)
    record = {"run": "spring", "status": "whole", "source": {"title": "Test survey", "data_sha256": "1"}}
    (run / "record.json").write_text(json.dumps(record), encoding="utf-8")
    return refuse_unknown_release([folder / "reports"], survey())


def _full(folder: Path) -> object:
    (folder / "spring.published.partial").unlink(missing_ok=True)
    (folder / "autumn.published.partial").mkdir()
    return remember(survey(), run="autumn", kept={})


CASES: list[Case] = [
    Case(
        "a survey that changed by a few since it was published",
        after_a_run(lambda _: refuse_second_release(without(survey(), [0, 1]))),
        PublicationError,
        "Fewer than 5 respondents joined, left, gave other answers or have other weights since the run `spring` was published, so that a second release would tell about them. That report stands. Publish again when at least 5 have changed; or, if it was never passed on to anyone, delete `spring.published.json` from the ledger's folder.",
    ),
    Case(
        "a survey of which few changed beside an item that was coded anew",
        after_a_run(lambda _: refuse_second_release(without(_coded_anew(), [0, 1]))),
        PublicationError,
        "Fewer than 5 respondents joined, left or answered otherwise, compared by the answers to one half of the items, since the run `spring` was published, so that a second release would tell about them. That report stands. Publish again when at least 5 have changed; or, if it was never passed on to anyone, delete `spring.published.json` from the ledger's folder.",
    ),
    Case(
        "the same respondents with another minimum",
        after_a_run(lambda _: refuse_second_release(with_threshold(survey(), 10))),
        PublicationError,
        "The run `spring` told of respondents of this survey, with the answers that they have now, with `minimum_respondents` 5, and now it is 10: rounded in two ways, numbers tell more than either does. Write `disclosure: {minimum_respondents: 5}` in the codebook; or, if that report was never passed on to anyone, delete `spring.published.json` from the ledger's folder.",
    ),
    Case(
        "reports of counties beside those of their towns",
        after_a_run(lambda _: _towns_and_counties()),
        PublicationError,
        "Reports by county and those by town of the run `towns` tell together of fewer than 5 respondents: those of a larger group who are in none of the reports inside it. Choose groups of which none lies inside the others, or merge levels in the codebook; or, if that run was never passed on to anyone, delete `towns.published.json` from the ledger's folder.",
    ),
    Case(
        "two runs of nearly the same respondents at once",
        after_a_run(_meanwhile),
        PublicationError,
        "Another run of nearly the same respondents was published while this one was made. Run the report again, so that it keeps what that run has shown.",
    ),
    Case(
        "reports without their ledger",
        _no_ledger,
        PublicationError,
        "spring is a finished report with the same title, and the ledger of published runs does not know it, so nobody can say what of these respondents was published and may not be published anew. Bring that ledger back, from a backup or by `WORKBENCH_LEDGER`; or, if the report was never passed on or is on other respondents, move it out of reports/.",
    ),
    Case(
        "ledger without its secret",
        after_a_run(_without_secret),
        RunError,
        "The folder ledger/ holds published runs but not the secret that they were written with. Restore its file `secret` from a backup. If there is none, nobody can see any more whom these runs published: move the folder and their reports away, and publish only respondents who were not published before.",
    ),
    Case(
        "ledger with a damaged secret",
        after_a_run(_bad_secret),
        RunError,
        "The file `secret` of the ledger of published runs is damaged. Restore the folder ledger/ from a backup.",
    ),
    Case(
        "ledger whose secret is a link to nowhere",
        after_a_run(_secret_elsewhere),
        RunError,
        "The secret of the ledger cannot be read. Check the rights of the folder ledger/.",
    ),
    Case(
        "ledger that somebody changed",
        after_a_run(_changed),
        RunError,
        "spring.published.json in the ledger of published runs is damaged, or was written by another ledger or by another version of this program. Restore the folder ledger/ from a backup; a run that cannot see what was published before is not started.",
    ),
    Case(
        "ledger that cannot be written to",
        after_a_run(_full),
        RunError,
        "The ledger of published runs cannot be written to (Is a directory). Free the disk or mend the rights of ledger/, and run the report again.",
    ),
]
