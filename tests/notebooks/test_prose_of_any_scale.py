"""Pages are those of any scale: what one owner allows stands on the first page alone, as the instrument says it."""

import re
from pathlib import Path

import nbformat
import pytest

from tests.catalogues.messages import PROJECT, catalogue
from workbench.instruments import load_instrument

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
ALLOWED = re.compile(
    r"\bowner of the (?:scale|instrument)|\bmust not be (?:compared|used|changed)|\bmay not be (?:changed|used)"
    r"|\b(?:scale|instrument) is (?:not|never) (?:made|meant|allowed)|\bno tool (?:for|to)\b|\bsingle out\b",
    re.IGNORECASE,
)


def words_of(path: Path) -> str:
    return "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_prose_of_a_page_grants_and_forbids_nothing(path):
    assert not ALLOWED.findall(words_of(path))


def test_tables_and_figures_grant_and_forbid_nothing():
    said = {
        str(message.id)
        for message in catalogue()
        if any(place.startswith(("workbench/tables", "workbench/plots")) for place, _ in message.locations)
    }
    assert len(said) > 300
    assert not [words for words in said if ALLOWED.search(words)]


def test_the_rules_of_the_esis_are_such_words():
    """Else the pattern would find nothing anywhere."""
    assert len([rule for rule in load_instrument("esis").permitted_use if ALLOWED.search(rule)]) >= 2
