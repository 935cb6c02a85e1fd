"""Write the generated pages of docs/reference: ``make docs``."""

from tests.documents import columns, errors, exported_tables, key_figures, names
from tests.documents.chapters import ROOT

REFERENCE = ROOT / "docs" / "reference"

if __name__ == "__main__":
    for page in (columns, names, key_figures, errors, exported_tables):
        (REFERENCE / page.PAGE).write_text(page.text(), encoding="utf-8")
