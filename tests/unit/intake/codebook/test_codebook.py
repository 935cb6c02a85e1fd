"""What a codebook may say; what it may not say stands in tests/messages."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from pydantic import ValidationError

from workbench.intake import load_codebook
from workbench.intake.codebook.codebook import BackgroundVariable

ROOT = Path(__file__).parents[4]


def test_the_codebook_of_the_how_to_page_is_valid(tmp_path):
    page = (ROOT / "docs/how-to/write-a-codebook.md").read_text(encoding="utf-8")
    text = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1]
    (tmp_path / "codebook.yaml").write_text(text, encoding="utf-8")
    book = load_codebook(tmp_path / "codebook.yaml")
    assert book.items["esis1"].column == "q12_1"
    assert book.items["esis3"].shift == 1
    assert book.background["municipality"].labels == {"049": "Espoo", "091": "Helsinki"}
    assert book.missing == (9, "NA")


def test_every_key_of_the_schema_is_on_the_how_to_page():
    page = (ROOT / "docs/how-to/write-a-codebook.md").read_text(encoding="utf-8")
    for key in type(load_codebook(ROOT / "data/codebooks/bfi-agreeableness.yaml")).model_fields:
        assert f"\n{key}:" in page


def test_labels_that_differ_in_the_form_of_their_accents_are_one():
    composed, decomposed = (unicodedata.normalize(form, "Jyväskylä") for form in ("NFC", "NFD"))
    with pytest.raises(ValidationError, match="two codes share one label"):
        BackgroundVariable(column="a", label="Area", labels={1: composed, 2: decomposed})
