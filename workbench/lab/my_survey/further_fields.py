"""The steps of the sample and of the questions: weights, strata, clusters, ids; outcome, groups and crossings."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from workbench.errors import DataError
from workbench.intake.codebook import FileOverview
from workbench.lab.my_survey.fields import Fields, set_or_remove
from workbench.wording import say

PARAMETERS = ("cutoff", "group")
_MOST_IN_CROSSING = 3


def chosen_sample(content: dict[str, Any], fields: Fields, overview: FileOverview) -> dict[str, Any]:
    """Return the codebook with the columns of weights, strata, clusters and ids; further stages stay as they are."""
    changed = deepcopy(content)
    design = changed["design"]
    for key in ("sampling_weights", "strata"):
        set_or_remove(design, key, fields.column(f"design.{key}", overview.columns))
    clusters = design.get("clusters") or []
    further = clusters[1:] if isinstance(clusters, list) else []
    first = fields.column("design.clusters", overview.columns)
    set_or_remove(design, "clusters", [first, *further] if first and further else first)
    set_or_remove(changed, "respondent_id", fields.column("respondent_id", overview.columns))
    return changed


def check_weights(content: dict[str, Any], overview: FileOverview) -> None:
    """Refuse weights that are a category.

    Raises
    ------
    DataError
        The labels of the column show it.
    """
    column = overview.columns.get(str(content["design"].get("sampling_weights")))
    if column is not None and column.no_weight:
        raise DataError(
            say(
                "Column `{column}`, named as `sampling_weights`, {why}. Name a column that has a number for every row, "
                "or none.",
                column=column.name,
                why=column.no_weight,
            )
        )


def chosen_questions(content: dict[str, Any], fields: Fields) -> dict[str, Any]:
    """Return the codebook with its title and with the groups, predictors and crossings of the reports."""
    changed = deepcopy(content)
    changed["title"] = fields.text("title")
    known = list(content["background"])
    for key in ("groups", "predictors"):
        before, ticked = content.get(key) or [], fields.all(key)
        chosen = [name for name in dict.fromkeys([*before, *known]) if name in ticked]
        set_or_remove(changed, key, [] if chosen == known and not before else chosen)
    crossings: list[list[str]] = []
    while len(crossings) < len(known) ** 2 and f"crossings.{len(crossings)}" in fields:
        crossings.append([name for name in fields.all(f"crossings.{len(crossings)}") if name][:_MOST_IN_CROSSING])
    set_or_remove(changed, "crossings", [crossing for crossing in crossings if crossing])
    return changed


def chosen_parameters(fields: Fields) -> dict[str, str]:
    """Return the parameters of the run that are not left to the codebook."""
    return {name: text for name in PARAMETERS if (text := fields.text(f"parameters.{name}"))}
