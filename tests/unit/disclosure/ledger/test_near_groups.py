"""Reports of many areas and one of the whole, in either order: nothing that told is missed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.disclosure.ledger.releases import variables_of, without
from tests.unit.surveys import build_survey
from workbench.columns import EVERYONE
from workbench.disclosure.ledger import FOLDER_VARIABLE, kept_groups, refuse_second_release, remember
from workbench.errors import PublicationError
from workbench.intake import Survey

AREAS = tuple(f"area {place}" for place in range(60))
LEVELS = {"sex": ("Men", "Women"), "age": ("16–29", "30–49", "50–64", "65 or over")}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "ledger"))


@pytest.fixture(scope="module")
def whole() -> Survey:
    rng = np.random.default_rng(1)
    n = 40 * len(AREAS)
    levels = {**LEVELS, "area": AREAS}
    background = {
        name: pd.Series(pd.Categorical.from_codes(rng.integers(0, len(own), n), own)) for name, own in levels.items()
    }
    built = build_survey(background, pd.Series(np.zeros(n), dtype="boolean"), crossings=(("area", "sex"),))
    answers = pd.DataFrame(rng.integers(1, 6, (n, 10)).astype(float), columns=built.responses.columns)
    return replace(built, responses=answers, id_marks=pd.Series(rng.integers(1, 2**63, n).astype(np.uint64)))


def area_file(whole: Survey, area: str) -> Survey:
    own = without(whole, list(whole.background.index[whole.background["area"] != area]))
    codebook = whole.codebook.model_copy(update={"crossings": ()})
    return replace(own, background=own.background.drop(columns="area"), codebook=codebook)


def gone(whole: Survey, area: str, sex: str, n: int) -> list[int]:
    inside = (whole.background["area"] == area) & (whole.background["sex"] == sex)
    return list(whole.background.index[inside][:n])


def test_areas_and_then_the_whole(whole):
    for area in AREAS:
        remember(area_file(whole, area), run=area, kept={})  # refused if anything had to be kept
    assert kept_groups(whole) == {}, "nobody changed"
    few = gone(whole, "area 7", "Men", 2) + gone(whole, "area 31", "Women", 3)
    few += gone(whole, "area 50", "Men", 5) + gone(whole, "area 50", "Women", 6)
    kept = kept_groups(without(whole, few))
    assert {"area", "sex × area"} <= variables_of(kept)
    assert (EVERYONE, EVERYONE) not in kept


def test_the_whole_and_then_areas(whole):
    remember(whole, run="whole", kept={})
    for place, area in enumerate(AREAS):
        own = area_file(whole, area)
        if place % 10 == 0:
            with pytest.raises(PublicationError, match="`whole`"):
                refuse_second_release(without(own, gone(whole, area, "Men", 1)))
            seven = gone(whole, area, "Men", 1) + gone(whole, area, "Women", 6)
            assert ("sex", "Men") in kept_groups(without(own, seven))
        remember(own, run=area, kept={})
