"""Schools, predictors and designs of marginal_standardisation.R, as the workbench writes them down."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.intake import calibrate
from workbench.intake.sampling.design import SurveyDesign

HERE = Path(__file__).parent
R = json.loads((HERE / "marginal_standardisation.json").read_text())
API = json.loads((HERE.parent / "survey_api.json").read_text())
SAMPLES = {name: pd.read_csv(HERE.parent / "data" / f"{name}.csv") for name in ("apistrat", "apiclus1", "apiclus2")}
PREDICTORS = {"poor": ["few", "some", "many"], "awards": ["Yes", "No"], "mobile": ["low", "high"]}
CLOSE = {"rel": 1e-6, "abs": 1e-12}


def predictors(d):
    return pd.DataFrame(
        {
            "poor": pd.cut(d["meals"], [-1, 30, 60, 100], labels=PREDICTORS["poor"], ordered=False),
            "awards": pd.Categorical(d["awards"], PREDICTORS["awards"]),
            "mobile": pd.Categorical(np.where(d["mobility"] > 15, "high", "low"), PREDICTORS["mobile"]),
        }
    )


def jackknife(d, clusters, strata=None):
    """Weights of R's as.svrepdesign: one cluster left out at a time, the others of its stratum weighted up."""
    strata = pd.Series(0, index=d.index) if strata is None else strata
    columns = []
    for h in dict.fromkeys(strata):
        units = list(dict.fromkeys(clusters[strata == h]))
        for unit in units:
            w = d["pw"].where(strata != h, d["pw"] * len(units) / (len(units) - 1))
            columns.append(w.where(clusters != unit, 0.0))
    return pd.concat(columns, axis=1, keys=[f"r{i}" for i in range(len(columns))])


def designs():
    st, c1, c2 = SAMPLES.values()
    own = pd.Series(st.index, index=st.index)
    c2_weights = (c2["fpc1"] / c2["dnum"].nunique()) * (c2["fpc2"] / c2.groupby("dnum")["snum"].transform("size"))
    return {
        "random": (st, SurveyDesign()),
        "weights_only": (st, SurveyDesign(sampling_weights=st["pw"])),
        "strata": (st, SurveyDesign(sampling_weights=st["pw"], strata=st["stype"])),
        "strata_fpc": (st, SurveyDesign(sampling_weights=st["pw"], strata=st["stype"], population_size=st["fpc"])),
        "clusters": (c1, SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"])),
        "clusters_fpc": (c1, SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"], population_size=c1["fpc"])),
        "subpopulation": (c1, SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"], population_size=c1["fpc"])),
        "two_stages": (
            c2,
            SurveyDesign(
                sampling_weights=c2_weights, clusters=c2[["dnum", "snum"]], population_size=c2[["fpc1", "fpc2"]]
            ),
        ),
        "gaps": (st, SurveyDesign(sampling_weights=st["pw"], strata=st["stype"], population_size=st["fpc"])),
        "post_stratified": (
            c1,
            calibrate(
                SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"], population_size=c1["fpc"]),
                c1[["stype"]].astype("category"),
                margins={"stype": {"E": 4421, "H": 755, "M": 1018}},
            ),
        ),
        "jk1": (c1, SurveyDesign(sampling_weights=c1["pw"], replicate_weights=jackknife(c1, c1["dnum"]))),
        "jkn": (
            st,
            SurveyDesign(
                sampling_weights=st["pw"],
                strata=st["stype"],
                replicate_weights=jackknife(st, own, st["stype"]),
                replicate_method="JKn",
            ),
        ),
    }


DESIGNS = designs()


def prepared(name):
    d, design = DESIGNS[name]
    x = predictors(d)
    if name == "gaps":
        x.loc[[2, 49, 119, 179], "poor"] = np.nan
    outside = d["stype"] == "M" if name == "subpopulation" else pd.Series(False, index=d.index)
    return d, x, design, outside


def rows(table, model="adjusted"):
    return table[(table["model"] == model) & (table["level"] != table["reference"])]


def strata_fpc():
    d, design = DESIGNS["strata_fpc"]
    return (d["api00"] < 650).rename("low"), predictors(d), design
