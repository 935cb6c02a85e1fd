"""Errors of runs that repeat an estimate under another rule: another cut-off."""

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench.errors import ParameterError
from workbench.instruments import load_instrument
from workbench.intake import SurveyDesign
from workbench.population import cutoff_shares

SCORE = pd.Series(np.linspace(0, 100, 80), name="score")
WEIGHTED = SurveyDesign(sampling_weights=pd.Series(1.0 + np.arange(80) % 3, name="weight"))

CASES = [
    Case(
        "Shares at cut-offs outside the scores",
        lambda _: cutoff_shares(SCORE, instrument=load_instrument("esis"), distance=60.0, design=WEIGHTED),
        ParameterError,
        "`distance` is 60, which leads from the cut-off 50 out of the scores 0–100. Give a smaller one.",
    ),
]
