"""Links and paths between files lead somewhere: in documents, notebooks, docstrings and R scripts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KINDS = (".md", ".py", ".R", ".ipynb", ".toml", ".yaml")
FOLDERS = ("benchmarks", "data", "docs", "notebooks", "reports", "tests", "workbench")
ROOMS = [folder.name for folder in (ROOT / "workbench").iterdir() if (folder / "__init__.py").exists()]
# The changelog names files as they were; reports and private data are no part of the repository.
LEFT_OUT = ("CHANGELOG.md", "data/private", "reports")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(
    rf"(?<![\w./-])(?:(?:benchmarks|docs|tests)/[\w./-]*\w"
    rf"|(?:{'|'.join([*FOLDERS, *ROOMS])})/[\w./-]*\.(?:csv|ipynb|json|md|png|py|R|yaml)\b)"
)
NAMED_IN_CODE = ("benchmarks/", "docs/", "tests/")  # tests make files of other names themselves
PLACEHOLDERS = re.compile(r"/(?:my|NN_\w+|name|name\.xx)\.\w+$|/cases_$|private/")
READ_BY_R = re.compile(r'(?:read\.csv|source)\("([^"]+)"')


def files() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.suffix in KINDS and path.name not in LEFT_OUT)
    yield ROOT / "reports" / "README.md"
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in KINDS and not str(path.relative_to(ROOT)).startswith(LEFT_OUT):
                yield path


def texts(path: Path) -> list[str]:
    """The text of a file; of a notebook one text for each cell."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return [text]
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


def anchors(document: Path) -> set[str]:
    """Places of a document that a link can name, as GitHub and JupyterLab write them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


FILES = list(files())
DOCUMENTS = [path for path in FILES if path.suffix in (".md", ".ipynb")]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document):
    for text in texts(document):
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):  # another site
                continue
            target, _, place = link.partition("#")
            file = (document.parent / target).resolve() if target else document
            assert file.exists(), link
            assert not place or place in anchors(file), link


def test_named_files_exist():
    """From the root, from the package, or from the folder of the text."""
    missing = []
    for file in FILES:
        if name_of(file) == "docs/reference/errors.md":  # shows what happens when a name is wrong
            continue
        for name in {name for text in texts(file) for name in PATH.findall(text)}:
            if file.suffix == ".py" and not name.startswith(NAMED_IN_CODE):
                continue
            places = (ROOT, ROOT / "workbench", file.parent)
            if not PLACEHOLDERS.search(name) and not any((place / name).exists() for place in places):
                missing.append(f"{name_of(file)} names {name}")
    assert missing == []


@pytest.mark.parametrize("script", [path for path in FILES if path.suffix == ".R"], ids=name_of)
def test_r_scripts_find_what_they_read(script):
    for text in texts(script):
        for name in READ_BY_R.findall(text):
            assert (script.parent / name).exists(), name
