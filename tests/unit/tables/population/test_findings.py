"""Sentences about the cut-off: the table's own numbers and no others, whatever the survey is like."""

import html
import re
from dataclasses import replace

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import intake, population, tables
from workbench.tables.population.findings import joint_findings, published_findings
from workbench.wording import numbers

CORRECTED = re.compile(r"; corrected for \d+ groups")
NUMBER = re.compile(r"\d+(?:[.\u202f]\d+)*")


def shown(sizes, *, weights=None, with_cutoff=True, year=None):
    level, below = groups_of(sizes)
    own = None if weights is None else below.index.to_series().map(lambda place: weights[place % len(weights)])
    survey = build_survey({"area": level}, below, weights=own)
    survey = replace(survey, codebook=survey.codebook.model_copy(update={"year": year}))
    plan = population.protection_plan(survey)
    score = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.beyond_cutoff(score, instrument=survey.instrument)
    mean = population.protect(population.mean(score, design=survey.design), plan=plan)
    share = population.protect(population.share(below, design=survey.design), plan=plan)
    groups = population.protect(population.share(below, design=survey.design, by=survey.groups), plan=plan)
    means = population.protect(population.mean(score, design=survey.design, by=survey.groups), plan=plan)
    overall = tables.overall(mean, share, survey=survey)
    if not with_cutoff:
        return overall, tables.means_and_shares(means, None, survey=survey, overall_mean=mean)
    return overall, tables.means_and_shares(means, groups, survey=survey, overall=share, overall_mean=mean)


def sentences(table):
    return [finding.sentence for finding in table.findings]


@pytest.mark.parametrize("weights", [None, (100, 250, 300)])
@pytest.mark.parametrize(
    "sizes",
    [{"North": (200, 60), "South": (300, 45)}, {"North": (30, 0), "South": (40, 1)}, {"North": (30, 0), "East": (9, 0)},
     {"North": (40, 40), "South": (50, 49)}, {"North": (2, 1), "South": (300, 45), "West": (80, 79)}],
)  # fmt: skip
def test_a_sentence_has_the_numbers_of_its_table_and_no_others(sizes, weights):
    overall, groups = shown(sizes, weights=weights)
    for table in (overall, groups):
        known = {"0", "100", "50", "95"}
        for own in (overall, table):
            known |= set(NUMBER.findall(html.unescape(own.html())))
        for name in {"people", "people_low", "people_high"} & set(table.frame):
            known |= {numbers.count(value) for value in table.frame[name].dropna()}
        for sentence in sentences(table):
            told = set(NUMBER.findall(CORRECTED.sub("", sentence)))
            assert told <= known, sentence
            assert "nan" not in sentence
            assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("sizes", "weights", "begins"),
    [
        ({"North": (200, 60), "South": (300, 45)}, None, "In 2026, 17.6 % of the respondents had a score below 50 ("),
        ({"North": (200, 60), "South": (300, 45)}, (100, 250, 300), "In 2026, an estimated "),
        ({"North": (30, 0), "South": (40, 1)}, None, "In 2026, under "),
    ],
)
def test_the_answer_has_the_year_where_the_codebook_has_one(sizes, weights, begins):
    assert sentences(shown(sizes, weights=weights, year=2026)[0])[0].startswith(begins)
    for year in (None, "wave"):  # a column of the file: several years
        assert "2026" not in sentences(shown(sizes, weights=weights, year=year)[0])[0]


def test_people_are_those_of_the_share_and_a_survey_without_weights_has_none():
    weighted, _ = shown({"North": (200, 60), "South": (300, 45)}, weights=(100, 250, 300))
    assert sentences(weighted)[0].startswith("Of the population, an estimated ")
    assert any("people" in sentence for sentence in sentences(weighted))
    plain, _ = shown({"North": (200, 60), "South": (300, 45)})
    assert sentences(plain)[0].startswith("Of the respondents, ")
    assert not any("people" in sentence for sentence in sentences(plain))


def test_a_bound_has_no_interval_and_a_share_that_is_not_shown_says_why():
    few, _ = shown({"North": (30, 0), "South": (40, 1)})
    assert "under 5.8 %" in sentences(few)[0]
    assert "interval" not in sentences(few)[0]


