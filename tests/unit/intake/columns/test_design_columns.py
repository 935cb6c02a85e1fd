"""Reading a design: stages, replicates, margins; its refusals stand in tests/messages."""

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from tests.unit.intake import example
from workbench.errors import DataError
from workbench.intake import complete, draft_codebook, load_codebook, read_survey
from workbench.intake.codebook import file_overview
from workbench.lab.my_survey.further_fields import check_weights


def read(folder, frame, **design):
    frame.to_csv(folder / "survey.csv", index=False)
    book = example.codebook(design={"sampling_weights": "weight"} | design)
    return read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, book))


def with_clusters():
    frame = example.frame()
    return frame.assign(
        region=np.arange(60) // 30, school=[f"school {n}" for n in np.arange(60) // 5 % 6], schools=40, pupils=300
    )


def with_replicates(method="JK1"):
    frame = with_clusters()
    unit = frame["region"] * 6 + frame["school"].str[-1].astype(int)
    same = np.ones((60, 12), bool) if method == "JK1" else (frame["region"].to_numpy()[:, None] == np.arange(12) // 6)
    n = 12 if method == "JK1" else 6
    for u in range(12):
        factor = np.where(unit == u, 0, np.where(same[:, u], n / (n - 1), 1))
        frame[f"rep{u + 1:02d}"] = frame["weight"] * factor
    return frame


def test_stages_and_sizes(tmp_path):
    named = {"strata": "region", "clusters": ["school", "pupil"], "population_size": ["schools", "pupils"]}
    design = read(tmp_path, with_clusters().assign(pupil=range(60)), nested=True, **named).design
    assert list(design.clusters) == ["school", "pupil"]
    assert list(design.population_size) == ["schools", "pupils"]
    assert design.nested
    assert pd.api.types.is_integer_dtype(design.clusters["school"])


def test_replicates_named_as_a_series(tmp_path):
    design = {"replicate_weights": "rep01..rep12", "strata": "region", "replicate_method": "JKn"}
    survey = read(tmp_path, with_replicates("JKn"), **design)
    assert list(survey.design.replicate_weights) == [f"rep{u:02d}" for u in range(1, 13)]
    np.testing.assert_allclose(survey.design.replicate_coefficients(), 5 / 6)
    action = survey.report.table.set_index("column").loc["rep01", "action"]
    assert action == "read as replicate weights with 11 further columns"
    assert complete(survey).design.replicate_method == "JK1"


@pytest.fixture
def labelled(tmp_path):
    """An education in codes with labels, a weight with a label for none that no row has, and one that rows have."""
    frame = example.frame().drop(columns="id").assign(edu=np.arange(60) % 3 + 1.0, part=np.linspace(0.5, 2, 60))
    frame.loc[:1, "edu"] = 99
    frame["gaps"] = frame["part"].where(frame.index > 2, 99)
    none = {99.0: "Ei tietoa"}
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "my.sav"),
        column_labels=dict(zip(example.ITEMS, example.STATEMENTS, strict=True)) | {"part": "Analysis weight"},
        variable_value_labels={"edu": {1.0: "Basic", 2.0: "Middle", 3.0: "High"} | none, "part": none, "gaps": none},
    )
    return tmp_path / "my.sav"


@pytest.mark.parametrize(
    ("column", "why"),
    [
        ("edu", r"has labels for its codes \(1 = Basic, 2 = Middle, 3 = High\), as a category has"),
        ("gaps", "has the code 99 in some rows, which means `Ei tietoa`"),
    ],
)
def test_a_category_is_no_weight(labelled, tmp_path, column, why):
    says = f"Column `{column}`, named as `sampling_weights`, {why}. Name a column that has a number for every row"
    with pytest.raises(DataError, match=says):
        draft_codebook(labelled, design={"sampling_weights": column})
    book = example.codebook(background={}, design={"sampling_weights": column})
    del book["respondent_id"]
    with pytest.raises(DataError, match=says):
        read_survey(labelled, codebook=example.save_codebook(tmp_path, book))
    with pytest.raises(DataError, match=says):
        check_weights({"design": {"sampling_weights": column}}, file_overview(labelled))


def test_a_weight_may_have_a_label_for_a_code_that_no_row_has(labelled, tmp_path):
    draft = draft_codebook(labelled, design={"sampling_weights": "part"})
    (tmp_path / "my.yaml").write_text(draft, encoding="utf-8")
    assert read_survey(labelled, codebook=tmp_path / "my.yaml").design.sampling_weights.max() == 2
    check_weights({"design": {"sampling_weights": "part"}}, file_overview(labelled))


def test_one_margin_and_a_crossing(tmp_path):
    people = {1: {"091": 100, 92: 300}, 2: {"091": 150, 92: 250}}
    survey = read(tmp_path, example.frame(), margins=[{"variables": ["sex", "area"], "people": people}])
    sums = survey.design.sampling_weights.groupby([survey.background["sex"], survey.background["area"]], observed=True)
    assert sums.sum().tolist() == pytest.approx([100, 300, 150, 250])
    assert survey.design.notes[0].startswith("Weights were post-stratified to the population by sex × area")
    done = survey.report.table.query("step == 'design'")
    assert done.iloc[-1]["value"] == "sex × area"
    one = read(tmp_path, example.frame(), margins=[{"variables": "sex", "people": {1: 5000, 2: 7000}}])
    assert one.design.sampling_weights.groupby(one.background["sex"]).sum().tolist() == pytest.approx([5000, 7000])


def test_a_draft_points_to_columns_of_a_design(tmp_path):
    frame = with_replicates().rename(columns={"schools": "fpc", "region": "stratum", "school": "psu"})
    frame.to_parquet(tmp_path / "survey.parquet")
    text = draft_codebook(tmp_path / "survey.parquet")
    assert '\n  sampling_weights: "?"  # weight; remove' in text
    for line in ("strata: stratum", "clusters: psu", "population_size: fpc"):
        assert f"\n  {line}  # no label: check\n" in text
    assert "\n  # replicate_weights: rep01..rep12  #" in text


def test_a_series_of_columns_without_leading_zeros(tmp_path):
    book = example.codebook(design={"sampling_weights": "w", "replicate_weights": ["r9..r11", "extra"]})
    found = load_codebook(example.save_codebook(tmp_path, book)).design.replicate_weights
    assert found == ("r9", "r10", "r11", "extra")
