"""Good tables pass; tables that are spoiled in one place do not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.disclosure.audit.publisher import Publisher, survey_of
from tests.unit.surveys import build_survey
from workbench.disclosure.audit import TOGETHER, audit
from workbench.disclosure.audit.rounding import middle, next_step

GROUPS = [(), ("sex",), ("group",), ("sex", "group")]
N = 424


@pytest.fixture(scope="module")
def good():
    rng = np.random.default_rng(3)
    group = rng.choice(5, N, p=[0.02, 0.08, 0.3, 0.3, 0.3])
    survey = survey_of({"sex": rng.integers(0, 2, N), "group": group}, n=N, missing=0.1, crossings=(("sex", "group"),))
    publisher = Publisher(survey)
    tables = {
        "means": publisher.means(GROUPS),
        "shares": publisher.shares(GROUPS),
        "dropped": publisher.dropped(GROUPS),
    }
    assert audit(tables, survey=survey).table.to_dict("records") == []
    return survey, tables


def row_of(frame, variable, level):
    return frame.index[(frame["variable"] == variable) & (frame["level"] == level)][0]


def spoiled(frame, column, value, *, variable="sex", level="sex0"):
    frame = frame.assign(**({} if column in frame else {column: None}))
    frame[column] = frame[column].astype(object)
    frame.loc[row_of(frame, variable, level), column] = value
    return frame


def points_of(publisher, level):
    inside = publisher.census.codes["sex"] == level
    return publisher.census.points[inside & publisher.census.bases["scored"]]


SPOILERS = {
    "an exact count": lambda t, p: ("means", "n_respondents", float(len(points_of(p, 0)) // 5 * 5 + 3)),
    "a window that is not its own": lambda t, p: ("means", "n_respondents", 37.0),
    "a finer mean": lambda t, p: ("means", "estimate", round(points_of(p, 0).mean(), 3)),
    "the exact mean": lambda t, p: ("means", "estimate", points_of(p, 0).mean()),
    "the exact mean elsewhere": lambda t, p: ("shares", "points", points_of(p, 0).mean()),
    "the exact share": lambda t, p: ("shares", "estimate", (points_of(p, 0) < 50).mean()),
    "the exact share beside a mean": lambda t, p: ("means", "share", (points_of(p, 0) < 50).mean()),
    "a window of a sum of levels": lambda t, p: ("means", "n_total", 387.0),
    "a private number": lambda t, p: ("means", "largest_part", 0.01),
    "a standard deviation with many digits": lambda t, p: ("means", "std_dev", 19.37),
    "a part that does not follow": lambda t, p: ("dropped", "share_dropped", 0.1234567),
}


@pytest.mark.parametrize("what", SPOILERS)
def test_audit_finds(what, good):
    survey, tables = good
    name, column, value = SPOILERS[what](tables, Publisher(survey))
    found = audit(tables | {name: spoiled(tables[name], column, value)}, survey=survey).table
    assert ((found["term"] == name) & (found["level"] == "sex0")).any(), what


def test_the_mean_of_a_flag_is_judged_as_the_share_that_it_is(good):
    survey, tables = good
    exact = (points_of(Publisher(survey), 0) < 50).mean()
    as_means = tables["shares"].assign(measure="mean").drop(columns="bound")
    for frame in (tables["shares"], as_means):
        assert not audit({"t": spoiled(frame, "estimate", round(exact, 4) + 0.0003)}, survey=survey).passed
    unspoiled = audit({"t": as_means.loc[tables["shares"]["bound"] == ""]}, survey=survey)
    assert unspoiled.passed


def test_an_outcome_of_a_few_is_found_whatever_the_row_says_of_their_number(good):
    survey, _ = good
    tiny = np.repeat([0, 1, 2], [3, 200, N - 203])
    background = survey.background.assign(group=pd.Categorical.from_codes(tiny, ["few", "g1", "g2"]))
    survey = replace(survey, background=background)
    table = pd.DataFrame({"variable": "group", "level": ["few", "g1"], "measure": "mean", "estimate": [60.0, 54.0]})
    found = audit({"t": table}, survey=survey).table
    assert found["level"].tolist() == ["few"]
    beside = pd.DataFrame({"variable": ["group"], "level": ["g1"], "reference": ["few"], "difference": [6.0]})
    assert not audit({"t": beside}, survey=survey).passed
    assert audit({"t": beside.assign(reference="g2")}, survey=survey).passed


def test_rows_of_respondents_are_found(good):
    survey, _ = good
    unnamed = pd.DataFrame({"estimate": [10.0, 20.0]})
    by_score = pd.DataFrame({"score": np.linspace(0, 100, N), "loading": 0.5})
    by_level = pd.DataFrame({"variable": "sex", "level": [f"person {i}" for i in range(N)], "loading": 0.5})
    for table in (unnamed, by_score, by_level):
        assert not audit({"t": table}, survey=survey).passed


def test_exact_counts_in_words_are_found(good):
    survey, tables = good
    scored = int(Publisher(survey).census.bases["scored"].sum())
    assert (scored - 2) % 5 and (N - 2) % 5  # neither is the middle of a window
    payload = {"columns": list(tables["means"]), "rows": tables["means"].to_numpy().tolist()}
    said = {
        "notes": [f"Outside the estimate: 3 of {N} respondents."],
        "caption": f"Scores of {scored} respondents",
        "headlines": [{"name": "n", "label": "", "value": float(scored), "text": "about 370", "detail": ""}],
    }
    for where, words in said.items():
        assert not audit({"t": payload | {where: words}}, survey=survey).passed, where
    cell = {"columns": ["term", "value"], "rows": [["Rows of the survey file", str(N)]]}
    assert not audit({"t": cell}, survey=survey).passed
    windows = {"notes": ["Outside the estimate: fewer than 5 of about 422 respondents, and about 37 people."]}
    assert audit({"t": payload | windows}, survey=survey).passed


def test_a_number_that_an_earlier_run_published_may_stand(good):
    survey, tables = good
    frame = tables["dropped"]
    other = spoiled(frame, "n_respondents", frame.loc[row_of(frame, "sex", "sex0"), "n_respondents"] + 5)
    other["share_dropped"] = other["n_dropped"] / other["n_respondents"].astype(float)
    assert "`n_respondents` is not the window of the true number" in set(
        audit({"t": other}, survey=survey).table["reason"]
    )
    assert audit({"t": other}, survey=survey, earlier={"t": other}).passed


def test_two_tables_that_pass_alone_are_found_together():
    """Ten below the cut-off among fifty, and nine without the one whom the other variable puts elsewhere."""
    registered = pd.Series(pd.Categorical.from_codes(np.repeat([0, 1], [50, 66]), ["r0", "r1"]))
    own = pd.Series(pd.Categorical.from_codes([1, *np.repeat([0, 1], [49, 66])], ["o0", "o1"]))
    below = pd.Series([*[True] * 10, *[False] * 40, *[True] * 22, *[False] * 44], dtype="boolean")
    survey = build_survey({"registered": registered, "own": own}, below)
    publisher = Publisher(survey)
    tables = {name: publisher.shares([(), (name,)]) for name in ("registered", "own")}
    assert all(audit({name: table}, survey=survey).passed for name, table in tables.items())
    found = audit(tables, survey=survey).table
    assert set(found["term"]) == {TOGETHER} and "o0 / r0" in set(found["level"])


def test_repr_and_method_say_what_was_done(good):
    survey, tables = good
    result = audit(tables, survey=survey)
    assert repr(result).startswith("Audit(3 tables, 0 findings, ") and "linear programs" in result.method


def test_a_raised_threshold_reaches_every_window(good):
    survey, tables = good
    raised = survey.codebook.disclosure.model_copy(update={"minimum_respondents": 10})
    strict = replace(survey, codebook=survey.codebook.model_copy(update={"disclosure": raised}))
    own = Publisher(strict).dropped(GROUPS)
    assert audit({"dropped": own}, survey=strict).passed
    found = audit({"dropped": tables["dropped"]}, survey=strict).table
    assert "`n_respondents` is no window of respondents" in set(found["reason"])


@pytest.fixture(scope="module")
def weighted(good):
    survey, _ = good
    weights = pd.Series(np.random.default_rng(8).uniform(0.5, 3, N), index=survey.responses.index)
    publisher = Publisher(replace(survey, design=replace(survey.design, sampling_weights=weights)))
    inside = (publisher.census.codes["sex"] == 0) & publisher.census.bases["scored"]
    return publisher.census.survey, weights.to_numpy()[inside], publisher.census.points[inside]


def one_row(measure, estimate, **columns):
    return pd.DataFrame(
        {"variable": ["sex"], "level": ["sex0"], "measure": [measure], "estimate": [estimate], **columns}
    )


def test_weighted_means_are_judged_by_what_the_heaviest_respondent_moves(weighted):
    survey, w, points = weighted
    exact, coarse = float(np.average(points, weights=w)), next_step(100 * w.max() / w.sum())
    assert not audit({"t": one_row("mean", exact)}, survey=survey).passed
    assert not audit({"t": one_row("mean", round(exact, 4) + 0.0001)}, survey=survey).passed
    assert audit({"t": one_row("mean", round(exact / coarse) * coarse)}, survey=survey).passed


@pytest.mark.parametrize("counts_beside", [True, False])
def test_weighted_shares_lie_whole_steps_from_the_quotient_of_their_windows(weighted, counts_beside):
    """The shift that weights make is told to what three sets of four respondents move; finer ones are found."""
    survey, w, points = weighted
    below, part = points < 50, w / w.sum()
    n, e = middle(len(w), 5), middle(int(below.sum()), 5)
    beside = {"n_events": [e], "n_respondents": [n]} if counts_beside else {}
    exact, plain = float(part @ below), float(f"{e / n:.4g}")
    step = next_step(12 * max(part.max() - 1 / len(w), 1 / len(w) - part.min()))

    def passes(estimate):
        return audit({"t": one_row("share", estimate, **beside)}, survey=survey).passed

    assert all(passes(plain + k * step) for k in (-1, 0, 1))
    assert not passes(exact)
    assert not any(passes(plain + k * step) for k in (-0.73, 0.37, 0.61))
    assert not passes(round(exact, 4) + 0.0001)
