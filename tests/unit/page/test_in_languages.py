"""A table and a figure with their words in the languages that pages are asked for in; one execution makes all."""

import pandas as pd
import pytest

from tests.unit.wording.test_said import FINNISH
from workbench.media_types import LANGUAGES_MIME, REFUSAL_MIME, TABLE_MIME
from workbench.page.chapter import showing
from workbench.page.in_languages import bare, in_languages
from workbench.page.refusal import Refusal
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import catalogue, numbers, say


@pytest.fixture(autouse=True)
def finnish(tmp_path, monkeypatch):
    (tmp_path / "fi.po").write_text(FINNISH, encoding="utf-8")
    monkeypatch.setattr(catalogue, "CATALOGUES", tmp_path)
    monkeypatch.setenv("WORKBENCH_LANGUAGES", "fi,en")
    catalogue._catalogue.cache_clear()
    yield
    catalogue._catalogue.cache_clear()


def table():
    frame = pd.DataFrame({"term": ["a"], "estimate": [0.125]})
    caption = say("{share} of {group}", share=numbers.percent(0.125), group="Men")
    columns = (column("What", "term"), column("Share", "estimate", kind="percent"))
    return ReportTable(name="toy", caption=caption, columns=columns, frame=frame)


def test_a_table_has_its_words_in_finnish_beside_what_is_exported_in_english():
    shown = showing(table)()
    bundle = shown._repr_mimebundle_()
    words = bundle[LANGUAGES_MIME]["fi"]
    assert (bundle[TABLE_MIME]["caption"], words["caption"]) == ("12.5 % of Men", "Men: 12,5 %")
    assert ">12.5 %<" in bundle["text/html"]
    assert ">12,5 %<" in words["html"]
    assert bare(shown).name == shown.name == "toy"


def test_a_refusal_says_its_sentence_in_finnish():
    refusal = Refusal(say("{share} of {group}", share="x", group="y"))
    bundle = in_languages(lambda: refusal)._repr_mimebundle_()
    assert bundle[REFUSAL_MIME]["sentence"] == "x of y"
    assert bundle[LANGUAGES_MIME]["fi"]["sentence"] == "y: x"


def test_nothing_is_made_twice_where_english_alone_is_asked_for(monkeypatch):
    monkeypatch.setenv("WORKBENCH_LANGUAGES", "en")
    assert isinstance(showing(table)(), ReportTable)
