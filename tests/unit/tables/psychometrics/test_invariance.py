"""Pages about invariance: what is shown passed the gate, as exactly as groups may be known."""

import re
from dataclasses import replace

import numpy as np
import pytest

from workbench import page, population, tables
from workbench.disclosure.gate.protect import _DOOR
from workbench.errors import PublicationError
from workbench.intake import complete
from workbench.page import Refusal
from workbench.page.in_languages import bare
from workbench.psychometrics import invariance_effects, measurement_invariance


@pytest.fixture(scope="module")
def invariance(example, example_plan):
    answered = complete(example)
    group = population.comparable_group(answered, plan=example_plan, name="education")
    return measurement_invariance(answered.responses, group=group, free="factor=~esis2; esis10|4")


@pytest.fixture(scope="module")
def shown(invariance, example_plan):
    return population.protect(invariance, plan=example_plan)


@pytest.fixture(scope="module")
def effects(invariance, example):
    return invariance_effects(invariance, instrument=example.instrument, cutoff=None)


def test_ladder_shows_each_step_with_two_digits_and_no_number_of_respondents(invariance, shown):
    table = tables.invariance_ladder(shown)
    assert table.frame["step"].tolist() == ["configural", "thresholds", "loadings", "intercepts", "residuals"]
    assert not {"n_respondents", "n_parameters"} & set(table.frame)
    exact = invariance.table["chi_square_scaled"].tolist()
    assert table.frame["chi_square_scaled"].tolist() == [float(f"{x:.1e}") for x in exact]
    assert set(table.frame["p_value_difference"].dropna()) <= {0.001, 0.01, 0.05, 1.0}
    assert "Satorra (2000)" in table.html()


def test_ladder_is_laid_out_as_journals_print_it(shown):
    table = tables.invariance_ladder(shown)
    assert [column.label for column in table.columns] == [
        *(
            "Step",
            "Equal in all groups",
            "χ² (df)",
            "Δχ² (Δdf)",
            "p",
            "CFI",
            "ΔCFI",
            "RMSEA (90 % CI)",
            "ΔRMSEA",
            "SRMR",
        ),
    ]
    cells = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in table.html().split("</tr>")[1:-1]]
    first, second = cells[:2]
    assert re.fullmatch(r"[\d\u202f]+ \(\d+\)", first[1]) and re.fullmatch(r"0\.\d{3} \(0\.\d{3}–0\.\d{3}\)", first[6])
    assert (first[2], first[3], first[5], first[7]) == ("first step",) * 4
    assert re.fullmatch(r"[\d\u202f]+ \(\d+\)", second[2]) and re.fullmatch(r"−?0\.\d{3}", second[5])


def test_a_page_on_invariance_begins_with_a_finding_and_says_what_is_read_first_and_how_to_see_another_group(
    shown, example
):
    table = tables.invariance_ladder(shown, survey=example)
    ((topic, sentence),) = [(finding.topic, finding.sentence) for finding in table.findings]
    assert topic == "invariance"
    assert sentence == "Education: by CFI and RMSEA no step loses any fit."
    first, other = table.cautions
    assert "before anybody saw a number" in first
    assert other.startswith("For researchers: another group than “Education” is shown by `-p group=sex`")
    assert not tables.invariance_ladder(shown).findings  # the ladder of the appendix


def test_criteria_stand_beside_values_without_a_verdict(invariance, shown):
    table = tables.criteria_invariance(shown)
    assert len(table.frame) == 3 * 5
    words = table.html().casefold()
    assert "derived for ml" in words
    assert not re.search(r"\b(good|acceptable|holds|rejected)\b", words)
    values = table.frame.set_index("term")["estimate"]
    exact = invariance.table.set_index("step").loc["loadings", "srmr_change"]
    assert values["Change of SRMR, loadings"] == round(exact, 3)


