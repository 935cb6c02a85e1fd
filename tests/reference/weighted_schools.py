"""California schools with sampling weights or none, and population.json: what population.R says of them.

Tolerance 1e-6 relative: both sides are closed forms except the logistic fits, which population.R iterates to the last
digit (svyglm's default stops at a relative change of the deviance of 1e-8, and its standard errors are then up to 2e-4
off, because they come from the weights of the last iteration but one). Not compared: `bfi.json` `group_diff` (Welch's t
test: other variances and degrees of freedom by definition).
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign

HERE = Path(__file__).parent
R = json.loads((HERE / "population.json").read_text())
close = pytest.approx


def frame_of(matrix):
    return pd.DataFrame(matrix["values"], index=matrix["rows"], columns=matrix["cols"])


def schools() -> pd.DataFrame:
    s = pd.read_csv(HERE / "data" / "apistrat.csv")
    return pd.DataFrame(
        {
            "api00": s["api00"].astype(float),
            "score": s["api00"].where(s["api00"] <= 850).astype(float),
            "low": s["api00"] < 660,
            "stype": pd.Categorical(s["stype"], ["E", "H", "M"]),
            "education": pd.cut(s["avg.ed"], [0, 2.5, 3.2, 5], labels=["low", "middle", "high"]),
            "wide": pd.Categorical(s["sch.wide"], ["Yes", "No"]),
            "poverty": pd.cut(s["meals"].where(s["snum"] % 7 != 0), [-1, 40, 101], labels=["few", "many"]),
            "pw": s["pw"],
        }
    )


SCHOOLS = schools()


def weighting(name: str) -> tuple[dict, SurveyDesign]:
    """Numbers of population.json and the design behind them."""
    return R[name], SurveyDesign(sampling_weights=SCHOOLS["pw"] if name == "weighted" else None)
