"""Refusals of thresholds, of questions about tables, and of tables that the gate cannot read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.messages.case import Case
from tests.unit.intake import example
from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.gate import shown_result
from workbench.errors import DataError, NotEstimable, ParameterError, PublicationError, WorkbenchError
from workbench.intake import load_codebook
from workbench.population import merged_levels, preflight, protect, protection_plan
from workbench.population.regression import LogisticModel


def _survey():
    level, below = groups_of({"a": (20, 8), "b": (30, 9)})
    return build_survey({"group": level}, below)


def _lowered(folder: Path) -> object:
    book = example.codebook(disclosure={"minimum_respondents": 4})
    return load_codebook(example.save_codebook(folder, book))


def _uneven(folder: Path) -> object:
    book = example.codebook(disclosure={"minimum_respondents": 7})
    return load_codebook(example.save_codebook(folder, book))


def _one_side(folder: Path) -> object:
    book = example.codebook(disclosure={"minimum_below": 4})
    return load_codebook(example.save_codebook(folder, book))


def _others() -> object:
    _, below = groups_of({"a": (20, 8), "b": (30, 9)})
    return merged_levels(_survey().background, below.iloc[1:], plan=protection_plan(_survey()))


def _no_levels() -> object:
    level, below = groups_of({"a": (60, 20), "b": (20, 3)})
    survey = build_survey({"group": level}, below)
    return merged_levels(survey.background, below, plan=protection_plan(survey))


def _shown(**columns: object) -> object:
    return protect(pd.DataFrame(columns), plan=protection_plan(_survey()))


def _case(title: str, provoke, error: type[WorkbenchError], text: str) -> Case:
    return Case(title=title, provoke=provoke, error=error, text=text)


CASES: list[Case] = [
    _case(
        "No predictor of which two levels can be told apart",
        lambda _: _no_levels(),
        NotEstimable,
        "Of `group` fewer than two levels can be told apart: the published numbers leave open whether enough respondents are on both sides of the outcome. Join levels (`merge` in the codebook), or choose other predictors or another cut-off.",
    ),
    _case(
        "A threshold below the workbench's own",
        _lowered,
        DataError,
        "Codebook codebook.yaml: `disclosure.minimum_respondents` is not right: 4 is below the workbench's own 5; a codebook may only raise it. Correct it.",
    ),
    _case(
        "A threshold whose windows end at borders of their own",
        _uneven,
        DataError,
        "Codebook codebook.yaml: `disclosure.minimum_respondents` is not right: 7 is no multiple of 5, so its windows would end elsewhere than those of other releases and cut them to exact numbers; give 5 or 10. Correct it.",
    ),
    _case(
        "A threshold of one side of a cut-off",
        _one_side,
        DataError,
        "Codebook codebook.yaml: `disclosure` is not right: `minimum_below` is gone, for a share is published as a bound where fewer than `minimum_respondents` are on one side. Remove the line, and raise `minimum_respondents` if the survey needs more. Correct it.",
    ),
    _case(
        "A question about four variables",
        lambda _: preflight(_survey(), variables=["a", "b", "c", "d"]),
        ParameterError,
        "`variables` is ['a', 'b', 'c', 'd']. Give one to three different background variables.",
    ),
    _case(
        "A question about a variable that is not there",
        lambda _: preflight(_survey(), variables=["grup"]),
        ParameterError,
        "There is no background variable `grup`. Did you mean `group`? Known: group. Add it to `background` in the codebook.",
    ),
    _case(
        "Column that the gate does not know",
        lambda _: _shown(town=["a", "b"], n_respondents=[28, 39]),
        PublicationError,
        "The gate does not know the column `town`. Name it as docs/reference/columns.md does.",
    ),
    _case(
        "Rows that no column names",
        lambda _: _shown(n_respondents=[28, 39]),
        PublicationError,
        "No column says what the rows of this table are. Name groups under `variable` and `level`, and other rows under `item`, `term` or another key of the glossary.",
    ),
    _case(
        "Column that stands twice",
        lambda _: protect(
            pd.DataFrame([["sum", 1.5, 1.5]], columns=["term", "estimate", "estimate"]),
            plan=protection_plan(_survey()),
        ),
        PublicationError,
        "The column `estimate` stands twice in one table. Keep one of the two.",
    ),
    _case(
        "Estimate of which nobody says what it is",
        lambda _: _shown(term=["sum"], estimate=[1.5]),
        PublicationError,
        "No column says what `estimate` is, and so how exactly it may be published. Give the result itself to `population.protect`, or add `measure`: mean, share, log odds, difference, adjusted share, standardised share, quantile, slope, coefficient, discrimination, difficulty, latent mean, prediction, influence.",
    ),
    _case(
        "Estimate of a kind without a rule",
        lambda _: _shown(term=["sum"], estimate=[1.5], measure=["quantiles"]),
        PublicationError,
        "The gate has no rule for the measure `quantiles`. Did you mean `quantile`? Publish one of mean, share, log odds, difference, adjusted share, standardised share, quantile, slope, coefficient, discrimination, difficulty, latent mean, prediction, influence.",
    ),
    _case(
        "Part without what it is a part of",
        lambda _: _shown(variable=["group"], level=["a"], share_missing=[0.2]),
        PublicationError,
        "`share_missing` is a part, and its table has neither `n_missing` and `n_total` nor `weight_cells`, from which it could be published. Give the result itself to `population.protect`.",
    ),
    _case(
        "Table of another result than the one it shows",
        lambda _: shown_result(_shown(variable=["group"], level=["a"], n_respondents=[28]), LogisticModel),
        PublicationError,
        "This table shows a LogisticModel, not a DataFrame. Give `population.protect` the LogisticModel itself.",
    ),
    _case(
        "Levels to merge for other respondents",
        lambda _: _others(),
        DataError,
        "Predictors and outcome belong to different respondents (67 and 66 rows). Take both from the same survey.",
    ),
    _case(
        "Group under the name of everyone",
        lambda _: _shown(variable=["all"], level=["a"], n_respondents=[28]),
        PublicationError,
        "Level `a` of `all` is not in the protection plan. Take the groups from the survey itself.",
    ),
]
