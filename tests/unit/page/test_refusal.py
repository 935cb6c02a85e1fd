"""A refusal shows its sentence, and whatever is asked of it is itself."""

import pytest

from workbench.media_types import REFUSAL_MIME
from workbench.page.refusal import Refusal


def test_a_refusal_shows_its_sentence_as_text_and_as_inert_html():
    shown = Refusal("No `a` <b>. Add it.")._repr_mimebundle_()
    assert shown["text/plain"] == "No `a` <b>. Add it."
    assert shown["text/html"] == '<p class="refused">No <code>a</code> &lt;b&gt;. Add it.</p>'
    assert shown[REFUSAL_MIME] == {"sentence": "No `a` <b>. Add it.", "in_survey": True}


def test_parts_of_a_refusal_are_the_refusal_but_it_has_no_private_ones():
    refusal = Refusal("Why. Repair.")
    assert refusal.responses is refusal
    with pytest.raises(AttributeError):
        _ = refusal._repr_html_
