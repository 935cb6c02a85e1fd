"""Errors of runs that repeat an estimate under another rule: another cut-off, trimmed weights."""

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench.errors import NotEstimable, ParameterError
from workbench.instruments import load_instrument
from workbench.intake import SurveyDesign
from workbench.population import cutoff_shares, trimming_sensitivity

SCORE = pd.Series(np.linspace(0, 100, 80), name="score")
NOBODY = pd.Series(pd.NA, index=SCORE.index, dtype="boolean")
WEIGHTED = SurveyDesign(sampling_weights=pd.Series(1.0 + np.arange(80) % 3, name="weight"))

CASES = [
    Case(
        "Shares at cut-offs outside the scores",
        lambda _: cutoff_shares(SCORE, instrument=load_instrument("esis"), distance=60.0, design=WEIGHTED),
        ParameterError,
        "`distance` is 60, which leads from the cut-off 50 out of the scores 0–100. Give a smaller one.",
    ),
    Case(
        "Trimmed weights of respondents without a score",
        lambda _: trimming_sensitivity(SCORE * np.nan, NOBODY, design=WEIGHTED),
        NotEstimable,
        "None of the 80 respondents has a value to estimate from. Check the item columns and missing codes in the "
        "codebook.",
    ),
]
