"""Pages serve every scale: what they say of one comes from its instrument file, not from notebooks or program."""

import json
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
OF_ONE_SCALE = re.compile(
    r"osallisuus|inclusion(?!-workbench)|exclusion|excluded|\bESIS\b|very.weak|official statistics", re.I
)
PAGES = sorted((PROJECT / "notebooks").rglob("*.ipynb"))
PARTS = [path for folder in ("tables", "plots") for path in sorted((PROJECT / "workbench" / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_notebook_names_no_scale(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert not OF_ONE_SCALE.search(path.stem)
    assert [found[0] for cell in cells for found in OF_ONE_SCALE.finditer("".join(cell["source"]))] == []


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_tables_and_plots_name_no_scale(path):
    assert OF_ONE_SCALE.findall(path.read_text(encoding="utf-8")) == []
