"""The pages of a site: a list that needs no script, one script that its policy allows, groups beside each other."""

from __future__ import annotations

import base64
import hashlib
import re

from tests.unit.reports.site.shelves import add_language, write_batch, write_run
from workbench.reports.site.pages import areas_page, index_page
from workbench.reports.site.publications import publications
from workbench.wording import speaking


def index(folder, *, root="", languages=("en",), areas=False):
    return index_page(publications(folder)[0], root=root, languages=languages, areas=areas)


def test_every_whole_report_is_a_row_with_a_link(tmp_path):
    write_batch(tmp_path / "towns")
    write_run(tmp_path / "it's <mine>", title="Work <and> life", synthetic=True)
    page = index(tmp_path, root="../reports/")
    links = re.findall(r'<tr[^>]*><th[^>]*><a href="([^"]*)"', page)
    assert links == [
        "../reports/it%27s%20%3Cmine%3E/index.html",
        *(f"../reports/towns/{name}/index.html" for name in ("all", "a", "b")),
    ]
    assert "Work &lt;and&gt; life" in page and page.count("synthetic data") == 1


def test_a_list_of_synthetic_data_alone_says_so_once(tmp_path):
    write_run(tmp_path / "spring", synthetic=True)
    page = index(tmp_path)
    assert 'class="banner"' in page and "synthetic data" not in page


def test_the_policy_of_a_page_allows_its_script_and_no_other(tmp_path):
    write_batch(tmp_path / "towns")
    found = publications(tmp_path)[0]
    for page in (index(tmp_path), areas_page(found, root="", languages=("en",))):
        [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'\"" in page
        assert "default-src 'none'" in page and not re.search(r"\son\w+=|src=|https?:", page)


def test_what_needs_a_script_is_hidden_without_one(tmp_path):
    write_batch(tmp_path / "towns")
    page = index(tmp_path)
    assert re.search(r'role="search"[^>]* hidden>', page) and re.search(r'role="status" hidden>', page)


def test_a_filter_stands_where_it_has_a_choice(tmp_path):
    write_batch(tmp_path / "towns")
    page = index(tmp_path)
    assert [name for name in ("area", "group", "year") if f'<select id="{name}">' in page] == ["area", "group"]
    options = re.search(r'<select id="area">(.*?)</select>', page)[1]
    assert re.findall("<option>(.*?)</option>", options) == ["=Oulu", "Åbo"]


def test_a_column_that_nobody_fills_is_left_out(tmp_path):
    write_run(tmp_path / "spring")
    assert 'data-fact="area"' not in index(tmp_path)


def test_a_page_in_another_language_says_so_and_links_to_the_same_page(tmp_path):
    add_language(write_run(tmp_path / "spring", language="fi"), "en")
    write_run(tmp_path / "finnish", language="fi")
    with speaking("sv"):
        page = index(tmp_path, languages=("fi", "sv"), areas=True)
    assert '<html lang="sv">' in page and 'href="areas.sv.html"' in page
    assert '<a href="index.html" lang="fi" hreflang="fi">suomi</a>' in page
    assert page.count('</a> (<span lang="fi">suomi</span>)') == 2


def test_groups_stand_beside_each_other_with_numbers_and_the_overview(tmp_path):
    write_batch(tmp_path / "towns")
    write_batch(tmp_path / "without", overview=False)
    page = areas_page(publications(tmp_path)[0], root="reports/", languages=("en",))
    assert re.findall("<h2[^>]*>(.*?)</h2>", page) == ["Towns, by municipality × sex"]
    assert 'href="reports/towns/all/overview.html"' in page and 'href="reports/towns/a/index.html"' in page
    assert '<td class="number" data-value="0.0987">9.9 %</td>' in page


def test_a_batch_in_english_is_named_so_in_another_language(tmp_path):
    write_batch(tmp_path / "towns")
    with speaking("fi"):
        page = areas_page(publications(tmp_path)[0], root="", languages=("fi",))
    assert page.count('(<span lang="en">English</span>)') == 4  # the batch, its overview and two groups


def test_without_an_overview_there_is_no_such_page(tmp_path):
    write_batch(tmp_path / "towns", overview=False)
    assert areas_page(publications(tmp_path)[0], root="", languages=("en",)) == ""
