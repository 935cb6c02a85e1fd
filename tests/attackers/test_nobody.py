"""What is there only where somebody lacks something: a sentence, a row, a step of reading the file tells of nobody."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.attackers.surveys import draw
from tests.unit.intake import example
from workbench import intake, population, psychometrics
from workbench.intake import Survey

N = 300
BOOK = example.codebook(groups=["sex", "area"], predictors=["sex", "area"], confirmed=True)
del BOOK["respondent_id"], BOOK["design"]
BOOK["background"]["area"]["labels"] = {1: "Helsinki", 2: "Vantaa"}


def survey_lacking(folder: Path, few: int) -> Survey:
    """Read 300 people of whom so many told neither sex nor an answer to the first item, and as many no sex alone."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.integers(1, 6, (N, len(example.ITEMS))), columns=example.ITEMS).astype(float)
    frame = frame.assign(sex=rng.integers(1, 3, N).astype(float), area=rng.integers(1, 3, N))
    frame.loc[: few - 1, [example.ITEMS[0], "sex"]] = np.nan
    frame.loc[10 : 9 + few, "sex"] = np.nan
    frame.to_csv(folder / "survey.csv", index=False)
    return intake.read_survey(folder / "survey.csv", codebook=example.save_codebook(folder, BOOK))


def said_and_listed(survey: Survey) -> list[object]:
    """Return every sentence of pages with groups and models, the rows of missing answers, and the steps of reading."""
    plan = population.protection_plan(survey)
    score = intake.score(survey.responses, instrument=survey.instrument)
    beyond = intake.beyond_cutoff(score, instrument=survey.instrument)
    quality = population.protect(intake.response_quality(survey), plan=plan).result
    read = population.protect(survey.report, plan=plan)
    results = (
        population.mean(score, design=survey.design, by=survey.groups),
        population.share(beyond, design=survey.design, by=survey.groups),
        population.compare_groups(score, survey.groups["sex"], design=survey.design),
        population.fit_logistic(beyond, survey.background, design=survey.design),
    )
    groups = [table[["variable", "level"]].to_numpy().tolist() for table in (quality.by_group, quality.item_by_group)]
    steps = read.frame[["step", "column", "value", "action"]].astype(str).to_numpy().tolist()
    notes = [population.protect(each, plan=plan).notes for each in (*results, survey.report)]
    return [*notes, groups, steps, [column for column in quality.table if column.startswith("n_")]]


@pytest.mark.parametrize("few", [1, 4])
def test_a_page_of_few_who_lack_something_says_and_lists_what_one_of_nobody_does(few: int, tmp_path: Path) -> None:
    """Their windows hold nobody too: beside a page without the sentence each unanswered number would be exactly 0."""
    assert said_and_listed(survey_lacking(tmp_path, few)) == said_and_listed(survey_lacking(tmp_path, 0))


def test_many_who_lack_something_are_spoken_of(tmp_path: Path) -> None:
    notes = [note for said in said_and_listed(survey_lacking(tmp_path, 12))[:5] for note in said]
    assert "Outside the estimate: about 12 of about 302 respondents, who have no value." in notes
    assert "In no group, for no answer or one taken for none: “Sex”." in notes


def test_no_table_counts_who_answered_an_item_beside_all_respondents(tmp_path: Path) -> None:
    """390 to 399 answers of 400 to 404 respondents would tell that somebody gave none, which "0 to 9" does not."""
    survey = survey_lacking(tmp_path, 3)
    quality = population.protect(intake.response_quality(survey), plan=population.protection_plan(survey)).result
    for table in (quality.table, quality.item_by_group):
        assert "n_total" in table and "n_respondents" not in table


def answers_with_few(option: int, few: int, n: int = 230) -> Survey:
    """Answers of which so many to one item are an option that nobody gave to any other; it is rare anyway."""
    survey = draw(1, n).survey
    given, beside = survey.responses.to_numpy().copy(), 2 if option == 1 else option - 1
    given[given == option] = beside
    given[np.flatnonzero(given[:, 0] == beside)[:few], 0] = option
    return replace(survey, responses=pd.DataFrame(given, columns=survey.responses.columns))


def told_of_answers(survey: Survey) -> dict[str, object]:
    """What published models of answers have besides their numbers: sentences, columns, keys, empty cells."""
    plan, found = population.protection_plan(survey), {}
    graded = psychometrics.fit_graded_response(survey.responses)
    for name, result in {
        "graded": graded,
        "cut-off": psychometrics.cutoff_precision(graded, instrument=survey.instrument),
        "factors": psychometrics.fit_confirmatory_factors(survey.responses),
        "normality": psychometrics.bivariate_normality(survey.responses),
    }.items():
        shown = population.protect(result, plan=plan)
        found[name] = shown.method, shown.notes
        for field in fields(shown.result):
            if field.name != "modification_indices" and isinstance(
                part := getattr(shown.result, field.name), pd.DataFrame
            ):
                keys = part[[c for c in part if c in ("item", "item_other", "response", "threshold", "df", "score")]]
                words = keys.to_csv() if field.name != "along_score" else ""
                found[f"{name} {field.name}"] = tuple(part), part.isna().to_csv(), words
    return found


@pytest.mark.parametrize("option", [1, 2])
def test_no_model_of_answers_tells_whether_somebody_gave_an_option_that_nobody_gave_elsewhere(option):
    """Parameters, degrees of freedom, a note on few respondents and the name of the lowest curve did."""
    assert told_of_answers(answers_with_few(option, 3)) == told_of_answers(answers_with_few(option, 0))
