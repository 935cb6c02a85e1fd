"""The tables of docs/explanation/recovery.md, written below its text."""

from pathlib import Path

import pandas as pd

MARK = "<!-- tables written by benchmarks/recovery.py -->\n"
INTERVALS = ["generator", "estimator", "of", "n", "samples", "without", "bias, %", "worst", "SE / SD", "covered, %",
             "worst", "±", "target"]  # fmt: skip
TESTS = ["generator", "estimator", "test", "n", "samples", "without", "rejected, %", "±", "target"]
MET, MISSED = "met", "**missed**"
COVERED, REJECTED, FROM = (0.93, 0.97), (0.03, 0.07), 1_000


def verdict(row: pd.Series) -> str:
    """Whether the row meets its target; nothing where none binds."""
    if not row["holds"] or row["n"] < FROM:
        return ""
    low, high, value = (*COVERED, row["coverage"]) if pd.isna(row["rejected"]) else (*REJECTED, row["rejected"])
    return MET if low <= value <= high else MISSED


def _per_cent(value: float) -> str:
    return "" if pd.isna(value) else f"{100 * value:.1f}".replace("-0.0", "0.0").replace("-", "−")


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rows(rows: pd.DataFrame, names: list[str]) -> list[str]:
    lines = []
    for _, row in rows.iterrows():
        head = [row["generator"], row["estimator"], row["quantity"]]
        cells = [*head, f"{row['n']:,}", f"{row['samples']:,}", str(row["without"])]
        if pd.isna(row["rejected"]):
            ratio = "" if pd.isna(row["error_ratio"]) else f"{row['error_ratio']:.2f}"
            cells += [_per_cent(row["bias"]), _per_cent(row["bias_worst"]), ratio]
        cells += [_per_cent(row[name]) for name in names]
        lines.append(_line([*cells, verdict(row)]))
    return lines


def tables(rows: pd.DataFrame) -> str:
    is_test = rows["rejected"].notna()
    intervals = _rows(rows[~is_test], ["coverage", "coverage_worst", "simulation_error"])
    tested = _rows(rows[is_test], ["rejected", "simulation_error"])
    verdicts = rows.apply(verdict, axis=1)
    met, missed = ((verdicts == word).sum() for word in (MET, MISSED))
    parts = [f"Targets bind in {met + missed} rows: {met} meet them, {missed} miss them."]
    for title, head, lines in (
        ("Estimates and intervals", INTERVALS, intervals),
        ("Tests of true models", TESTS, tested),
    ):
        parts.append("\n".join([f"## {title}\n", _line(head), _line(["---"] * len(head)), *lines]))
    return "\n\n".join(parts) + "\n"


def write_page(page: Path, rows: pd.DataFrame) -> None:
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Recovery\n\n{MARK}"
    page.write_text(text[: text.index(MARK)] + MARK + "\n" + tables(rows), encoding="utf-8")
