"""Calibration of a design: margins met, what is said of it, levels that need no size."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake import SurveyDesign, calibrate

N = 60
WEIGHTS = pd.Series(np.linspace(1, 4, N), name="w")
GROUPS = pd.DataFrame(
    {
        "sex": pd.Categorical(["Men", "Women"] * 30, ["Men", "Women", "Nobody"]),
        "age": pd.Categorical.from_codes(np.arange(N) % 3, ["young", "middle", "old"]),
    }
)
SEX, AGE = {"Men": 400, "Women": 600}, {"old": 300, "young": 500, "middle": 200}


def sums(design, variable):
    return design.sampling_weights.groupby(GROUPS[variable], observed=True).sum().to_dict()


def test_all_margins_are_met_in_any_order():
    design = SurveyDesign(sampling_weights=WEIGHTS)
    one = calibrate(design, GROUPS, margins={"sex": SEX, "age": AGE})
    other = calibrate(design, GROUPS, margins={"age": AGE, "sex": SEX})
    assert sums(one, "sex") == pytest.approx(SEX)
    assert sums(one, "age") == pytest.approx(AGE)
    np.testing.assert_allclose(one.sampling_weights, other.sampling_weights, rtol=1e-9)
    assert one.sampling_weights.name == "w"


def test_what_was_done_is_said():
    design = SurveyDesign(sampling_weights=WEIGHTS)
    notes = [
        calibrate(design, GROUPS, margins={"sex": SEX}).notes[0],
        calibrate(design, GROUPS, margins={"sex": SEX, "age": AGE}).notes[0],
        calibrate(
            design, GROUPS.assign(income=np.arange(N) * 1.0), margins={"sex": SEX}, totals={"income": 29000}
        ).notes[0],
    ]
    starts = ["Weights were post-stratified to the population by sex", "Weights were raked", "Weights were calibrated"]
    assert all(note.startswith(start) for note, start in zip(notes, starts, strict=True))


def test_a_design_without_weights_is_calibrated_from_equal_ones():
    calibrated = calibrate(SurveyDesign(), GROUPS, margins={"sex": SEX})
    assert sorted(set(calibrated.sampling_weights.round(9))) == pytest.approx([400 / 30, 600 / 30])


def test_a_subset_forgets_the_calibration_and_keeps_the_weights():
    calibrated = calibrate(SurveyDesign(sampling_weights=WEIGHTS), GROUPS, margins={"sex": SEX})
    kept = calibrated.subset(WEIGHTS.index[:10])
    assert kept.calibration is None
    assert kept.sampling_weights.equals(calibrated.sampling_weights[:10])
