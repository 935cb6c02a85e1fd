"""The ledger of published runs: what of a survey may not be published anew, and what was published now."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.entries import LOCK, Entry, read_entries, write_entry
from workbench.disclosure.ledger.marks import BY_ID, COMPARED_BY, FAMILIES, ROUGH, SAME_ANSWERS
from workbench.disclosure.ledger.near_groups import Near, near_groups
from workbench.disclosure.ledger.other_groups import refuse_few_between
from workbench.disclosure.ledger.releases import EVERYONE_AT, Releases, side_by_side, silent_groups
from workbench.disclosure.ledger.remainders import with_remainders
from workbench.disclosure.ledger.secret import Secret, make_secret, read_secret
from workbench.disclosure.ledger.sketched_groups import Group, SketchedGroups, group_keys, sketch_groups
from workbench.errors import PublicationError, RunError
from workbench.file_locks import locked
from workbench.intake import Survey, project_folder

FOLDER_VARIABLE = "WORKBENCH_LEDGER"


def ledger_folder() -> Path:
    """Return the folder of the ledger: ``data/private/ledger`` of the project, or what WORKBENCH_LEDGER names."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else project_folder() / "data" / "private" / "ledger"


def kept_groups(survey: Survey, *, without_outcome: Collection[Group] = ()) -> Mapping[Group, str]:
    """Return the groups that may not be published anew, and the run whose numbers of them stand.

    Parameters
    ----------
    survey : Survey
        The whole, unfiltered survey.
    without_outcome : collection of (variable, level)
        Groups of which the plan publishes no outcome.

    Returns
    -------
    mapping of (variable, level) to str
        All groups of variables and crossings of which one has members, answers or weights that changed by one to four
        respondents (one fewer than the survey's `minimum_respondents`) since a run that was published, under whatever
        name; or one without which such a change would follow by addition or subtraction; or one that differs by so few
        from what another grouping of the same respondents has published an outcome of, and the plan does not show
        beside it. All groups, everyone among them, where the survey itself changed by so few. Empty for an open survey.

    Raises
    ------
    RunError
        The ledger is damaged.
    """
    return {group: entry.run for group, entry in _kept_now(survey, without_outcome).items()}


def refuse_second_release(survey: Survey) -> None:
    """Refuse a survey of which all but a few respondents were published before with the same answers.

    Also one with a group of which the very members and answers were published with another `minimum_respondents`:
    means and steps rounded in two ways would narrow each other down. And reports of groups that tell of a few beside
    those of other groups.

    Raises
    ------
    PublicationError
        The earlier run, and when the survey can be published again.
    RunError
        The ledger is damaged.
    """
    minimum = survey.codebook.disclosure.minimum_respondents
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    if survey.codebook.open_because is not None or secret is None or not entries:
        return
    groups = sketch_groups(survey, secret)
    releases = _releases(groups, entries, secret, silent_groups(groups, (), minimum=minimum), minimum=minimum)
    for bases, _, near in _near_by_family(releases):
        if EVERYONE_AT in near.groups:
            entry = entries[near.groups[EVERYONE_AT]]
            changed = "joined, left, gave other answers or have other weights"
            if bases != BY_ID:
                changed = f"joined, left or answered otherwise, compared by {COMPARED_BY[bases]},"
            raise PublicationError(
                f"Fewer than {minimum} respondents {changed} since the run `{entry.run}` was published, so that a "
                f"second release would tell about them. That report stands. Publish again when at least {minimum} have "
                f"changed; or, if it was never passed on to anyone, delete `{entry.file}` from the ledger's folder."
            )
    _refuse_another_minimum(groups, entries, minimum=minimum)
    refuse_few_between(survey, _of_the_same(survey, groups, entries, secret))


