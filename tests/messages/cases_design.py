"""Every refusal of a survey design: once each, with the whole text a user reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from tests.messages.case import Case
from tests.unit.intake import example
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.intake import (
    SurveyDesign,
    calibrate,
    draft_codebook,
    read_survey,
    replicate_design,
    trim_weights,
)
from workbench.intake.sampling.sampling_variance import sampling_variance
from workbench.population import weight_diagnostics

N = 12
ROWS = pd.RangeIndex(N)
STRATA = pd.Series(ROWS // 6, name="region")
CLUSTERS = pd.Series(ROWS // 3, name="school")
WEIGHTS = pd.Series(2.0, index=ROWS, name="weight")
GROUPS = pd.DataFrame({"sex": pd.Categorical(["Men", "Women"] * 6), "age": pd.Categorical(["young", "old", "old"] * 4)})
SIZES = {"Men": 40.0, "Women": 60.0}


def used(**parts: Any) -> Callable[[Path], object]:
    return lambda _: sampling_variance(SurveyDesign(**parts), ROWS)


def made(**parts: Any) -> Callable[[Path], object]:
    return lambda _: SurveyDesign(**parts)


def replicates(*left_out: list[int], **parts: Any) -> Callable[[Path], object]:
    columns = {f"rep{place}": np.where(np.isin(ROWS, rows), 0.0, 2.5) for place, rows in enumerate(left_out, 1)}
    return used(sampling_weights=WEIGHTS, replicate_weights=pd.DataFrame(columns), replicate_method="JKn", **parts)


def calibrated(
    design: SurveyDesign | None = None, variables: pd.DataFrame = GROUPS, **options: Any
) -> Callable[[Path], object]:
    return lambda _: calibrate(design or SurveyDesign(), variables, **{"margins": {"sex": SIZES}} | options)


def reading(**design: Any) -> Callable[[Path], object]:
    def provoke(folder: Path) -> object:
        example.frame().to_csv(folder / "survey.csv", index=False)
        book = example.codebook(design={"sampling_weights": "weight"} | design)
        return read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, book))

    return provoke


def calibrated_replicate() -> object:
    weights = pd.DataFrame({"rep1": [0.0, 2.0] * 6, "rep2": [2.0, 2.0] * 6})
    design = SurveyDesign(sampling_weights=WEIGHTS, replicate_weights=weights)
    return calibrate(design, GROUPS, margins={"sex": SIZES})


def weighted_by(labels: dict[float, str]) -> Callable[[Path], object]:
    """Draft with a column of five codes as weights, of which some have a label."""

    def provoke(folder: Path) -> object:
        frame = example.frame()[["q1"]].assign(w=[*[0.5, 1, 1.5, 2] * 14, *[99.0] * 4])
        pyreadstat.write_sav(frame, str(folder / "my.sav"), variable_value_labels={"w": labels})
        return draft_codebook(folder / "my.sav", design={"sampling_weights": "w"})

    return provoke


CASES: list[Case] = [
    Case(
        "weights that are a category",
        weighted_by({1: "Basic", 2: "High", 1.5: "Middle"}),
        DataError,
        "Column `w`, named as `sampling_weights`, has labels for its codes (1 = Basic, 2 = High, 1.5 = Middle), as a category has. Name a column that has a number for every row, or none.",
    ),
    Case(
        "weights with a code that means none",
        weighted_by({99: "Ei tietoa"}),
        DataError,
        "Column `w`, named as `sampling_weights`, has the code 99 in some rows, which means `Ei tietoa`. Name a column that has a number for every row, or none.",
    ),
    Case(
        "Stratum with one cluster",
        used(strata=STRATA, clusters=CLUSTERS.where(CLUSTERS < 3, 2)),
        DataError,
        "Stratum `region` has one cluster only in 1 of 2 strata, so that their variance cannot be estimated. Merge them with a stratum like them, or set `lonely_strata` to centre or certainty.",
    ),
    Case(
        "Stratum with one respondent",
        used(strata=pd.Series([0] * 11 + [1], name="region")),
        DataError,
        "Stratum `region` has one respondent only in 1 of 2 strata, so that their variance cannot be estimated. Merge them with a stratum like them, or set `lonely_strata` to centre or certainty.",
    ),
    Case(
        "One cluster in all",
        used(clusters=pd.Series(1, index=ROWS, name="school")),
        DataError,
        "The sample has one cluster only, so that no variance can be estimated. Correct the design.",
    ),
    Case(
        "One respondent in all",
        lambda _: sampling_variance(SurveyDesign(), ROWS[:1]),
        DataError,
        "The sample has one respondent only, so that no variance can be estimated. Take a file with more.",
    ),
    Case(
        "Cluster with one unit of the second stage",
        used(
            clusters=pd.DataFrame({"school": CLUSTERS, "form": [0, 0, 0, *range(9)]}),
            population_size=pd.DataFrame({"schools": [50.0] * N, "forms": [9.0] * N}),
        ),
        DataError,
        "1 of 4 clusters have one second-stage unit sampled of several, so that their variance cannot be estimated. Leave the second stage out, or set `lonely_strata` to centre or certainty.",
    ),
    Case(
        "Cluster in two strata",
        used(strata=STRATA, clusters=pd.Series(ROWS % 3, name="school")),
        DataError,
        "Cluster `school` has labels that stand in more than one stratum: 3 of 3. Correct strata or clusters, or set `nested: true` under `design` in the codebook if labels start anew in every stratum.",
    ),
    Case(
        "More sampled than the population has",
        used(strata=STRATA, population_size=pd.Series([100.0] * 6 + [5.0] * 6, name="people")),
        DataError,
        "Population size `people` is smaller than the number sampled in 1 of 2 strata or clusters. Give the number of units in the population, not in the sample, and not a share.",
    ),
    Case(
        "Population size that differs within a stratum",
        used(strata=STRATA, population_size=pd.Series([100.0] * 8 + [50.0] * 4, name="people")),
        DataError,
        "Population size `people` differs within 1 of 2 strata or clusters. Give every respondent the number of units of the own stratum (first stage) or cluster (second stage).",
    ),
    Case(
        "Population size that is no size",
        made(population_size=pd.Series([100.0, np.nan, 0.0], name="people")),
        DataError,
        "Population size `people` is missing, not above 0 or no number in 2 rows. Give the number of units in the population of each respondent's stratum or cluster, or leave population sizes out.",
    ),
    Case(
        "Population sizes of too many stages",
        made(population_size=pd.DataFrame({"a": [9.0, 9.0], "b": [9.0, 9.0]})),
        DataError,
        "`population_size` has 2 columns for 0 stages of clusters. Give one per stage, and at most one more for the respondents themselves.",
    ),
    Case(
        "Weights without an index",
        made(sampling_weights=[1.0, 2.0]),
        DataError,
        "`sampling_weights` is a list. Give a pandas Series with the index of the respondents, so that weights and answers stay together.",
    ),
    Case(
        "Replicate weights without an index",
        made(sampling_weights=WEIGHTS, replicate_weights=np.ones((N, 4))),
        DataError,
        "`replicate_weights` is a ndarray. Give a pandas DataFrame with the index of the respondents, so that weights and answers stay together.",
    ),
    Case(
        "Replicate weights named backwards",
        reading(replicate_weights="rep9..rep1"),
        DataError,
        "Codebook codebook.yaml: `design.replicate_weights` is not right: `rep9..rep1` names no column; write the lower number first. Correct it.",
    ),
    Case(
        "Three stages of clusters",
        made(clusters=pd.DataFrame({"a": [1, 2], "b": [1, 2], "c": [1, 2]})),
        DataError,
        "`clusters` has 3 stages. Give one or two, the larger units first: further stages add little to the variance.",
    ),
    Case(
        "Stratum missing",
        used(strata=STRATA.where(STRATA > 0)),
        DataError,
        "Stratum `region` is missing in 6 of 12 rows. Complete it, or leave it out of the design; a design that is known for some respondents only cannot be used.",
    ),
    Case(
        "No respondents",
        lambda _: sampling_variance(SurveyDesign(), pd.RangeIndex(0)),
        DataError,
        "The design has no respondents. Read a file with rows.",
    ),
    Case(
        "Design of other respondents",
        lambda _: sampling_variance(SurveyDesign(strata=STRATA), pd.RangeIndex(9)),
        DataError,
        "Values and design belong to different respondents (9 and 12 rows). Take both from the same survey and mark who is left out by a missing value.",
    ),
    Case(
        "Weights that sum to 0",
        made(sampling_weights=pd.Series([0.0, 0.0], name="weight")),
        DataError,
        "Weight column `weight` is zero in 2 rows. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "Replicate weights of another length",
        made(sampling_weights=WEIGHTS, replicate_weights=pd.DataFrame({"rep1": [1.0, 0.0], "rep2": [0.0, 1.0]})),
        DataError,
        "Parts of the design belong to different respondents: `sampling_weights` has 12 rows, `replicate_weights` 2 rows. Take all of them from the same survey.",
    ),
    Case(
        "Replicate weights without sampling weights",
        made(replicate_weights=pd.DataFrame({"rep1": [1.0, 0.0], "rep2": [0.0, 1.0]})),
        DataError,
        "Replicate weights stand without sampling weights. Name `sampling_weights` too.",
    ),
    Case(
        "JKn without strata",
        replicates([0], [1]),
        DataError,
        "Replicate weights of method JKn need strata. Name them, or set `replicate_method` to JK1.",
    ),
    Case(
        "JKn replicate that leaves out several strata",
        replicates([0, 8], [1], strata=STRATA),
        DataError,
        "Replicate weight column `rep1` is zero in 2 strata; a JKn replicate leaves out one unit of one stratum. Correct strata or weights, or set `replicate_method` to JK1.",
    ),
    Case(
        "JKn stratum with one replicate",
        replicates([0], [1], [8], strata=STRATA),
        DataError,
        "Replicate weights leave out one unit only in 1 of 2 strata; JKn needs two. Merge these strata with others before replicates are made.",
    ),
    Case(
        "Unknown rule for lonely strata",
        made(lonely_strata="center"),
        ParameterError,
        "`lonely_strata` is 'center'. Did you mean `centre`? Allowed: `refuse`, `centre`, `certainty`.",
    ),
    Case(
        "Unknown replicate method",
        made(replicate_method="BRR"),
        ParameterError,
        "`replicate_method` is 'BRR'. Allowed: `JK1`, `JKn`.",
    ),
    Case(
        "No margin to calibrate to",
        calibrated(margins={}),
        ParameterError,
        "`margins` is empty. Give the size of each group of at least one variable.",
    ),
    Case(
        "Margin of an unknown variable",
        calibrated(margins={"sx": SIZES}),
        ParameterError,
        "`sx` is not one of the variables. Did you mean `sex`? Known: sex, age.",
    ),
    Case(
        "Margin with missing answers",
        calibrated(variables=GROUPS.assign(sex=GROUPS["sex"].where(ROWS > 1))),
        DataError,
        "`sex` is missing in 2 rows, who would belong to no group of the population. Complete it, or leave its margin out.",
    ),
    Case(
        "Margin of a variable that is not categorical",
        calibrated(variables=GROUPS.assign(sex=1)),
        DataError,
        "`sex` is not categorical. Give the groups of a margin as a categorical.",
    ),
    Case(
        "Margin without a group of the sample",
        calibrated(margins={"sex": {"Men": 40.0}}),
        DataError,
        "The margin of `sex` has no population for `Women`. Add it, or leave this margin out.",
    ),
    Case(
        "Margin with a group that nobody belongs to",
        calibrated(margins={"sex": SIZES | {"Other": 1.0}}),
        DataError,
        "The margin of `sex` has people in `Other`, where there are no respondents. Join it with another level by `merge` in the codebook.",
    ),
    Case(
        "Margin that is not a positive number",
        calibrated(margins={"sex": SIZES | {"Men": 0.0}}),
        ParameterError,
        "The population of `sex: Men` is 0.0. Give a positive number.",
    ),
    Case(
        "Margins of different populations",
        calibrated(margins={"sex": SIZES, "age": {"young": 30.0, "old": 80.0}}),
        DataError,
        "Margins sum to different populations: `sex` to 100, `age` to 110. Take all margins from the same statistics, or scale them to one total.",
    ),
    Case(
        "Margins that no weights meet",
        calibrated(
            variables=pd.DataFrame({"sex": GROUPS["sex"], "same": GROUPS["sex"].rename(None)}),
            margins={"sex": SIZES, "same": {"Men": 60.0, "Women": 40.0}},
        ),
        NotEstimable,
        "No weights meet all margins: some groups never occur together. Join levels by `merge` in the codebook, or leave a margin out.",
    ),
    Case(
        "Total of a variable that is not numeric",
        calibrated(totals={"age": 100.0}),
        DataError,
        "`age` does not hold numbers. Give a margin for it instead of a total.",
    ),
    Case(
        "Calibrated weights below zero",
        calibrated(variables=GROUPS.assign(income=np.arange(N, dtype=float)), totals={"income": 5000.0}),
        DataError,
        "Calibrated weights are zero or negative in 6 rows: the totals lie too far from the sample. Leave out totals of numbers, or check them.",
    ),
    Case(
        "Replicate that leaves out a group",
        lambda _: calibrated_replicate(),
        NotEstimable,
        "Replicate weight column `rep1` cannot meet the margins: it leaves out a whole group. Join levels by `merge` in the codebook, or leave a margin out.",
    ),
    Case(
        "Design that is calibrated already",
        lambda _: calibrate(calibrate(SurveyDesign(), GROUPS, margins={"sex": SIZES}), GROUPS, margins={"sex": SIZES}),
        DataError,
        "The design is calibrated already. Name all margins in one call, from the design as drawn.",
    ),
    Case(
        "Two variables of one name",
        calibrated(variables=pd.concat([GROUPS, GROUPS[["sex"]]], axis=1)),
        DataError,
        "Two variables are named `sex`. Give each its own name.",
    ),
    Case(
        "Margins of other respondents",
        calibrated(SurveyDesign(sampling_weights=WEIGHTS[:9])),
        DataError,
        "Variables and design belong to different respondents (12 and 9 rows). Take both from the same survey.",
    ),
    Case(
        "Margin of a code without a label",
        reading(margins=[{"variables": "sex", "people": {1: 40, 2: 60, 3: 1}}]),
        DataError,
        "The margin of `sex` has people for code 3, which has no label in `background`. Correct the code, or label it.",
    ),
    Case(
        "Margin of a variable that the codebook lacks",
        reading(margins=[{"variables": "sx", "people": {1: 40, 2: 60}}]),
        DataError,
        "Codebook codebook.yaml: `margins` names `sx`, which is not in `background`. Did you mean `sex`? Describe it there, or name one of its variables. Correct it.",
    ),
    Case(
        "Margin with the wrong depth",
        reading(margins=[{"variables": ["sex", "area"], "people": {1: 40, 2: 60}}]),
        DataError,
        "Codebook codebook.yaml: `design.margins.0` is not right: `people` must give a number for every code, and for two `variables` a list of numbers for every code of the first. Correct it.",
    ),
    Case(
        "Misspelt key of a margin",
        reading(margins=[{"variable": "sex", "people": {1: 40, 2: 60}}]),
        DataError,
        "Codebook codebook.yaml: unknown key `design.margins.0.variable`. Did you mean `variables`? Allowed here: variables, people.",
    ),
    Case(
        "Lonely strata rule in the codebook",
        reading(lonely_strata="average"),
        DataError,
        "Codebook codebook.yaml: `design.lonely_strata` must be `refuse`, `centre` or `certainty`. Correct it.",
    ),
    Case(
        "Ceiling of trimmed weights",
        lambda _: trim_weights(SurveyDesign(sampling_weights=WEIGHTS), ceiling=1),
        ParameterError,
        "`ceiling` is 1. Give a number above 1: the largest weight in mean weights.",
    ),
    Case(
        "Trimming without weights",
        lambda _: trim_weights(SurveyDesign(), ceiling=3),
        DataError,
        "A design with no sampling weights cannot be trimmed. Give a design with sampling weights and, if need be, strata and clusters.",
    ),
    Case(
        "Unknown method of replicates",
        lambda _: replicate_design(SurveyDesign(clusters=CLUSTERS), method="JK2"),
        ParameterError,
        "`method` is 'JK2'. Did you mean `JKn`? Allowed: `JKn`, `JK1`, `bootstrap`.",
    ),
    Case(
        "Replicates of a simple random sample",
        lambda _: replicate_design(SurveyDesign()),
        DataError,
        "The design has no part, so replicate weights would repeat a simple random sample. Leave them out, or give a design with strata, clusters or weights.",
    ),
    Case(
        "Replicates of replicates",
        lambda _: replicate_design(replicate_design(SurveyDesign(clusters=CLUSTERS))),
        DataError,
        "The design has replicate weights already. Use it as it is.",
    ),
    Case(
        "Replicates of a calibrated design",
        lambda _: replicate_design(calibrate(SurveyDesign(clusters=CLUSTERS), GROUPS, margins={"sex": SIZES})),
        DataError,
        "The design is calibrated, and its replicates would not be. Make replicates of the design as drawn, and calibrate them: `calibrate(replicate_design(design), …)`.",
    ),
    Case(
        "Unstratified replicates of strata",
        lambda _: replicate_design(SurveyDesign(strata=STRATA, clusters=CLUSTERS), method="JK1"),
        DataError,
        "JK1 leaves units out of a sample without strata, but the design has strata. Use method='JKn'.",
    ),
    Case(
        "Replicates of a stratum with one unit",
        lambda _: replicate_design(
            SurveyDesign(strata=pd.Series(ROWS // 9, name="region"), clusters=CLUSTERS, lonely_strata="centre")
        ),
        DataError,
        "One unit only was sampled in 1 of 2 strata, and no replicate can leave it out. Merge them with a stratum like them, or set `lonely_strata` to certainty.",
    ),
    Case(
        "More replicates than can be held",
        lambda _: replicate_design(SurveyDesign(sampling_weights=pd.Series(1.0, index=range(8_000), name="weight"))),
        DataError,
        "`JKn` makes a replicate for each of 8000 units, too many to hold for 8000 respondents. Use method='bootstrap', or name clusters.",
    ),
    Case(
        "Weights of nobody",
        lambda _: weight_diagnostics(pd.Series(np.nan, index=ROWS), design=SurveyDesign()),
        NotEstimable,
        "None of the 12 respondents has a value whose weights could be described. Check the item columns and missing codes in the codebook.",
    ),
]
