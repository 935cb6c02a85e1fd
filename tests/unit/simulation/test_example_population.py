import numpy as np
import pandas as pd
import pytest

from workbench.intake.codebook.load import load_codebook
from workbench.intake.project import resolve
from workbench.simulation import example_population, example_targets
from workbench.simulation.example_survey import CODEBOOK, ITEMS
from workbench.simulation.example_targets import TARGETS, reached_figures

MONTE_CARLO = {  # about four standard errors with 200,000 persons
    "finsote2019_mean": 0.17,
    "finsote2019_very_weak": 0.0028,
    "finsote2019_unemployed": 0.017,
    "finsote2019_men_risk": 0.09,
    "finsote2019_workability": 0.28,
}
PUBLISHED = pd.read_csv(resolve("data/published/benchmarks.csv"), index_col="id")


@pytest.fixture(scope="module")
def figures(population):
    return reached_figures(population)


def test_the_million_meets_the_five_published_figures(figures):
    assert len(PUBLISHED.loc[list(TARGETS)]) == 5
    assert figures["finsote2019_mean"] == pytest.approx(PUBLISHED.value["finsote2019_mean"], abs=0.05)
    assert figures["finsote2019_very_weak"] == pytest.approx(PUBLISHED.value["finsote2019_very_weak"], abs=0.0005)
    assert figures["finsote2019_unemployed"] == pytest.approx(PUBLISHED.value["finsote2019_unemployed"], abs=0.0005)
    assert figures["finsote2019_men_risk"] == pytest.approx(PUBLISHED.value["finsote2019_men_risk"], abs=0.005)
    assert figures["finsote2019_workability"] > PUBLISHED.value["finsote2019_workability"]


def test_other_persons_of_the_same_model_meet_them_within_monte_carlo_error():
    figures = reached_figures(example_population.draw_population(200_000, seed=7))
    for name, target in TARGETS.items():
        assert figures[name] == pytest.approx(target, abs=MONTE_CARLO[name]), name


def test_published_directions_hold(population):
    directions = example_targets.reached_directions(population)
    assert directions["met"].all(), directions.loc[~directions["met"], "statement"].tolist()


def test_alpha_and_skew_are_those_of_a_real_scale(population, figures):
    assert 0.85 <= figures["validation2017_alpha"] <= 0.92
    assert (population[ITEMS].skew() < -0.5).all()
    assert (population[ITEMS].apply(lambda item: item.value_counts(normalize=True).min()) > 0.01).all()


def test_one_factor(population):
    eigenvalues = np.linalg.eigvalsh(population[ITEMS].corr().to_numpy())[::-1]
    assert eigenvalues[0] / eigenvalues[1] > 5
    assert eigenvalues[1] < 1


def test_factor_score_is_standardised(population):
    assert population["factor_score"].mean() == pytest.approx(0, abs=0.005)
    assert population["factor_score"].std() == pytest.approx(1, abs=0.005)


def test_every_code_has_a_label_and_every_label_occurs(population):
    for name, variable in load_codebook(resolve(CODEBOOK)).background.items():
        assert set(population[variable.column]) == set(variable.labels), name


def test_ages_lie_in_their_groups_and_nothing_else_hangs_on_them(population):
    by_group = population.groupby("age_group")["age"]
    assert list(zip(by_group.min(), by_group.max(), strict=True)) == list(example_population.YEARS)
    oldest = population.loc[population["age_group"] == 5, "age"].value_counts().sort_index()
    assert (oldest.iloc[1:11].to_numpy() / oldest.iloc[:10].to_numpy()).mean() == pytest.approx(0.87, abs=0.01)
    within = population["age"] - by_group.transform("mean")
    assert abs(within.corr(population["factor_score"])) < 0.005  # five standard errors of a million persons
    other_ages = np.random.default_rng(3)
    drawn = example_population._ages(population["age_group"].to_numpy(int) - 1, other_ages)
    assert (drawn != population["age"]).mean() > 0.9


def test_municipalities_are_nested_in_counties(population):
    assert (population["municipality"] // 100 == population["county"]).all()


def test_odds_ratio_equals_the_model_on_single_persons(respondents):
    """Adding up equal rows changes no estimate: statsmodels on single rows, by formula, gives the same number."""
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    rows = respondents.dropna(subset=list(example_targets.MODEL))
    rows = rows.assign(below=(example_targets.score(rows) < 50).astype(float))
    terms = " + ".join(f"C({v}, Treatment({float(r)}))" for v, r in example_targets.MODEL.items())
    rows[list(example_targets.MODEL)] = rows[list(example_targets.MODEL)].astype(float)
    fit = smf.glm(f"below ~ {terms}", rows, family=sm.families.Binomial(), freq_weights=rows["weight"]).fit()
    single = np.exp(fit.params["C(work_ability, Treatment(1.0))[T.2.0]"])
    grouped = reached_figures(respondents, weights=respondents["weight"])["finsote2019_workability"]
    assert grouped == pytest.approx(single, rel=1e-6)
