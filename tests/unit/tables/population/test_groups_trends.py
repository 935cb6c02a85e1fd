"""Tables and pictures of the page on subgroups: units, marks, and nothing of a withheld group."""

import pytest

from workbench import intake, tables


def tables_of(page, subgroups):
    known = intake.published_values("data/published/benchmarks.csv", survey=subgroups)
    return [
        tables.means_and_shares(page["means"], page["shares"], survey=subgroups),
        tables.precision(page["means"], page["shares"], survey=subgroups),
        tables.group_quantiles(page["quartiles"], survey=subgroups),
        tables.composition(page["composition"], survey=subgroups),
        tables.standardised_shares(page["standardised"], survey=subgroups),
        tables.trends(page["trend"], page["share_trend"], survey=subgroups),
        tables.yearly_change(page["trend"], page["share_trend"], survey=subgroups),
        tables.inequality(page["slope"], page["share_slope"], survey=subgroups),
        tables.beside_published(
            known, (page["mean"], page["means"]), (page["share"], page["shares"]), survey=subgroups
        ),
    ]


COUNTS = {"n_respondents", "n_events", "n_total", "n_events_total", "quantile", "conf_level", "published", "year"}


def test_no_outcome_of_a_group_of_few_in_any_table(page, subgroups):
    for table in tables_of(page, subgroups):
        if "level" in table.frame:
            hidden = table.frame[table.frame["withheld"].astype(bool)]
            outcomes = hidden.select_dtypes("number").drop(columns=list(COUNTS), errors="ignore")
            assert outcomes.isna().all(axis=None), table.name
            assert "Island" in set(hidden["level"])


def test_numbers_of_respondents_are_windows_in_every_table(page, subgroups):
    for table in tables_of(page, subgroups):
        if "n_respondents" in table.frame:
            middles = table.frame["n_respondents"]
            assert ((middles % 5 == 2) | (middles % 10 == 4.5)).all(), table.name  # windows of 5, wide ones of 10
            assert table.width == 5


def test_points_of_a_share_are_hundredths(page, subgroups):
    frame = tables.trends(page["trend"], page["share_trend"], survey=subgroups).frame
    assert frame["points"].tolist() == pytest.approx((100 * page["share_trend"].frame["estimate"]).tolist())
    assert frame["variable_label"].tolist() == ["third"]


def test_groups_of_few_bear_no_mark_of_precision(page):
    for name in ("means", "shares", "quartiles", "composition", "cells", "standardised"):
        frame = page[name].frame
        assert not frame.loc[frame["withheld"], "unreliable"].any(), name
    assert page["cell_shares"].frame["unreliable"].dtype == bool
