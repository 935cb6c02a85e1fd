"""Full-information factor models: complete answers, groups, weights, answers missing by other answers."""

import numpy as np
import pandas as pd
import pytest

from workbench import psychometrics
from workbench.errors import NotEstimable

ITEMS = [f"q{number}" for number in range(1, 6)]


def responses(n=300, seed=1, loading=0.8) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1)) * loading
    return pd.DataFrame(3 + common + rng.normal(size=(n, 5)) * np.sqrt(1 - loading**2), columns=ITEMS)


def weights(n, seed=2) -> pd.Series:
    return pd.Series(np.random.default_rng(seed).uniform(0.5, 2, n), name="weight")


def jackknife(n, groups=20) -> pd.DataFrame:
    own = weights(n).to_numpy()
    kept = np.arange(n)[:, None] % groups != np.arange(groups)
    return pd.DataFrame(own[:, None] * kept * groups / (groups - 1))


def holes(complete: pd.DataFrame, share=0.15, seed=4) -> pd.DataFrame:
    return complete.mask(np.random.default_rng(seed).uniform(size=complete.shape) < share)


def fit(data, **options):
    return psychometrics.fit_confirmatory_factors(data, estimator=options.pop("estimator", "MLR"), **options)


def same(found, expected, *, errors=1e-7, scaled=True) -> None:
    """Intercepts, which only full information has, do not matter; its robust indices have a factor of their own."""
    table = found.table[found.table["term"].isin(expected.table["term"])]
    np.testing.assert_allclose(table["estimate"], expected.table["estimate"], atol=1e-7)
    np.testing.assert_allclose(table["std_error"], expected.table["std_error"], rtol=errors)
    left_out = ("_robust", *(() if scaled else ("_scaled", "scaling_factor")))
    columns = [name for name in expected.fit if not name.endswith(left_out)]
    kept = [name for name in columns if name not in ("srmr", "aic", "bic", "n_parameters")]
    np.testing.assert_allclose(
        found.fit[kept].to_numpy(float), expected.fit[kept].to_numpy(float), rtol=1e-6, atol=1e-8, err_msg=str(kept)
    )


def test_complete_answers_mlr():
    same(fit(responses(), missing="fiml"), fit(responses()))


def test_complete_answers_by_group():
    group = pd.Series(np.where(np.arange(300) % 3, "b", "a"), name="g", dtype="category")
    options = {"group": group, "equal": ("loadings", "intercepts")}
    found, expected = fit(responses(), missing="fiml", **options), fit(responses(), **options)
    same(found, expected)
    np.testing.assert_allclose(
        found.modification_indices["modification_index"], expected.modification_indices["modification_index"], rtol=1e-6
    )


def test_complete_weighted_answers_by_group():
    group = pd.Series(np.where(np.arange(300) % 3, "b", "a"), name="g", dtype="category")
    options = {"group": group, "sampling_weights": weights(300)}
    same(fit(responses(), missing="fiml", **options), fit(responses(), **options))


def test_complete_answers_with_replicates():
    """Both are linear in the replicates up to the square of a replicate's shift of the means."""
    options = {"sampling_weights": weights(300), "replicate_weights": jackknife(300)}
    same(fit(responses(), missing="fiml", **options), fit(responses(), **options), errors=0.02, scaled=False)


def test_observed_information_of_complete_answers():
    """The estimates are those of maximum likelihood; errors come from observed instead of expected information."""
    same(fit(responses(3000), estimator="ML", missing="fiml"), fit(responses(3000), estimator="ML"), errors=0.05)


def test_respondents_without_answers_are_left_out_and_noted():
    data = holes(responses())
    empty = pd.concat([data, pd.DataFrame(np.nan, index=range(300, 312), columns=ITEMS)])
    kept = data.dropna(how="all")
    found, expected = fit(empty, missing="fiml"), fit(kept, missing="fiml")
    np.testing.assert_allclose(found.table["estimate"], expected.table["estimate"], atol=1e-10)
    assert found.fit["n_respondents"].item() == len(kept)
    assert found.notes[0] == f"Left out: {312 - len(kept)} respondents who answered no item."


def test_order_of_respondents_changes_nothing():
    data = holes(responses())
    turned = fit(data.iloc[::-1], missing="fiml")
    np.testing.assert_allclose(turned.table["std_error"], fit(data, missing="fiml").table["std_error"], rtol=1e-9)


def test_answers_missing_by_other_answers():
    """Dropping whoever lacks an answer shifts the means; all answers together get them back (Rubin 1976)."""
    data = responses(20_000)
    data["q5"] = data["q5"].where(data["q1"] + data["q2"] < 6.5)
    found = fit(data, missing="fiml").table.set_index("term")
    assert data["q5"].mean() < 2.75
    assert found.loc["q5~1", "estimate"] == pytest.approx(3, abs=4 * found.loc["q5~1", "std_error"])
    assert found.loc["factor=~q5", "estimate"] == pytest.approx(0.8, abs=4 * found.loc["factor=~q5", "std_error"])


def test_two_forms_that_share_items():
    data = responses(600)
    data.loc[:299, "q4"] = np.nan
    data.loc[300:, "q5"] = np.nan
    with pytest.raises(NotEstimable, match="Nobody answered both `q4` and `q5`"):
        fit(data, missing="fiml")
    data.loc[290:310, ["q4", "q5"]] = responses(600).loc[290:310, ["q4", "q5"]]
    assert np.isfinite(fit(data, missing="fiml").fit["chi_square"].item())


def test_no_degrees_of_freedom():
    found = fit(holes(responses())[ITEMS[:3]], missing="fiml")
    assert found.fit["df"].item() == 0
    assert found.fit["chi_square"].item() == pytest.approx(0, abs=1e-8)


def test_duplicated_item_is_refused():
    """Also without a missing answer: the covariances are singular before the first step."""
    responses = pd.DataFrame(np.random.default_rng(1).integers(1, 6, (200, 4)).astype(float), columns=list("abcd"))
    with pytest.raises(NotEstimable, match="one item follows from the others"):
        psychometrics.fit_confirmatory_factors(responses.assign(b=responses["a"]), estimator="MLR", missing="fiml")