def test_released_equalities_are_the_largest_of_the_last_step(invariance, shown, example):
    frame = tables.released_equalities(shown, survey=example).frame
    last = invariance.score_tests[invariance.score_tests["step"] == "residuals"].nlargest(
        len(frame), "modification_index"
    )
    assert frame["modification_index"].tolist() == [round(float(f"{x:.1e}")) for x in last["modification_index"]]
    assert "esis10|4" not in set(frame["term"])  # it is free


def test_expected_changes_are_told_to_their_standard_errors(invariance, shown, example):
    published = shown.result.score_tests
    exact = invariance.score_tests
    error = exact["expected_change"].abs() / np.sqrt(exact["score_statistic"])
    away = (published["expected_change"] - exact["expected_change"]).abs()
    assert (away <= 0.75 * np.maximum(error, 0.01) + 1e-9).all()
    told = published.loc[error > 0.05, "expected_change"]
    assert told.round(2).nunique() < exact.loc[error > 0.05, "expected_change"].round(2).nunique()


def test_latent_means_are_told_to_half_a_standard_error(invariance, shown, example):
    frame = tables.latent_means(shown, survey=example).frame
    assert set(frame["reference"]) == {example.reference("education")}
    exact = invariance.latent_means.set_index("level").loc[frame["level"]]
    away = np.abs(frame["estimate"].to_numpy() - exact["estimate"].to_numpy())
    assert (away <= exact["std_error"].to_numpy() / 2).all() and away.max() > 0.002
    assert (frame["n_respondents"] % 5 == 2).all()


def test_differences_follow_from_the_published_means_and_shares(effects, example_plan, example):
    frame = tables.invariance_effects(population.protect(effects, plan=example_plan), survey=example).frame
    assert frame["invariance"].drop_duplicates().tolist() == ["none", "partial", "full"]
    for _, rows in frame.groupby("invariance"):
        (reference,) = rows[rows["level"] == rows["reference"]].to_dict("records")
        others = rows[rows["level"] != rows["reference"]]
        assert others["difference"].to_numpy() == pytest.approx(others["mean"] - reference["mean"], abs=1e-9)
        assert others["share_difference"].to_numpy() == pytest.approx(others["share"] - reference["share"], abs=1e-9)
        one_person = 100 / rows["n_respondents"].max()
        assert rows["mean"].diff().abs().dropna().gt(0).all()
        assert (others["conf_high"] - others["conf_low"] > one_person).all()
        assert np.isnan(reference["difference"])


def test_nothing_passes_without_the_gate(invariance, effects, example):
    for show in (
        lambda: tables.invariance_ladder(invariance),
        lambda: tables.criteria_invariance(invariance),
        lambda: tables.invariance_effects(effects, survey=example),
        lambda: tables.latent_means(invariance, survey=example),
        lambda: tables.released_equalities(invariance, survey=example),
    ):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            show()


def test_a_page_names_the_groups_that_are_too_small_to_be_compared(shown, example):
    assert tables.invariance_ladder(shown, survey=example).left_out == ()
    compared = set(map(str, shown.result.groups["level"]))
    least = min(compared)
    result = replace(shown.result, groups=shown.result.groups[shown.result.groups["level"] != least])
    with_small = replace(shown, result=result, door=_DOOR)
    (sentence,) = tables.invariance_ladder(with_small, survey=example).left_out
    assert sentence.endswith(f"Not among them: {least}.")
    assert example.codebook.background["education"].label in sentence
    assert "100" in sentence


def test_the_first_ladder_that_there_is_stands_first_under_a_name_of_its_own(shown, example):
    continuous = replace(shown, result=replace(shown.result, estimator="MLR"), door=_DOOR)
    refused = Refusal("Answers are too rare.", in_survey=True)
    assert tables.invariance_ladder(continuous).name == "invariance_mlr"
    first = page.tables.invariance_ladder(refused, continuous, survey=example)
    both = page.tables.invariance_ladder(shown, continuous, survey=example)
    assert bare(both).name == "invariance_wlsmv"
    assert bare(first).shown.name == "invariance_instead"
    assert [said.sentence for said in map(bare, bare(first).refusals)] == ["Answers are too rare."]
