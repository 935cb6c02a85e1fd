"""What may be said of two headline numbers: rounding and both intervals allow for it, and nothing else is pretended."""

import json
import math

import pytest

from tests.unit.reports.comparing.kept_folders import HEADS, MEAN, PEOPLE, SHARE, headline, mean, write_report
from workbench.reports.comparing import compare_runs
from workbench.reports.comparing.headlines import difference_interval, headlines_of, pair_headlines
from workbench.reports.comparing.kept_report import one_report

OTHER = {"data_sha256": "9" * 64}


def row(term, estimate, low, high, error="0.34", bound=""):
    return f"{term},42,{estimate},{bound},{error},{low},{high}"


def two_means(tmp_path, first, second, **changed):
    """Reports with these means, low and high ends; the second of other data."""
    reports = []
    for name, numbers in (("one", first), ("two", second)):
        own = {"source": OTHER, **changed} if name == "two" else {}
        folder = write_report(tmp_path / name, headlines=[mean(*numbers)], rows=[row(MEAN, *numbers)], **own)
        reports.append(one_report(folder))
    (pair,) = pair_headlines(*reports)
    return pair.word


def test_the_ends_come_from_the_row_that_the_first_page_quotes(tmp_path):
    rows = [row("Other", 75.2, 1, 2), row(MEAN, 75.4, 1, 2), row(MEAN, 75.2, 74.53, 75.87)]
    report = one_report(write_report(tmp_path / "one", headlines=[mean(75.2, 74.5, 75.9)], rows=rows))
    found = headlines_of(report)[MEAN]
    assert (found.value, found.low, found.high) == (75.2, 74.53, 75.87)
    assert found.step == pytest.approx(0.2)  # half the standard error on the series of steps


def test_intervals_far_apart_tell_a_direction(tmp_path):
    word = two_means(tmp_path, (75.2, 74.5, 75.9), (72.2, 71.5, 72.9))
    assert word.startswith("lower; difference −3 (")


def test_the_interval_of_the_difference_decides_and_not_whether_the_intervals_touch(tmp_path):
    assert two_means(tmp_path / "a", (75.2, 74.2, 76.2), (77.0, 76.0, 78.0)).startswith("higher; difference +1.8 (")
    assert two_means(tmp_path / "b", (75.2, 74.2, 76.2), (76.6, 75.6, 77.6)).startswith("no difference can be told; ")


def test_rounding_alone_can_take_a_difference_away(tmp_path):
    """1.5 lies beyond the interval of the difference, ±1.41, and within half a step of each number, 0.2 in all."""
    assert two_means(tmp_path, (75.2, 74.2, 76.2), (76.7, 75.7, 77.7)).startswith("no difference can be told; ")


def test_squares_of_the_distances_to_the_ends_are_added_and_half_a_step_of_each(tmp_path):
    reports = [
        one_report(write_report(tmp_path / name, headlines=[mean(*numbers)], rows=[row(MEAN, *numbers, error="")]))
        for name, numbers in (("one", (10.0, 7.0, 14.0)), ("two", (20.0, 17.0, 22.0)))
    ]
    low, high = difference_interval(*(headlines_of(report)[MEAN] for report in reports))
    assert (low, high) == pytest.approx((10 - math.hypot(3, 4) - 1, 10 + math.hypot(2, 3) + 1))


def test_of_the_same_data_no_difference_between_people_is_claimed(tmp_path):
    word = two_means(tmp_path, (75.2, 74.5, 75.9), (72.2, 71.5, 72.9), source={})
    assert word == "lower, by the computation alone: both rest on the same respondents"


WOMEN, MEN, YOUNG_WOMEN = {"sex": "Women"}, {"sex": "Men"}, {"sex": "Women", "age": "18–29"}


