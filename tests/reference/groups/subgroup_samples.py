"""Schools under the six designs of subgroups.R."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign

HERE = Path(__file__).parent
R = json.loads((HERE / "subgroups.json").read_text())
TESTED = ("estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high")


def schools(name: str) -> pd.DataFrame:
    s = pd.read_csv(HERE.parent / "data" / f"{name}.csv")
    poverty = pd.cut(s["meals"].where(s["snum"] % 7 != 0), [-1, 20, 40, 60, 101], labels=list("1234"))
    return s.assign(
        low=s["api00"] < 640,
        slow=s["growth"] < 25,
        score=s["api00"].where(s["api00"] <= 850).astype(float),
        poverty=poverty,
        wave=pd.Categorical((s["snum"] % 3).map({0: "2019", 1: "2021", 2: "2025"})),
        third=pd.cut(s["mobility"], [-1, 12, 20, 101], labels=list("123")),
        stype=pd.Categorical(s["stype"], list("EHM")),
    )


def jackknife(frame: pd.DataFrame, unit: pd.Series, stratum: pd.Series) -> pd.DataFrame:
    """Weights of each replicate: one unit left out, the others of its stratum raised."""
    replicates = {}
    for left_out in dict.fromkeys(unit):
        own = stratum == stratum[unit == left_out].iloc[0]
        n = unit[own].nunique()
        factor = np.where(own, n / (n - 1), 1.0) * (unit != left_out)
        replicates[f"r{len(replicates)}"] = frame["pw"] * factor
    return pd.DataFrame(replicates)


def designs() -> dict[str, tuple[pd.DataFrame, SurveyDesign]]:
    st, c1 = schools("apistrat"), schools("apiclus1")
    one, row = pd.Series(0, index=c1.index), pd.Series(st.index, index=st.index)
    jk1, jkn = jackknife(c1, c1["dnum"], one), jackknife(st, row, st["stype"].astype(str))
    return {
        "weights": (st, SurveyDesign(sampling_weights=st["pw"])),
        "simple": (st, SurveyDesign()),
        "strata": (st, SurveyDesign(sampling_weights=st["pw"], strata=st["stype"], population_size=st["fpc"])),
        "clusters": (c1, SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"], population_size=c1["fpc"])),
        "jk1": (c1, SurveyDesign(sampling_weights=c1["pw"], replicate_weights=jk1)),
        "jkn": (
            st,
            SurveyDesign(sampling_weights=st["pw"], strata=st["stype"], replicate_weights=jkn, replicate_method="JKn"),
        ),
    }


def same(row, r, columns):
    assert {c: row[c] for c in columns} == pytest.approx({c: r[c] for c in columns}, rel=1e-8)
