import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor, weights_of
from workbench.intake import complete, read_survey
from workbench.population import protect, protection_plan
from workbench.psychometrics import coefficient_alpha, coefficient_omega, reliability_by_group

SURVEY = "data/example/synthetic-adult-survey.parquet"
CODEBOOK = "data/codebooks/synthetic-adult-survey.yaml"


def groups_of(responses, levels=("a", "b", "empty")):
    codes = np.arange(len(responses)) % 2
    return pd.Series(pd.Categorical.from_codes(codes, levels), index=responses.index, name="half")


@pytest.mark.parametrize("coefficient", ["alpha", "omega"])
def test_rows_are_those_of_each_group_alone(coefficient):
    responses = one_factor()
    groups = groups_of(responses)
    table = reliability_by_group(responses, groups, coefficient=coefficient, n_bootstrap=100).table
    assert list(table["variable"]) == ["all", "half", "half", "half"]
    estimate = coefficient_alpha if coefficient == "alpha" else coefficient_omega
    alone = estimate(responses[groups == "b"], n_bootstrap=100).table.loc[0]
    columns = ["estimate", "conf_low", "conf_high", "n_respondents", "n_items"]
    assert list(table.loc[2, columns]) == pytest.approx(list(alone[columns]))


def test_groups_without_an_estimate_are_rows_with_a_reason():
    responses = one_factor()
    result = reliability_by_group(responses, groups_of(responses))
    last = result.table.iloc[-1]
    assert (last["level"], last["n_respondents"]) == ("empty", 0)
    assert np.isnan(last["estimate"])
    assert last["reason"] == "too few respondents or too uniform answers"
    assert (result.table["reason"][:-1] == "").all()


def test_notes_do_not_tell_whether_some_group_has_no_estimate():
    responses = one_factor()
    groups = groups_of(responses)
    full = reliability_by_group(responses, groups.cat.remove_unused_categories())
    assert reliability_by_group(responses, groups).notes == full.notes
    assert "Groups with too few respondents or too uniform answers give no estimate." in full.notes


def test_missing_levels_are_left_out_and_said():
    responses = one_factor()
    groups = groups_of(responses)
    groups[:40] = None
    result = reliability_by_group(responses, groups)
    assert result.table["n_respondents"].tolist() == [400, 180, 180, 0]
    assert result.notes[-1] == "Respondents without a level of a variable are left out of that variable."


def test_weights_take_the_linearised_interval():
    responses = one_factor()
    result = reliability_by_group(responses, groups_of(responses), sampling_weights=weights_of(responses, 2.0))
    assert result.interval == "linearised"


def test_passes_the_gate():
    survey = read_survey(SURVEY, codebook=CODEBOOK)
    whole = complete(survey)
    result = reliability_by_group(whole.responses, pd.concat([whole.groups, whole.crossings], axis=1))
    frame = protect(result, plan=protection_plan(survey)).frame
    small = (frame["level"] != "all") & (frame["n_respondents"] < 100)
    assert small.any() and not small.all()
    assert frame.loc[small, ["estimate", "conf_low", "conf_high"]].isna().all(axis=None)
    assert frame.loc[~small, "estimate"].tolist() == result.table.loc[~small, "estimate"].round(2).tolist()
    assert (frame["n_respondents"] - result.table["n_respondents"]).abs().between(0, 4.5).all()


def test_group_that_a_replicate_leaves_out_altogether_has_no_estimate():
    responses = one_factor()
    part = np.arange(400) // 100
    groups = pd.Series(pd.Categorical.from_codes((part > 0).astype(int), ["first", "others"]), name="part")
    weights = weights_of(responses, 1.0)
    replicates = pd.DataFrame({f"w{g}": weights * (part != g) for g in range(4)})
    table = reliability_by_group(
        responses, groups, sampling_weights=weights, replicate_weights=replicates
    ).table.set_index("level")
    assert np.isnan(table.loc["first", "estimate"])
    assert table.loc["first", "reason"] == "too few respondents or too uniform answers"
