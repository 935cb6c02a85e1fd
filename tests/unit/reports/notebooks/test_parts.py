"""A notebook is cut at its headings, and each part says what it shows and what it refuses."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbench.media_types import FIGURE_MIME, LANGUAGES_MIME, REFUSAL_MIME, TABLE_MIME
from workbench.reports.notebooks.parts import parts_of, refused, shown_name, shows_nothing
from workbench.wording import speaking, spoken


def output(mime, **content):
    return new_output("display_data", data={mime: content})


TABLE = output(TABLE_MIME, name="shares", rows=[[1]])
MADE = output(TABLE_MIME, name="how_made", rows=[[1]])
FIGURE = output(FIGURE_MIME, name="line")
WHY = output(REFUSAL_MIME, sentence="Too few. Choose more.", in_survey=True)
STOP = new_output("error", ename="NotEstimable", evalue="Too few.", traceback=[])


def cut(*outputs, after=()):
    cells = [
        new_markdown_cell("# Title\n\nWhat?"),
        new_code_cell("survey = 1"),
        new_markdown_cell("## First\n\n**Method.**\n\n### Detail\n\nmore"),
        new_code_cell("a", outputs=list(outputs)),
        new_markdown_cell("**How to read it.**\n\n## Second\n\nprose"),
        new_code_cell("b", outputs=list(after)),
    ]
    return parts_of(new_notebook(cells=cells))


def test_parts_begin_at_second_level_headings_also_inside_a_cell():
    parts = cut()
    assert [part.heading for part in parts] == ["", "First", "Second"]
    assert [cell.source for cell in parts[1].cells] == [
        "## First\n\n**Method.**\n\n### Detail\n\nmore",
        "a",
        "**How to read it.**\n\n",
    ]
    assert [part.has_code for part in parts] == [True, True, True]


def test_a_part_names_what_it_shows_and_says_each_refusal_once():
    _, first, second = cut(TABLE, WHY, FIGURE, WHY, after=[STOP])
    assert first.shows == ("shares", "line")
    assert first.refusals == ("Too few. Choose more.",)
    assert not first.stopped
    assert second.stopped
    assert (refused(TABLE), shown_name(WHY)) == ("", "")


def test_a_refusal_is_said_in_the_language_of_the_page():
    why = new_output(
        "display_data",
        data={
            REFUSAL_MIME: {"sentence": "Too few. Choose more.", "in_survey": True},
            LANGUAGES_MIME: {"fi": {"sentence": "Liian vähän. Valitse lisää."}},
        },
    )
    _, first, _ = cut(why)
    assert first.refusals == ("Too few. Choose more.",)
    with speaking("fi"):
        assert (spoken(first.refusals[0]), refused(why)) == ("Liian vähän. Valitse lisää.",) * 2
    with speaking("sv"):
        assert refused(why) == "Too few. Choose more."


def test_a_page_with_its_provenance_alone_shows_nothing():
    assert shows_nothing(cut(WHY, after=[MADE]))
    assert not shows_nothing(cut(WHY, after=[FIGURE, MADE]))
