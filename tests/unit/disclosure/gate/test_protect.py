"""What of a psychometric result never leaves the gate: exact moments, telling notes, thresholds without an answer."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import intake, population, psychometrics
from workbench.disclosure.gate import shown_result
from workbench.psychometrics.answers import compared_groups
from workbench.wording import Unpublished, speaking, spoken


@pytest.fixture(scope="module")
def protect():
    level, below = groups_of({"all": (30, 30)})
    plan = population.protection_plan(build_survey({"area": level}, below))
    return lambda result: population.protect(result, plan=plan)


def answers(n_lowest):
    """Three items of 300 respondents; so many give the lowest answer to the first."""
    rng = np.random.default_rng(5)
    latent = 0.7 * rng.normal(size=(300, 1)) + 0.7 * rng.normal(size=(300, 3))
    points = np.digitize(latent, [-0.8, 0.2, 1.0]) + 2.0
    points[:n_lowest, 0] = 1
    points[:5, 1] = points[:5, 2] = 1
    return pd.DataFrame(points, columns=["q1", "q2", "q3"])


def test_moments_and_exact_numbers_are_not_in_the_protected_copy(protect):
    items = psychometrics.item_analysis(answers(4))
    copy = shown_result(protect(items), psychometrics.ItemAnalysis)
    assert copy.covariances.empty and not items.covariances.empty
    alpha = psychometrics.coefficient_alpha(answers(4))
    copy = shown_result(protect(alpha), psychometrics.Alpha)
    assert np.isnan(copy.sum_std_dev) and np.isnan(copy.standardized_alpha)
    assert alpha.sum_std_dev > 0


@pytest.mark.parametrize("n_lowest", [0, 3])
def test_nobody_learns_whether_an_answer_has_none_or_few(protect, n_lowest):
    """An answer that nobody gave has no threshold: the rows that are left, and the note on it, would tell."""
    exact = psychometrics.polychoric_correlations(answers(n_lowest))
    assert len(exact.thresholds) == 11 + (n_lowest > 0)
    assert any(isinstance(note, Unpublished) for note in exact.notes)
    protected = protect(exact)
    copy = shown_result(protected, psychometrics.PolychoricCorrelations)
    assert copy.thresholds.empty and copy.asymptotic_covariance.empty
    assert not protected.notes and not copy.notes
    model = protect(psychometrics.fit_confirmatory_factors(answers(n_lowest)))
    assert len(model.frame) == 3
    assert (model.frame["measure"] == "coefficient").all()


def test_fit_indices_and_chi_squares_are_no_finer_than_a_few_respondents_leave_them(protect):
    """The third decimal of an index of few respondents, and the first of a chi-square, move with one of them."""
    for n, decimals in ((400, 2), (600, 3)):
        rng = np.random.default_rng(n)
        latent = 0.7 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, 5))
        exact = psychometrics.fit_confirmatory_factors(pd.DataFrame(latent).add_prefix("q"), estimator="MLR")
        fit = shown_result(protect(exact), psychometrics.ConfirmatoryFactors).fit
        for index in ("cfi", "tli_robust", "rmsea_high", "srmr"):
            assert fit.loc[0, index] == round(exact.fit.loc[0, index], decimals)
        assert fit.loc[0, "chi_square"] == round(exact.fit.loc[0, "chi_square"])
        assert not {"log_likelihood", "aic", "bic"} & set(fit)


def test_spread_of_an_item_is_told_to_a_fortieth_of_the_range_where_a_hundred_answered(protect):
    many = answers(4)
    for responses, digits in ((many, 1), (many.head(90), 0)):
        exact = psychometrics.item_analysis(responses)
        assert exact.table["value_maximum"].max() - exact.table["value_minimum"].min() == 4
        assert protect(exact).frame["std_dev"].tolist() == exact.table["std_dev"].round(digits).tolist()


def test_random_eigenvalues_do_not_tell_the_exact_number_of_respondents():
    """Seeded eigenvalues could be drawn again for each number of the window until they match."""
    rng = np.random.default_rng(6)
    many = pd.DataFrame(rng.normal(size=(215, 4)), columns=list("abcd"))
    tables = [psychometrics.parallel_analysis(many.iloc[:n], n_replicates=20).table for n in (210, 214, 215)]
    random = [table["eigenvalue_random"].tolist() for table in tables]
    assert random[0] == random[1] != random[2]


def test_notes_and_method_are_said_again_with_windows_and_labels():
    """The page in another language is made of the protected copy: neither a count nor a key may come back in it."""
    level, below = groups_of({"one": (30, 30), "other": (30, 10)})
    plan = population.protection_plan(build_survey({"area": level}, below))
    groups = level.where(np.arange(len(level)) >= 7).rename("area")
    compared = compared_groups(pd.DataFrame(index=groups.index), groups)
    shares = population.share(below.rename("below"), design=intake.SurveyDesign())
    protected = population.protect(replace(shares, notes=compared.notes), plan=plan)
    left_out = protected.notes[0]
    assert left_out == f"Left out: about 7 respondents without a compared group of “{plan.labels['area']}”."
    with speaking("fi"):
        again, method = spoken(left_out), spoken(protected.method)
    assert plan.labels["area"] in again and "noin 7" in again and "`" not in again
    assert "respondents" not in again and "computed" not in method.casefold()
