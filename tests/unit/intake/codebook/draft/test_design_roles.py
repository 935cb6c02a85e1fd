"""Design columns are found by whole words, the best match first; which of equal ones is meant is asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import yaml

from workbench.intake import draft_codebook, left_columns, likely_weights

N = 60
LABELS = {
    "dweight": "Design weight",
    "pspwght": "Post-stratification weight including design weight",
    "pweight": "Population size weight",
    "anweight": "Analysis weight",
    "ipsucesa": "Important statement 13",
}


def design_of(folder, columns, labels=None):
    frame = pd.DataFrame({"answer": np.arange(N) % 2, **columns})
    pyreadstat.write_sav(frame, str(folder / "my.sav"), column_labels=labels or {})
    draft = draft_codebook(folder / "my.sav")
    return yaml.safe_load(draft).get("design", {}), draft


def weights(*names):
    return {name: np.linspace(0.5, 1.5 + place, N) for place, name in enumerate(names)}


def test_a_part_of_a_word_tells_nothing(tmp_path):
    columns = {"ipsucesa": np.arange(N) % 6, "psu": np.arange(N) % 20, "osittain": np.arange(N) % 3}
    found, _ = design_of(tmp_path, columns, LABELS)
    assert found == {"clusters": "psu"}


def test_the_weight_meant_for_analyses_comes_first_and_a_constant_one_last(tmp_path):
    columns = {**weights("dweight", "pspwght"), "pweight": np.full(N, 0.37), **weights("anweight")}
    found, draft = design_of(tmp_path, columns, LABELS)
    assert found == {"sampling_weights": "anweight"}
    told = [line for line in draft.splitlines() if "sampling_weights may be" in line]
    assert [line.split()[4] for line in told] == ["pspwght", "dweight", "pweight"]


def test_equal_matches_are_left_to_a_person(tmp_path):
    found, draft = design_of(tmp_path, weights("paino_a", "paino_b"))
    assert found == {"sampling_weights": "?"}
    assert "one of paino_a, paino_b" in draft


def test_all_weights_are_named_where_it_is_asked_and_none_that_never_stands_alone_is_preferred(tmp_path):
    alone = "Population size weight (must be combined with a or b)"
    labels = {"weight_a": "Weight", "weight_b": "Weight", "pweight": alone, "dweight": LABELS["dweight"]}
    found, draft = design_of(tmp_path, weights(*labels), labels)
    assert found == {"sampling_weights": "?"}
    assert "one of weight_a, weight_b, dweight, pweight" in draft


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("ANALYYSIPAINO", "sampling_weights"),
        ("Painokerroin", "sampling_weights"),
        ("painoindeksi", None),
        ("stratum_2", "strata"),
        ("OSITE_ALUE", "strata"),
        ("strategy", None),
        ("clusterId", "clusters"),
        ("ryväs", "clusters"),
    ],
)
def test_words_of_names(tmp_path, name, role):
    columns = {name: np.linspace(0.5, 1.5, N) if "paino" in name.lower() else np.arange(N) % 5 + 1}
    found, _ = design_of(tmp_path, columns)
    assert found == ({role: "?" if role == "sampling_weights" else name} if role else {})


@pytest.mark.parametrize("name", ["paino", "weight", "pspwght", "anweight", "wgt", "finalwt", "Gewicht", "vikt", "w"])
def test_weights_that_no_label_names_are_asked_about_and_never_taken(tmp_path, name):
    found, draft = design_of(tmp_path, weights(name))
    assert found == {"sampling_weights": "?"}
    assert f'sampling_weights: "?"  # {name}; remove this line if they are no weights: no label says so' in draft
    assert likely_weights(tmp_path / "my.sav") == [name]
    labelled, _ = design_of(tmp_path, weights(name), {name: "Analysis weight"})
    assert labelled == {"sampling_weights": name}


def test_weights_that_some_rows_lack_are_proposed_with_the_repair(tmp_path):
    for gap in (0.0, np.nan):
        columns = weights("paino")
        columns["paino"][:3] = gap
        found, draft = design_of(tmp_path, columns)
        assert found == {}
        assert "## sampling_weights may be paino, which has no weight above 0 in some rows: give" in draft
        assert "column: paino" not in draft
        left = left_columns(tmp_path / "my.sav", used=["answer"])
        assert left == {"paino": "may be the weights, which some rows lack"}


def test_the_weight_of_a_body_weighs_no_sample(tmp_path):
    columns = {"weight": np.linspace(48.5, 110.2, N)}
    found, draft = design_of(tmp_path, columns, {"weight": "Weight, kg"})
    assert found == {}
    assert "may be weight" not in draft
