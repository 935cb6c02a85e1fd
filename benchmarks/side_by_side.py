"""What the comparisons share: the same answers for everybody, seconds, programs in R, and one line per job.

A line gives seconds here, seconds of the peer, how many times as long the peer takes, and the largest difference
between the two results (relative where a number is above 1). Times here are the best of several, those of a peer come
from one run; nothing else of the workbench runs meanwhile.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from statsmodels.multivariate.factor import Factor

from workbench.simulation.graded_responses import draw_graded_responses

SIZES = (26_000, 200_000)

# A job names the packages it needs; only the quoted expression is timed, and `numbers` turns its value into a vector.
PRELUDE = """
a <- commandArgs(TRUE); x <- read.csv(a[1]); g <- x$group; x$group <- NULL; items <- names(x)
model <- paste("f =~", paste(items, collapse = " + ")); pairs <- function(m) t(m)[lower.tri(m)]
job <- function(name, packages, timed, numbers) {
  missing <- packages[!sapply(packages, requireNamespace, quietly = TRUE)]
  if (length(missing))
    return(cat(name, "missing", missing, sep = "\\t", fill = FALSE, file = a[2], append = TRUE, "\\n"))
  for (p in packages) suppressMessages(suppressWarnings(library(p, character.only = TRUE)))
  hidden <- capture.output(seconds <- system.time(
    suppressWarnings(suppressMessages(value <- eval(timed, globalenv()))))[[3]])
  cat(name, sprintf("%.12g", c(seconds, as.numeric(numbers(value)))), sep = "\\t", file = a[2], append = TRUE)
  cat("\\n", file = a[2], append = TRUE)
}
options(mc.cores = 2); pdf(NULL)
"""


class Measured(NamedTuple):
    """A peer's run: seconds are NaN where it is not installed, numbers None where there is nothing to compare."""

    name: str
    seconds: float
    numbers: np.ndarray | None


def sizes() -> list[int]:
    """Numbers of respondents from the command line."""
    return [int(word) for word in sys.argv[1:]] or list(SIZES)


def answers(n: int) -> pd.DataFrame:
    """Ten items with five options of n respondents, one normal factor; named as those of the scale."""
    return pd.DataFrame(points(n, seed=1).astype(float), columns=[f"esis{number}" for number in range(1, 11)])


def points(n: int, *, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return draw_graded_responses(
        rng.standard_normal(n),
        loadings=np.linspace(0.5, 0.8, 10),
        thresholds=np.tile([-1.8, -1.0, -0.3, 0.8], (10, 1)),
        rng=rng,
    )


def two_groups(responses: pd.DataFrame) -> pd.Series:
    """Two groups of equal size that differ by chance only; the first respondent is in the first, as lavaan orders."""
    codes = np.random.default_rng(2).integers(0, 2, len(responses))
    codes[0] = 0
    return pd.Series(pd.Categorical.from_codes(codes, ["one", "two"]), index=responses.index, name="group")


def best_of(call: Callable[[], object], repeats: int = 3) -> tuple[float, object]:
    """Seconds of the fastest run, and its value."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        value = call()
        times.append(time.perf_counter() - begin)
    return min(times), value


def measured(name: str, call: Callable[[], object], numbers=np.asarray, *, times: float = 1) -> Measured:
    """Run a peer once; `times` scales seconds where it does only a part of the job."""
    seconds, value = best_of(call, repeats=1)
    return Measured(name, seconds * times, None if numbers is None else np.ravel(numbers(value)))


def statsmodels_loadings(x: pd.DataFrame) -> np.ndarray:
    """Standardised loadings of one factor by maximum likelihood, without errors."""
    return np.abs(Factor(corr=x.corr().to_numpy(), n_factor=1, method="ml", nobs=len(x)).fit().loadings[:, 0])


def in_r(responses: pd.DataFrame, jobs: str, group: pd.Series | None = None) -> dict[str, Measured]:
    """Run jobs in one R process; nothing without `Rscript` on the path."""
    if not shutil.which("Rscript"):
        print("no R: `Rscript` is not on the path")
        return {}
    with tempfile.TemporaryDirectory() as folder:
        data, out, script = (Path(folder) / name for name in ("x.csv", "out.txt", "s.R"))
        frame = responses.astype(int)
        (frame if group is None else frame.assign(group=group)).to_csv(data, index=False)
        out.touch()
        script.write_text(PRELUDE + jobs, encoding="utf-8")
        run = subprocess.run(["Rscript", str(script), str(data), str(out)], check=False, capture_output=True, text=True)
        lines = [line.split("\t") for line in out.read_text().splitlines()]
    if run.returncode:
        print(f"R stopped: {run.stderr.strip().splitlines()[-1]}")
    found = {}
    for name, *values in lines:
        if values[0] == "missing":
            found[name] = Measured(f"{name} (not installed)", float("nan"), None)
        else:
            numbers = np.array(values[1:], dtype=float)
            found[name] = Measured(name, float(values[0]), numbers if numbers.size else None)
    return found


def head(n: int) -> None:
    print(f"\n{n:,} respondents, 10 items, 5 options")
    print(f"{'':46}{'here, s':>9}{'peer, s':>10}{'ratio':>8}  {'peer':42}{'difference':>10}")


def compare(what: str, ours: Callable[[], object], numbers, *peers: Measured | None, repeats: int = 3) -> float:
    """Print one line per peer, or one without; `numbers` makes of our result what the peers' numbers are."""
    seconds, value = best_of(ours, repeats)
    own = None if numbers is None else np.ravel(np.asarray(numbers(value), dtype=float))
    measured = [peer for peer in peers if peer is not None] or [Measured("-", float("nan"), None)]
    for peer in measured:
        if np.isnan(peer.seconds):
            print(f"{what:46}{seconds:9.3f}{'-':>10}{'-':>8}  {peer.name:42}{'-':>10}", flush=True)
            continue
        gap = "-" if own is None or peer.numbers is None else f"{difference(own, peer.numbers):.1e}"
        ratio = peer.seconds / seconds
        print(f"{what:46}{seconds:9.3f}{peer.seconds:10.3f}{ratio:8.1f}  {peer.name:42}{gap:>10}", flush=True)
    return seconds


def difference(own: np.ndarray, theirs: np.ndarray) -> float:
    return float(np.max(np.abs(own - theirs) / np.maximum(1, np.abs(theirs))))
