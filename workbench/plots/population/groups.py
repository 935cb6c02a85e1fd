"""Pictures that set groups beside each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, label_inside_sentence
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    ACCENT,
    HALO,
    INK,
    MAIN,
    MUTED,
    empty_figure,
    labelled_rows,
    level_words,
    mark_words,
    styled,
    with_remarks,
    wrapped,
)
from workbench.wording import MARK, numbers, say, say_count

_ROW = {"around": 0.8, "gap": 0.18}


@styled
def group_means(means: ProtectedTable, overall: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the mean score of each group with its interval, and the mean of everyone as a line.

    Groups stand in the order of their means, those of an ordered variable in its own order.
    """
    frame = _in_order(shown_frame(means), survey)
    return _dots(
        frame,
        width=means.width,
        everyone=float(shown_frame(overall)["estimate"].iloc[0]),
        name="group_means",
        caption=say(
            "Mean score by {variable}, with intervals; the line is everyone", variable=_variable(frame, survey)
        ),
        what=say("Mean score"),
        axis=say("Mean score"),
        is_share=False,
        decimals=survey.instrument.score.decimals,
        colour=MAIN,
    )


@styled
def group_shares(
    shares: ProtectedTable,
    overall: ProtectedTable,
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportFigure:
    """Draw the share beyond the cut-off of each group with its interval, and the share of everyone as a line.

    A share that is only a bound is an open triangle that points to where it lies. Groups stand in the order of their
    shares, those of an ordered variable in its own order.
    """
    frame = _in_order(shown_frame(shares), survey)
    limit = survey.instrument.cutoff(cutoff)
    return _dots(
        frame,
        width=shares.width,
        everyone=float(shown_frame(overall)["estimate"].iloc[0]),
        name="group_shares",
        caption=say(
            "Share {group} by {variable}, with intervals; the line is everyone",
            group=limit.group_words,
            variable=_variable(frame, survey),
        ),
        what=say("Share with a {score}", score=limit.score_words),
        axis=say("Share with a {score}, %", score=limit.score_words),
        is_share=True,
        decimals=1,
        colour=ACCENT,
    )


@styled
def composition(parts: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw the share of all beyond the cut-off that each group makes up, beside its share of the population."""
    frame = _in_order(shown_frame(parts), survey, by="share_of_outcome")
    limit = survey.instrument.cutoff(cutoff)
    shown = frame.dropna(subset=["share_of_outcome"]).reset_index(drop=True)
    caption = say(
        "All {group} and the population, by {variable}, with intervals",
        group=limit.group_words, variable=_variable(frame, survey),
    )  # fmt: skip
    if shown.empty:
        return _withheld("composition", caption)
    figure, axes, positions = labelled_rows(_labels(shown, parts.width), **_ROW)
    outcome, population = 100 * shown["share_of_outcome"], 100 * shown["share_of_population"]
    ends = 100 * shown["share_of_outcome_low"], 100 * shown["share_of_outcome_high"]
    axes.hlines(positions, *ends, color=ACCENT, linewidth=2)
    axes.plot(outcome, positions, "o", color=ACCENT, label=say("of all {group}", group=limit.group_words))
    axes.plot(population, positions, "D", color=MAIN, markerfacecolor="white", label=say("of the population"))
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_xlabel(say("Share, %"))
    axes.set_xlim(left=0)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8.5)
    most = max(shown.to_dict("records"), key=lambda row: row["share_of_outcome"])
    alt = say_count(
        "{level} make up {part} of all {group} and {share} of the population; no other group is shown.",
        "{level} make up {part} of all {group} and {share} of the population, the most among {n} groups shown.",
        level=level_words(most["level"]),
        part=numbers.percent(most["share_of_outcome"]),
        group=limit.group_words,
        share=numbers.percent(most["share_of_population"]),
        n=len(shown),
    )
    return ReportFigure(name="composition", caption=_with_mark(caption, shown), alt=alt, figure=figure)


@styled
def group_quartiles(quantiles: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the middle half of the scores of each group, from the lower to the upper quartile, and its median."""
    frame = shown_frame(quantiles)
    low, middle, high = _three(frame["quantile"])
    wide = frame.pivot_table("estimate", ["variable", "level"], "quantile", sort=False)
    wide = wide.reindex(columns=[low, middle, high]).reset_index()
    caption: str = say("Middle half of the scores and median, by {variable}", variable=_variable(frame, survey))
    if wide.empty:
        return _withheld("group_quartiles", caption)
    if wide[[low, high]].isna().any(axis=None):
        lacking = say("a bar ends at the median, or is not drawn, where a quartile is not published")
        caption = with_remarks(caption, lacking)
    first = frame.drop_duplicates("level")[["level", "n_respondents", "unreliable"]]
    shown = _in_order(wide.merge(first, on="level"), survey, by=middle)
    figure, axes, positions = labelled_rows(_labels(shown, quantiles.width), **_ROW)
    first_end, last_end = (shown[end].fillna(shown[middle]) for end in (low, high))
    axes.hlines(positions, first_end, last_end, color=MAIN, linewidth=7, alpha=0.35)
    axes.plot(shown[middle], positions, "o", color=MAIN)
    decimals = survey.instrument.score.decimals
    _annotate(axes, shown[middle], positions, [numbers.number(value, decimals) for value in shown[middle]])
    axes.set_xlim(survey.instrument.score.minimum, survey.instrument.score.maximum)
    axes.set_ylim(top=-0.05)
    axes.set_xlabel(say("Score"))
    medians = shown.dropna(subset=[middle]).rename(columns={middle: "estimate"})
    alt: str = say("No group has a published median.")
    if len(medians):
        alt = _alt(medians, say("Median score"), decimals, is_share=False)
    return ReportFigure(name="group_quartiles", caption=_with_mark(caption, shown), alt=alt, figure=figure)


def _withheld(name: str, caption: str) -> ReportFigure:
    reason = say("No group has enough respondents for its outcome to be shown.")
    return ReportFigure(name=name, caption=caption, alt=reason, figure=empty_figure(reason))


def _three(probabilities: pd.Series) -> tuple[float, float, float]:
    """Return the lowest probability, that of the median and the highest, whatever is published of them."""
    known = sorted(set(probabilities.astype(float)))
    return known[0], min(known, key=lambda p: abs(p - 0.5)), known[-1]


def _variable(frame: pd.DataFrame, survey: Survey) -> str:
    return label_inside_sentence(str(frame["variable"].iloc[0]), survey.codebook)


def _in_order(frame: pd.DataFrame, survey: Survey, *, by: str | float = "estimate") -> pd.DataFrame:
    """Put groups in the order of a value, largest first, unless their variable has an order of its own."""
    background = survey.codebook.background
    if all(variable in background and background[variable].ordered for variable in frame["variable"]):
        return frame
    order = np.argsort(-frame[by].to_numpy(float), kind="stable")  # withheld ones last: they are not drawn
    return frame.iloc[order]


def _labels(shown: pd.DataFrame, width: int) -> list[str]:
    marks = shown["unreliable"].eq(True).fillna(False)
    rows = zip(shown["level"], shown["n_respondents"], marks, strict=True)
    return [
        wrapped(f"{level_words(level)} (n\xa0=\xa0{numbers.people(n, width)}){f' {MARK}' if mark else ''}", 28)
        for level, n, mark in rows
    ]


def _with_mark(caption: str, shown: pd.DataFrame) -> str:
    return with_remarks(caption, mark_words()) if shown["unreliable"].eq(True).any() else caption


def _dots(
    frame: pd.DataFrame,
    *,
    width: int,
    everyone: float,
    name: str,
    caption: str,
    what: str,
    axis: str,
    is_share: bool,
    decimals: int,
    colour: str,
) -> ReportFigure:
    scale = 100.0 if is_share else 1.0
    shown = frame.dropna(subset=["estimate"]).reset_index(drop=True)
    if shown.empty:
        return _withheld(name, caption)
    figure, axes, positions = labelled_rows(_labels(shown, width), **_ROW)
    bounds = shown["bound"] if "bound" in shown else pd.Series("", index=shown.index)
    axes.hlines(positions, scale * shown["conf_low"], scale * shown["conf_high"], color=colour, linewidth=2)
    for side, mark in (("", "o"), ("under", "<"), ("over", ">")):
        at = bounds.eq(side).to_numpy()
        face = colour if mark == "o" else "white"
        axes.plot(scale * shown["estimate"][at], positions[at], mark, color=colour, markerfacecolor=face)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.axvline(scale * everyone, color=INK, linewidth=0.9, linestyle="--")
    texts = [
        _bound(scale * value, side) if side else numbers.number(scale * value, decimals)
        for value, side in zip(shown["estimate"], bounds, strict=True)
    ]
    _annotate(axes, scale * shown["estimate"], positions, texts)
    axes.set_xlabel(axis)
    if is_share:
        axes.set_xlim(left=0)
    axes.set_ylim(top=-0.05)  # room for the number above the first mark
    axes.spines["left"].set_color(MUTED)
    alt = _alt(shown, what, decimals, is_share=is_share)
    return ReportFigure(name=name, caption=_with_mark(caption, shown), alt=alt, figure=figure)


def _bound(value: float, side: str) -> str:
    known = numbers.shortest(value)
    return say("under {value}", value=known) if side == "under" else say("over {value}", value=known)


def _annotate(axes: Axes, values: pd.Series, positions: np.ndarray, texts: list[str]) -> None:
    for value, y, text in zip(values, positions, texts, strict=True):
        if np.isnan(value):
            continue
        axes.annotate(text, (value, y), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=8,
                      path_effects=HALO)  # fmt: skip


def written(value: float, decimals: int, *, is_share: bool, side: str = "") -> str:
    """Write a mean, or a share in per cent, inside a sentence; either may be a bound."""
    if is_share:
        return numbers.bound(value, side) if side else numbers.percent(value, decimals)
    return _bound(value, side) if side else numbers.number(value, decimals)


def _alt(shown: pd.DataFrame, what: str, decimals: int, *, is_share: bool) -> str:
    bounds = shown[shown["bound"] != ""] if "bound" in shown else shown.iloc[:0]
    groups = ", ".join(
        say(
            "{group} ({value})",
            group=level_words(row["level"]),
            value=written(row["estimate"], decimals, is_share=is_share, side=row["bound"]),
        )
        for row in bounds.to_dict("records")
    )
    only = say("Only a bound is known of {groups}.", groups=groups) if groups else ""
    ordered = shown.drop(bounds.index).dropna(subset=["estimate"]).sort_values("estimate").to_dict("records")
    if not ordered:
        return only
    low, high = ordered[0], ordered[-1]
    if len(ordered) == 1:
        alone = written(low["estimate"], decimals, is_share=is_share)
        only_group = say(
            "{what}: {group} ({value}), the only group shown.", what=what, group=level_words(low["level"]), value=alone
        )
        return " ".join(filter(None, (only_group, only)))
    ends = say(
        "{what}: highest for {high_group} ({high}), lowest for {low_group} ({low}), among {n} groups shown.",
        what=what,
        high_group=level_words(high["level"]),
        high=written(high["estimate"], decimals, is_share=is_share),
        low_group=level_words(low["level"]),
        low=written(low["estimate"], decimals, is_share=is_share),
        n=len(ordered),
    )
    return " ".join(filter(None, (ends, only)))