@pytest.mark.parametrize(
    ("group", "beside", "source", "people"),
    [
        (WOMEN, WOMEN, {}, "the same"),
        (WOMEN, MEN, {}, "others"),
        (WOMEN, MEN, {"codebook_sha256": "8" * 64}, "shared"),
        ({}, WOMEN, {}, "shared"),
        (WOMEN, YOUNG_WOMEN, {}, "shared"),
        (MEN, YOUNG_WOMEN, {}, "others"),
        (WOMEN, {"age": "18–29"}, {}, "shared"),
        (WOMEN, WOMEN, OTHER, "others"),
    ],
)
def test_the_groups_of_one_data_file_are_other_people_or_share_some(tmp_path, group, beside, source, people):
    folder = tmp_path / "batch"
    reports = [{"name": name, "label": name, "group": own} for name, own in (("one", group), ("two", beside))]
    folder.mkdir()
    (folder / "batch.json").write_text(json.dumps({"reports": reports}), encoding="utf-8")
    word = two_means(folder, (75.2, 74.5, 75.9), (72.2, 71.5, 72.9), source=source)
    told = {
        "the same": "lower, by the computation alone: both rest on the same respondents",
        "others": "lower; difference −3 (",
        "shared": "no difference can be told: respondents are, or may be, in both reports",
    }
    assert word.startswith(told[people])
    assert compare_runs(folder / "one", folder / "two").people == people


def test_a_report_that_its_batch_no_longer_knows_may_share_respondents(tmp_path):
    (tmp_path / "batch.json").write_text(json.dumps({"reports": []}), encoding="utf-8")
    assert "in both reports" in two_means(tmp_path, (75.2, 74.5, 75.9), (72.2, 71.5, 72.9), source={})


def test_other_scales_other_levels_and_bounds_are_not_compared(tmp_path):
    ends = (75.2, 74.5, 75.9), (72.2, 71.5, 72.9)
    assert "scales are others" in two_means(tmp_path / "a", *ends, source=OTHER | {"instrument": "bfi"})
    assert "different levels" in two_means(tmp_path / "b", *ends, conf_level=0.9)
    reports = [
        one_report(
            write_report(
                tmp_path / name,
                headlines=[headline("share_below_cutoff", SHARE, share, f"under {share}")],
                rows=[row(SHARE, share, 0.01, 0.02, bound="under")],
                source=source,
            )
        )
        for name, share, source in (("c", 0.05, {}), ("d", 0.3, OTHER))
    ]
    assert "there is no interval for both" in pair_headlines(*reports)[0].word


def test_shares_differ_by_percentage_points(tmp_path):
    reports = [
        one_report(
            write_report(
                tmp_path / name,
                headlines=[headline("share_below_cutoff", SHARE, share, f"{100 * share:.1f} %")],
                rows=[row(SHARE, share, share - 0.01, share + 0.01, error=0.002)],
                source=source,
            )
        )
        for name, share, source in (("c", 0.1, {}), ("d", 0.15, OTHER))
    ]
    word = pair_headlines(*reports)[0].word
    assert word.startswith("higher; difference +5.0 (+3.") and word.endswith(") percentage points")


def test_windows_of_respondents_differ_or_do_not(tmp_path):
    reports = [
        one_report(
            write_report(tmp_path / str(n), headlines=[headline("respondents", PEOPLE, n, f"about {n}")], source=source)
        )
        for n, source in ((42.0, {}), (47.0, OTHER))
    ]
    assert pair_headlines(*reports)[0].word == "more respondents, in another window"
    assert pair_headlines(reports[0], reports[0])[0].word == "the same"


def test_a_number_of_one_report_alone_is_said_to_be_so(tmp_path):
    reports = [
        one_report(write_report(tmp_path / "a", headlines=[mean(75.2, 74.5, 75.9)])),
        one_report(write_report(tmp_path / "b", headlines=[headline("alpha", "Coefficient alpha", 0.9, "0.90")])),
    ]
    words = {pair.label: pair.word for pair in pair_headlines(*reports)}
    assert words == {MEAN: "only in the first report", "Coefficient alpha": "only in the second report"}


def test_noise_behind_the_decimals_tells_no_direction(tmp_path):
    """0.89 less 0.87 is as much as the intervals and rounding leave open, but for binary fractions."""
    ends = (0.89, 0.88, 0.9), (0.87, 0.86, 0.87)
    reports = [
        one_report(
            write_report(tmp_path / name, headlines=[mean(*own)], rows=[row(MEAN, *own, error="")], source=source)
        )
        for name, own, source in (("one", ends[0], {}), ("two", ends[1], OTHER))
    ]
    assert pair_headlines(*reports)[0].word == "no difference can be told; difference −0.02 (−0.0441 to +0)"


def test_the_heads_are_those_of_the_published_table():
    assert set(HEADS.split(",")) >= {"term", "estimate", "bound", "std_error", "conf_low", "conf_high"}
