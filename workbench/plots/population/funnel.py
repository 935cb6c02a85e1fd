"""A funnel: shares of groups by their size, and how far chance alone would carry them from that of everyone."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator
from scipy import stats

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, label_inside_sentence
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, HALO, INK, MUTED, empty_figure, level_words, new_axes, styled
from workbench.wording import numbers, say, say_count

_LIMITS = ((0.95, "--"), (0.998, ":"))  # parts of groups that chance alone leaves between the lines
_NAMED = 8  # groups farthest outside get their name


@styled
def group_funnel(
    shares: ProtectedTable, overall: ProtectedTable, *, survey: Survey, cutoff: str | None = None
) -> ReportFigure:
    """Draw the share of each group against its respondents, with the limits of chance around the share of everyone.

    Without any difference between groups a share of n respondents lies within ``p ± z · sqrt(deff · p (1 − p) / n)`` in
    95 and 99.8 of 100 groups (Spiegelhalter 2005), with the one design effect of the survey.
    """
    limit, frame = survey.instrument.cutoff(cutoff), shown_frame(shares)
    variable = label_inside_sentence(str(frame["variable"].iloc[0]), survey.codebook)
    caption = say(
        "Share {group} by {variable} and number of respondents, with the limits of chance",
        group=limit.group_words, variable=variable,
    )  # fmt: skip
    everyone = shown_frame(overall).iloc[0]
    shown = frame[frame["bound"].eq("") & frame["estimate"].notna()].reset_index(drop=True)
    if shown.empty or everyone["bound"]:
        nothing = say("No group has a published share.")
        return ReportFigure(name="group_funnel", caption=caption, alt=nothing, figure=empty_figure(nothing))
    figure, axes = new_axes(4.2)
    n, effect = shown["n_respondents"].to_numpy(float), float(frame["design_effect"].iloc[0])
    sizes = np.geomspace(max(n.min() / 1.3, 1), n.max() * 1.15, 200)
    for part, line in _LIMITS:
        low, high = _limits(float(everyone["estimate"]), sizes, effect, part)
        label = say("{n} of 100 by chance", n=numbers.shortest(100 * part))
        axes.plot(sizes, 100 * low, line, color=MUTED, linewidth=1.1, label=label)
        axes.plot(sizes, 100 * high, line, color=MUTED, linewidth=1.1)
    axes.axhline(100 * everyone["estimate"], color=INK, linewidth=0.9)
    axes.plot(n, 100 * shown["estimate"], "o", color=ACCENT, markersize=5, alpha=0.85)
    outside = _outside(shown, float(everyone["estimate"]), effect)
    for row in outside.head(_NAMED).to_dict("records"):
        _name(axes, row)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(lambda value, _: numbers.count(value))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.set_ylim(bottom=0)
    axes.set_xlabel(say("Respondents"))
    axes.set_ylabel(say("Share {group}, %", group=limit.group_words))
    figure.legend(loc="outside upper right", ncols=2, fontsize=8.5)
    return ReportFigure(name="group_funnel", caption=caption, alt=_alt(shown, outside, everyone), figure=figure)


def _limits(share: float, n: np.ndarray, effect: float, part: float) -> tuple[np.ndarray, np.ndarray]:
    margin = stats.norm.isf((1 - part) / 2) * np.sqrt(effect * share * (1 - share) / n)
    return np.maximum(share - margin, 0), np.minimum(share + margin, 1)


def _outside(shown: pd.DataFrame, share: float, effect: float) -> pd.DataFrame:
    """Return groups outside the wider limits, the farthest first."""
    error = np.sqrt(effect * share * (1 - share) / shown["n_respondents"].to_numpy(float))
    away = np.abs(shown["estimate"].to_numpy(float) - share) / error
    at = np.flatnonzero(away > stats.norm.isf((1 - _LIMITS[-1][0]) / 2))
    return shown.iloc[at[np.argsort(-away[at], kind="stable")]]


def _name(axes: Axes, row: dict[Hashable, Any]) -> None:
    at = (float(str(row["n_respondents"])), 100 * float(str(row["estimate"])))
    axes.annotate(
        level_words(row["level"]), at, xytext=(5, 4), textcoords="offset points", fontsize=8, path_effects=HALO
    )


def _alt(shown: pd.DataFrame, outside: pd.DataFrame, everyone: pd.Series) -> str:
    rows = outside.to_dict("records")
    groups = ", ".join(f"{level_words(row['level'])} ({numbers.percent(row['estimate'])})" for row in rows)
    share = numbers.percent(everyone["estimate"])
    if not groups:
        return say_count(
            "Share of {n} group beside that of everyone ({share}); it lies within the wider limits.",
            "Shares of {n} groups around that of everyone ({share}); none lies outside the wider limits.",
            n=len(shown), share=share,
        )  # fmt: skip
    return say_count(
        "Share of {n} group beside that of everyone ({share}); outside the wider limits: {groups}.",
        "Shares of {n} groups around that of everyone ({share}); outside the wider limits: {groups}.",
        n=len(shown), share=share, groups=groups,
    )  # fmt: skip
