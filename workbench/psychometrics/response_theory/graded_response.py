"""Graded response model: which answers tell how much, and where on the factor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy import integrate, special, stats

from workbench.arrays import Floats, Ints
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.response_theory import factor_summary, item_information, normal_grid, slopes
from workbench.psychometrics.answers import complete_responses, design_weights
from workbench.psychometrics.response_theory.graded_fit_statistics import fit_statistics
from workbench.psychometrics.response_theory.graded_items import WHAT, GradedFit, GradedItems, fit_items
from workbench.psychometrics.response_theory.graded_notes import item_notes
from workbench.psychometrics.response_theory.item_curves import curve_frames, published_items
from workbench.results import Result
from workbench.wording import say

# Of every interval but that of RMSEA, here and in `cutoff_precision`: one level, named in docstrings and below tables.
CONF_LEVEL = 0.95


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GradedResponse(Result):
    """Graded response model of one scale; the factor has mean 0 and standard deviation 1 among the respondents.

    Attributes
    ----------
    table : pandas.DataFrame
        term, measure, estimate, n_respondents, n_items: marginal reliability (from the test information) and empirical
        reliability (variance of posterior means over itself plus the mean posterior variance).
    items : pandas.DataFrame
        One row per item: item, measure, discrimination, std_error, conf_low, conf_high.
    difficulties : pandas.DataFrame
        One row per threshold, item by item, lowest first: item, threshold, response, measure, difficulty, std_error,
        conf_low, conf_high. At the difficulty half of the respondents answer `response` or higher. For the gate:
        n_fewest (respondents who answer so, or who answer lower, whichever are fewer), n_response, per_respondent
        (without weights).
    information : pandas.DataFrame
        theta, information, std_error: information of all items together, and its inverse square root.
    item_information : pandas.DataFrame
        item, theta, information.
    curves : pandas.DataFrame
        item, response, theta, probability.
    fit : pandas.DataFrame
        One row: log_likelihood, n_parameters, aic, bic, chi_square (C2), df, p_value, rmsea, rmsea_low, rmsea_high,
        cfi, tli, srmr, scaling_factor, n_respondents.
    residual_correlations : pandas.DataFrame
        Items × items, Yen's Q3; 1 on the diagonal.
    covariance : pandas.DataFrame
        Covariance of discriminations and intercepts, named like "q1:discrimination" and "q1:intercept 1".
    model : GradedItems
        The same estimates as arrays, for `cutoff_precision` and `local_dependence`.
    """

    items: pd.DataFrame
    difficulties: pd.DataFrame
    information: pd.DataFrame = field(metadata={"follows": True})
    item_information: pd.DataFrame = field(metadata={"follows": True})
    curves: pd.DataFrame = field(metadata={"follows": True})
    fit: pd.DataFrame
    residual_correlations: pd.DataFrame = field(metadata={"matrix": True})
    covariance: pd.DataFrame = field(metadata={"matrix": True, "private": True})
    model: GradedItems

    def following(self) -> GradedResponse:
        """Return this copy with curves and information of the published items, and without what tells more of them."""
        model = published_items(self.model, self.items, self.difficulties)
        frames, difficulties = curve_frames(model), self.difficulties.dropna(subset=["difficulty"], ignore_index=True)
        return replace(
            self,
            information=frames["information"],
            item_information=frames["item_information"],
            curves=frames["curves"],
            difficulties=difficulties.assign(threshold=difficulties.groupby("item", sort=False).cumcount() + 1),
            model=model,
        )


def fit_graded_response(
    responses: pd.DataFrame,
    *,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> GradedResponse:
    r"""Fit Samejima's graded response model by marginal maximum likelihood.

    .. math:: P(X_i \ge k \mid \theta) = \{1 + \exp(-a_i (\theta - b_{ik}))\}^{-1}, \quad \theta \sim N(0, 1)

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values. A category that nobody chose has no difficulty.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    GradedResponse
        Intervals have a coverage of 95 %, that of RMSEA 90 %.

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than three items, not more respondents than items, an item that everybody answers alike or with more than
        20 different answers, a discrimination that grows beyond all bounds (as with a duplicated item), no convergence.
    ParameterError
        Weights that do not go together.

    Notes
    -----
    R gives the same: ``mirt::mirt(x, 1, itemtype = "graded", SE = TRUE)``, ``coef(m, IRTpars = TRUE)``,
    ``testinfo(m, theta)``, ``marginal_rxx(m)``, ``empirical_rxx(fscores(m, full.scores.SE = TRUE))``,
    ``M2(m, type = "C2")``, ``residuals(m, type = "Q3")``. The same 61 points are used. Standard errors are those of the
    observed information, which mirt reaches by Oakes' identity; under weights those of the sandwich.

    Proof: tests/reference/response_theory.

    References
    ----------
    Samejima (1969), Psychometrika Monograph 17. Bock & Aitkin (1981), Psychometrika 46(4), 443-459.
    Louis (1982), Journal of the Royal Statistical Society B 44(2), 226-233.
    Cai & Monroe (2014), CRESST Report 839. Yen (1984), Applied Psychological Measurement 8(2), 125-145.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> model = psychometrics.fit_graded_response(complete.responses)
    >>> model.items[["item", "discrimination", "std_error"]].round(2)
      item  discrimination  std_error
    0   A1            0.87       0.05
    1   A2            1.84       0.08
    2   A3            2.55       0.12
    3   A4            1.05       0.05
    4   A5            1.70       0.07
    """
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=WHAT, minimum_items=3)
    fitted = fit_items(sample)
    model = fitted.model
    counts = fitted.respondents_by_category()
    items, difficulties = _items(model), _difficulties(model, counts, weighted=sample.weighted)
    reliability, residuals = _summary(fitted)
    fit, fit_notes = fit_statistics(fitted, sample)
    labels = _labels(model)
    return GradedResponse(
        table=reliability,
        items=items,
        difficulties=difficulties,
        **curve_frames(model),
        fit=fit,
        residual_correlations=sample.matrix(residuals),
        covariance=pd.DataFrame(model.covariance, index=labels, columns=labels),
        model=model,
        method=_method(sample.weighted, model.df_residual),
        notes=(
            *weights.notes_on_errors(),
            *item_notes(model, counts, items, difficulties),
            *fit_notes,
        ),
    )


def _items(model: GradedItems) -> pd.DataFrame:
    std_errors = np.sqrt(np.diag(model.covariance))[model.place.starts]
    return pd.DataFrame(
        {
            "item": model.items,
            "measure": "discrimination",
            "discrimination": slopes(model.parameters, model.place),
            **_interval(slopes(model.parameters, model.place), std_errors, model.df_residual),
        }
    )


def _difficulties(model: GradedItems, counts: Floats, *, weighted: bool) -> pd.DataFrame:
    """Turn intercepts into difficulties −d / a, with standard errors by the delta method."""
    place = model.place
    entries = np.flatnonzero(~place.lowest)
    slope_at = place.starts[place.item[entries]]
    a, d = model.parameters[slope_at], model.parameters[entries]
    changes = np.zeros((len(entries), place.size))
    changes[np.arange(len(entries)), entries] = -1 / a
    changes[np.arange(len(entries)), slope_at] = d / a**2
    std_errors = np.sqrt(np.einsum("ij,jk,ik->i", changes, model.covariance, changes, optimize=True))
    return pd.DataFrame(
        {
            "item": model.items.to_numpy()[place.item[entries]],
            "threshold": entries - slope_at,
            "response": model.points[entries],
            "measure": "difficulty",
            "difficulty": -d / a,
            **_interval(-d / a, std_errors, model.df_residual),
            **_respondents(model, counts, entries, weighted=weighted),
        }
    )


def _respondents(model: GradedItems, counts: Floats, entries: Ints, *, weighted: bool) -> dict[str, Floats]:
    """How many respondents a difficulty rests on, and what one more of them would change."""
    place, n = model.place, model.n_respondents
    slope_at = place.starts[place.item[entries]]
    a, d = model.parameters[slope_at], model.parameters[entries]
    below = np.array([counts[start:entry].sum() for start, entry in zip(slope_at, entries, strict=True)])
    nodes = normal_grid()
    taken = special.expit(a[:, None] * nodes.theta + d[:, None])
    by_share = a * ((taken * (1 - taken)) @ nodes.weights)  # a higher share answers so where the difficulty is lower
    fewest = np.minimum(below, n - below)
    per_respondent = np.where(below < n - below, 1, -1) / (n * by_share)
    return {
        "n_fewest": fewest,
        "n_response": counts[entries],
        "per_respondent": np.full(len(entries), np.nan) if weighted else per_respondent,
    }


def _interval(estimates: Floats, std_errors: Floats, df: float) -> dict[str, Floats]:
    reach = float(stats.t.ppf((1 + CONF_LEVEL) / 2, df)) * std_errors
    return {"std_error": std_errors, "conf_low": estimates - reach, "conf_high": estimates + reach}


def _summary(fitted: GradedFit) -> tuple[pd.DataFrame, Floats]:
    """Reliabilities and Q3."""
    model, problem = fitted.model, fitted.problem
    moments = factor_summary(problem.codes, problem.weights, model.parameters, model.place, problem.nodes, model.points)
    empirical = moments.variance_of_means / (moments.variance_of_means + moments.mean_variance)
    table = pd.DataFrame(
        {
            "term": ["marginal reliability", "empirical reliability"],
            "measure": "coefficient",
            "estimate": [_marginal_reliability(model), empirical],
            "n_respondents": model.n_respondents,
            "n_items": len(model.items),
        }
    )
    return table, moments.residual_correlations


def _marginal_reliability(model: GradedItems) -> float:
    """Mean of I / (I + 1) over the normal factor, with I the test information."""

    def weighted(theta: float) -> float:
        total = item_information(model.parameters, model.place, np.array([theta])).sum()
        return float(total / (total + 1) * stats.norm.pdf(theta))

    return float(integrate.quad(weighted, -8, 8, limit=200)[0])


def _labels(model: GradedItems) -> list[str]:
    names = model.items.astype(str).to_numpy()
    within = np.arange(model.place.size) - model.place.starts[model.place.item]
    return [
        f"{names[item]}:{f'intercept {number}' if number else 'discrimination'}"
        for item, number in zip(model.place.item, within, strict=True)
    ]


def _method(weighted: bool, df: float) -> str:
    if np.isfinite(df):
        return say(
            "Weighted graded response model (Samejima 1969), marginal maximum likelihood with 61 points; standard "
            "errors from {n} replicate weights (jackknife), intervals by t with {df} degrees of freedom; fit by C2 "
            "(Cai & Monroe 2014).",
            n=round(df) + 1, df=round(df),
        )  # fmt: skip
    if weighted:
        return say(
            "Weighted graded response model (Samejima 1969), marginal maximum likelihood with 61 points; standard "
            "errors from the sandwich of weighted scores; fit by C2 (Cai & Monroe 2014)."
        )
    return say(
        "Graded response model (Samejima 1969), marginal maximum likelihood with 61 points; standard errors from the "
        "observed information (Louis 1982); fit by C2 (Cai & Monroe 2014)."
    )
