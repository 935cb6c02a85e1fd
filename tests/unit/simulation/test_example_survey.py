import hashlib

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from workbench.intake.codebook.load import load_codebook
from workbench.intake.project import resolve
from workbench.intake.read import read_survey
from workbench.intake.survey import complete
from workbench.simulation import example_population as pop
from workbench.simulation import example_targets
from workbench.simulation.example_survey import (
    BACKGROUND_NONRESPONSE,
    CODEBOOK,
    ITEMS,
    N_RESPONDENTS,
    NAME,
    NO_ANSWER,
    write_example,
)
from workbench.simulation.example_targets import MODEL, TARGETS, reached_figures

COMMITTED = [resolve(f"data/example/{NAME}.{ending}") for ending in ("parquet", "sav")]
CLOSE = {  # a chosen seed: nearer than sampling error alone would bring it
    "finsote2019_mean": 0.1,
    "finsote2019_very_weak": 0.002,
    "finsote2019_unemployed": 0.006,
    "finsote2019_men_risk": 0.03,
    "finsote2019_workability": 0.15,
}


@pytest.fixture(scope="module")
def surveys():
    return [read_survey(path, codebook=CODEBOOK) for path in COMMITTED]


def test_same_bytes_each_time_and_as_committed(written, tmp_path):
    again = write_example(tmp_path)
    for first, second, committed in zip(written, again, COMMITTED, strict=True):
        assert first.name == committed.name
        assert first.read_bytes() == second.read_bytes()
        assert first.read_bytes() == committed.read_bytes(), "Write it again: .venv/bin/workbench example"


def test_both_files_say_that_they_are_synthetic():
    metadata = {key.decode(): value.decode() for key, value in pq.read_schema(COMMITTED[0]).metadata.items()}
    assert metadata["synthetic"] == "true"
    assert metadata["title"].startswith("Synthetic")
    _, sav = pyreadstat.read_sav(COMMITTED[1], metadataonly=True)
    assert sav.file_label.startswith("Synthetic")
    assert "No finding about Finland" in " ".join(sav.notes)
    assert load_codebook(resolve(CODEBOOK)).synthetic


def test_sav_carries_no_time_of_writing():
    assert COMMITTED[1].read_bytes()[92:109] == b"01 Jan 2000:00:00"


def test_both_files_give_the_same_survey(surveys):
    parquet, sav = surveys
    pd.testing.assert_frame_equal(parquet.responses, sav.responses)
    pd.testing.assert_frame_equal(parquet.background, sav.background)
    pd.testing.assert_frame_equal(parquet.numeric, sav.numeric)
    pd.testing.assert_series_equal(parquet.design.sampling_weights, sav.design.sampling_weights)
    assert (parquet.design.strata.astype(int) == sav.design.strata.astype(int)).all()


def test_file_holds_the_drawn_sample(surveys, sample):
    assert len(surveys[0].responses) == len(sample) == N_RESPONDENTS
    points = sample[ITEMS].where(sample[ITEMS] <= 5).astype(float)
    pd.testing.assert_frame_equal(surveys[0].responses, points, check_dtype=False, check_names=False)


def test_age_agrees_with_its_group(surveys, sample):
    assert surveys[0].numeric["age"].tolist() == sample["age"].tolist()
    labels = list(surveys[0].codebook.background["age_group"].labels.values())
    ends = [f"{low}–{high}" for low, high in pop.YEARS[:-1]] + [f"{pop.YEARS[-1][0]} or over"]
    assert labels == ends
    assert surveys[0].in_place_of == {"age": "age_group"}


#: sha256 of the values of every column but `age`, as the files had them before that column was added.
WITHOUT_AGE = "08acc88c47129a0fe37571b1aa0d183a1396618dca352e5f21a3b7268b9284ab"


