"""Effects of invariance on groups of which some are too small to show."""

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey, groups_of
from workbench import population


def withheld_effects():
    """A survey and a frame as `invariance_effects` gives it, with a group of two and the one that protects it."""
    level, below = groups_of({"North": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)})
    survey = build_survey({"area": level}, below)
    sizes = {"North": 40, "South": 60, "Island": 2, "Hamlet": 7}
    rows = [
        {
            "invariance": model, "variable": "area", "level": name, "reference": "South", "n_respondents": n,
            "mean": 60.0 + n, "share": 0.2, "difference": np.nan if name == "South" else 1.0 + n, "std_error": 1.0,
            "conf_low": 0.0 + n, "conf_high": 2.0 + n, "share_difference": 0.1, "share_difference_std_error": 0.1,
            "share_difference_low": 0.0, "share_difference_high": 0.2,
        }
        for model in ("none", "full")
        for name, n in sizes.items()
    ]  # fmt: skip
    return survey, population.protect(pd.DataFrame(rows), plan=population.protection_plan(survey))


def withheld_levels(protected):
    withheld = set(protected.frame.loc[protected.frame["withheld"], "level"])
    assert "Island" in withheld
    assert len(withheld) > 1
    return withheld
