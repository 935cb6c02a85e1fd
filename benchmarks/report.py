"""A whole report of the example beside one script in R that makes its main numbers.

`python -m benchmarks.report` prints seconds of both, and by how much numbers differ that both have. R makes five of the
hundred data sets of the polychoric parallel analysis and three of the thousand resampled surveys of the categorical
omega: all of them would take it half an hour more. Imputation, item response theory, figures, pages and the protection
of respondents are the workbench's alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import intake, population, psychometrics
from workbench.disclosure.ledger import FOLDER_VARIABLE

PROJECT = Path(__file__).parents[1]
DATA, CODEBOOK = "data/example/synthetic-adult-survey.parquet", "data/codebooks/synthetic-adult-survey.yaml"


def numbers() -> pd.Series:
    """The numbers that the script in R names, in full precision."""
    survey = intake.complete(intake.read_survey(PROJECT / DATA, codebook=PROJECT / CODEBOOK))
    score = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.below_cutoff(score, instrument=survey.instrument)
    ordinal = psychometrics.fit_confirmatory_factors(survey.responses)
    robust = psychometrics.fit_confirmatory_factors(survey.responses, estimator="MLR")
    mean, share = (population.mean(score, design=survey.design), population.share(below, design=survey.design))
    return pd.Series(
        {
            "loading of the first item, WLSMV": ordinal.loadings["standardized"].iloc[0],
            "scaled chi-square, WLSMV": ordinal.fit["chi_square_scaled"].iloc[0],
            "scaled chi-square, MLR": robust.fit["chi_square_scaled"].iloc[0],
            "alpha": psychometrics.coefficient_alpha(survey.responses).table["estimate"].iloc[0],
            "mean score": mean.table["estimate"].iloc[0],
            "its error": mean.table["std_error"].iloc[0],
            "share below 50": share.table["estimate"].iloc[0],
        }
    )


def main() -> None:
    """Print seconds and differences."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        environment = {**os.environ, FOLDER_VARIABLE: str(folder / "ledger")}
        command = [sys.executable, "-m", "workbench.cli", "report", "--output-folder", scratch, "--name", "example"]
        start = time.perf_counter()
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
        print(f"report of the example: {time.perf_counter() - start:.1f} s")
        if shutil.which("Rscript") is None:
            print("R is not installed.")
            return
        frame = pd.read_parquet(PROJECT / DATA)
        items = [str(name) for name in frame if str(name).startswith("esis")]
        frame[items] = frame[items].where(frame[items].isin(range(1, 6)))
        frame.to_csv(folder / "respondents.csv", index=False)
        start = time.perf_counter()
        script = Path(__file__).with_name("report.R")
        subprocess.run(["Rscript", script, folder / "respondents.csv", folder / "numbers.csv"], check=True)
        print(f"its main numbers in R: {time.perf_counter() - start:.1f} s")
        print(pd.read_csv(folder / "numbers-seconds.csv").round(1).to_string(index=False))
        theirs = pd.read_csv(folder / "numbers.csv", index_col="name")["value"]
        ours = numbers()
        both = pd.DataFrame({"here": ours, "R": theirs})
        both["difference"] = (both["here"] - both["R"]).abs() / np.maximum(both["R"].abs(), 1)
        print(both.to_string())


if __name__ == "__main__":
    main()
