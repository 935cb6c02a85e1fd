"""Tests of what polychoric correlations assume: that the latent responses of two items are normal together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics import holm
from workbench.numerics.ordered_answers import margins, misfit_of_pairs, pairwise_normality
from workbench.options import LEAST, check_count
from workbench.psychometrics.answers import DesignWeights, complete_responses
from workbench.psychometrics.ordered_answers.pairwise_fit import PairwiseFit, fit_pairs, perfect_samples, refit_pairs
from workbench.results import Result
from workbench.wording import Unpublished, count, joined, say, say_count

# Expected respondents of a cell below which the chi-square of a pair is rough.
RARE = 1.0
# Tables per block of samples: bounds memory.
BLOCK_TABLES = 4_096


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class BivariateNormality(Result):
    """Tests of the bivariate normal model of every pair of items.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per pair, as in `PolychoricCorrelations.table`: item, item_other, statistic, df, p_value, p_value_holm
        (adjusted over the pairs), n_respondents. Two items of two answers each have df 0 and no test.
    overall : pandas.DataFrame
        One row, with `n_bootstrap` samples: statistic, p_value, n_respondents, n_items; else none.
    """

    overall: pd.DataFrame

    def following(self) -> BivariateNormality:
        """Return this copy without degrees of freedom, which tell which answers nobody gave."""
        return replace(self, table=self.table.drop(columns="df"))


def bivariate_normality(responses: pd.DataFrame, *, n_bootstrap: int = 0, seed: int = 1) -> BivariateNormality:
    r"""Test whether bivariate normal variables lie behind the answers to each two items.

    .. math:: G = 2 \sum_{ab} n_{ab} \ln \frac{n_{ab}}{n \pi_{ab}} - g^\top J^{-1} g

    with π the probabilities of the cells at the thresholds and the polychoric correlation, and ab − a − b degrees of
    freedom for items of a and b answers. The last part makes up for thresholds that come from the margins (g: slope of
    the pair's log-likelihood, J: its information).

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values. Every respondent counts once: tests of answers drawn with unequal weights are
        not offered.
    n_bootstrap : int
        Samples of the test of all pairs at once, drawn from the normal distribution with the polychoric correlations
        and cut at the thresholds; 0 leaves it out.
    seed : int
        Of these draws.

    Returns
    -------
    BivariateNormality

    Raises
    ------
    DataError
        A missing answer.
    NotEstimable
        Polychoric correlations that do not exist (see `polychoric_correlations`), or too many bootstrap samples so.
    ParameterError
        A number of samples between 1 and 99, or a seed below 0.

    Notes
    -----
    The statistic of all pairs is the sum over their cells of the squared difference between share and probability, as
    ``discnorm::bootTest`` (Foldnes & Grønneberg 2020); p is the share of bootstrap samples, and one, at least as far
    away. With many respondents both reject for deviations that hardly move a correlation, with few hardly any.

    Proof: tests/unit/psychometrics/ordered_answers.

    References
    ----------
    Maydeu-Olivares, García-Forero, Gallardo-Pujol & Renom (2009), Methodology 5(4), 131-136.
    Foldnes & Grønneberg (2020), Structural Equation Modeling 27(4), 525-543.
    """
    if n_bootstrap != 0:
        check_count("n_bootstrap", n_bootstrap, minimum=LEAST["n_bootstrap"])
    check_count("seed", seed, minimum=LEAST["seed"])
    sample = complete_responses(responses, DesignWeights(), what=say("The test of bivariate normality"))
    fit = fit_pairs(sample)
    found = pairwise_normality(fit.answers.tables, cuts=fit.cuts, rho=fit.rho, sizes=fit.answers.sizes)
    tested = found.df > 0
    p_values, adjusted = np.full(len(tested), np.nan), np.full(len(tested), np.nan)
    p_values[tested] = stats.chi2.sf(found.statistic[tested], found.df[tested])
    adjusted[tested] = holm(p_values[tested])
    names, (first, second) = sample.items.to_numpy(), fit.answers.pairs
    table = pd.DataFrame(
        {
            "item": names[first],
            "item_other": names[second],
            "statistic": np.where(tested, found.statistic, np.nan),
            "df": found.df,
            "p_value": p_values,
            "p_value_holm": adjusted,
            "n_respondents": sample.n_respondents,
        }
    )
    overall, lost = _overall(fit, n_bootstrap, seed)
    rare = int((tested & (found.fewest < RARE)).sum())
    return BivariateNormality(
        table=table,
        overall=overall,
        method=_method(n_bootstrap, seed),
        notes=(*fit.notes(sample), *_notes(rare, lost, n_bootstrap)),
    )


def _overall(fit: PairwiseFit, n_bootstrap: int, seed: int) -> tuple[pd.DataFrame, int]:
    """Test all pairs at once, and count the samples without correlations."""
    columns = ["statistic", "p_value", "n_respondents", "n_items"]
    if not n_bootstrap:
        return pd.DataFrame(columns=columns), 0
    observed = float(misfit_of_pairs(fit.answers.tables[None], fit.cuts[None], fit.rho[None])[0])
    drawn = np.concatenate(list(_drawn(fit, n_bootstrap, seed)))
    if len(drawn) < n_bootstrap / 2:
        raise NotEstimable(
            say(
                "In more than half of the bootstrap samples a polychoric correlation does not exist, so all pairs "
                "cannot be tested at once. Group rare answers, choose a larger group, or use `n_bootstrap=0`."
            )
        )
    p_value = (1 + int((drawn >= observed).sum())) / (1 + len(drawn))
    k, n = fit.answers.codes.shape
    return pd.DataFrame([[observed, p_value, n, k]], columns=columns), n_bootstrap - len(drawn)


def _drawn(fit: PairwiseFit, n_bootstrap: int, seed: int) -> Iterator[Floats]:
    """Statistic of the usable ones of the bootstrap samples, a block at a time."""
    k, n = fit.answers.codes.shape
    rng = np.random.default_rng(seed)
    root = _root(fit.correlations)
    most = max(1, BLOCK_TABLES // len(fit.rho))
    for begin in range(0, n_bootstrap, most):
        size = min(most, n_bootstrap - begin)
        tables = np.array([_tables(fit, rng.standard_normal((n, k)) @ root.T) for _ in range(size)])
        tables = tables[~perfect_samples(tables)]
        cuts, rho, converged = refit_pairs(tables, margins(tables), fit.rho)
        yield misfit_of_pairs(tables[converged], cuts[converged], rho[converged])


def _root(correlations: Floats) -> Floats:
    """Square root of the nearest correlation matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh(correlations)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return np.asarray(root / np.sqrt((root**2).sum(axis=1, keepdims=True)))


def _tables(fit: PairwiseFit, latent: Floats) -> Floats:
    """Tables of all pairs of normal variables (n, k) that the thresholds of the sample cut."""
    codes = [np.searchsorted(cuts[np.isfinite(cuts)], column) for cuts, column in zip(fit.cuts, latent.T, strict=True)]
    return replace(fit.answers, codes=np.array(codes, dtype=np.uint8)).tables


def _method(n_bootstrap: int, seed: int) -> str:
    pairs = say(
        "Likelihood-ratio tests of the bivariate normal model of each pair of items, corrected for thresholds from the "
        "margins (Maydeu-Olivares et al. 2009), p-values adjusted over the pairs (Holm 1979), every respondent counted "
        "once"
    )
    if not n_bootstrap:
        return joined([pairs], "; ", end=".")
    overall = say(
        "all pairs at once by {n} bootstrap samples of the fitted normal model (Foldnes & Grønneberg 2020; seed "
        "{seed})",
        n=count(n_bootstrap),
        seed=str(seed),
    )
    return joined([pairs, overall], "; ", end=".")


def _notes(rare: int, lost: int, n_bootstrap: int) -> list[str]:
    notes: list[str] = []
    if rare:
        sparse = say_count(
            "In {n} pair the rarest cell expects fewer than one respondent, so the chi-square of it is rough.",
            "In {n} pairs the rarest cell expects fewer than one respondent, so the chi-square of these is rough.",
            n=rare,
        )
        notes.append(Unpublished(sparse))
    if lost:
        notes.append(
            say(
                "{n} of the {of} bootstrap samples have no polychoric correlations and are left out.",
                n=count(lost),
                of=count(n_bootstrap),
            )
        )
    return notes
