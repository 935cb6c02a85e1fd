"""The designs of survey_api.R and survey_estimates.R, as the workbench writes them down."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.calibration import calibrate
from workbench.intake.sampling.design import SurveyDesign

HERE = Path(__file__).parent
API = json.loads((HERE / "survey_api.json").read_text(encoding="utf-8"))
ESTIMATES = json.loads((HERE / "survey_estimates.json").read_text(encoding="utf-8"))
GROUPS = ["a", "b", "c", "d", "e"]


def close(found, expected, rel=1e-6):
    expected = np.asarray(expected, dtype=float)
    largest = np.nanmax(np.abs(expected), initial=0.0)
    assert np.asarray(found, dtype=float) == pytest.approx(expected, rel=rel, abs=1e-12 * largest, nan_ok=True)


def table_of(matrix):
    return pd.DataFrame(matrix["values"], index=matrix["rows"], columns=matrix["cols"], dtype=float)


def category(values, levels=None):
    return pd.Series(pd.Categorical(values, levels), index=values.index, name=values.name)


def schools(name):
    frame = pd.read_csv(HERE / "data" / f"{name}.csv")
    for column in ("stype", "sch.wide", "comp.imp"):
        frame[column] = category(frame[column])
    return frame


def school_designs():
    strat, clus1, clus2 = (schools(f"api{name}") for name in ("strat", "clus1", "clus2"))
    return {
        "apistrat": (strat, SurveyDesign(sampling_weights=strat.pw, strata=strat.stype, population_size=strat.fpc)),
        "apistrat_nofpc": (strat, SurveyDesign(sampling_weights=strat.pw, strata=strat.stype)),
        "apiclus1": (clus1, SurveyDesign(sampling_weights=clus1.pw, clusters=clus1.dnum, population_size=clus1.fpc)),
        "apiclus1_nofpc": (clus1, SurveyDesign(sampling_weights=clus1.pw, clusters=clus1.dnum)),
        "apiclus2": (
            clus2,
            SurveyDesign(clusters=clus2[["dnum", "snum"]], population_size=clus2[["fpc1", "fpc2"]]),
        ),
        "weights_only_strat": (strat, SurveyDesign(sampling_weights=strat.pw)),
    }


def persons():
    """Made-up sample: 6 strata, 25 clusters, unequal weights, missing values, a small group and one in one cluster."""
    frame = pd.read_csv(HERE / "data" / "clustered.csv", dtype={"group": str, "cluster": str})
    frame["group"] = category(frame["group"], GROUPS)
    frame["sex"] = category(frame["sex"], ["Women", "Men"])
    frame["low"] = (frame["score"] < 50).astype("boolean").mask(frame["score"].isna())
    return frame


def person_designs(frame):
    clustered = SurveyDesign(sampling_weights=frame.w, strata=frame.stratum, clusters=frame.cluster)
    return {
        "clustered": clustered,
        "weights": SurveyDesign(sampling_weights=frame.w),
        "calibrated": calibrate(clustered, frame, margins={"sex": {"Women": 13400, "Men": 14900}}),
        "strata": SurveyDesign(sampling_weights=frame.w, strata=frame.stratum),
        "JKn": SurveyDesign(
            sampling_weights=frame.w,
            strata=frame.stratum,
            replicate_weights=jackknife(frame, frame.stratum),
            replicate_method="JKn",
        ),
        "JK1": SurveyDesign(
            sampling_weights=frame.w, replicate_weights=jackknife(frame, pd.Series(0, index=frame.index))
        ),
    }


def jackknife(frame, strata):
    """Replicate weights that leave out one cluster each, as R's as.svrepdesign makes them."""
    columns = {}
    for cluster, rows in frame.groupby("cluster").groups.items():
        stratum = strata.loc[rows[0]]
        n = frame["cluster"][strata == stratum].nunique()
        weights = frame.w.where(strata != stratum, frame.w * n / (n - 1))
        columns[f"without {cluster}"] = weights.where(frame["cluster"] != cluster, 0.0)
    return pd.DataFrame(columns)
