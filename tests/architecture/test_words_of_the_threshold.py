"""A codebook may raise how many respondents an outcome needs: pages call five only what holds otherwise."""

import json
import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "notebooks").rglob("*.ipynb"))
OF_FIVE = re.compile(
    r"\b(?:five|5) (?:respondents|people|persons|others)|fewer than (?:five|5)\b|window of five|<\s?5\b"
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_sentence_of_a_page_takes_the_threshold_for_five(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert [found[0] for text in prose for found in OF_FIVE.finditer(text)] == []