def test_groups_are_named_whose_whole_interval_lies_on_one_side_of_everyone():
    _, groups = shown({"North": (2, 1), "South": (500, 45), "West": (80, 20), "East": (90, 60), "Lake": (100, 1)})
    more, fewer = sentences(groups)
    east = 62 / 152  # middles of windows
    assert more.startswith("A score below 50 is more common here than among everyone (")
    assert fewer.startswith("A score below 50 is less common here than among everyone (")
    assert f"area: East ({100 * east:.1f} %)" in more
    assert "area: Lake (under 4 %)" in fewer and "area: South" in fewer  # 4 of 102, the bound rounded up
    assert not any("North" in sentence or "West" in sentence for sentence in (more, fewer))


def test_of_many_groups_three_are_named_and_the_others_counted():
    sizes = {f"g{place}": (100, 10 if place < 6 else 90) for place in range(12)}
    more, fewer = sentences(shown(sizes)[1])
    assert "and 3 other groups." in more and "and 3 other groups." in fewer


def test_groups_that_do_not_surely_differ_are_not_put_in_an_order():
    _, alike = shown({"South": (100, 25), "West": (80, 20)})
    everyone = f"{100 * 47 / 227:.1f} %"
    assert sentences(alike) == [
        f"No group surely differs from the share of everyone ({everyone}; corrected for 2 groups)."
    ]


def test_of_many_groups_that_are_alike_none_is_named_for_its_interval_alone():
    """At 95 % one of twelve groups would be named by chance in every second survey; rounding alone named two more."""
    sizes = {f"g{place}": (80, 20) for place in range(11)} | {"odd": (68, 32)}
    table = shown(sizes)[1]
    odd = table.frame[table.frame["level"] == "odd"].iloc[0]
    assert odd["share_low"] > 0.22 > 0.21  # the share of everyone
    assert "corrected for 12 groups" in sentences(table)[0] and "odd" not in sentences(table)[0]


def test_a_scale_without_a_cutoff_names_the_groups_whose_mean_surely_differs():
    sizes = {"South": (300, 60), "West": (80, 20), "East": (90, 60), "Lake": (240, 12)}
    _, groups = shown(sizes, with_cutoff=False)
    higher, lower = sentences(groups)
    assert higher.startswith("The mean score is higher than that of everyone (") and "area: Lake" in higher
    assert "corrected for 4 groups" in lower and "area: East" in lower and "West" not in lower + higher
    _, alike = shown({"South": (100, 25), "West": (80, 20)}, with_cutoff=False)
    assert sentences(alike)[0].startswith("No group surely differs from the mean score of everyone")


def test_a_joint_test_is_sure_only_after_the_correction_for_all_of_them():
    def told(*p):
        return [finding.sentence for finding in joint_findings([f"v{place}" for place in range(len(p))], p)]

    assert told() == []
    assert told(0.05) == ["The share surely differs by v0."]
    assert told(1.0) == ["No sure difference is seen by v0."]
    assert told(0.05, 0.001) == [
        "All else equal, the share surely differs by v1 (corrected for 2 tests).",
        "All else equal, no sure difference is seen by v0 (corrected for 2 tests).",
    ]


def test_a_predictor_without_a_test_is_named_with_its_reason():
    found = joint_findings(["sex", "age", "area"], [1.0, float("nan"), float("nan")], in_no_model=["work"])
    assert [finding.sentence for finding in found] == [
        "No sure difference is seen by sex.",
        "No test is published by age and area: it could tell numbers of few respondents.",
        "Nothing is compared by work: too few respondents tell the groups apart.",
    ]


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.08, 0.12, "no difference can be told"), (0.11, 0.12, "larger here"), (0.08, 0.09, "smaller here")],
)
def test_a_published_share_lies_in_the_interval_or_beside_it(low, high, word):
    row = {"is_share": True, "variable": "all", "withheld": False, "bound": "", "conf_low": low, "conf_high": high,
           "published": 0.10, "comparison": "equal", "population": "adults", "year": 2019}  # fmt: skip
    (finding,) = published_findings([row], [{"published_text": "10.0 %"}])
    assert finding.sentence.startswith("The published value is 10.0 %: adults, 2019. ") and word in finding.sentence
    (named,) = published_findings([row | {"population": "adults (2019, a sample)"}], [{"published_text": "10.0 %"}])
    assert named.sentence.count("2019") == 1
    assert published_findings([row | {"bound": "under"}], [{"published_text": "10.0 %"}]) == ()
