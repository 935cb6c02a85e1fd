"""Whether a report must be made again: by what its numbers follow from, not by how a notebook is typed."""

from workbench.reports.batches.made_from import PARTS, changed, in_words


def test_what_changed_is_said_in_words():
    before = dict.fromkeys(PARTS, "1")
    assert changed(before | {"codebook": "2"}, before) == ["codebook"]
    assert changed(before, {}) == list(PARTS)
    assert in_words(["data", "codebook"]) == f"{PARTS['data']}, {PARTS['codebook']}"
