"""Robust errors of polychoric correlations and WLSMV beside the delete-one jackknife of the bfi items.

The latent responses of real items are not normal, so lavaan's errors are no standard here. All respondents who gave the
same two answers leave the same sample behind, so one refit per cell of a table is the whole jackknife of its
correlation.
"""

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import SCALES, bfi, classical
from workbench import psychometrics
from workbench.numerics.ordered_answers.bivariate_normal import rectangle_probabilities
from workbench.numerics.ordered_answers.contingency import margins
from workbench.numerics.ordered_answers.pairwise_likelihood import fit_correlations, thresholds

EACH, MEDIAN = 0.10, 0.03
FEW = 5  # expected respondents of a cell
CHI_SQUARE = 0.02


def jackknife_error(table):
    n, cells = table.sum(), np.argwhere(table > 0)
    tables = np.repeat(table[None, None], len(cells), axis=0)
    tables[np.arange(len(cells)), 0, cells[:, 0], cells[:, 1]] -= 1
    rho, converged = fit_correlations(tables, thresholds(margins(tables)), start=np.zeros((len(cells), 1)))
    assert converged.all()
    counts = table[table > 0]
    return np.sqrt((n - 1) / n * counts @ (rho[:, 0] - counts @ rho[:, 0] / n) ** 2)


def fewest_expected(fitted, row):
    """Respondents that the bivariate normal distribution expects in the rarest cell of a pair."""
    cuts = fitted.thresholds.groupby("item")["estimate"]
    ends = [cuts.get_group(item).to_numpy()[None] for item in (row.item, row.item_other)]
    return row.n_respondents * rectangle_probabilities(*ends, np.array([row.estimate])).min()


def ratios(responses, standard_errors):
    """Standard error over that of the jackknife, for pairs without a rare cell."""
    fitted = psychometrics.polychoric_correlations(responses, standard_errors=standard_errors)
    found = []
    for row in fitted.table.itertuples():
        if fewest_expected(fitted, row) >= FEW:
            table = pd.crosstab(responses[row.item], responses[row.item_other]).to_numpy(float)
            found.append(row.std_error / jackknife_error(table))
    return np.array(found)


def test_standard_errors_of_all_pairs():
    found = ratios(bfi().loc[:, "A1":"O5"].dropna(), "robust")
    assert len(found) > 50
    assert np.median(found) == pytest.approx(1, abs=MEDIAN)
    np.testing.assert_allclose(found, 1, atol=EACH)


@pytest.mark.parametrize("scale", SCALES)
def test_scaled_chi_square(scale):
    _, responses, _ = classical(scale)
    n = len(responses)
    ones = pd.Series(1.0, index=responses.index)
    left_out = pd.DataFrame(1 - np.eye(n), index=responses.index)
    jackknife = psychometrics.fit_confirmatory_factors(responses, sampling_weights=ones, replicate_weights=left_out)
    robust = psychometrics.fit_confirmatory_factors(responses)
    of_lavaan = psychometrics.fit_confirmatory_factors(responses, standard_errors="lavaan")
    statistics = [fitted.fit.loc[0, "chi_square_scaled"] for fitted in (robust, jackknife, of_lavaan)]
    assert statistics[0] == pytest.approx(statistics[1], rel=CHI_SQUARE)
    assert statistics[2] > 1.1 * statistics[1]
    np.testing.assert_allclose(robust.loadings["std_error"], jackknife.loadings["std_error"], rtol=MEDIAN)
    np.testing.assert_array_equal(robust.loadings["loading"], of_lavaan.loadings["loading"])
