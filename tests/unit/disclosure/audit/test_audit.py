"""Attacks on published tables that found a person before they were closed, and leaks that the audit must notice."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.errors import PublicationError
from workbench.intake import below_cutoff, response_quality, score, score_bands
from workbench.population import (
    audit,
    compare_groups,
    distribution,
    fit_logistic,
    mean,
    protect,
    protection_plan,
    share,
)
from workbench.tables import means_and_shares, odds_ratios

RNG = np.random.default_rng(7)


def survey_of(background, *, n, seed=1, **keywords):
    """Answers that differ; `background`: codes by variable, −1 unanswered."""
    rng = np.random.default_rng(seed)
    frame = {
        v: pd.Series(pd.Categorical.from_codes(codes, [f"{v}{i}" for i in range(max(codes) + 1)]))
        for v, codes in background.items()
    }
    survey = build_survey(frame, pd.Series(rng.random(n) < 0.4, dtype="boolean"), **keywords)
    person = rng.normal(size=(n, 1))
    answers = np.clip(np.round(2.9 + person + rng.normal(size=(n, 10))), 1, 5)
    return replace(survey, responses=pd.DataFrame(answers, columns=survey.responses.columns))


def shown_frame_of(survey, *, by, plan=None, points=None):
    points = score(survey.responses, instrument=survey.instrument) if points is None else points
    plan = plan or protection_plan(survey)
    return protect(mean(points, design=survey.design, by=by), plan=plan).frame.set_index(["variable", "level"])


def known(frame, variable, *levels):
    return all(not frame.loc[(variable, level), "withheld"] for level in levels)


def test_a_small_level_does_not_follow_from_a_coarser_grouping():
    fine = np.repeat([0, 1, 2, 3], [3, 40, 30, 30])
    survey = survey_of({"coarse": fine // 2, "fine": fine}, n=103)
    frame = shown_frame_of(survey, by=survey.groups)
    assert frame.loc[("fine", "fine0"), "withheld"]
    assert not known(frame, "fine", "fine1") or not known(frame, "coarse", "coarse0")


@pytest.mark.parametrize("seed", range(30))
def test_a_crossed_town_does_not_follow_from_its_crossed_county(seed):
    rng = np.random.default_rng(seed)
    town = rng.choice(8, 300, p=[0.03, 0.16, 0.16, 0.16, 0.13, 0.13, 0.13, 0.10])
    sex = rng.integers(0, 2, 300)
    survey = survey_of(
        {"sex": sex, "county": town // 3, "town": town}, n=300, seed=seed,
        crossings=(("sex", "county"), ("sex", "town")), area=("county", "town"),
    )  # fmt: skip
    frame = shown_frame_of(survey, by=survey.crossings)
    for s in range(2):
        for county in range(3):
            if known(frame, "sex × county", f"sex{s} × county{county}"):
                towns = [t for t in range(8) if t // 3 == county]
                hidden = [t for t in towns if not known(frame, "sex × town", f"sex{s} × town{t}")]
                left = sum(((town == t) & (sex == s)).sum() for t in hidden)
                assert not hidden or (len(hidden) > 1 and left >= 5)


def test_degrees_of_freedom_do_not_tell_a_small_group_beside_those_who_did_not_answer():
    """Three and two without an answer are five, but comparisons tell how many answered: three would be what is left."""
    area = np.repeat([0, 1, 2, 3, -1], [3, 110, 100, 85, 2])
    survey = survey_of({"area": area, "sex": np.arange(300) % 2}, n=300, predictors=("sex",))
    plan, points = protection_plan(survey), score(survey.responses, instrument=survey.instrument)
    compared = compare_groups(points, survey.groups[["area"]], design=survey.design, reference="area1")
    frame = protect(compared, plan=plan).frame
    answered = frame["df"].max() + 4
    assert answered == 298
    assert answered - frame["n_respondents"].sum() == 3 + 85


def test_two_variables_that_differ_in_one_person_do_not_tell_this_person_s_score():
    registered = np.repeat([0, 1], [50, 53])
    own = registered.copy()
    own[0] = 1
    survey = survey_of({"registered": registered, "own": own}, n=103)
    assert shown_frame_of(survey, by=survey.groups)["withheld"].all()
    own[:12] = 1
    survey = survey_of({"registered": registered, "own": own}, n=103)
    assert not shown_frame_of(survey, by=survey.groups)["withheld"].any()


def test_crossings_that_differ_in_one_person_do_not_tell_this_person_s_score():
    registered, age = np.repeat([0, 1], [60, 63]), np.arange(123) % 3
    own = registered.copy()
    own[0] = 1
    crossings = (("registered", "age"), ("own", "age"))
    survey = survey_of({"registered": registered, "own": own, "age": age}, n=123, crossings=crossings)
    frame = shown_frame_of(survey, by=survey.crossings)
    for level in ("0 × age0", "1 × age0"):  # the age of the one who differs
        shown = [known(frame, f"{v} × age", f"{v}{level}") for v in ("registered", "own")]
        assert not any(shown)
    assert known(frame, "own × age", "own0 × age1") or known(frame, "own × age", "own0 × age2")


def test_a_group_with_one_score_is_withheld():
    survey = survey_of({"group": np.repeat([0, 1, 2], [6, 30, 40])}, n=76)
    survey.responses.iloc[:6] = 5.0
    frame = shown_frame_of(survey, by=survey.groups)
    assert frame["withheld"].tolist() == [True, True, False]


def test_a_second_base_does_not_tell_the_score_of_one_respondent():
    survey = survey_of({"group": np.repeat([0, 1], [40, 40])}, n=80)
    survey.responses.iloc[0, 0] = np.nan
    filled = score(survey.responses, instrument=survey.instrument, missing="one_missing")
    plan = protection_plan(survey)
    for by in (None, survey.groups):
        frame = shown_frame_of(survey, by=by, points=filled)
        assert frame["withheld"].any()
        assert "differs in few respondents from those with a score" in set(
            audit([mean(filled, design=survey.design, by=by).table], plan=plan).table["reason"]
        )
    survey.responses.iloc[:5, 0] = np.nan
    filled = score(survey.responses, instrument=survey.instrument, missing="one_missing")
    assert not shown_frame_of(survey, by=None, points=filled)["withheld"].any()


def regression(survey):
    below = below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)
    return fit_logistic(below, survey.predictors, design=survey.design)


def test_regression_and_shares_do_not_tell_who_left_a_predictor_unanswered():
    codes = RNG.integers(0, 2, 120)
    other = RNG.integers(0, 2, 120)
    other[:2] = -1
    survey = survey_of({"a": codes, "b": other}, n=120)
    plan = protection_plan(survey)
    frame = protect(regression(survey), plan=plan).frame
    assert frame.loc[frame["variable"] == "a", "n_events"].isna().all()
    assert frame.loc[frame["variable"] == "a", "odds_ratio"].notna().all()
    table = odds_ratios(protect(regression(survey), plan=plan), survey=survey).frame
    assert audit([table], plan=plan).passed
    filled_in = table.assign(n_events=table["n_events"].fillna(30))
    assert "tells what the row itself does not" in set(audit([filled_in], plan=plan).table["reason"])


def test_floor_and_ceiling_are_empty_where_the_answer_option_is_withheld():
    survey = survey_of({"group": np.repeat([0, 1], [40, 40])}, n=80)
    answers = survey.responses
    answers["esis1"] = np.repeat([1, 2, 3, 4, 5], [2, 20, 30, 20, 8])  # 2 at the floor; 8 protect them
    answers["esis2"] = np.repeat([1, 2, 3, 4, 5], [10, 20, 20, 20, 10])
    plan, quality = protection_plan(survey), response_quality(survey)
    frame = protect(quality, plan=plan).frame.set_index("item")
    assert frame.loc["esis1", ["floor", "ceiling"]].isna().all()
    assert frame.loc["esis1", ["n_respondents", "n_missing", "share_missing"]].notna().all()
    assert frame.loc["esis2", ["floor", "ceiling"]].notna().all()
    shown = protect(quality.distribution, plan=plan).frame
    hidden = shown[shown["withheld"]].groupby("item")["response"].agg(set)
    assert {item: set(options) for item, options in plan.answers.items() if options} == hidden.to_dict()
    assert not audit([quality.table], plan=plan).passed


def test_options_of_an_item_worded_against_the_scale_are_those_of_the_form():
    survey = survey_of({"group": np.repeat([0, 1], [40, 40])}, n=80)
    items = [item.model_copy(update={"reversed": i == 0}) for i, item in enumerate(survey.instrument.items)]
    survey = replace(survey, instrument=survey.instrument.model_copy(update={"items": tuple(items)}))
    survey.responses["esis1"] = np.repeat([1, 2, 3, 4, 5], [2, 20, 30, 22, 6])  # as turned: 2 at the form's ceiling
    assert protection_plan(survey).answers["esis1"] == {5, 1}


def test_bands_on_one_side_of_the_cutoff_are_protected_by_themselves():
    survey = survey_of({"group": np.repeat([0, 1], [100, 100])}, n=200)
    counts = [3, 9, 8, 20, 30, 40, 40, 30, 12, 8]
    points = pd.Series(np.repeat(np.arange(10) * 10.0 + 2.5, counts), name="score")
    spread = distribution(score_bands(points, instrument=survey.instrument), design=survey.design)
    shown = protect(spread, plan=protection_plan(survey)).frame
    below = shown["withheld"].to_numpy()[:5]
    assert below[0] and below.sum() >= 2


def test_the_longest_run_is_known_from_the_answer_patterns():
    plan = protection_plan(survey_of({"group": np.repeat([0, 1], [40, 40])}, n=80))
    frame = pd.DataFrame(
        {"term": "run", "value": [1, 2, 3], "n_respondents": [70, 3, 7], "share": [0.875, 0.0375, 0.0875]}
    )
    assert protect(frame, plan=plan).frame["withheld"].tolist() == [True, True, False]


def test_codes_of_a_background_variable_do_not_count_its_withheld_levels():
    survey = survey_of({"a": np.repeat([0, 1, -1], [40, 40, 20]), "b": np.repeat([0, 1, 2], [3, 40, 57])}, n=100)
    rows = [("a", 8, 3), ("a", 9, 17), ("b", 2, 57), ("q1", 9, 20)]
    frame = pd.DataFrame(rows, columns=["column", "value", "n_rows"]).assign(step="background", action="set to missing")
    plan = protection_plan(survey)
    assert protect(frame, plan=plan).frame["withheld"].tolist() == [True, True, True, False]
    assert not audit([frame], plan=plan).passed


def test_fewer_than_five_scores_leave_nothing_to_publish():
    survey = build_survey({}, pd.Series([True, False, True, False, pd.NA], dtype="boolean"))
    with pytest.raises(PublicationError):
        protection_plan(survey)


# --- mutations: a good table, spoiled in one place
# ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def good():
    rng = np.random.default_rng(3)
    group = rng.choice(5, 200, p=[0.02, 0.08, 0.3, 0.3, 0.3])
    survey = survey_of({"sex": rng.integers(0, 2, 200), "group": group}, n=200, crossings=(("sex", "group"),))
    plan, points = protection_plan(survey), score(survey.responses, instrument=survey.instrument)
    below = below_cutoff(points, instrument=survey.instrument)

    def both(by):
        means, shares = mean(points, design=survey.design, by=by), share(below, design=survey.design, by=by)
        return means_and_shares(protect(means, plan=plan), protect(shares, plan=plan), survey=survey)

    payloads = [both(survey.groups).payload(), both(survey.crossings).payload()]
    truth = share(below, design=survey.design, by=survey.crossings).table
    assert audit(payloads, plan=plan).passed
    return payloads, plan, truth


def spoiled(payload, change):
    frame = pd.DataFrame(payload["rows"], columns=payload["columns"]).astype(object)
    frame = change(frame)
    return payload | {"columns": list(frame.columns), "rows": frame.to_numpy().tolist()}


def one_cell(frame, column, value):
    row = frame.index[frame["n_respondents"].isna()][0]
    frame.loc[row, column] = value
    return frame


CHANGES = {
    "a count of a withheld row": lambda f: one_cell(f, "n_respondents", 12),
    "a mean of a withheld row": lambda f: one_cell(f, "estimate", 61.5),
    "degrees of freedom of a withheld row": lambda f: one_cell(f, "df", 3.0),
    "a share of a withheld row": lambda f: one_cell(f, "share", 0.25),
    "a share as text": lambda f: one_cell(f.assign(share_text=None), "share_text", "25 %"),
    "a column of words": lambda f: one_cell(f.assign(remark=None), "remark", "4 people"),
    "a new numeric column": lambda f: f.assign(score_total=np.arange(len(f)) + 1.0),
    "a group that is not in the plan": lambda f: pd.concat(
        [f, f.tail(1).assign(level="sex0 × other", variable="group")]
    ),
    "a small group": lambda f: f.assign(n_respondents=[*f["n_respondents"][:-1], 3]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_audit_finds(what, good):
    payloads, plan, _ = good
    for place in range(2):
        changed = [spoiled(p, CHANGES[what]) if i == place else p for i, p in enumerate(payloads)]
        assert not audit(changed, plan=plan).passed


def test_audit_finds_every_cell_that_is_shown_again(good):
    payloads, plan, truth = good
    numbers = truth.set_index("level")["n_respondents"]
    frame = pd.DataFrame(payloads[1]["rows"], columns=payloads[1]["columns"])
    hidden = frame.index[frame["n_respondents"].isna()]
    assert len(hidden)
    for row in hidden:
        again = frame.copy()
        again.loc[row, "n_respondents"] = numbers[frame.loc[row, "level"]]
        assert not audit([payloads[0], again], plan=plan).passed


def test_audit_finds_rows_of_respondents(good):
    _, plan, _ = good
    rows = pd.DataFrame({"q1": [1, 2, 3], "q2": [3, 4, 5], "score": [10.0, 20.0, 30.0]})
    assert "no column says what its rows are" in set(audit([rows], plan=plan).table["reason"])


def test_audit_finds_a_withheld_group_named_in_a_note(good):
    payloads, plan, _ = good
    assert "group0" in plan.withheld_levels("group", "counts")
    for where in ({"notes": ["Group `group0`: 5 of 40 cells are empty."]}, {"caption": "All but `group0`"}):
        found = audit([payloads[0] | where, payloads[1]], plan=plan).table
        assert list(found["level"]) == ["group0"]
    reason = {"columns": ["term", "value"], "rows": [["Note", "The smallest of the groups is `group0`."]]}
    assert not audit([*payloads, reason], plan=plan).passed
    shown = next(level for level in plan.levels("group") if level not in plan.withheld_levels("group", "counts"))
    assert audit([payloads[0] | {"notes": [f"Fewer than 200 respondents in `{shown}`."]}], plan=plan).passed


def test_a_note_may_name_a_published_group_that_is_called_like_a_withheld_one():
    survey = survey_of({"a": np.repeat([0, 1, 2], [3, 40, 40]), "b": np.arange(83) % 2}, n=83)
    names = {"a": ["no", "unsure", "yes"], "b": ["no", "yes"]}
    renamed = {v: survey.background[v].cat.rename_categories(names[v]) for v in names}
    survey = replace(survey, background=pd.DataFrame(renamed))
    plan = protection_plan(survey)
    assert {"no"} <= plan.withheld_levels("a", "counts") - plan.withheld_levels("b", "counts")
    table = {"columns": ["term"], "rows": [["b"]], "notes": ["Fewer than 200 respondents in `no`."]}
    assert audit([table], plan=plan).passed


# --- all equations at once
# ---------------------------------------------------------------------------------------------


def random_survey(seed):
    """Three variables, or a fourth that groups the levels of the third; some background answers missing."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(60, 300))
    codes = {v: rng.choice(k, n, p=rng.dirichlet(np.full(k, 1.5))) for v, k in zip("abc", (2, 3, 4), strict=True)}
    for column in codes.values():
        column[rng.random(n) < rng.choice([0, 0.03])] = -1
    if seed % 2:
        codes["d"] = np.where(codes["c"] < 0, -1, codes["c"] // 2)
    crossings = (("a", "c"), ("a", "d")) if seed % 2 else (("a", "b", "c"), ("a", "b"))
    return survey_of(codes, n=n, seed=seed, crossings=crossings), codes


FAST_SEEDS = 8


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[] if seed < FAST_SEEDS else pytest.mark.slow) for seed in range(40)]
)
def test_no_small_group_is_a_combination_of_the_numbers_shown(seed):
    """Linear algebra finds whatever any chain of additions and subtractions finds; here it knows all nesting too."""
    survey, codes = random_survey(seed)
    names, everyone = list(codes), pd.DataFrame(codes)
    kinds = everyone.groupby(names).size()  # unknown: respondents of each kind that occurs
    kind = kinds.index.to_frame(index=False)

    def members(variable, level):
        rows = pd.Series(True, index=kind.index)
        for v, word in zip(variable.split(" × "), level.split(" × "), strict=True):
            rows &= kind[v] == int(word.removeprefix(v))
        return rows.to_numpy(float)

    frames = [shown_frame_of(survey, by=by) for by in (survey.groups, survey.crossings)]
    rows = [
        (members(*key), row.withheld)
        for frame in frames
        for key, row in zip(frame.index, frame.itertuples(), strict=True)
    ]
    shown = np.array([np.ones(len(kind)), *(cells for cells, withheld in rows if not withheld)])
    rank = np.linalg.matrix_rank(shown)
    for cells, withheld in rows:
        if withheld and 0 < cells @ kinds.to_numpy() < 5:
            assert np.linalg.matrix_rank(np.vstack([shown, cells])) > rank
