"""The ledger of published runs: what of a survey may not be published anew, and what was published now."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from workbench.columns import EVERYONE
from workbench.disclosure.ledger.entries import Entry, locked, read_entries, write_entry
from workbench.disclosure.ledger.near_groups import near_groups
from workbench.disclosure.ledger.releases import EVERYONE_AT, side_by_side
from workbench.disclosure.ledger.remainders import with_remainders
from workbench.disclosure.ledger.secret import Secret, make_secret, read_secret
from workbench.disclosure.ledger.sketched_groups import Group, SketchedGroups, group_keys, sketch_groups
from workbench.errors import PublicationError, RunError
from workbench.intake import Survey, project_folder

FOLDER_VARIABLE = "WORKBENCH_LEDGER"


def ledger_folder() -> Path:
    """Return the folder of the ledger: ``data/private/ledger`` of the project, or what WORKBENCH_LEDGER names."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else project_folder() / "data" / "private" / "ledger"


def kept_groups(survey: Survey) -> Mapping[Group, str]:
    """Return the groups that may not be published anew, and the run whose numbers of them stand.

    Parameters
    ----------
    survey : Survey
        The whole, unfiltered survey.

    Returns
    -------
    mapping of (variable, level) to str
        Groups whose members, answers or weights changed by one to four respondents (one fewer than the survey's
        `minimum_respondents`) since a run that was published, under whatever name; and those without which such a
        change would follow by addition or subtraction. All groups, everyone among them, where the survey itself
        changed by so few. Empty for an open survey.

    Raises
    ------
    RunError
        The ledger is damaged.
    """
    return {group: entry.run for group, entry in _kept_now(survey).items()}


def refuse_second_release(survey: Survey) -> None:
    """Refuse a survey of which all but a few respondents were published before with the same answers.

    Raises
    ------
    PublicationError
        The earlier run, and when the survey can be published again.
    RunError
        The ledger is damaged.
    """
    entry = _kept_now(survey).get((EVERYONE, EVERYONE))
    if entry is not None:
        minimum = survey.codebook.disclosure.minimum_respondents
        raise PublicationError(
            f"Fewer than {minimum} respondents joined, left, gave other answers or have other weights since the run "
            f"`{entry.run}` was published, so that a second release would tell about them. That report stands. Publish "
            f"again when at least {minimum} have changed; or, if it was never passed on to anyone, delete "
            f"`{entry.file}` from the ledger's folder."
        )


def remember(survey: Survey, *, run: str, kept: Mapping[Group, str]) -> None:
    """Write into the ledger that a run is published; an open survey leaves no trace.

    Parameters
    ----------
    survey : Survey
        The survey that the run rests on.
    run : str
        Name of the run.
    kept : mapping of (variable, level) to str
        What `kept_groups` said when the run began; the run did not publish these groups.

    Raises
    ------
    PublicationError
        Another run was published meanwhile, so that other groups may not be published anew.
    RunError
        The ledger is damaged or cannot be written to.
    """
    if survey.codebook.open_because is not None:
        return
    folder = ledger_folder()
    try:
        _write(survey, folder, run=run, kept=kept)
    except OSError as error:
        raise RunError(
            f"The ledger of published runs cannot be written to ({error.strerror}). Free the disk or mend the rights "
            f"of {folder.name}/, and run the report again."
        ) from error


def _write(survey: Survey, folder: Path, *, run: str, kept: Mapping[Group, str]) -> None:
    secret = make_secret(folder)
    groups = sketch_groups(survey, secret)
    with locked(folder):
        entries = read_entries(folder, secret)
        now = {group: entry.run for group, entry in _kept(survey, groups, entries, secret).items()}
        if now != dict(kept):
            raise PublicationError(
                "Another run of nearly the same respondents was published while this one was made. Run the report "
                "again, so that it keeps what that run has shown."
            )
        large = groups.sizes[:, 0] >= survey.codebook.disclosure.minimum_respondents
        large[EVERYONE_AT] = True
        division_of = np.repeat(np.arange(len(groups.lengths)), groups.lengths)
        # smaller groups are published as one of the first window, which says nothing of who changed
        shown = [place for place, group in enumerate(groups.names) if large[place] and group not in kept]
        write_entry(
            folder,
            secret,
            run=run,
            data=_data_mark(survey.report.file_sha256, secret),
            keys=group_keys([groups.names[place] for place in shown], secret),
            lengths=np.bincount(division_of[shown], minlength=len(groups.lengths)).tolist(),
            sums=groups.sums[shown],
            parities=groups.parities[shown],
        )


def is_known(*, run: str, data_sha256: str) -> bool:
    """Whether the ledger knows a run of this name on a data file with this sha256."""
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    return secret is not None and any(
        entry.run == run and entry.data == _data_mark(data_sha256, secret) for entry in entries
    )


def runs_of_the_same(survey: Survey) -> frozenset[str]:
    """Return the published runs of exactly these respondents and answers, whatever the codebook said then.

    Raises
    ------
    RunError
        The ledger is damaged.
    """
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    if secret is None or not entries:
        return frozenset()
    now = sketch_groups(survey, secret).sums[EVERYONE_AT, 0]
    terms = min(len(now), *(entry.sums.shape[2] for entry in entries))
    same = [entry for entry in entries if (entry.sums[EVERYONE_AT, 0, :terms] == now[:terms]).all()]
    return frozenset(entry.run for entry in same)


def _kept_now(survey: Survey) -> dict[Group, Entry]:
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    if survey.codebook.open_because is not None or secret is None or not entries:
        return {}
    return _kept(survey, sketch_groups(survey, secret), entries, secret)


def _kept(survey: Survey, groups: SketchedGroups, entries: list[Entry], secret: Secret) -> dict[Group, Entry]:
    if not entries:
        return {}
    minimum = survey.codebook.disclosure.minimum_respondents
    keys = group_keys(groups.names, secret)
    releases = side_by_side(groups, keys, entries, minimum=minimum)
    near = near_groups(releases)
    if EVERYONE_AT in near:
        return dict.fromkeys(groups.names, entries[near[EVERYONE_AT]])
    kept = with_remainders(near, releases)
    return {groups.names[group]: entries[place] for group, place in sorted(kept.items())}


def _data_mark(sha256: str, secret: Secret) -> str:
    return secret.digest("data", sha256.encode()).hex()
