"""The table of sampling weights: what it shows, and that no single weight is in it."""

import numpy as np
import pandas as pd

from workbench import population, tables
from workbench.intake import SurveyDesign


def test_the_largest_weight_of_one_respondent_is_not_shown():
    weights = pd.Series(np.r_[np.linspace(1, 2, 199), 37.123])
    score = pd.Series(50.0, index=weights.index)
    diagnostics = population.weight_diagnostics(score, design=SurveyDesign(sampling_weights=weights))
    table = tables.sampling_weights(diagnostics)
    shown = table.frame.set_index("term")["value"]
    relative = weights / weights.mean()
    assert shown["Part of all weight carried by the 1 % with the largest"] == f"{relative[-5:].sum() / 2:.1f} %"
    assert f"{relative.max():.2f}" not in " ".join(shown)
    assert shown["Effective number of respondents"] == str(round(200 / (relative**2).mean()))
