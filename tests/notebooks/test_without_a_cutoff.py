"""A scale without a cut-off: pages on groups, invariance and items show what needs none, and nothing about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.notebooks.four_surveys import three_items
from workbench.intake import read_survey
from workbench.page import PartlyRefused, Refusal
from workbench.reports.notebooks import load_notebook, parts_of, unmet
from workbench.reports.running.foresight import _shown

NOTEBOOKS = Path("notebooks").absolute()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    data, codebook = three_items(tmp_path_factory.mktemp("trust"))
    for path in codebook.parent.glob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(("cutoffs:", "  low:"))]
        path.write_text("".join(kept), encoding="utf-8")
    return data, codebook


def exhibits(files, page):
    """Tables and figures of a page by name, with what is refused on it."""
    notebook = load_notebook(next(NOTEBOOKS.glob(f"{page}_*.ipynb")), position=int(page))
    names, shown, refused = {}, {}, []
    for cell in (cell for part in parts_of(notebook.node) for cell in part.cells if cell.cell_type == "code"):
        if "parameters" in cell.metadata.get("tags", []):
            names |= notebook.default | {"survey": str(files[0]), "codebook": str(files[1])}
            continue
        found = _shown(cell.source, names)
        found = found.shown if isinstance(found, PartlyRefused) else found
        if isinstance(found, Refusal):
            refused.append(found)
        elif found is not None:
            shown[found.name] = found
    return shown, refused


def words_of(exhibit):
    columns = [column.label for column in getattr(exhibit, "columns", ())]
    return " ".join([exhibit.caption, getattr(exhibit, "alt", ""), *columns, *getattr(exhibit, "notes", ())])


@pytest.mark.parametrize(
    ("page", "without", "with_cutoff_alone"),
    [
        ("05", {"groups", "precision", "group_means", "differences", "trends"}, {"composition", "group_shares"}),
        ("06", {"latent_means", "released_equalities", "invariance_effects"}, set()),
        (
            "07",
            {"item_discriminations", "scale_information", "item_information", "scalability", "item_bias"},
            {"cutoff_precision", "misclassification"},
        ),
    ],
)
def test_a_page_shows_what_needs_no_cutoff_and_nothing_about_it(files, page, without, with_cutoff_alone):
    shown, refused = exhibits(files, page)
    assert without <= set(shown)
    assert not with_cutoff_alone & set(shown)
    assert not [name for name, exhibit in shown.items() if "cut-off" in words_of(exhibit)]
    about_it = [refusal for refusal in refused if "cut-off" in refusal.sentence]
    assert bool(about_it) == bool(with_cutoff_alone)
    assert not any(refusal.in_survey for refusal in about_it)


def test_the_page_about_the_cutoff_says_when_to_name_one(files):
    notebook = load_notebook(NOTEBOOKS / "04_beyond_the_cutoff.ipynb", position=4)
    assert unmet(notebook, read_survey(files[0], codebook=files[1])) == (
        "Not run, because the codebook names no cut-off (`cutoffs`), and the instrument has none. Name one only if it "
        "is published for this scale."
    )
