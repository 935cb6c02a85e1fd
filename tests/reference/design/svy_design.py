"""The same designs by the Python package svy (a second library beside R); it is not in the project's environment.

Run in this folder by a Python that has svy==0.35.0: ``python svy_design.py`` writes svy_design.json.
"""

import json
from importlib.metadata import version

import polars as pl
import svy

KEPT = ("est", "se", "df")


def rows(estimate, *keys):
    columns = estimate.to_polars().to_dicts()
    return [{key: row[key] for key in (*keys, *KEPT)} for row in columns]


def numbers(sample, variable, group):
    e = sample.estimation
    return {
        "mean": rows(e.mean(variable)),
        "total": rows(e.total(variable)),
        "by": rows(e.mean(variable, by=group), group),
    }


schools = pl.read_csv("../data/apiclus2.csv", null_values="NA").with_columns(w=pl.col("pw"))
stratified = pl.read_csv("../data/apistrat.csv", null_values="NA")
persons = pl.read_csv("../data/two_stage.csv")
kept = persons.filter(pl.col("stratum") != "S3")
base = svy.Sample(kept, svy.Design(stratum="stratum", psu="district", wgt="w"))
sizes = svy.PopSize(psu="n_districts", ssu="n_schools")
two = svy.Design(stratum="stratum", psu="district", ssu="school", wgt="w", pop_size=sizes, singleton="center")
found = {
    "versions": {name: version(name) for name in ("svy", "svy-rs", "polars")},
    "stratified": numbers(
        svy.Sample(stratified, svy.Design(stratum="stype", wgt="pw", pop_size="fpc")), "api00", "stype"
    ),
    "two_stage_schools": numbers(
        svy.Sample(schools, svy.Design(psu="dnum", ssu="snum", wgt="w", pop_size=svy.PopSize(psu="fpc1", ssu="fpc2"))),
        "api00",
        "stype",
    ),
    "clusters": numbers(base, "y", "age"),
    "two_stages_centre": numbers(svy.Sample(persons, two), "y", "age"),
    "post_stratified": numbers(
        base.weighting.poststratify({"18-34": 2500, "35-64": 4100, "65+": 2400}, cells="age"), "y", "sex"
    ),
}
with open("svy_design.json", "w") as file:
    json.dump(found, file, indent=1)
