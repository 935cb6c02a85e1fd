"""What a survey says once it is read with its codebook: which scale, and how exactly it would be published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from workbench.intake import OpenPoint, check_confirmed, open_points, read_survey, scale_sentence
from workbench.lab.my_survey.drafts import Draft
from workbench.lab.my_survey.faults import Fault, fault_of
from workbench.lab.my_survey.field_words import word_of
from workbench.population import preflight, protection_plan
from workbench.wording import in_windows, listed, say_count


@dataclass(frozen=True, kw_only=True)
class Coarse:
    """Levels of a variable that are published more coarsely, and what of them is published."""

    variable: str
    levels: str
    published: str


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What `workbench check --crossing` says, with numbers of respondents as windows.

    Attributes
    ----------
    scale, rule : str
        Which scale the items were taken for, and the rule of publication.
    notes, crossings : tuple of str
    coarse : tuple of Coarse
    points : tuple of Fault
        What `workbench check` leaves to a person, each with the field that it is about.
    """

    scale: str
    rule: str
    notes: tuple[str, ...]
    coarse: tuple[Coarse, ...]
    crossings: tuple[str, ...]
    points: tuple[Fault, ...]


def findings_of(project: Path, draft: Draft) -> Findings:
    """Read the survey with the codebook that was written, as `workbench check` and a report do.

    Raises
    ------
    DataError
        Anything in the file that the codebook does not account for.
    """
    survey = read_survey(project / draft.survey, codebook=project / draft.codebook)
    check_confirmed(survey)
    plan = protection_plan(survey)
    width = plan.thresholds.minimum_respondents
    grouped = plan.table.groupby(["variable", "reason"], sort=False)
    return Findings(
        scale=scale_sentence(survey),
        rule=plan.method,
        notes=in_windows(survey.report.notes, width),
        coarse=tuple(
            Coarse(variable=str(variable), levels=", ".join(rows["level"]), published=str(reason))
            for (variable, reason), rows in grouped
        ),
        crossings=tuple(preflight(survey, variables=crossing).sentence for crossing in survey.codebook.crossings),
        points=tuple(
            _at_its_field(point, draft)
            for point in open_points(survey, codebook=project / draft.codebook, seen_from=project)
            if not ("parameters.cutoff" in point.keys and draft.parameters.get("cutoff"))  # it is chosen
        ),
    )


def _at_its_field(point: OpenPoint, draft: Draft) -> Fault:
    """Name the fields that settle a point in place of its command; a scale that is a file already has none."""
    keys = [key for key in point.keys if draft.scale or not key.startswith("scale.")]
    at = fault_of(f"`{keys[0] if keys else 'instrument'}`", draft)
    if not (fields := [word for key in keys if (word := word_of(key, draft))]):
        return replace(at, sentence=point.sentence)
    named = say_count(
        "The field for this is {fields}.", "The fields for this are {fields}.", n=len(fields), fields=listed(fields)
    )
    return replace(at, sentence=f"{point.fact} {named}")
