"""Reports of groups beside earlier ones of other groups: a county's less those of its municipalities, say."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.columns import CROSS
from workbench.disclosure.ledger.entries import Entry
from workbench.errors import PublicationError
from workbench.intake import Survey, few_between_reports


def refuse_few_between(survey: Survey, entries: Iterable[Entry]) -> None:
    """Refuse reports of groups that tell of a few, subtracted from those of other groups of the same respondents.

    The plan of a batch knows its own groups alone, and bands of scores or answers to items hold no few only where
    these are in no report or in enough of them.

    Parameters
    ----------
    survey : Survey
        With the word which groups get reports; without any nothing is refused.
    entries : iterable of Entry
        What was published of the same respondents.

    Raises
    ------
    PublicationError
        The earlier run, and what to do.
    """
    minimum = survey.codebook.disclosure.minimum_respondents
    for entry in entries:
        others = entry.parts
        if not survey.parts or others in ((), survey.parts) or not {*others} <= {*survey.background}:
            continue
        if few_between_reports(survey, others):
            raise PublicationError(
                f"Reports by {CROSS.join(survey.parts)} and those by {CROSS.join(others)} of the run `{entry.run}` "
                f"tell together of fewer than {minimum} respondents: those of a larger group who are in none of the "
                "reports inside it. Choose groups of which none lies inside the others, or merge levels in the "
                "codebook; or, if that run was never passed on to anyone, delete "
                f"`{entry.file}` from the ledger's folder."
            )
