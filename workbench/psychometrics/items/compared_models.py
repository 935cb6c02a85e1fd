"""Ordinal logistic models of each item on what respondents are matched on and on their group, and their tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.arrays import Floats, Ints
from workbench.errors import NotEstimable
from workbench.numerics import holm
from workbench.numerics.items import (
    ItemModels,
    SlopeCovariances,
    fit_item,
    linearised_covariances,
    model_covariances,
    pseudo_r_squared,
    replicated_covariances,
    score_and_group,
    wald,
)
from workbench.numerics.ordered_answers import OrderedAnswers, cross_tables, replicated_cross_tables
from workbench.psychometrics.answers import ComparedGroups, CompleteResponses, named_items
from workbench.psychometrics.items.matching import Matched
from workbench.wording import say

TABLE = [
    *("item", "variable", "term", "statistic", "df", "df_residual", "p_value", "p_value_holm"),
    *("mcfadden_change", "nagelkerke_change", "n_respondents"),
]
# Models that each test compares, by place: 0 nothing, 1 score, 2 with groups, 3 with products.
COMPARED = {"uniform": (1, 2), "non-uniform": (2, 3), "both": (1, 3)}


class _Item(NamedTuple):
    """Respondents by answer (columns) and by score and group (rows), and the predictors that belong to the rows.

    Attributes
    ----------
    name : object
    codes : array of int, shape (1, n)
    size : int
        Answers of the item.
    rows : array of int, shape (n,)
        Score and group of each respondent.
    predictors : array, shape (m, 2 groups − 1)
    table, squared : array, shape (m, size)
        Sums of weights and of squared weights.
    """

    name: object
    codes: NDArray[np.uint8]
    size: int
    rows: Ints
    predictors: Floats
    table: Floats
    squared: Floats


class Compared(NamedTuple):
    """Models of the items that have a finite estimate.

    Attributes
    ----------
    tests : DataFrame
        As `ItemBias.table`.
    fitted : list of tuple of _Item, ItemModels and SlopeCovariances
    sample : CompleteResponses
        Of respondents who have a group.
    groups : ComparedGroups
    notes : list of str
    """

    tests: pd.DataFrame
    fitted: list[tuple[_Item, ItemModels, SlopeCovariances]]
    sample: CompleteResponses
    groups: ComparedGroups
    notes: list[str]

    def differences(self, conf_level: float) -> pd.DataFrame:
        """Return `ItemBias.groups`."""
        return pd.concat([_differences(*each, self, conf_level) for each in self.fitted], ignore_index=True)


def check_replicates(sample: CompleteResponses, groups: ComparedGroups) -> None:
    """Refuse fewer replicates than the tests have terms."""
    n_terms = 2 * (len(groups.levels) - 1)
    if sample.replicates is not None and sample.replicates.shape[1] <= n_terms:
        raise NotEstimable(
            say(
                "Item bias between {groups} groups needs more than {n} replicates; got {replicates}. Compare fewer "
                "groups, or leave replicate weights out.",
                groups=len(groups.levels),
                n=n_terms,
                replicates=sample.replicates.shape[1],
            )
        )


def compare_groups(
    sample: CompleteResponses, answers: OrderedAnswers, groups: ComparedGroups, matched: Sequence[Matched]
) -> Compared:
    """Fit and test the models of each item."""
    items = [_counted(sample, answers, groups, item, on) for item, on in enumerate(matched)]
    every = [(item, fit_item(item.table, item.predictors)) for item in items]
    kept = [(item, models) for item, models in every if models.converged]
    # no count here: a note or a refusal reaches the report without the publication gate
    smallest = groups.levels[int(groups.counts.argmin())]
    if not kept:
        raise NotEstimable(
            say(
                "The ordinal logistic models of no item have a finite estimate; the smallest of the groups is "
                "`{group}`. Choose larger groups, or a variable with fewer of them.",
                group=smallest,
            )
        )
    without = named_items([str(item.name) for item, models in every if not models.converged])
    note = say(
        "The models of {items} have no finite estimate, so no rows are given; the smallest of the groups is `{group}`.",
        items=without,
        group=smallest,
    )
    fitted = [(item, models, _covariances(models, item, sample)) for item, models in kept]
    tests = pd.concat([_tests(*each, sample, groups) for each in fitted], ignore_index=True)
    tests["p_value_holm"] = tests.groupby("term")["p_value"].transform(lambda p: holm(p.to_numpy(float)))
    return Compared(tests[TABLE], fitted, sample, groups, [note] if without else [])


def _counted(
    sample: CompleteResponses, answers: OrderedAnswers, groups: ComparedGroups, item: int, matched: Matched
) -> _Item:
    n_groups, size = len(groups.levels), int(answers.sizes[item])
    rows, shape = matched.place * n_groups + groups.codes, {"n_rows": len(matched.values) * n_groups, "size": size}
    codes, weights = answers.codes[item : item + 1], answers.weights
    table = cross_tables(codes, rows, weights, **shape)[0]
    squared = table if weights is None else cross_tables(codes, rows, weights**2, **shape)[0]
    frequencies = np.bincount(matched.place).astype(float)
    predictors = score_and_group(matched.values, frequencies, n_groups)
    return _Item(sample.items[item], codes, size, rows, predictors, table, squared)


def _covariances(models: ItemModels, item: _Item, sample: CompleteResponses) -> SlopeCovariances:
    if sample.replicates is not None:
        shape = {"n_rows": len(item.predictors), "size": item.size}
        tables = replicated_cross_tables(item.codes, item.rows, sample.replicates, **shape)[:, 0]
        found = replicated_covariances(models, tables, item.predictors)
        if found is None:
            raise NotEstimable(
                say(
                    "In some replicates the ordinal logistic models of `{item}` have no finite estimate. Choose larger "
                    "groups, or leave replicate weights out.",
                    item=str(item.name),
                )
            )
        return found
    if not sample.weighted:
        return model_covariances(models)
    return linearised_covariances(models, item.squared, item.predictors, n_sample=sample.n_respondents)


def _tests(
    item: _Item, models: ItemModels, covariances: SlopeCovariances, sample: CompleteResponses, groups: ComparedGroups
) -> pd.DataFrame:
    n_groups = len(groups.levels)
    likelihoods, n = models.log_likelihoods, sample.n_respondents
    mcfadden, nagelkerke = pseudo_r_squared(likelihoods, n)
    tested = {
        "uniform": (models.group.slopes, covariances.group, slice(1, None)),
        "non-uniform": (models.product.slopes, covariances.product, slice(n_groups, None)),
        "both": (models.product.slopes, covariances.product, slice(1, None)),
    }
    rows = []
    for term, (small, large) in COMPARED.items():
        slopes, covariance, part = tested[term]
        df, df_residual = len(slopes[part]), np.inf
        statistic = 2 * (likelihoods[large] - likelihoods[small])
        if sample.weighted:
            statistic = wald(slopes[part], covariance[part, part])
        p_value = float(stats.chi2.sf(statistic, df))
        if sample.replicates is not None:
            n_replicates = sample.replicates.shape[1]
            df_residual = n_replicates - df
            statistic *= df_residual / (df * (n_replicates - 1))
            p_value = float(stats.f.sf(statistic, df, df_residual))
        effects = (mcfadden[large] - mcfadden[small], nagelkerke[large] - nagelkerke[small])
        rows.append((item.name, groups.variable, term, statistic, df, df_residual, p_value, *effects, n))
    return pd.DataFrame(rows, columns=[name for name in TABLE if name != "p_value_holm"])


def _differences(
    item: _Item, models: ItemModels, covariances: SlopeCovariances, compared: Compared, conf_level: float
) -> pd.DataFrame:
    groups, replicates = compared.groups, compared.sample.replicates
    estimate, std_error = models.group.slopes[1:], np.sqrt(np.diag(covariances.group)[1:])
    degrees = np.inf if replicates is None else replicates.shape[1] - 1
    half = stats.t.isf((1 - conf_level) / 2, degrees) * std_error
    return pd.DataFrame(
        {
            "item": item.name,
            "variable": groups.variable,
            "level": groups.levels[1:],
            "reference": groups.levels[0],
            "n_respondents": groups.counts[1:],
            "measure": "log odds",
            "estimate": estimate,
            "std_error": std_error,
            "conf_low": estimate - half,
            "conf_high": estimate + half,
            "conf_level": conf_level,
            "odds_ratio": np.exp(estimate),
            "n_fewest": _fewest(item, groups),
        }
    )


def _fewest(item: _Item, groups: ComparedGroups) -> Ints:
    """Respondents who do not give the most frequent answer, of each group or of the reference, whichever are fewer."""
    given = np.bincount(groups.codes * item.size + item.codes[0], minlength=item.size * len(groups.levels))
    others = groups.counts - given.reshape(-1, item.size).max(axis=1)
    return np.asarray(np.minimum(others[1:], others[0]))
