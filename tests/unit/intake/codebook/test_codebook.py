"""What a codebook may say; what it may not say stands in tests/messages."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from pydantic import ValidationError

from workbench.intake import Codebook, load_codebook
from workbench.intake.codebook import BackgroundVariable

ROOT = Path(__file__).parents[4]
SEX = {"sex": {"column": "s", "label": "Sex", "labels": {1: "Men"}}}


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
    for key in Codebook.model_fields:
        assert re.search(rf"^(# )?{key}:", page, re.MULTILINE), key


def test_labels_that_differ_in_the_form_of_their_accents_are_one():
    composed, decomposed = (unicodedata.normalize(form, "Jyväskylä") for form in ("NFC", "NFD"))
    with pytest.raises(ValidationError, match="two codes share one label"):
        BackgroundVariable(column="a", label="Area", labels={1: composed, 2: decomposed})


def test_public_data_are_open_and_the_example_is_not():
    bfi = load_codebook(ROOT / "data/codebooks/bfi-agreeableness.yaml")
    assert "psych (GPL >= 2)" in bfi.open_because
    assert load_codebook(ROOT / "data/codebooks/synthetic-adult-survey.yaml").open_because is None


def described(**keys: object) -> Codebook:
    return Codebook.model_validate({"schema_version": 1, "title": "t", "instrument": "esis", "items": {}} | keys)


def test_an_open_survey_keeps_its_reason_and_the_usual_thresholds():
    book = described(disclosure="open", open_because="CC0, archive")
    assert book.open_because == "CC0, archive"
    assert book.disclosure == described().disclosure


@pytest.mark.parametrize(
    "keys",
    [
        {"respondent_id": "id"},
        {"design": {"sampling_weights": "w"}},
        {"design": {"replicate_weights": "w1..w3"}},
        {"background": SEX, "design": {"margins": [{"variables": "sex", "people": {1: 10}}]}},
    ],
    ids=["ids", "weights", "replicates", "margins"],
)
def test_only_a_synthetic_survey_may_be_open_beside_ids_or_weights(keys):
    with pytest.raises(ValidationError, match="`disclosure: open` stands beside"):
        described(disclosure="open", open_because="CC0, archive", **keys)
    assert described(disclosure="open", open_because="made up", synthetic=True, **keys).open_because == "made up"


def test_strata_and_clusters_alone_do_not_stand_against_openness():
    design = {"strata": "s", "clusters": "c"}
    assert described(disclosure="open", open_because="CC0, archive", design=design).open_because