def remember(survey: Survey, *, run: str, kept: Mapping[Group, str], without_outcome: Collection[Group] = ()) -> None:
    """Write into the ledger that a run is published; an open survey leaves no trace.

    Parameters
    ----------
    survey : Survey
        The survey that the run rests on.
    run : str
        Name of the run.
    kept : mapping of (variable, level) to str
        What `kept_groups` said when the run began; the run did not publish these groups.
    without_outcome : collection of (variable, level)
        Groups of which the run published no outcome.

    Raises
    ------
    PublicationError
        Another run was published meanwhile, so that other groups may not be published anew, or not with this minimum.
    RunError
        The ledger is damaged or cannot be written to.
    """
    if survey.codebook.open_because is not None:
        return
    folder = ledger_folder()
    try:
        _write(survey, folder, run=run, kept=kept, without_outcome=without_outcome)
    except OSError as error:
        raise RunError(
            f"The ledger of published runs cannot be written to ({error.strerror}). Free the disk or mend the rights "
            f"of {folder.name}/, and run the report again."
        ) from error


def _write(
    survey: Survey, folder: Path, *, run: str, kept: Mapping[Group, str], without_outcome: Collection[Group]
) -> None:
    secret = make_secret(folder)
    groups = sketch_groups(survey, secret)
    minimum = survey.codebook.disclosure.minimum_respondents
    silent = silent_groups(groups, without_outcome, minimum=minimum)
    with locked(folder / LOCK):
        entries = read_entries(folder, secret)
        _refuse_another_minimum(groups, entries, minimum=minimum)
        refuse_few_between(survey, _of_the_same(survey, groups, entries, secret))
        now = {group: entry.run for group, entry in _kept(survey, groups, entries, secret, silent).items()}
        if now != dict(kept):
            raise PublicationError(
                "Another run of nearly the same respondents was published while this one was made. Run the report "
                "again, so that it keeps what that run has shown."
            )
        large = groups.sizes[:, 0] >= minimum
        large[EVERYONE_AT] = True
        division_of = np.repeat(np.arange(len(groups.lengths)), groups.lengths)
        # smaller groups are published as one of the first window, which says nothing of who changed
        shown = [place for place, group in enumerate(groups.names) if large[place] and group not in kept]
        told = Entry(
            file="",
            run=run,
            day=datetime.now(UTC).date(),
            order=1 + max((entry.order for entry in entries), default=0),
            data=_data_mark(survey.report.file_sha256, secret),
            keys=group_keys([groups.names[place] for place in shown], secret),
            lengths=tuple(np.bincount(division_of[shown], minlength=len(groups.lengths)).tolist()),
            sums=groups.sums[shown],
            parities=groups.parities[shown],
            silent=silent[shown],
            minimum=minimum,
            parts=survey.parts,
        )
        if not any(told.tells_the_same(entry) for entry in entries[-1:]):  # a batch that goes on tells nothing new
            write_entry(folder, secret, told)


def keyed_digest(purpose: str, *parts: bytes) -> str:
    """Return a digest of something that must not be guessed, made with the ledger's secret, in hexadecimal."""
    return make_secret(ledger_folder()).digest(purpose, *parts).hex()


def known_digest(folder: Path, purpose: str, *parts: bytes) -> str | None:
    """Return the digest that `keyed_digest` gives with the ledger in a folder; None where no ledger is there."""
    secret = read_secret(folder)
    return None if secret is None else secret.digest(purpose, *parts).hex()


def is_known(*, run: str, data_sha256: str) -> bool:
    """Whether the ledger knows a run of this name on a data file with this sha256."""
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    return secret is not None and any(
        entry.run == run and entry.data == _data_mark(data_sha256, secret) for entry in entries
    )


def holds_others(*, run: str, data_sha256: str) -> bool:
    """Whether the ledger holds more than the publications under this name of the data file with this sha256.

    Raises
    ------
    RunError
        The ledger is damaged.
    """
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    return secret is not None and any(
        entry.run != run or entry.data != _data_mark(data_sha256, secret) for entry in entries
    )


def runs_of_the_same(survey: Survey) -> frozenset[str]:
    """Return the published runs of exactly these respondents and answers, whatever the codebook or ids were then.

    Raises
    ------
    RunError
        The ledger is damaged.
    """
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    if secret is None or not entries:
        return frozenset()
    return frozenset(entry.run for entry in _of_the_same_answers(sketch_groups(survey, secret), entries))


def _of_the_same_answers(groups: SketchedGroups, entries: list[Entry]) -> list[Entry]:
    terms = min([groups.sums.shape[2], *(entry.sums.shape[2] for entry in entries)])
    telling = [basis for basis in SAME_ANSWERS if groups.sizes[EVERYONE_AT, basis] >= groups.least[basis]]
    now = groups.sums[EVERYONE_AT, telling, :terms]
    return [entry for entry in entries if (entry.sums[EVERYONE_AT, telling, :terms] == now).all(axis=1).any()]


