"""A table and a figure with their words in the languages that pages are asked for in; one execution makes all."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from tests.unit.wording.test_said import FINNISH
from workbench import intake, page, population
from workbench.intake import Codebook
from workbench.media_types import FIGURE_MIME, LANGUAGES_MIME, REFUSAL_MIME, TABLE_MIME
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


def survey_of(*languages):
    """Three hundred respondents of two sexes, whose labels are given in these languages, and one variable as it is."""
    words = {"fi": ("Sukupuoli", "Miehet", "Naiset"), "en": ("Sex", "Men", "Women")}
    below = pd.Series([True, False, False] * 100)
    own = words[languages[0]]
    sex = pd.Series(pd.Categorical.from_codes([0, 1, 1, 0, 0, 1] * 50, [own[1], own[2]]), name="sex")
    survey = build_survey({"sex": sex}, below)
    label, men, women = ({language: words[language][place] for language in languages} for place in range(3))
    book = survey.codebook.model_dump(exclude_defaults=True) | {
        "background": {"sex": {"column": "sex", "label": label, "labels": {0: men, 1: women}}}
    }
    return replace(survey, codebook=Codebook.model_validate(book))


def shown(survey):
    """Means by sex as a page shows them, as what is exported of them, and a picture of them."""
    values = intake.score(survey.responses, instrument=survey.instrument)
    plan = population.protection_plan(survey)
    means = population.protect(population.mean(values, design=survey.design, by=survey.groups), plan=plan)
    overall = population.protect(population.mean(values, design=survey.design), plan=plan)
    table = page.tables.means_and_shares(means, None, survey=survey)
    return table._repr_mimebundle_(), page.plots.group_means(means, overall, survey=survey)._repr_mimebundle_()[0]


def test_labels_are_those_of_the_language_and_what_is_exported_keeps_the_first():
    table, figure = shown(survey_of("en", "fi"))
    words = table[LANGUAGES_MIME]["fi"]
    assert ">Miehet<" in words["html"]
    assert ">Men<" not in words["html"]
    assert ">Men<" in table["text/html"]
    exported = table[TABLE_MIME]
    level = exported["columns"].index("level_label")
    assert [row[level] for row in exported["rows"]] == ["Men", "Women"]
    assert [row[level] for row in words["rows"]] == ["Miehet", "Naiset"]
    numbers_of = [place for place, value in enumerate(exported["rows"][0]) if isinstance(value, float)]
    for own, other in zip(exported["rows"], words["rows"], strict=True):
        assert [own[place] for place in numbers_of] == [other[place] for place in numbers_of]
    assert "Naiset" in figure[LANGUAGES_MIME]["fi"]["alt"]
    assert "Women" in figure[FIGURE_MIME]["alt"]


def test_an_english_page_has_english_labels_also_where_data_carry_finnish_ones():
    table, figure = shown(survey_of("fi", "en"))
    assert ">Men<" in table["text/html"]
    assert ">Men<" in table[LANGUAGES_MIME]["en"]["html"]
    level = table[TABLE_MIME]["columns"].index("level")
    assert [row[level] for row in table[TABLE_MIME]["rows"]] == ["Miehet", "Naiset"]
    assert "Women" in figure[FIGURE_MIME]["alt"]


def test_a_language_that_labels_lack_shows_the_first(monkeypatch):
    monkeypatch.setenv("WORKBENCH_LANGUAGES", "sv")
    (catalogue.CATALOGUES / "sv.po").write_text(FINNISH.replace("Language: fi", "Language: sv"), encoding="utf-8")
    table, _ = shown(survey_of("fi", "en"))
    assert ">Miehet<" in table[LANGUAGES_MIME]["sv"]["html"]
