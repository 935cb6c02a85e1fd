"""Word files, as python-docx reads them."""

import dataclasses
import io
import zipfile

import docx as word
import pytest

from tests.unit.reports.formats.outcomes import PNG, facts, outcome
from workbench.media_types import TABLE_MIME
from workbench.reports.formats import docx
from workbench.reports.formats.document import document_of
from workbench.reports.publishing import Edition
from workbench.wording import speaking

N_WIDE = 14


def opened(content):
    return word.Document(io.BytesIO(content))


def made(depth="report", language="en", pages=None):
    with speaking(language):
        document = document_of(pages or [outcome("01"), outcome("02")], facts=facts(), depth=depth)
        return docx.word_file(document, made=facts().ended)


@pytest.fixture(scope="module")
def report():
    return opened(made())


@pytest.fixture(scope="module")
def finnish():
    return opened(made(language="fi"))


def changed(before, after):
    """A page whose tagged table is another one."""
    page = outcome("01")
    for cell in page.executed.cells:
        for output in cell.get("outputs", []):
            if TABLE_MIME in output["data"]:
                output["data"]["text/html"] = output["data"]["text/html"].replace(before, after)
    return dataclasses.replace(page)


def texts(document, *styles):
    return [p.text for p in document.paragraphs if p.style.name in styles]


def test_there_is_a_file_for_each_depth_and_language(tmp_path):
    docx.write(tmp_path, outcomes=[outcome()], facts=facts(), edition=Edition(languages=("sv",), depth="report"))
    assert {path.name for path in tmp_path.iterdir()} == {"summary-sv.docx", "report-sv.docx"}


def test_headings_are_headings_and_the_title_is_the_first(report):
    assert texts(report, "Heading 1") == ["Toy"]
    assert {"In short", "Page 01", "Page 02"} <= set(texts(report, "Heading 2"))


def test_what_stands_above_the_contents_is_kept(report):
    above = [p.text for p in report.paragraphs]
    assert {"Report", "Toy"} <= set(above[: above.index("Contents")])


