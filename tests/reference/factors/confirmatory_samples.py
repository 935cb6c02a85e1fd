"""Respondents and groups behind confirmatory.json, chosen as confirmatory.R does, and how fits are laid beside R's."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from tests.reference.bfi_answers import bfi

HERE = Path(__file__).parent
R = json.loads((HERE / "confirmatory.json").read_text(encoding="utf-8"))
BFI = json.loads((HERE / "bfi_confirmatory.json").read_text(encoding="utf-8"))

A = [f"A{number}" for number in range(1, 6)]
C = [f"C{number}" for number in range(1, 6)]
E = [f"E{number}" for number in range(1, 6)]
ONE = {"f": A}
TWO = {"a": A, "c": C}
ABILITIES = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
TESTS = [f"x{number}" for number in range(1, 10)]

# Steps of the two ladders: what is equal.
CATEGORICAL = {
    "configural": (),
    "thresholds": ("thresholds",),
    "thresholds_loadings": ("thresholds", "loadings"),
    "thr_load_intercepts": ("thresholds", "loadings", "intercepts"),
    "strict": ("thresholds", "loadings", "intercepts", "residuals"),
}
CONTINUOUS = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}

FIT = {
    "chi_square": "chisq", "df": "df", "p_value": "pvalue", "baseline_chi_square": "baseline.chisq",
    "baseline_df": "baseline.df", "chi_square_scaled": "chisq.scaled", "p_value_scaled": "pvalue.scaled",
    "scaling_factor": "chisq.scaling.factor", "srmr": "srmr", "log_likelihood": "logl", "aic": "aic", "bic": "bic",
    "n_parameters": "npar",
}  # fmt: skip
for suffix in ("", "_scaled", "_robust"):
    for ours, theirs in {
        "cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "rmsea_low": "rmsea.ci.lower", "rmsea_high": "rmsea.ci.upper",
        "rmsea_close_p_value": "rmsea.pvalue",
    }.items():  # fmt: skip
        FIT[ours + suffix] = theirs + suffix.replace("_", ".")


def ten() -> pd.DataFrame:
    return bfi()[[*A, *C]].dropna()


def sparse(name: str) -> pd.DataFrame:
    """Ten items of five answers: the two lowest joined for 120 respondents, the two highest for 1,000."""
    if name == "large":
        return ten().iloc[:1000].clip(upper=5)
    some = ten().iloc[:360:3]
    return some.where(some <= 2, some - 1).where(some > 2, 1)


def holzinger() -> pd.DataFrame:
    return pd.read_csv(HERE.parents[2] / "data" / "example" / "holzinger1939.csv")


def holzinger_missing() -> pd.DataFrame:
    return pd.read_csv(HERE.parent / "data" / "holzinger_missing.csv")


def grouped(labels: pd.Series, block: dict) -> pd.Series:
    """Groups in R's order, which is that of the file."""
    group = labels.astype(str).astype(pd.CategoricalDtype(block["group_order"])).rename("g")
    assert group.value_counts()[block["group_order"]].tolist() == block["group_n"]
    return group


def by_gender(items: list[str], block: dict) -> tuple[pd.DataFrame, pd.Series]:
    some = bfi()[[*items, "gender"]].dropna()
    return some[items], grouped(some["gender"].map({1: "men", 2: "women"}), block)


def by_education(block: dict) -> tuple[pd.DataFrame, pd.Series]:
    some = bfi()[[*E, "education"]].dropna()
    return some[E], grouped(some["education"].map({1: "low", 2: "low", 3: "middle", 4: "high", 5: "high"}), block)


def by_age(block: dict) -> tuple[pd.DataFrame, pd.Series]:
    """A hundred respondents in whom a scaling factor of a difference test turns negative."""
    some = bfi()[[*C, "age"]].dropna().iloc[1800:1900]
    return some[C], grouped((some["age"] > 26).map({True: "older", False: "younger"}), block)


def few(name: str, block: dict) -> tuple[pd.DataFrame, pd.Series]:
    """Scale A by gender with fewer categories."""
    responses, group = by_gender(A, block)
    two, three = (responses >= 5) + 1.0, 1.0 + (responses > 3) + (responses > 5)
    if name == "mixed":
        return pd.concat([two[["A1"]], three[["A2"]], responses[A[2:]]], axis=1), group
    return {"two": two, "three": three}[name], group


def weights(responses: pd.DataFrame) -> pd.Series:
    """A sampling weight that needs no random numbers."""
    return pd.Series(1 + (np.arange(1, len(responses) + 1) % 7) / 2, index=responses.index, name="w")


def table(block: dict) -> pd.DataFrame:
    return pd.DataFrame(block["rows"], columns=block["columns"])


def terms(block: dict) -> pd.DataFrame:
    """R's rows under the names and groups of the workbench."""
    frame = table(block)
    threshold = frame["op"] == "|"
    name = frame["lhs"] + frame["op"] + frame["rhs"].where(~threshold, frame["rhs"].str.removeprefix("t"))
    frame.index = pd.MultiIndex.from_arrays([name, frame["group"] if "group" in frame else np.ones(len(frame), int)])
    return frame


def numbered(frame: pd.DataFrame, levels: list[str]) -> pd.DataFrame:
    """Rows of the workbench under their names and R's group numbers."""
    place = frame["level"].map({level: number for number, level in enumerate(levels, start=1)})
    return frame.set_index(pd.MultiIndex.from_arrays([frame["term"], place]))
