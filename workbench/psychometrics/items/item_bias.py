"""Item bias: do groups answer an item differently though their total score is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats, Ints
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
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
from workbench.numerics.ordered_answers import OrderedAnswers, cross_tables, distinct_sums, replicated_cross_tables
from workbench.options import check_fraction
from workbench.psychometrics.answers import (
    ComparedGroups,
    CompleteResponses,
    compared_groups,
    complete_responses,
    design_weights,
    named_items,
    rating_answers,
)
from workbench.psychometrics.items.item_bias_words import method, too_many
from workbench.results import Result
from workbench.wording import say

WHAT = say("Item bias")
TABLE = [
    *("item", "variable", "term", "statistic", "df", "df_residual", "p_value", "p_value_holm"),
    *("mcfadden_change", "nagelkerke_change", "n_respondents"),
]
# Models that each test compares, by place: 0 nothing, 1 score, 2 with groups, 3 with products.
COMPARED = {"uniform": (1, 2), "non-uniform": (2, 3), "both": (1, 3)}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ItemBias(Result):
    """Bias of each item between groups.

    Attributes
    ----------
    table : pandas.DataFrame
        Three rows per item, in the order of the responses: item, variable, term ("uniform": groups differ at the same
        total score; "non-uniform": they differ by another amount at another score; "both": either), statistic, df,
        df_residual, p_value, p_value_holm (adjusted over the items, for each term by itself), mcfadden_change,
        nagelkerke_change, n_respondents.
    groups : pandas.DataFrame
        One row per item and group but the reference: item, variable, level, reference, n_respondents, measure,
        estimate (log of the odds ratio of a higher answer, compared with the reference at the same total score),
        std_error, conf_low, conf_high, conf_level, odds_ratio; for the gate n_fewest (respondents of the group, or of
        the reference, who do not give the answer that most of them give, whichever are fewer).
    test : str
        `likelihood ratio`, or with weights `Wald`.
    """

    groups: pd.DataFrame
    test: str


def item_bias(
    responses: pd.DataFrame,
    *,
    group: pd.Series,
    conf_level: float = 0.95,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ItemBias:
    r"""Test each item for uniform and non-uniform bias by ordinal logistic regression (Zumbo 1999).

    Three proportional-odds models of the item's answer are compared: (1) the total score, (2) with the group, (3) with
    their product too. Uniform bias is (1) against (2), non-uniform (2) against (3), both (1) against (3), with
    groups − 1, groups − 1 and twice as many degrees of freedom. The total score includes the item.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    group : Series, shape (n_respondents,)
        With the index of `responses`; the first category is the reference. Respondents without a group are left out.
    conf_level : float
        Coverage of the intervals in `groups`, between 0 and 1.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Raises
    ------
    DataError
        A missing answer, or groups or weights of other respondents.
    NotEstimable
        Fewer than two items, respondents or groups, an item that everybody answers alike, or groups so small that no
        item has a finite estimate (single items without one are left out and noted).
    ParameterError
        `conf_level` outside 0–1.

    Notes
    -----
    R gives the same: ``MASS::polr(ordered(y) ~ total)``, ``~ total + group``, ``~ total * group``. With weights a
    likelihood ratio has no chi-square distribution, so Wald tests take its place, with the covariance of
    ``survey::svyolr`` or of the replicates. With R replicates the statistic is Hotelling's
    :math:`F = W (R - q) / (q (R - 1))` with q and R − q degrees of freedom.

    Proof: tests/reference/items.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.
    Swaminathan & Rogers (1990), Journal of Educational Measurement 27(4), 361-370.
    Zumbo (1999), A Handbook on the Theory and Methods of Differential Item Functioning, National Defense (Ottawa).

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> bias = psychometrics.item_bias(complete.responses, group=complete.groups["gender"])
    >>> of_both = bias.table[bias.table["term"] == "both"]
    >>> of_both[["item", "statistic", "df", "nagelkerke_change"]].round(3)
       item  statistic  df  nagelkerke_change
    2    A1     22.262   2              0.006
    5    A2      5.604   2              0.001
    8    A3      9.098   2              0.002
    11   A4     13.626   2              0.003
    14   A5     12.021   2              0.002
    """
    check_fraction("conf_level", conf_level)
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    groups = compared_groups(responses, group)
    sample = complete_responses(groups.kept(responses), weights.of(groups.known), what=WHAT)
    counted = _count(sample, groups)
    tests, differences = [], []
    fitted, notes = _fitted(counted)
    for item, models in fitted.items():
        name = sample.items[item]
        covariances = _covariances(models, counted, item, str(name))
        tests.append(_tests(models, covariances, counted).assign(item=name))
        differences.append(
            _differences(models, covariances, counted, conf_level).assign(item=name, n_fewest=_fewest(counted, item))
        )
    table = pd.concat(tests, ignore_index=True)
    table["p_value_holm"] = table.groupby("term")["p_value"].transform(lambda p: holm(p.to_numpy(float)))
    return ItemBias(
        table=table[TABLE],
        groups=pd.concat(differences, ignore_index=True).pipe(_item_first),
        test="Wald" if sample.weighted else "likelihood ratio",
        method=method(sample, conf_level),
        notes=(*groups.notes, *weights.notes_on_errors(), *notes),
    )


class _Counted(NamedTuple):
    """Respondents by answer (columns) and by score and group (rows), and the predictors that belong to the rows.

    Attributes
    ----------
    answers : OrderedAnswers
    tables, squared : array, shape (k, m, size)
        Sums of weights and of squared weights; after the last answer to an item the columns are empty.
    rows : array of int, shape (n,)
        Score and group of each respondent.
    predictors : array, shape (m, 2 groups − 1)
    sample : CompleteResponses
        Of respondents who have a group.
    groups : ComparedGroups
    """

    answers: OrderedAnswers
    tables: Floats
    squared: Floats
    rows: Ints
    predictors: Floats
    sample: CompleteResponses
    groups: ComparedGroups


def _count(sample: CompleteResponses, groups: ComparedGroups) -> _Counted:
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
    answers = rating_answers(sample, refusal=too_many)
    scores, place = distinct_sums(sample.values)
    if len(scores) == 1:
        raise NotEstimable(
            say(
                "The sum of the items is the same for all respondents, so item bias cannot be computed. Check in the "
                "codebook whether items are stored reversed."
            )
        )
    n_groups, size = len(groups.levels), answers.size
    rows, n_rows = place * n_groups + groups.codes, len(scores) * n_groups
    weights = answers.weights
    tables = cross_tables(answers.codes, rows, weights, n_rows=n_rows, size=size)
    squared = tables
    if weights is not None:
        squared = cross_tables(answers.codes, rows, weights**2, n_rows=n_rows, size=size)
    predictors = score_and_group(scores, np.bincount(place).astype(float), n_groups)
    return _Counted(answers, tables, squared, rows, predictors, sample, groups)


def _fitted(counted: _Counted) -> tuple[dict[int, ItemModels], list[str]]:
    """Models of each item that has a finite estimate, and a note on the others."""
    tables = zip(counted.tables, counted.answers.sizes, strict=True)
    every = dict(enumerate(fit_item(table[:, :size], counted.predictors) for table, size in tables))
    fitted = {item: models for item, models in every.items() if models.converged}
    # no count here: a note or a refusal reaches the report without the publication gate
    smallest = counted.groups.levels[int(counted.groups.counts.argmin())]
    if not fitted:
        raise NotEstimable(
            say(
                "The ordinal logistic models of no item have a finite estimate; the smallest of the groups is "
                "`{group}`. Choose larger groups, or a variable with fewer of them.",
                group=smallest,
            )
        )
    without = named_items([str(counted.sample.items[item]) for item in every if item not in fitted])
    note = say(
        "The models of {items} have no finite estimate, so no rows are given; the smallest of the groups is `{group}`.",
        items=without,
        group=smallest,
    )
    return fitted, [note] if without else []


def _covariances(models: ItemModels, counted: _Counted, item: int, name: str) -> SlopeCovariances:
    if counted.sample.replicates is not None:
        shape = {"n_rows": len(counted.predictors), "size": int(counted.answers.sizes[item])}
        own = counted.answers.codes[item : item + 1]
        tables = replicated_cross_tables(own, counted.rows, counted.sample.replicates, **shape)[:, 0]
        found = replicated_covariances(models, tables, counted.predictors)
        if found is None:
            raise NotEstimable(
                say(
                    "In some replicates the ordinal logistic models of `{item}` have no finite estimate. Choose larger "
                    "groups, or leave replicate weights out.",
                    item=name,
                )
            )
        return found
    if not counted.sample.weighted:
        return model_covariances(models)
    squared = counted.squared[item][:, : counted.answers.sizes[item]]
    return linearised_covariances(models, squared, counted.predictors, n_sample=counted.sample.n_respondents)


def _tests(models: ItemModels, covariances: SlopeCovariances, counted: _Counted) -> pd.DataFrame:
    sample, n_groups = counted.sample, len(counted.groups.levels)
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
        rows.append((counted.groups.variable, term, statistic, df, df_residual, p_value, *effects, n))
    return pd.DataFrame(rows, columns=[name for name in TABLE if name not in ("item", "p_value_holm")])


def _differences(
    models: ItemModels, covariances: SlopeCovariances, counted: _Counted, conf_level: float
) -> pd.DataFrame:
    groups, replicates = counted.groups, counted.sample.replicates
    estimate, std_error = models.group.slopes[1:], np.sqrt(np.diag(covariances.group)[1:])
    degrees = np.inf if replicates is None else replicates.shape[1] - 1
    half = stats.t.isf((1 - conf_level) / 2, degrees) * std_error
    return pd.DataFrame(
        {
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
        }
    )


def _fewest(counted: _Counted, item: int) -> Ints:
    """Respondents who do not give the most frequent answer, of each group or of the reference, whichever are fewer."""
    groups, size = counted.groups, int(counted.answers.sizes[item])
    given = np.bincount(groups.codes * size + counted.answers.codes[item], minlength=size * len(groups.levels))
    others = groups.counts - given.reshape(-1, size).max(axis=1)
    return np.asarray(np.minimum(others[1:], others[0]))


def _item_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[["item", *frame.columns.drop("item")]]
