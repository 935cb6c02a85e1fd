"""How seconds grow with the number of respondents: 10³, 10⁴, 10⁵ and 10⁶ in turn, each in a process of its own.

    python benchmarks/growth.py            # to the screen
    python benchmarks/growth.py --write    # also growth.csv and the last section of README.md

Ten items with five options; the faster of two runs, after one with few respondents that loads the program.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pandas as pd

from benchmarks.side_by_side import answers, best_of, two_groups
from workbench import psychometrics as p

TABLE, PAGE = Path(__file__).with_name("growth.csv"), Path(__file__).with_name("README.md")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
SECTION = "## Growth with the number of respondents\n"
MEMORY = "peak memory of the process, GB"


def estimators(x: pd.DataFrame, group: pd.Series) -> dict[str, Callable[[], object]]:
    return {
        "alpha, Feldt": lambda: p.coefficient_alpha(x),
        "omega total, bootstrap × 100": lambda: p.coefficient_omega(x, n_bootstrap=100),
        "categorical omega, bootstrap × 100": lambda: p.coefficient_omega(x, kind="categorical", n_bootstrap=100),
        "polychoric correlations with errors": lambda: p.polychoric_correlations(x),
        "one factor, WLSMV": lambda: p.fit_confirmatory_factors(x),
        "one factor, MLR": lambda: p.fit_confirmatory_factors(x, estimator="MLR"),
        "ordinal invariance, five models": lambda: p.measurement_invariance(x, group=group),
        "graded response model with errors": lambda: p.fit_graded_response(x),
        "Mokken's coefficients with errors": lambda: p.scalability_coefficients(x),
        "item bias": lambda: p.item_bias(x, group=group),
        "parallel analysis × 100": lambda: p.parallel_analysis(x),
        "parallel analysis × 20, polychoric": lambda: p.parallel_analysis(x, correlation="polychoric", n_replicates=20),
    }


def measure(n: int) -> None:
    """Print seconds by estimator and peak memory as csv."""
    for estimate in estimators(answers(1_000), two_groups(answers(1_000))).values():
        estimate()
    x = answers(n)
    rows = {name: best_of(estimate, 2)[0] for name, estimate in estimators(x, two_groups(x)).items()}
    rows[MEMORY] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    pd.Series(rows, name=str(n)).to_csv(sys.stdout, index_label="seconds")


def table_of(rows: pd.DataFrame) -> str:
    lines = ["| seconds | " + " | ".join(f"{int(n):,}" for n in rows) + " | last ÷ one before |"]
    lines.append("|---" * (rows.shape[1] + 2) + "|")
    for name, row in rows.iterrows():
        ratio = f"{row.iloc[-1] / row.iloc[-2]:.1f}" if name != MEMORY else ""
        lines.append(f"| {name} | " + " | ".join(f"{value:.2g}" for value in row) + f" | {ratio} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
        return
    runs = []
    for n in SIZES:
        run = subprocess.run([sys.executable, __file__, "--measure", str(n)], check=True, stdout=subprocess.PIPE)
        runs.append(pd.read_csv(StringIO(run.stdout.decode()), index_col="seconds"))
    rows = pd.concat(runs, axis=1)
    print(table_of(rows))
    if sys.argv[1:2] == ["--write"]:
        rows.to_csv(TABLE, float_format="%.3g")
        text = PAGE.read_text(encoding="utf-8").split(SECTION)[0].rstrip() + "\n\n"
        why = "Ten times the respondents take at most about ten times as long; the table is [growth.csv](growth.csv), "
        why += "written by `growth.py --write`.\n\n"
        PAGE.write_text(text + SECTION + "\n" + why + table_of(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