def test_each_table_has_a_heading_row_that_repeats_and_rows_that_do_not_break(report):
    assert len(report.tables) == 2
    for table in report.tables:
        assert [len(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [1, 0]
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
        assert [cell.text for cell in table.rows[1].cells] == ["Women", "9.9\N{NO-BREAK SPACE}%"]


def test_a_short_table_stays_on_one_page(report):
    kept = [bool(row._tr.xpath(".//w:keepNext")) for row in report.tables[0].rows]
    assert kept == [True, False]  # the last row may end a page


def test_numbers_stand_to_the_right_and_words_to_the_left(report):
    cells = report.tables[0].rows[1].cells
    assert [cell.paragraphs[0].paragraph_format.alignment for cell in cells] == [None, 2]


def test_captions_are_numbered_by_fields_that_word_counts(finnish):
    assert texts(finnish, "Table Caption") == ["Taulukko 1. Shares of short", "Taulukko 2. Shares of short"]
    fields = finnish.element.body.xpath(".//w:instrText/text()")
    assert sum("SEQ Taulukko" in field for field in fields) == 2
    assert sum("SEQ Kuvio" in field for field in fields) == 2


def test_contents_and_lists_are_filled_and_lead_to_their_places(finnish):
    body = finnish.element.body
    fields = [text.strip() for text in body.xpath(".//w:instrText/text()") if "TOC" in text]
    assert fields == ['TOC \\o "2-3" \\h \\z \\u', 'TOC \\h \\z \\c "Taulukko"', 'TOC \\h \\z \\c "Kuvio"']
    places = body.xpath(".//w:bookmarkStart/@w:name")
    links = body.xpath(".//w:hyperlink/@w:anchor")
    assert len(places) == len(set(places))
    assert len(links) >= 8 and set(links) <= set(places)
    starts, ends = (len(body.xpath(f'.//w:fldChar[@w:fldCharType="{kind}"]')) for kind in ("begin", "end"))
    assert starts == ends == 7


def test_figures_say_what_they_show_and_stay_with_their_captions(report):
    described = report.element.body.xpath(".//wp:docPr/@descr")
    assert described == ["Largest of drawn: Women, 9.9 %."] * 2
    assert report.styles["Captioned Figure"].paragraph_format.keep_with_next
    pictures = [part.blob for part in report.part.package.iter_parts() if part.partname.endswith(".png")]
    assert set(pictures) == {PNG}


def test_names_of_files_on_this_machine_are_not_in_it():
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels")))
    assert b"/tmp" not in text and b"base64" not in text


@pytest.mark.parametrize(("language", "region"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_a_file_names_its_language_title_and_time(language, region):
    document = opened(made("summary", language))
    assert document.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == [region]
    about = document.core_properties
    assert (about.title, about.language, about.author) == ("Toy", language, "")
    assert about.created.replace(tzinfo=None) == facts().ended.replace(tzinfo=None)


def test_a_cell_in_another_language_is_marked_as_such():
    page = changed('<th scope="row">Women</th>', '<th scope="row" lang="fi">Naiset</th>')
    (row,) = opened(made(pages=[page])).tables[0]._tbl.xpath("./w:tr[2]")
    assert row.xpath("./w:tc[1]//w:r/w:rPr/w:lang/@w:val") == ["fi"]
    assert not row.xpath("./w:tc[2]//w:lang")


def test_the_summary_has_no_contents():
    assert "Contents" not in [p.text for p in opened(made("summary")).paragraphs]


def test_the_same_report_gives_the_same_bytes_and_reads_no_clock():
    first, second = made(), made()
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_notes_stand_small_below_their_table():
    page = changed('<ul class="table-notes"></ul>', '<ul class="table-notes"><li>– withheld.</li><li>Other.</li></ul>')
    document = opened(made(pages=[page]))
    assert texts(document, "Table Note") == ["– withheld.", "Other."]


def test_a_wide_table_stands_across_the_page_and_what_follows_upright():
    heads = "".join(f'<th scope="col" class="interval">Interval{place:02d}</th>' for place in range(N_WIDE))
    cells = '<td class="interval">0.81–10.51</td>' * N_WIDE
    page = changed("</tr></thead>", f"{heads}</tr></thead>")
    for cell in page.executed.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output["data"]:
                output["data"]["text/html"] = output["data"]["text/html"].replace("</td></tr>", f"</td>{cells}</tr>")
    document = opened(made(pages=[page, outcome("02")]))
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, False]
    widths = [int(width) for width in document.tables[0]._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
    assert len(widths) == N_WIDE + 2
    room = document.sections[1]
    assert sum(widths) * 635 <= room.page_width - room.left_margin - room.right_margin


def test_what_is_about_a_block_stands_beside_its_heading():
    block = '<tr class="block"><th scope="rowgroup">Sex</th><td class="percent">&lt; .01</td></tr>'
    row = made_table(changed("<tbody><tr>", f"<tbody>{block}<tr>")).rows[1]
    assert [cell.text for cell in row.cells] == ["Sex", "<\N{NO-BREAK SPACE}.01"]
    (empty,) = made_table(changed("9.9 %", "")).rows[1].cells[1].paragraphs
    assert empty._p.xpath("./w:pPr/w:rPr/w:sz/@w:val") == ["19"]


def test_an_estimate_and_its_interval_stand_on_one_line():
    text = made_table(changed("9.9 %", "2.23 (1.20–4.14)")).rows[1].cells[1].text
    assert text == "2.23\N{NO-BREAK SPACE}(1.20–4.14)"


def test_words_in_place_of_a_number_may_break():
    assert made_table(changed("9.9 %", "first step")).rows[1].cells[1].text == "first step"


def test_the_answer_stands_out_and_no_sentence_is_coloured_because_it_leads_to_its_table():
    page, answer = outcome("01"), "One in ten has a score below 50."
    for cell in page.executed.cells:
        for output in cell.get("outputs", []):
            if TABLE_MIME in output["data"]:
                output["data"][TABLE_MIME]["findings"] = [{"topic": "share", "sentence": answer}]
    told = opened(made(pages=[page]))
    assert texts(told, "Answer") == [answer]
    assert told.styles["Answer"].font.size > told.styles["Normal"].font.size
    assert told.styles["Hyperlink"].font.color.rgb is None


def made_table(page):
    return opened(made(pages=[page])).tables[0]


def test_a_fact_stands_in_one_line_after_its_name(report):
    (line,) = [text for text in texts(report, "Definition") if text.startswith("Run")]
    assert line == "Run: toy, 2026-01-02 00:00 UTC"
    assert not texts(report, "Definition Term")
    paragraph = next(p for p in report.paragraphs if p.text == line)
    assert [run.bold for run in paragraph.runs][:2] == [True, None]


def test_a_summary_is_set_more_closely_than_a_report(report):
    summary = opened(made("summary"))
    for name in ("Normal", "Heading 2"):
        assert summary.styles[name].font.size < report.styles[name].font.size
