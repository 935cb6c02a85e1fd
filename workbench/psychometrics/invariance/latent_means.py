"""Factor means of the groups where a step of the ladder makes them comparable."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.psychometrics.answers import Groups
from workbench.psychometrics.factors import parameter_table
from workbench.psychometrics.invariance.steps import Climb

CONF_LEVEL = 0.95


def latent_means(climb: Climb, compared: Groups, groups: pd.DataFrame) -> pd.DataFrame:
    """Factor means of the later groups, in standard deviations of the first."""
    columns = ["factor", "variable", "level", "reference", "n_respondents", "measure", "estimate", "std_error"]
    columns += ["statistic", "p_value", "conf_low", "conf_high", "std_dev"]
    name = climb.comparable
    if name is None:
        return pd.DataFrame(columns=columns)
    fit, levels = climb.fits[name], groups["level"].tolist()
    table = parameter_table(fit, climb.models()[name], compared, CONF_LEVEL).table
    factors = {f"{factor}~1": factor for factor in climb.base.factors}
    table = table[table["term"].isin(list(factors))].reset_index(drop=True)
    table["factor"] = table["term"].map(factors)
    table["reference"], table["measure"] = levels[0], "latent mean"
    table["n_respondents"] = table["level"].map(dict(zip(levels, groups["n_respondents"], strict=True)))
    spread = [
        np.sqrt(np.diag(fit.structure.matrices(fit.parameters, g).factor_covariances)) for g in range(len(levels))
    ]
    places = list(climb.base.factors)
    table["std_dev"] = [
        spread[levels.index(level)][places.index(factor)]
        for level, factor in zip(table["level"], table["factor"], strict=True)
    ]
    return table[columns]
