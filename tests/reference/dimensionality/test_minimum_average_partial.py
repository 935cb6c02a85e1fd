"""Velicer's minimum average partial against psych (bfi.R; tolerances in VERSIONS)."""

import json
from pathlib import Path

import pytest

from tests.reference.bfi_answers import (
    CLOSED_FORM,
    close,
    complete,
)
from workbench import psychometrics

HERE = Path(__file__).parent
BFI = json.loads((HERE / "bfi_factor_numbers.json").read_text(encoding="utf-8"))
MAP_POLYCHORIC = 1e-7


@pytest.mark.parametrize("scale", BFI["scales"])
def test_minimum_average_partial(scale):
    reference = BFI["scales"][scale]
    responses = complete(reference)[reference["items"]]
    pearson = psychometrics.minimum_average_partial(responses).table["average_squared_partial"]
    close(pearson[0], reference["map"]["map0_pearson"], CLOSED_FORM)
    close(pearson[1:], reference["map"]["pearson"], CLOSED_FORM)
    ours = psychometrics.minimum_average_partial(responses, correlation="polychoric").table["average_squared_partial"]
    close(ours[1:], reference["map"]["polychoric"], MAP_POLYCHORIC)
