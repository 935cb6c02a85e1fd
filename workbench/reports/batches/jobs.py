"""The reports of a batch: everyone's, and one for each group that is large enough; and the groups that get none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from workbench.columns import CROSS, EVERYONE
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import Survey, label_inside_sentence, reported_parts
from workbench.intake.codebook import COMPARED_RESPONDENTS, Codebook, in_spoken_words
from workbench.reports.batches.folder_names import folder_names
from workbench.wording import LANGUAGES, by_language, say, speaking

OVERVIEW = "overview"  # the notebook that sets the groups beside each other, in everyone's report
AREA, YEAR, GROUP = "area", "year", "group"  # what a variable that makes the groups can be


@dataclass(frozen=True, kw_only=True)
class Job:
    """One report of a batch, or the reason why there is none.

    Attributes
    ----------
    name : str
        Of its folder.
    group : dict of str to str
        Level of each variable that makes the group; empty: everyone.
    label : str
        The levels as pages write them.
    reason : str
        Why there is no report; empty where there is one.
    kept_from : str or None
        The earlier run whose report of the group stands, if that is why.
    """

    name: str
    group: dict[str, str]
    label: str
    reason: str = ""
    kept_from: str | None = None


def jobs_of(survey: Survey, plan: ProtectionPlan) -> list[Job]:
    """List the reports of a survey with `parts`, everyone's first, then the groups in the codebook's order.

    Parameters
    ----------
    survey : Survey
    plan : ProtectionPlan
        Of all reports.
    """
    levels = [[str(level) for level in survey.background[v].cat.categories] for v in survey.parts]
    groups = list(product(*levels))
    labels = [CROSS.join(group) for group in groups]
    names = folder_names(labels, taken=[EVERYONE, *LANGUAGES])  # pages of the batch in other languages
    large = reported_parts(survey).ravel()
    kept = [
        plan.kept_from(CROSS.join(survey.parts), label) if own else None
        for label, own in zip(labels, large, strict=True)
    ]
    reasons = [
        _reason(survey, plan, label, bool(own), run) for label, own, run in zip(labels, large, kept, strict=True)
    ]
    of_groups = [
        Job(name=name, group=dict(zip(survey.parts, group, strict=True)), label=label, reason=reason, kept_from=run)
        for group, label, name, reason, run in zip(groups, labels, names, reasons, kept, strict=True)
    ]
    return [Job(name=EVERYONE, group={}, label=say("Everyone")), *of_groups]


def variables_of(survey: Survey) -> dict[str, dict[str, Any]]:
    """Say of each variable that makes the groups its label and what it is, for ``batch.json``, with their words."""
    book = survey.codebook
    kinds = dict.fromkeys(book.area, AREA) | ({book.year: YEAR} if isinstance(book.year, str) else {})
    return {
        name: {
            "label": label_inside_sentence(name, book),
            "kind": kinds.get(name, GROUP),
            "words": _inside_sentences(name, book),
            "levels": {str(level): by_language(level) for level in book.background[name].levels},
        }
        for name in survey.parts
    }


def _inside_sentences(name: str, book: Codebook) -> dict[str, str]:
    found = {}
    for language in by_language(book.background[name].label):
        with speaking(language):
            found[language] = str(label_inside_sentence(name, in_spoken_words(book)))
    return found


def _reason(survey: Survey, plan: ProtectionPlan, level: str, large: bool, kept_from: str | None) -> str:
    variable = CROSS.join(survey.parts)
    if not large:
        return say("Fewer than {n} respondents have a score.", n=COMPARED_RESPONDENTS)
    if kept_from is not None:
        return say(
            "Beside the other reports a new one would tell of a few who changed since the earlier run {run}.",
            run=kept_from,
        )
    if plan.bounded(variable, level) or np.isnan(plan.respondents(variable, level)):
        return say("All reports together would tell about few people if this group had one.")
    return ""
