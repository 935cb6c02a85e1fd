"""Numbers in words: those of respondents are read, those of hashes, samples and per cents are not."""

import pytest

from workbench.disclosure.audit.sentences import _NUMBER


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("17 of 520 respondents", ["17", "520"]),
        ("percentiles of 520 bootstrap samples, all 126 splits, 100 sets in which", []),
        ("a 95 % interval", []),
        ("sha256 1f520a9b", []),
    ],
)
def test_only_numbers_that_may_count_people_are_read(sentence, read):
    assert _NUMBER.findall(sentence) == read