def test_the_column_of_ages_moved_no_other(sample):
    others = sample.drop(columns="age")
    digest = hashlib.sha256(others.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
    assert digest == WITHOUT_AGE


def test_sav_is_labelled_in_official_words(surveys):
    _, sav = pyreadstat.read_sav(COMMITTED[1], metadataonly=True, user_missing=True)
    instrument = surveys[1].instrument
    options = {option.points: option.label for option in instrument.options}
    for item in instrument.items:
        assert sav.column_names_to_labels[item.id] == item.statement
        labels = sav.variable_value_labels[item.id]
        assert {points: labels[points] for points in options} == options
        assert sav.missing_ranges[item.id] == [{"lo": 8.0, "hi": 9.0}]
    for name, variable in surveys[1].codebook.background.items():
        labels = {code: text for code, text in sav.variable_value_labels[name].items() if code not in variable.missing}
        assert labels == variable.labels


@pytest.mark.parametrize("item", ITEMS)
def test_items_have_plausible_nonresponse(sample, item):
    coded, empty = (sample[item] >= 8).mean(), sample[item].isna().mean()
    assert 0.005 < coded < 0.03
    assert 0.005 < empty < 0.03
    assert {8, 9} <= set(sample[item])


def test_older_and_less_educated_leave_out_more(sample):
    block = sample[ITEMS].isna().all(axis=1)
    left_out = ~(sample[ITEMS] <= 5).all(axis=1) & ~block
    assert left_out[sample.age_group == 5].mean() > 1.5 * left_out[sample.age_group <= 2].mean()
    assert left_out[sample.education == 1].mean() > left_out[sample.education == 3].mean()
    assert 0.005 < block.mean() < 0.02


def test_straightliners_are_among_the_respondents(respondents, population):
    threes = (respondents[ITEMS] == 3).all(axis=1).mean()
    by_chance = (population[ITEMS] == 3).all(axis=1).mean()
    assert threes > 3 * by_chance
    assert 0.001 < threes < 0.01


def test_background_questions_have_user_missing_codes(sample):
    for variable, share in BACKGROUND_NONRESPONSE.items():
        assert (sample[variable] == NO_ANSWER).mean() == pytest.approx(share, abs=4 * np.sqrt(share / N_RESPONDENTS))


def test_some_groups_have_fewer_than_five_respondents(surveys):
    counts = {name: surveys[0].background[name].value_counts() for name in ("household", "municipality")}
    assert 0 < counts["household"]["Institution"] < 5
    villages = counts["municipality"][["Municipality F3", "Municipality F4"]]
    assert ((villages > 0) & (villages < 5)).all()
    assert villages.sum() >= 5, "else the county minus its other municipalities would reveal a small group"
    assert 0 < surveys[0].crossings["sex × labour_market"].value_counts()["Men × Family leave"] < 5


def test_no_level_of_a_predictor_separates(respondents):
    below = example_targets.score(respondents) < 50
    for variable in MODEL:
        counts = pd.crosstab(respondents[variable], below)
        assert counts.shape[1] == 2
        assert counts.min(axis=None) >= 5, variable


def test_model_is_that_of_the_codebook(surveys):
    book = surveys[0].codebook
    assert list(book.predictors) == list(MODEL)
    for variable, code in MODEL.items():
        assert surveys[0].reference(variable) == book.background[variable].labels[code]


def test_weights_add_up_to_the_population(sample, population):
    for cells in (["county", "sex", "age_group"], ["county"], ["sex"]):
        weighted = sample.groupby(cells)["weight"].sum()
        assert weighted.to_numpy() == pytest.approx(population.groupby(cells).size().to_numpy(), rel=1e-4)
    assert 0.2 < sample["weight"].std() / sample["weight"].mean() < 0.6


def test_weighted_sample_lies_close_to_the_targets(respondents):
    figures = reached_figures(respondents, weights=respondents["weight"])
    for name, target in TARGETS.items():
        assert figures[name] == pytest.approx(target, abs=CLOSE[name]), name
    assert 0.85 <= figures["validation2017_alpha"] <= 0.92


def test_intake_scores_the_same_people(surveys, respondents):
    pd.testing.assert_index_equal(complete(surveys[0]).responses.index, respondents.index)


def test_ids_are_random_and_not_row_numbers(sample):
    ids = sample["respondent_id"]
    assert ids.is_unique
    assert ids.min() > N_RESPONDENTS
    assert ids.diff().nunique() > 1_000
    assert abs(np.corrcoef(ids, sample["county"])[0, 1]) < 0.05


def test_stratum_is_county_and_age(sample):
    assert (sample["stratum"] == 10 * sample["county"] + 1 + (sample["age_group"] == pop.AGES[-1])).all()