def _of_the_same(survey: Survey, groups: SketchedGroups, entries: list[Entry], secret: Secret) -> list[Entry]:
    """Return what was published of the same answers or file: two batches of a file can leave out others of it."""
    own = _data_mark(survey.report.file_sha256, secret)
    same = _of_the_same_answers(groups, entries)
    return same + [entry for entry in entries if entry.data == own and entry not in same]


def _refuse_another_minimum(groups: SketchedGroups, entries: list[Entry], *, minimum: int) -> None:
    """Refuse groups of which a run with another minimum published the very members and answers."""
    for entry in entries:
        if entry.minimum not in (None, minimum) and _tells_of_one_of(groups, entry, minimum):
            raise PublicationError(
                f"The run `{entry.run}` told of respondents of this survey, with the answers that they have now, with "
                f"`minimum_respondents` {entry.minimum}, and now it is {minimum}: rounded in two ways, numbers tell "
                f"more than either does. Write `disclosure: {{minimum_respondents: {entry.minimum}}}` in the codebook; "
                f"or, if that report was never passed on to anyone, delete `{entry.file}` from the ledger's folder."
            )


def _tells_of_one_of(groups: SketchedGroups, entry: Entry, minimum: int) -> bool:
    terms = min(groups.sums.shape[2], entry.sums.shape[2])
    for basis in SAME_ANSWERS:
        told = groups.sizes[:, basis] >= max(groups.least[basis], minimum)
        published = {own.tobytes() for own in entry.sums[:, basis, :terms]}
        if any(own.tobytes() in published for own in groups.sums[told, basis, :terms]):
            return True
    return False


def _kept_now(survey: Survey, without_outcome: Collection[Group]) -> dict[Group, Entry]:
    secret = read_secret(ledger_folder())
    entries = read_entries(ledger_folder(), secret)
    if survey.codebook.open_because is not None or secret is None or not entries:
        return {}
    groups = sketch_groups(survey, secret)
    silent = silent_groups(groups, without_outcome, minimum=survey.codebook.disclosure.minimum_respondents)
    return _kept(survey, groups, entries, secret, silent)


def _kept(
    survey: Survey, groups: SketchedGroups, entries: list[Entry], secret: Secret, silent: Bools
) -> dict[Group, Entry]:
    if not entries:
        return {}
    minimum = survey.codebook.disclosure.minimum_respondents
    by_family = list(_near_by_family(_releases(groups, entries, secret, silent, minimum=minimum)))
    near = [own for _, _, own in by_family]
    kept: dict[int, int] = {}
    for own in near:
        kept = own.groups | kept  # what is known by id and answers goes first
    if EVERYONE_AT in kept:
        return dict.fromkeys(groups.names, entries[kept[EVERYONE_AT]])
    known = [(family, own.recognised) for _, family, own in by_family]
    kept = with_remainders(kept, known)
    for rest, run in (found for own in near for found in own.rests):
        if kept.keys().isdisjoint(rest.tolist()):
            kept[int(rest[0])] = run
    kept = with_remainders(kept, known)
    return {groups.names[group]: entries[place] for group, place in sorted(kept.items())}


def _releases(groups: SketchedGroups, entries: list[Entry], secret: Secret, silent: Bools, *, minimum: int) -> Releases:
    return side_by_side(groups, group_keys(groups.names, secret), entries, silent_now=silent, minimum=minimum)


def _near_by_family(releases: Releases) -> Iterator[tuple[tuple[int, ...], Releases, Near]]:
    """Yield every family of bases with what is near by it: that by id first, the rough one last."""
    surely: list[Ints] = []
    for bases in FAMILIES:
        family = releases.on(bases)
        near = near_groups(family, by_id=bases == BY_ID)
        surely.append(near.surely)
        yield bases, family, near
    family = releases.on(ROUGH).without(np.concatenate(surely))
    yield ROUGH, family, near_groups(family, by_id=False)


def _data_mark(sha256: str, secret: Secret) -> str:
    return secret.digest("data", sha256.encode()).hex()
