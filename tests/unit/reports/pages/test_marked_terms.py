"""Terms in the text of a page."""

import re

from workbench.reports.pages.marked_terms import marked
from workbench.wording import Term, glossary, speaking

TERMS = [
    Term(key="cfi", name="CFI", meaning='an "index"'),
    Term(key="odds", name="odds ratio", meaning="a ratio"),
    Term(key="alpha", name="coefficient alpha", meaning="a coefficient"),
]


def test_a_term_is_marked_where_it_stands_first_and_nowhere_else():
    found = marked("<p>The CFI is high. CFI again, and odds ratios.</p>", TERMS)
    assert found.count("<a ") == 2
    assert '<a class="term" href="glossary.html#cfi" title="an &quot;index&quot;">CFI</a> is high' in found
    assert ">odds ratios</a>" in found


def test_links_headings_code_and_parts_of_words_stay_as_they_are():
    html = '<h2>CFI</h2><a href="x">CFI</a><code>CFI</code><p>pre-CFI, SCFI</p>'
    assert marked(html, TERMS) == html


def test_text_is_the_same_without_the_marks():
    html = "<main><p>Odds ratio &lt; 1, CFI &amp; <strong>coefficient alpha</strong>.</p></main>"
    found = marked(html, TERMS)
    assert re.sub(r"</?a[^>]*>", "", found) == html
    assert found.count("<a ") == 3


def test_every_language_has_the_same_terms_in_its_own_order():
    keys = {}
    for language in ("en", "fi", "sv"):
        with speaking(language):
            keys[language] = [term.key for term in glossary()]
    assert len(keys["en"]) > 30
    assert set(keys["en"]) == set(keys["fi"]) == set(keys["sv"])
    assert keys["en"] != keys["fi"]


def test_a_term_that_was_marked_stays_as_it_is_in_every_later_part():
    found = marked("<p>CFI</p><p>CFI</p><p>odds ratio <em>CFI</em></p>", TERMS)
    assert found.count("<a ") == 2
    assert found.endswith("</a> <em>CFI</em></p>")
