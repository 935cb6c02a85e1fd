"""The 25 items of the Big Five inventory (data/example/bfi.csv) as the R scripts here select and weight them.

Numbers that several chapters compare: bfi_classical.json (five scales, bfi.R) and more_items.json (more_items.R).
Tolerances, each with its reason, stand in bfi.VERSIONS.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
CLASSICAL = json.loads((HERE / "bfi_classical.json").read_text(encoding="utf-8"))
MORE_ITEMS = json.loads((HERE / "more_items.json").read_text(encoding="utf-8"))
SCALES = list(CLASSICAL["scales"])
BLOCKS = ["ten", "all25", "two_categories"]
AGREEABLENESS = ["A1", "A2", "A3", "A4", "A5"]

CLOSED_FORM = 1e-8
PSYCH_FA = 1e-5
LAVAAN = 2e-6
FACTANAL = 1e-7


def close(ours, theirs, rtol=CLOSED_FORM):
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), rtol=rtol, atol=rtol)


def bfi() -> pd.DataFrame:
    frame = pd.read_csv(HERE.parents[1] / "data" / "example" / "bfi.csv")
    frame[CLASSICAL["reversed"]] = 7 - frame[CLASSICAL["reversed"]]
    return frame


def complete(reference: dict) -> pd.DataFrame:
    """Respondents complete on the items of a scale and on gender, as in bfi.R."""
    respondents = bfi().dropna(subset=[*reference["items"], "gender"])
    assert len(respondents) == reference["n"]
    return respondents


def classical(scale: str) -> tuple[dict, pd.DataFrame, pd.Series]:
    """Numbers of bfi_classical.json, the responses behind them, and gender."""
    reference = CLASSICAL["scales"][scale]
    respondents = complete(reference)
    return reference, respondents[reference["items"]], respondents["gender"]


def more_items(block: str) -> tuple[dict, pd.DataFrame]:
    """Numbers of more_items.json and the responses behind them."""
    reference = MORE_ITEMS[block]
    responses = bfi()[reference["items"]].dropna()
    if block == "two_categories":
        responses = (responses >= 5).astype(int)
    assert len(responses) == reference["n"]
    return reference, responses


def row_weights(responses: pd.DataFrame) -> pd.Series:
    """A sampling weight that follows from the row number, as in every R script with weights here."""
    return pd.Series(1 + (np.arange(1, len(responses) + 1) % 7) / 2, index=responses.index, name="w")


def delete_a_group(respondents: pd.DataFrame, n_replicates: int) -> tuple[pd.Series, pd.DataFrame]:
    """Weights with mean 1 and the replicates of scalability.R and replicated_polychoric.R."""
    w = row_weights(respondents)
    w = w / w.mean()
    group = np.arange(1, len(respondents) + 1) * 7919 % n_replicates
    others = w * n_replicates / (n_replicates - 1)
    return w, pd.DataFrame({f"r{g}": others.where(group != g, 0.0) for g in range(n_replicates)})


def loadings(fitted, n_factors=1):
    return fitted.loadings["loading"].to_numpy().reshape(-1, n_factors)


def reflected(values):
    values = np.array(values)
    return values * np.where(values.sum(axis=0) < 0, -1, 1)
