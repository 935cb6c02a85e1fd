"""The survey's frames: shared index, references first, crossings in dictionary order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.intake import example
from workbench.columns import CROSS
from workbench.errors import NotEstimable
from workbench.intake import complete, label_inside_sentence, read_survey
from workbench.intake.codebook.outside_populations import StandardPopulation
from workbench.intake.sampling.design import aligned_weights
from workbench.intake.survey import Survey
from workbench.psychometrics import measurement_invariance
from workbench.wording import speaking, spoken


@pytest.fixture
def survey(tmp_path) -> Survey:
    frame = example.frame().astype({"q1": float, "sex": float})
    frame.loc[[0, 4], "q1"] = np.nan
    frame.loc[5, "sex"] = np.nan
    frame.to_csv(tmp_path / "survey.csv", index=False)
    book = example.codebook(crossings=[["sex", "area"]])
    book["background"]["sex"]["reference"] = 2
    return read_survey(tmp_path / "survey.csv", codebook=example.save_codebook(tmp_path, book))


def test_merged_options_are_one_in_ordered_answers_alone(tmp_path):
    example.frame().to_csv(tmp_path / "survey.csv", index=False)
    items = example.codebook()["items"] | {"esis1": {"column": "q1", "reversed": False, "merge": [[1, 2], [4, 5]]}}
    book = example.save_codebook(tmp_path, example.codebook(items=items))
    survey = read_survey(tmp_path / "survey.csv", codebook=book)
    given = example.frame()[example.ITEMS].to_numpy(float)
    np.testing.assert_array_equal(survey.responses, given)
    np.testing.assert_array_equal(survey.ordered_answers["esis1"], given[:, 0].clip(2, 4))
    np.testing.assert_array_equal(survey.ordered_answers.iloc[:, 1:], given[:, 1:])
    merged = survey.report.table[survey.report.table["action"].str.startswith("points 1, 2 are one")]
    assert merged["n_rows"].tolist() == [(given[:, 0] <= 2).sum()]


def test_merged_options_make_thresholds_comparable_where_a_group_leaves_one_unused(tmp_path):
    frame = example.frame(400)
    frame.loc[frame["sex"] == 1, "q1"] = frame["q1"].clip(lower=2)
    frame.to_csv(tmp_path / "survey.csv", index=False)
    items = example.codebook()["items"] | {"esis1": {"column": "q1", "merge": [[1, 2]]}}
    read = read_survey(tmp_path / "survey.csv", codebook=example.save_codebook(tmp_path, example.codebook(items=items)))
    four, sex = ["esis1", "esis2", "esis3", "esis4"], read.background["sex"]
    with pytest.raises(NotEstimable, match="`merge` under the item in the codebook"):
        measurement_invariance(read.responses[four], group=sex)
    steps = measurement_invariance(read.ordered_answers[four], group=sex)
    assert len(steps.table) == 5
    assert np.isfinite(steps.table["cfi_scaled"]).all()


def test_complete_keeps_all_parts_together(survey):
    kept = complete(survey)
    assert 0 not in kept.responses.index
    for part in (kept.responses, kept.background, kept.design.sampling_weights, kept.crossings):
        assert part.index.equals(survey.responses.dropna().index)
    assert aligned_weights(kept.responses.index, kept.design.sampling_weights).sum() == pytest.approx(58)


def test_predictors_have_their_reference_first(survey):
    assert list(survey.predictors["sex"].cat.categories) == ["Women", "Men"]
    assert survey.predictors["sex"].astype("str").equals(survey.background["sex"].astype("str"))
    assert survey.reference("sex") == "Women"
    assert survey.reference("area") == "Helsinki"


def test_crossings(survey):
    crossed = survey.crossings["sex × area"]
    assert list(crossed.cat.categories) == ["Men × Helsinki", "Men × Vantaa", "Women × Helsinki", "Women × Vantaa"]
    sex, area = survey.background["sex"], survey.background["area"]
    both = sex.notna() & area.notna()
    expected = sex[both].astype("str") + " × " + area[both].astype("str")
    assert crossed[both].astype("str").tolist() == expected.tolist()
    assert crossed[~both].isna().all()


def test_no_data_in_the_representation(survey):
    assert repr(survey) == "Survey('Example', 60 respondents, esis)"


def test_figures_from_outside_the_survey(survey):
    update = {
        "background": {
            name: variable.model_copy(update={"ordered": name in ("sex", "area")})
            for name, variable in survey.codebook.background.items()
        },
        "year": "area",
        "social_order": ("sex",),
        "standard_population": StandardPopulation(variable="sex", people={"2": 30, 1: 70}, source="made up"),
    }
    named = replace(survey, codebook=survey.codebook.model_copy(update=update))
    for frame, names in (
        (named.ordered_groups, ["sex"]),
        (named.years, ["area"]),
        (named.social_order, ["sex"]),
        (named.standardised_over, ["sex"]),
    ):
        assert list(frame) == names
        assert frame.index.equals(survey.background.index)
    assert named.standard_population == {"Women": 30, "Men": 70}


def test_nothing_from_outside_is_frames_without_columns(survey):
    for frame in (survey.ordered_groups, survey.years, survey.social_order, survey.standardised_over):
        assert list(frame) == []
        assert len(frame) == len(survey.background)
    assert survey.standard_population == {}


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Vastaajan sukupuoli", "Vastaajan sukupuoli"),
        ("Mother's tongue", "Mother's tongue"),
        ("T1. Sukupuoli", "T1. Sukupuoli"),
        ("EU citizen", "EU citizen"),
        ("1. Sukupuoli", "1. Sukupuoli"),
        ("Ålder", "Ålder"),
        ("Geschlecht", "Geschlecht"),
        ("Main Activity", "Main Activity"),
        ("Hur gammal är du?", "“Hur gammal är du?”"),
        ("Your highest completed education", "“Your highest completed education”"),
    ],
)
def test_a_label_keeps_its_letters_inside_a_sentence(survey, label, inside):
    sex = survey.codebook.background["sex"].model_copy(update={"label": label})
    assert label_inside_sentence("sex", survey.codebook.model_copy(update={"background": {"sex": sex}})) == inside


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_label_that_is_a_question_has_the_marks_of_the_language(survey, language):
    sex = survey.codebook.background["sex"].model_copy(update={"label": "3. Mikä on?"})
    codebook = survey.codebook.model_copy(update={"background": {"sex": sex, "age": sex}})
    said = label_inside_sentence(f"sex{CROSS}age", codebook)
    with speaking(language):
        assert spoken(said) == f"”3. Mikä on?”{CROSS}”3. Mikä on?”"
