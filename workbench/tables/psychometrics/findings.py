"""What tables about the scale say in a sentence: the fit of one factor, and what equal items cost."""

from __future__ import annotations

import math

import pandas as pd

from workbench.disclosure.gate import fit_decimals
from workbench.psychometrics import ConfirmatoryFactors
from workbench.psychometrics.invariance import step_name
from workbench.tables.report_table import Finding
from workbench.wording import numbers, say

_NOTHING = 0.0005  # a change that three decimals do not show


def one_factor_finding(model: ConfirmatoryFactors) -> tuple[Finding, ...]:
    """Say the fit that is read first: scaled by WLSMV, robust by MLR."""
    fit = model.fit.to_dict("records")[0]
    suffix, decimals = "_scaled" if model.estimator == "WLSMV" else "_robust", int(fit_decimals(fit["n_respondents"]))
    cfi, rmsea = (float(fit.get(name + suffix, math.nan)) for name in ("cfi", "rmsea"))
    if not fit["df"]:
        sentence = say("One factor fits three items always, so these data cannot speak against it.")
    elif math.isnan(cfi) or math.isnan(rmsea):
        return ()
    else:
        sentence = say(
            "One factor ({estimator}): CFI {cfi}, where at least {least} is usual, and RMSEA {rmsea}, where at most "
            "{most} is.",
            cfi=numbers.number(cfi, decimals),
            rmsea=numbers.number(rmsea, decimals),
            estimator=model.estimator,
            least=numbers.number(0.95),
            most=numbers.number(0.06),
        )
    return (Finding(topic="one factor", sentence=sentence),)


def invariance_finding(steps: pd.DataFrame, variable: str) -> tuple[Finding, ...]:
    """Say whether a step loses more fit than Chen's criteria for CFI and RMSEA allow, and which one does first.

    Parameters
    ----------
    steps : DataFrame
        Published; changes that tell nothing are missing.
    variable : str
        Label of what forms the groups.
    """
    steps = steps.dropna(subset=["cfi_change", "rmsea_change"])
    if steps.empty:
        return ()
    worse = (steps["cfi_change"] < steps["cfi_criterion"]) | (steps["rmsea_change"] > steps["rmsea_criterion"])
    if worse.any():
        row = steps[worse].iloc[0]
        sentence = say(
            "{variable}: at the step “{step}” the fit falls by more than the usual criteria allow (Chen 2007): CFI "
            "changes by {cfi}, RMSEA by {rmsea}.",
            variable=variable,
            step=step_name(row["step"]),
            cfi=numbers.number(row["cfi_change"], 3),
            rmsea=numbers.number(row["rmsea_change"], 3),
        )
    elif max(lost := (-steps["cfi_change"].min(), steps["rmsea_change"].max())) < _NOTHING:
        sentence = say("{variable}: by CFI and RMSEA no step loses any fit.", variable=variable)
    else:
        cfi, rmsea = (numbers.number(max(0.0, change), 3) for change in lost)
        sentence = say(
            "{variable}: no step loses more fit than the usual criteria allow (Chen 2007): CFI falls by at most {cfi}, "
            "RMSEA rises by at most {rmsea}.",
            variable=variable, cfi=cfi, rmsea=rmsea,
        )  # fmt: skip
    return (Finding(topic="invariance", sentence=sentence),)
