"""What an outsider reads in the published files: tables, sentences, and how exactly a number is known."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.columns import CROSS, EVERYONE
from workbench.media_types import FIGURE_MIME, TABLE_MIME

_SERIES = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
_ERRORS = (1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8)  # of coefficients, as the rule says
_NORMAL = 1.96
UNKNOWN = 1e6  # more than any number of respondents


@dataclass(frozen=True)
class Window:
    """Everything from `low` to `high`, both included."""

    low: float
    high: float

    @property
    def whole(self) -> range:
        """Whole numbers inside."""
        return range(int(np.ceil(self.low - 1e-9)), int(np.floor(self.high + 1e-9)) + 1)


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return every published table under its file's name; empty words as ''."""
    return {
        path.stem: pd.read_csv(path, keep_default_na=False, na_values=[""]) for path in sorted(folder.glob("*.csv"))
    }


def window(middle: float, width: int = 5) -> Window:
    """Window of a published count, whose width its middle tells: 7 is 5 to 9 and 14.5 is 10 to 19."""
    if np.isnan(middle):
        return Window(0, UNKNOWN)
    for wide in (width, 2 * width):
        if np.isclose((middle - (wide - 1) / 2) % wide, 0):
            return Window(middle - (wide - 1) / 2, middle + (wide - 1) / 2)
    raise ValueError(f"{middle} is the middle of no window of {width} or {2 * width}.")


def count(value: float, exact: bool, width: int = 5) -> Window:
    """Number of respondents behind a published one; a report without protection gives it exactly."""
    return Window(value, value) if exact else window(value, width)


def step_above(at_least: float) -> float:
    """Smallest step of the published series that is not below a number: anybody may read the rule."""
    power = 10.0 ** np.floor(np.log10(at_least) + 1e-9)
    return float(power * next(m for m in _SERIES if m * power >= at_least * (1 - 1e-9)))


def mean_window(row: pd.Series, n: Window, span: float, exact: bool) -> Window:
    """Mean of a group: within half a step, which follows from the published standard error and number."""
    value = float(row["estimate"])
    if exact:
        return Window(value - 1e-9, value + 1e-9)
    error = float(row["std_error"]) if not np.isnan(row["std_error"]) else 0.0
    half = step_above(max(error * 1.051 / 2, span / max(n.low, 1))) / 2  # the error is known to two digits
    return Window(value - half, value + half)


def coefficient_window(value: float, error: float, share_of_error: float, floor: float, exact: bool) -> Window:
    """Coefficient: within half a step of half its standard error, or of what few respondents change."""
    if exact:
        return Window(value - 1e-9, value + 1e-9)
    half = step_above(max(error * share_of_error, floor)) / 2
    return Window(value - half, value + half)


def read_report(folder: Path, *, exact: bool = False) -> dict[str, pd.DataFrame]:
    """Return what the files of a finished run say of groups and models, under the names of the results behind them.

    The files put side by side what a reader compares: mean and share of a group, all models of a level. Here each
    estimate has a row. Where a file has no number below the cut-off, respondents times share tell it, and where it has
    no standard error, the interval.
    """
    files = {name[3:]: frame for name, frame in read_tables(folder / "tables").items()}
    found = {}
    for name, result in (("groups", "means"), ("crossings", "crossed_means")):
        if len(frame := files.get(name, pd.DataFrame())):
            found[f"{result}_table"] = frame
            found[f"{result.replace('means', 'shares')}_table"] = _shares_of(frame, files.get("composition"), exact)
    if "overall" in files:
        rows = files["overall"].assign(variable=EVERYONE, level=EVERYONE, measure=["mean", "share"])
        found["mean_table"] = rows.iloc[:1]
        found["share_table"] = rows.iloc[1:].assign(n_events=_events(rows.iloc[1:], exact))
    if len(frame := files.get("group_quantiles", pd.DataFrame())):
        found["quantiles_table"] = frame
    if "score_differences" in files:
        found["linear_table"] = _models(files["score_differences"], "estimate", "conf", exact)
    if "odds_ratios" in files:
        model = _models(files["odds_ratios"], "odds_ratio", "odds_ratio", exact)
        found["logistic_table"] = model if exact else _with_events(model, files["shares_by_group"])
    return found


def _shares_of(groups: pd.DataFrame, known: pd.DataFrame | None, exact: bool) -> pd.DataFrame:
    """Shares that stand beside means; those of a table with more about them as they are there."""
    if known is not None and not groups["variable"].str.contains(CROSS).any():
        return known
    shares = groups.assign(measure="share", estimate=groups["share"], bound=groups["share_bound"])
    return shares.assign(n_events=_events(shares, exact))


def _events(shares: pd.DataFrame, exact: bool) -> list[float]:
    """Middle of the window that published respondents times published share give; NaN where they give none."""
    if exact:
        return [float(e) for e in (shares["n_respondents"] * shares["estimate"]).round()]
    found = []
    for n, share, bound in zip(shares["n_respondents"], shares["estimate"], shares["bound"], strict=True):
        value = n * share
        near = [w * round((value - (w - 1) / 2) / w) + (w - 1) / 2 for w in (5, 10)] if value == value else []
        fits = [e for e in near if bound != bound and abs(float(f"{e / n:.4g}") - share) < 1e-9]
        found.append(fits[0] if fits else np.nan)
    return found


def _models(frame: pd.DataFrame, estimate: str, ends: str, exact: bool) -> pd.DataFrame:
    """One row for each level and model, crude and with all predictors, with standard errors of the published series."""
    named = [column.removeprefix(f"{estimate}_") for column in frame if column.startswith(f"{estimate}_")]
    last = [name for name in named if name != "crude" and not name.startswith(("low", "high"))][-1]
    rows = []
    for model, name in (("crude", "crude"), ("adjusted", last)):
        value, low, high = (frame[f"{part}_{name}"] for part in (estimate, f"{ends}_low", f"{ends}_high"))
        if estimate == "odds_ratio":
            value, low, high = np.log(value) if exact else np.log(value).round(2), np.log(low), np.log(high)
        error = _on_series((high - low) / 2 / _NORMAL)
        kept = frame[["variable", "level", "reference", "n_respondents"]]
        rows.append(kept.assign(model=model, estimate=value, std_error=error))
    return pd.concat(rows, ignore_index=True)


def _on_series(error: pd.Series) -> pd.Series:
    """Standard error of the series of ten numbers to a decade that is nearest to what an interval gives."""
    steps = np.log10(np.outer(10.0 ** np.arange(-4, 4), _ERRORS).ravel())
    near = np.abs(np.log10(error.to_numpy(float))[:, None] - steps)
    return pd.Series(np.where(error.isna(), np.nan, 10 ** steps[near.argmin(axis=1)]), index=error.index)


def _with_events(models: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Numbers below the cut-off of levels that a table of shares gives for the same number of respondents."""
    known = shares.set_index(["variable", "level", "n_respondents"])["n_events"]
    keys = zip(models["variable"], models["level"], models["n_respondents"], strict=True)
    return models.assign(n_events=[known.get(key, np.nan) for key in keys])


def read_notes(folder: Path) -> list[str]:
    """Return every sentence that the tables and pictures of a finished run carry, and the text of its pages."""
    texts = []
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for data in (output["data"] for cell in cells for output in cell.get("outputs", []) if "data" in output):
            for payload in (data[mime] for mime in (TABLE_MIME, FIGURE_MIME) if mime in data):
                texts += [*payload.get("notes", ()), *payload.get("page_notes", ()), payload.get("alt", "")]
    pages = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))]
    return texts + [re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL) for page in pages]
