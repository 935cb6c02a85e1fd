"""Errors of trends, indices of inequality, compositions, standardised shares and published values."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tests.messages.case import Case
from tests.unit.surveys import build_survey, groups_of
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.intake import published_values
from workbench.intake.codebook.outside_populations import PublishedPopulation
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import composition, inequality, standardised_share, trend

SRS = SurveyDesign()
SCORE = pd.Series([50.0, 75.0, 80.0, 90.0], name="score")
BELOW = pd.Series([True, False, True, False], name="below")
AGE = pd.Series(pd.Categorical(["young", "old", "young", "old"], ["young", "old"]), name="age_group")
EDUCATION = pd.Series(pd.Categorical(["low", "high", "low", "high"], ["low", "high"], ordered=True), name="education")


def standardised(standard: dict[str, float], ages: pd.Series | pd.DataFrame = AGE) -> None:
    standardised_share(BELOW, ages, standard=standard, design=SRS)


def no_order(_: Path) -> None:
    inequality(SCORE, EDUCATION.cat.as_unordered(), design=SRS)


def no_numbers(_: Path) -> None:
    trend(SCORE, EDUCATION, design=SRS, scores="numbers")


def unknown_scores(_: Path) -> None:
    trend(SCORE, EDUCATION, design=SRS, scores="step")


def one_level(_: Path) -> None:
    trend(SCORE.where(EDUCATION == "low"), EDUCATION, design=SRS)


def nobody_below(_: Path) -> None:
    composition(BELOW & False, EDUCATION, design=SRS)


def lacking(_: Path) -> None:
    standardised({"young": 900})


def misspelt(_: Path) -> None:
    standardised({"young": 900, "odl": 300})


def negative(_: Path) -> None:
    standardised({"young": 900, "old": -300})


def two_variables(_: Path) -> None:
    standardised({"young": 900, "old": 300}, pd.DataFrame({"age_group": AGE, "education": EDUCATION}))


HEAD = "quantity,population,year,group,value,comparison,source"


def reading_published(text: str, *, year: int = 2019):
    def provoke(folder: Path) -> None:
        level, below = groups_of({"a": (30, 10), "b": (20, 12)})
        survey = build_survey({"group": level}, below)
        named = (PublishedPopulation(population="adults", year=year),)
        survey = replace(survey, codebook=survey.codebook.model_copy(update={"compare_with": named}))
        (folder / "pyproject.toml").touch()
        file = folder / "published.csv"
        if text:
            file.write_bytes(text.encode("latin-1"))
        with contextlib.chdir(folder):
            published_values(file, survey=survey)

    return provoke


CASES = [
    Case(
        "A trend over a variable without order",
        no_order,
        DataError,
        "`education` is not ordered, so it has no steps. Set `ordered: true` for it in the codebook, with its levels "
        "from low to high.",
    ),
    Case(
        "Levels that are no numbers as scores",
        no_numbers,
        DataError,
        "Level `low` of `education` is not a number. Label its levels with numbers in the codebook, e.g. years.",
    ),
    Case(
        "Unknown scores of a trend",
        unknown_scores,
        ParameterError,
        "`scores` is 'step'. Did you mean `steps`? Allowed: `steps`, `numbers`.",
    ),
    Case(
        "A trend over one level",
        one_level,
        NotEstimable,
        "`education` has respondents in fewer than two of its levels, so there is no trend over them. Choose another "
        "variable, or join levels by `merge` in the codebook.",
    ),
    Case(
        "An outcome that nobody has",
        nobody_below,
        NotEstimable,
        "Nobody in any level of `education` has the outcome, so there is nothing to divide. Choose another cut-off or "
        "group.",
    ),
    Case(
        "Standard population without a needed group",
        lacking,
        DataError,
        "The standard population lacks level `old` of `age_group`, which has respondents. Add its number of people to "
        "`standard_population` in the codebook.",
    ),
    Case(
        "Standard population with an unknown group",
        misspelt,
        DataError,
        "The standard population has people at `odl`, which is not a level of `age_group`. Did you mean `old`? Correct "
        "`standard_population` in the codebook.",
    ),
    Case(
        "Standard population with a negative number",
        negative,
        DataError,
        "The standard population over `age_group` has numbers that are not people. Give a positive number for each "
        "level in `standard_population` of the codebook.",
    ),
    Case(
        "Two variables to standardise",
        two_variables,
        ParameterError,
        "`ages` has 2 variables: `age_group`, `education`. Give one, or cross them into one.",
    ),
    Case(
        "No file of published values",
        reading_published(""),
        DataError,
        "There is no file published.csv of published values in the project folder. Correct its path, which a notebook has "
        "in `published`.",
    ),
    Case(
        "Published values that are not UTF-8",
        reading_published(f"{HEAD}\nmean_score,v\xe4est\xf6,2019,all,75,equal,x\n"),
        DataError,
        "published.csv is not a csv file in UTF-8. Save it as one, with commas between values.",
    ),
    Case(
        "Published values without a column",
        reading_published("quantity,population,year,group,value,source\nmean_score,adults,2019,all,75,x\n"),
        DataError,
        "published.csv lacks the column `comparison`. Its columns must be quantity, population, year, group, value, "
        "comparison, source.",
    ),
    Case(
        "A published value that is no number",
        reading_published(f"{HEAD}\nmean_score,adults,2019,all,high,equal,x\n"),
        DataError,
        "Column `value` of published.csv is not a number in 1 of 1 rows. Write numbers with a decimal point and shares "
        "as fractions.",
    ),
    Case(
        "A population and year without published values",
        reading_published(f"{HEAD}\nmean_score,adults,2019,all,75,equal,x\n", year=2020),
        DataError,
        "`compare_with` names `adults` in 2020, of which published.csv has no value. Write population and year as they "
        "stand there, or remove the entry from the codebook.",
    ),
]
