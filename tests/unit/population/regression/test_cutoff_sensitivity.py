"""Neighbouring cut-offs: which respondents each counts, and what is left out."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from workbench.errors import NotEstimable, ParameterError
from workbench.instruments import Cutoff, load_instrument
from workbench.intake.codebook import DisclosureThresholds
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import cutoff_sensitivity, cutoff_shares, fit_logistic, incomplete, share

SRS = SurveyDesign()
ESIS = load_instrument("esis")


def sample(scores=None, n=800, seed=6):
    rng = np.random.default_rng(seed)
    sex = rng.integers(0, 2, n)
    drawn = np.clip(np.round((60 - 8 * sex + rng.normal(0, 15, n)) / 2.5) * 2.5, 0, 100)
    score = pd.Series(drawn if scores is None else scores, name="score")
    return score, pd.DataFrame({"sex": pd.Categorical.from_codes(sex[: len(score)], ["w", "m"])})


def test_each_cutoff_is_the_model_of_its_own_outcome():
    score, frame = sample()
    found = cutoff_sensitivity(score, frame, instrument=ESIS, design=SRS)
    outcomes = {
        "below 45": score < 45,
        "below 50": score < 50,
        "at or below 50": score <= 50,
        "below 55": score < 55,
    }
    shares = cutoff_shares(score, instrument=ESIS, design=SRS).table.set_index("term")
    assert shares.index.tolist() == found.table["model"].unique().tolist() == list(outcomes)
    for name, outcome in outcomes.items():
        own = found.table[found.table["model"] == name].reset_index(drop=True)
        expected = fit_logistic(outcome, frame, design=SRS).table
        adjusted = expected[expected["model"] == "adjusted"].reset_index(drop=True)
        pd.testing.assert_frame_equal(own.drop(columns="model"), adjusted.drop(columns="model"))
        assert shares.loc[name, "estimate"] == pytest.approx(share(outcome, design=SRS).table["estimate"].iloc[0])


def test_a_score_within_rounding_of_the_cutoff_stands_on_it():
    score, _ = sample()
    moved = score.where(score != 50, 50 - 1e-12)
    for values in (score, moved):
        shares = cutoff_shares(values, instrument=ESIS, design=SRS).table.set_index("term")["n_events"]
        assert shares["at or below 50"] - shares["below 50"] == (score == 50).sum()


def test_each_cutoff_has_its_own_events():
    score, frame = sample()
    found = cutoff_sensitivity(score, frame, instrument=ESIS, design=SRS).table
    for name, below in {"below 45": score < 45, "below 50": score < 50, "below 55": score < 55}.items():
        rows = found[found["model"] == name]
        for variable, own in rows.groupby("variable"):
            assert own["n_events"].sum() == (below & frame[variable].notna()).sum()


def test_a_neighbour_without_a_model_is_noted_and_the_cutoff_itself_refused():
    rng = np.random.default_rng(1)
    score = pd.Series(np.where(rng.random(400) < 0.3, 47.5, 80.0), name="score")
    frame = pd.DataFrame({"sex": pd.Categorical.from_codes(rng.integers(0, 2, 400), ["w", "m"])})
    found = cutoff_sensitivity(score, frame, instrument=ESIS, design=SRS)
    assert "below 45" not in set(found.table["model"])
    assert any(note.startswith("No model for below 45") for note in found.notes)
    with pytest.raises(NotEstimable):
        cutoff_sensitivity(score + 20, frame, instrument=ESIS, design=SRS)


def test_incomplete_marks_those_with_an_outcome_who_lack_a_predictor():
    outcome = pd.Series([True, False, pd.NA, True], dtype="boolean")
    frame = pd.DataFrame({"a": pd.Categorical(["x", None, None, "y"]), "b": pd.Categorical(["x", "x", "x", None])})
    marks = incomplete(outcome, frame)
    assert marks.isna().tolist() == [False, False, True, False]
    assert marks.dropna().tolist() == [False, True, True]


@pytest.mark.parametrize(("below", "beyond", "kept"), [(3.0, "below −2", "below 8"), (98.0, "below 103", "below 93")])
def test_a_neighbour_beyond_the_scores_is_left_out_by_default(below, beyond, kept):
    rng = np.random.default_rng(2)
    score, frame = sample(scores=rng.choice([0.0, 5.0, 30.0, 95.0, 100.0], 800))
    near = ESIS.model_copy(update={"cutoffs": {"near": Cutoff(below=below, label="near the end")}})
    found = cutoff_sensitivity(score, frame, instrument=near, design=SRS)
    shares = cutoff_shares(score, instrument=near, design=SRS)
    assert set(shares.table["term"]) == {f"below {below:g}", f"at or below {below:g}", kept}
    assert f"Left out: {beyond}, which is beyond the scores 0–100." in found.notes
    for refused in (
        lambda: cutoff_shares(score, instrument=near, distance=5.0, design=SRS),
        lambda: cutoff_sensitivity(score, frame, instrument=near, distance=5.0, design=SRS),
    ):
        with pytest.raises(ParameterError):
            refused()


def test_cutoffs_of_a_symptom_scale_count_those_at_and_above():
    score, frame = sample()
    high = ESIS.model_copy(update={"cutoffs": {"high": Cutoff(at_or_above=60, label="high")}})
    found = cutoff_sensitivity(score, frame, instrument=high, design=SRS)
    outcomes = {
        "55 or more": score >= 55,
        "60 or more": score >= 60,
        "above 60": score > 60,
        "65 or more": score >= 65,
    }
    shares = cutoff_shares(score, instrument=high, design=SRS).table.set_index("term")
    assert shares.index.tolist() == found.table["model"].unique().tolist() == list(outcomes)
    for name, outcome in outcomes.items():
        assert shares.loc[name, "n_events"] == outcome.sum()
        own = found.table[found.table["model"] == name]
        assert own.groupby("variable")["n_events"].sum().tolist() == [outcome.sum()]


def test_neighbours_of_a_cutoff_on_whole_numbers_are_whole_numbers():
    rule = ESIS.score.model_copy(update={"factor": Fraction(1), "offset": -10, "minimum": 0.0, "maximum": 40.0})
    for maximum, expected in ((40.0, ["12 or more", "16 or more"]), (30.0, ["12 or more", "16 or more"])):
        sums = ESIS.model_copy(
            update={
                "score": rule.model_copy(update={"maximum": maximum}),
                "cutoffs": {"high": Cutoff(at_or_above=14, label="high")},
            }
        )
        shares = cutoff_shares(pd.Series(np.arange(400) % 31), instrument=sums, design=SRS).table["term"].tolist()
        assert set(expected) <= set(shares)


def test_a_neighbour_that_is_the_other_rule_in_other_words_is_not_a_second_row():
    rule = ESIS.score.model_copy(update={"factor": Fraction(1), "offset": -10, "minimum": 0.0, "maximum": 20.0})
    sums = ESIS.model_copy(update={"score": rule, "cutoffs": {"high": Cutoff(at_or_above=10, label="high")}})
    score = pd.Series(np.arange(400) % 21)
    terms = cutoff_shares(score, instrument=sums, design=SRS).table["term"].tolist()
    assert terms == ["9 or more", "10 or more", "above 10"]


def test_whether_a_neighbour_has_a_model_does_not_tell_that_nobody_of_a_level_is_below():
    """Women have few scores below 45, from none to nine: it is said alike of all of these."""
    said = set()
    for few in range(10):
        scores = np.r_[np.full(few, 40.0), np.full(30 - few, 47.5), np.full(70, 80.0)]
        score = pd.Series(np.r_[scores, np.full(30, 40.0), np.full(70, 80.0)])
        frame = pd.DataFrame({"sex": pd.Categorical(np.repeat(["w", "m"], 100))})
        found = cutoff_sensitivity(score, frame, instrument=ESIS, design=SRS, thresholds=DisclosureThresholds())
        said.add((tuple(found.table["model"].unique()), tuple(n for n in found.notes if n.startswith("No model"))))
    note = (
        "No model for below 45: a level of a predictor has by its window fewer than 10 respondents with or without the "
        "outcome."
    )
    assert said == {(("below 50", "at or below 50", "below 55"), (note,))}


def test_notes_are_those_of_the_cutoff_itself():
    """Few at or above another one: a note would go by windows of five, where their number has windows of ten."""
    values = np.repeat([47.5, 52.5, 80.0], [90, 95, 15])
    score = pd.Series(values).sample(frac=1, random_state=1)
    score = score.reset_index(drop=True)
    frame = pd.DataFrame({"sex": pd.Categorical(np.where(np.arange(200) % 2, "w", "m"))})
    frame["home"] = pd.Categorical(np.where(np.arange(200) % 4 < 2, "town", "country"))
    found = cutoff_sensitivity(score, frame, instrument=ESIS, design=SRS)
    assert "below 55" in set(found.table["model"])
    assert not any("events per coefficient" in note for note in found.notes)


def test_whom_the_model_leaves_out_count_for_whether_a_neighbour_has_one():
    """Of ten women below 45 four left the question on work unanswered: a run without that question says the same."""
    score = pd.Series(np.r_[np.full(10, 40.0), np.full(90, 80.0), np.full(30, 40.0), np.full(70, 80.0)])
    work = pd.Categorical(np.where(np.arange(200) % 2, "yes", "no"))
    frame = pd.DataFrame({"sex": pd.Categorical(np.repeat(["w", "m"], 100)), "work": work})
    frame.loc[:3, "work"] = np.nan
    for predictors in (frame, frame[["sex"]]):
        found = cutoff_sensitivity(score, predictors, instrument=ESIS, design=SRS, thresholds=DisclosureThresholds())
        assert "below 45" in set(found.table["model"])


def test_windows_of_the_levels_that_a_merged_one_holds_add_up():
    """Nine of one level and six of another are none by windows of ten, whoever the six are."""
    score = pd.Series(np.r_[np.full(15, 40.0), np.full(85, 80.0), np.full(30, 40.0), np.full(70, 80.0)])
    town = np.r_[np.repeat("a", 9), np.repeat("b", 6), np.repeat("a", 85), np.repeat("c", 100)]
    levels = pd.DataFrame({"town": pd.Categorical(town)})
    merged = pd.DataFrame({"town": pd.Categorical(np.where(town == "c", "c", "other levels"))})
    options = {"instrument": ESIS, "design": SRS, "thresholds": DisclosureThresholds()}
    alone, apart = (cutoff_sensitivity(score, merged, **options, levels=own) for own in (None, levels))
    assert "below 45" in set(alone.table["model"])
    assert "below 45" not in set(apart.table["model"])


def test_a_model_of_numbers_alone_has_neighbours_too():
    score, frame = sample()
    numbers = frame.assign(age=np.arange(len(frame)) % 60 + 18.0)[["age"]]
    found = cutoff_sensitivity(score, numbers, instrument=ESIS, design=SRS, thresholds=DisclosureThresholds())
    assert found.table["model"].nunique() == 4
