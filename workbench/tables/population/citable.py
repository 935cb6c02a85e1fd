"""What the main numbers say in an article: how they were made, and what they are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.tables.labels import mean_words, share_words
from workbench.tables.report_table import Citable
from workbench.wording import numbers, say


def citable_main_numbers(
    mean: ProtectedTable, share: ProtectedTable | None, *, survey: Survey, cutoff: str | None
) -> tuple[Citable, ...]:
    """Say the scale, the design of the survey, the share beyond the cut-off and the mean score."""
    methods = (_scale(survey), *_cutoff(survey, cutoff), _design(survey))
    results = (*_share(share, survey=survey, cutoff=cutoff), *_mean(mean, survey=survey))
    return (
        *(Citable(paragraph="methods", sentence=sentence) for sentence in methods),
        *(Citable(paragraph="results", sentence=sentence) for sentence in results),
    )


def _scale(survey: Survey) -> str:
    scale = survey.instrument
    return say(
        "Answers to the {items} statements of the {name} were summed and put on a scale from {minimum} to {maximum}; "
        "respondents with an unanswered statement have no score.",
        items=len(scale.items),
        name=scale.name,
        minimum=numbers.shortest(scale.score.minimum),
        maximum=numbers.shortest(scale.score.maximum),
    )


def _cutoff(survey: Survey, cutoff: str | None) -> tuple[str, ...]:
    if not survey.instrument.cutoffs:
        return ()
    limit = survey.instrument.cutoff(cutoff)
    return (say("A {score} is called {label}.", score=limit.score_words, label=limit.label),)


def _design(survey: Survey) -> str:
    design = survey.design
    if design.replicate_weights is not None:
        return say("Shares and means are weighted, and their standard errors come from replicate weights.")
    if not design.is_weighted:
        return say("Shares and means are those of the respondents, without weights.")
    if design.strata is None and design.clusters is None:
        return say("Shares and means are weighted by sampling weights, with standard errors by Taylor linearisation.")
    return say(
        "Shares and means are weighted by sampling weights, with standard errors by Taylor linearisation for the "
        "strata or clusters of the sample."
    )


def _ends(row: dict[Any, Any], decimals: int, *, as_percent: bool = False) -> dict[str, str]:
    return {
        "level": numbers.percent(row["conf_level"], 0),
        "ends": numbers.interval(row["conf_low"], row["conf_high"], decimals, as_percent=as_percent),
    }


def _share(share: ProtectedTable | None, *, survey: Survey, cutoff: str | None) -> tuple[str, ...]:
    row = {} if share is None else shown_frame(share).to_dict("records")[0]
    if not row or row["withheld"] or row["bound"] or pd.isna(row["conf_low"]):
        return ()
    values = {"score": survey.instrument.cutoff(cutoff).score_words, "share": share_words(row["estimate"], "")}
    values |= _ends(row, 1, as_percent=True)
    if survey.design.is_weighted:
        return (say("An estimated {share} of the population ({level} CI {ends}) had a {score}.", **values),)
    return (say("Of the respondents, {share} ({level} CI {ends}) had a {score}.", **values),)


def _mean(mean: ProtectedTable, *, survey: Survey) -> tuple[str, ...]:
    row, decimals = shown_frame(mean).to_dict("records")[0], survey.instrument.score.decimals
    if row["withheld"] or row["bound"] or pd.isna(row["conf_low"]):
        return ()
    words = mean_words(row["estimate"], decimals)
    return (say("The mean score was {mean} ({level} CI {ends}).", mean=words, **_ends(row, decimals)),)
