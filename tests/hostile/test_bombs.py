"""Files made to stop a machine: each is refused by one message within five seconds, and no value of it is printed."""

from __future__ import annotations

import io
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from openpyxl.utils import get_column_letter
from pyarrow import parquet

from tests.hostile.commands import Done, real
from tests.reports import toys

pytestmark = pytest.mark.slow

SECONDS = 5  # of the processor, so that what else the machine does changes nothing
LONGEST = 1500  # characters of a message
VALUE = "Lempäälä-4711"  # stands in every file, as somebody's answer might
_LEVELS = range(1, 10)
_MERGES = ", ".join(f"&b{n} {{<<: [{', '.join([f'*b{n - 1}'] * 9)}]}}" for n in _LEVELS)
_LISTS = ", ".join(f"&c{n} [{', '.join([f'*c{n - 1}'] * 9)}]" for n in _LEVELS)
MERGE_BOMB = f"[&b0 {{k: {VALUE}}}, {_MERGES}]"
LIST_BOMB = f"[&c0 [{VALUE}], {_LISTS}]"
SCALE = (Path(__file__).parents[2] / "workbench" / "instruments" / "esis.yaml").read_text(encoding="utf-8")


def check(data: str, codebook: str) -> Done:
    """Give `workbench check`, which reads all of both files before anything else, and hold it to its seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = real(["check", data, codebook])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS
    return done


def refused(data: str = "data/toy.csv", codebook: str = "data/toy.yaml") -> str:
    """Return the one message that refuses the files."""
    done = check(data, codebook)
    assert done.exit_code == 2, done.output[:LONGEST]
    assert "Traceback" not in done.output
    assert VALUE not in done.output
    assert done.stdout == ""
    message, *further = done.stderr.strip().splitlines()
    assert all(line.startswith(("Change the codebook by `workbench set", "Mend bomb.yaml itself")) for line in further)
    assert len(message) < LONGEST
    assert message.endswith((".", "?"))
    return message


def book(**lines: str) -> str:
    """Return the toy codebook with other lines."""
    kept = [line for line in toys.CODEBOOK.splitlines() if line.partition(":")[0] not in lines]
    return "\n".join([*kept, *(f"{key}: {value}" for key, value in lines.items()), ""])


LABELS = "".join(f"\n      {code}: {VALUE} {code}" for code in range(24_000))
CODEBOOKS = {
    "brackets 20,000 deep": book(title="[" * 20_000 + VALUE + "]" * 20_000),
    "braces 20,000 deep": book(title="{a: " * 20_000 + VALUE + "}" * 20_000),
    "dashes 20,000 deep": book(title="\n  " + "- " * 20_000 + VALUE),
    "questions 20,000 deep": book(title="\n  " + "? " * 20_000 + VALUE),
    "indents 1,900 deep": book(title="".join(f"\n{' ' * depth}a:" for depth in range(1, 1900))),
    "lone surrogate": book(title=f'"{VALUE} \\ud800"'),
    "merges in the title": book(title=MERGE_BOMB),
    "lists in the title": book(title=LIST_BOMB),
    "merges in the source": book(source=MERGE_BOMB),
    "merges in a language of the title": book(title=f"{{fi: {MERGE_BOMB}}}"),
    "50,000 labels": book(background=f"\n  area:\n    column: area\n    label: Area\n    labels:{LABELS}{LABELS}"),
    "24,000 labels": book(background=f"\n  area:\n    column: area\n    label: Area\n    labels:{LABELS}"),
    "24,000 keys that are none": book() + "".join(f"key{n}: {VALUE}\n" for n in range(24_000)),
    "24,000 missing codes": book(missing=f"[{', '.join(map(str, range(100, 24_100)))}, x{VALUE}]", instrument="esiss"),
    "line of 50 MB": book(title=VALUE * 3_600_000),
    "label of no width": book(background='{area: {column: area, label: Area, labels: {1: "\\u200b\\u2060", 2: B}}}'),
    "variable of no width": book(background='{area: {column: area, label: "\\u200b", labels: {1: A, 2: B}}}'),
}


@pytest.mark.parametrize("name", CODEBOOKS)
def test_a_codebook_is_refused(place, name):
    (place.project / "data" / "bomb.yaml").write_text(CODEBOOKS[name], encoding="utf-8")
    refused(codebook="data/bomb.yaml")


def scale(**lines: str) -> str:
    kept = [line for line in SCALE.splitlines() if line.partition(":")[0] not in lines]
    return "\n".join([*kept, *(f"{key}: {value}" for key, value in lines.items()), ""])


SCALES = {
    "merges in the name": scale(name=MERGE_BOMB),
    "merges in the source": scale(source=MERGE_BOMB),
    "lists in the source": scale(source=LIST_BOMB),
    "source 20,000 deep": scale(source="[" * 20_000),
    "lone surrogate": scale(source=f'"{VALUE} \\udfff"'),
    "line of 50 MB": scale(source=VALUE * 3_600_000),
}


@pytest.mark.parametrize("name", SCALES)
def test_a_scale_is_refused(place, name):
    folder = place.project / "data" / "instruments"
    folder.mkdir()
    (folder / "bomb.yaml").write_text(SCALES[name], encoding="utf-8")
    (place.project / "data" / "bomb.yaml").write_text(book(instrument="bomb"), encoding="utf-8")
    refused(codebook="data/bomb.yaml")


HEAD = ",".join([*toys.ITEMS, "area", "sex"])


def _of_2_gb(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEAD}\n{VALUE}\n")
        file.truncate(2_000_000_000)


def _of_400_mb(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEAD}\n{VALUE}\n")
        file.truncate(400_000_000)


def _long_line(path: Path) -> None:
    path.write_text(f"{HEAD}\n{VALUE * 3_600_000}\n", encoding="utf-8")


def _long_name(path: Path) -> None:
    path.write_text(f"{VALUE * 3_600_000}\n1\n", encoding="utf-8")


def _open_quote(path: Path) -> None:
    path.write_text(f'{HEAD}\n"' + f"{VALUE}\n" * 3_000_000, encoding="utf-8")


def _wide_csv(path: Path) -> None:
    path.write_text(",".join(f"{VALUE}{n}" for n in range(200_000)) + "\n" + "1," * 199_999 + "1\n", encoding="utf-8")


def _separators(path: Path) -> None:
    path.write_text(f"{HEAD}\n" + "," * 50_000_000, encoding="utf-8")


TEXTS: dict[str, Callable[[Path], None]] = {
    "2 GB, sparse": _of_2_gb,
    "400 MB, sparse": _of_400_mb,
    "line of 50 MB": _long_line,
    "name of 50 MB": _long_name,
    "quote that is never closed": _open_quote,
    "200,000 columns": _wide_csv,
    "50 million separators": _separators,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_file_is_refused(place, name):
    TEXTS[name](place.project / "data" / "bomb.csv")
    refused(data="data/bomb.csv")


def test_a_columnar_file_of_too_many_columns_is_refused(place):
    columns = {f"{VALUE}{n}": pa.array([1]) for n in range(30_000)}
    parquet.write_table(pa.table(columns), place.project / "data" / "bomb.parquet")
    refused(data="data/bomb.parquet")


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{sheets}<Override '
    'PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(path: Path, *sheets: str, strings: str = "", further: dict[str, bytes] | None = None) -> None:
    """Write a workbook of sheets as they are given, which openpyxl would not write."""
    numbers = range(1, len(sheets) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}"/>' for n in numbers)
    named = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    related = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers}
    parts = {
        "[Content_Types].xml": _TYPES.format(sheets=types),
        "_rels/.rels": _related(r=("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _related(**related, s=("sharedStrings", "sharedStrings.xml")),
        "xl/sharedStrings.xml": strings or _strings(f"<si><t>{VALUE}</t></si>"),
        **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in zip(numbers, sheets, strict=True)},
        **(further or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def _related(**targets: tuple[str, str]) -> str:
    links = (f'<Relationship Id="{i}" Type="{_RELATIONS}/{kind}" Target="{to}"/>' for i, (kind, to) in targets.items())
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>'


def _strings(content: str) -> str:
    return f'<sst xmlns="{_MAIN}">{content}</sst>'


def _sheet(*rows: str, extent: str = "A1:L61") -> str:
    return f'<worksheet xmlns="{_MAIN}"><dimension ref="{extent}"/><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _row(number: int, **cells: object) -> str:
    written = (f'<c r="{c}{number}" t="inlineStr"><is><t>{v}</t></is></c>' for c, v in cells.items())
    return f'<row r="{number}">{"".join(written)}</row>'


def _laughs(content: str) -> str:
    """Return ten letters that ten entities make ten times as long each."""
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{VALUE[:10]}">{entities}]>{content}'


def _of_a_file(content: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{content}'


_FIRST = _row(1, **{chr(65 + place): name for place, name in enumerate(HEAD.split(","))})
_ANSWER = _row(2, A=VALUE)
_EMPTY_ROWS = "<row/>" * 1_500_000
WORKBOOKS: dict[str, Callable[[Path], None]] = {
    "words of 190 MB": lambda path: workbook(
        path, _sheet(_FIRST), strings=_strings(f"<si><t>{VALUE}</t></si>" * 7_000_000)
    ),
    "one word of 190 MB": lambda path: workbook(
        path, _sheet(_FIRST), strings=_strings(f"<si><t>{VALUE * 14_000_000}</t></si>")
    ),
    "formats of 60 MB": lambda path: workbook(path, _sheet(_FIRST), further={"xl/styles.xml": b"<a/>" * 15_000_000}),
    "an extent of all cells": lambda path: workbook(path, _sheet(_FIRST, extent="A1:XFD1048576")),
    "a cell in the last row": lambda path: workbook(path, _sheet(_FIRST, _row(1_048_576, A=VALUE))),
    "a cell in the last row and column": lambda path: workbook(path, _sheet(_FIRST, _row(1_048_576, XFD=VALUE))),
    "a cell in a row that is none": lambda path: workbook(path, _sheet(_FIRST, _row(900_000_000, A=VALUE))),
    "far cells in 1,400 rows": lambda path: workbook(
        path, _sheet(_FIRST, *(_row(n, XFD=VALUE) for n in range(2, 1400)))
    ),
    "1.5 million empty rows": lambda path: workbook(path, _sheet(_FIRST, _EMPTY_ROWS, _ANSWER)),
    "16,384 columns": lambda path: workbook(path, _wide_sheet()),
    "1,100 sheets": lambda path: workbook(path, *[_sheet(_FIRST)] * 1_100),
    "500 sheets with no answer": lambda path: workbook(path, *[_sheet(_FIRST)] * 500),
    "laughs in the words": lambda path: workbook(
        path, _sheet(_FIRST), strings=_laughs(_strings("<si><t>&j;</t></si>"))
    ),
    "laughs in the sheet": lambda path: workbook(path, _laughs(_sheet(_FIRST, _row(2, A="&j;")))),
    "one entity 20,000 times": lambda path: workbook(
        path,
        _sheet(_FIRST),
        strings=f'<!DOCTYPE x [<!ENTITY a "{VALUE * 8_000}">]>' + _strings(f"<si><t>{'&a;' * 20_000}</t></si>"),
    ),
    "an entity that is a file": lambda path: workbook(path, _of_a_file(_sheet(_FIRST, _row(2, A="&a;")))),
    "elements a million deep": lambda path: workbook(path, _sheet(_FIRST, "<a>" * 1_000_000, "</a>" * 1_000_000)),
    "words a million deep": lambda path: workbook(
        path, _sheet(_FIRST), strings=_strings("<si>" + "<r>" * 1_000_000 + "</r>" * 1_000_000 + "</si>")
    ),
    "a packed file in a packed file": lambda path: _nested(path),
    "parts that lie over each other": lambda path: _overlapping(path),
    "a part longer than is said": lambda path: _understated(path),
}


def _wide_sheet() -> str:
    names = (f"{get_column_letter(n)}" for n in range(1, 16_385))
    return _sheet(_row(1, **{column: f"{VALUE}{column}" for column in names}), _ANSWER)


def _nested(path: Path) -> None:
    """Write a workbook whose sheet is a packed file of packed files."""
    content = b"\0" * 9_000_000
    for _ in range(4):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            for n in range(9):
                file.writestr(f"{n}.xlsx", content)
        content = packed.getvalue()
    workbook(path, _sheet(_FIRST), further={"xl/nested.xlsx": content})


def _overlapping(path: Path) -> None:
    """Write a directory that names the one sheet 900 times."""
    workbook(path, _sheet(_FIRST, _ANSWER * 3_000))
    raw = path.read_bytes()
    begin = raw.index(b"PK\x01\x02")
    end = raw.rindex(b"PK\x05\x06")
    last = raw.rindex(b"PK\x01\x02")
    entries = raw[begin:end] + raw[last:end] * 900
    count = (raw[begin:end].count(b"PK\x01\x02") + 900).to_bytes(2, "little")
    tail = raw[end : end + 8] + count * 2 + len(entries).to_bytes(4, "little") + raw[end + 16 :]
    path.write_bytes(raw[:begin] + entries + tail)


def _understated(path: Path) -> None:
    """Write a sheet of 190 MB of which the directory says that it has a thousand bytes."""
    workbook(path, _sheet(_FIRST, _ANSWER * 2_500_000))
    raw = bytearray(path.read_bytes())
    place = raw.rindex(b"PK\x01\x02")
    raw[place + 24 : place + 28] = (1_000).to_bytes(4, "little")
    path.write_bytes(raw)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_is_refused(place, name):
    WORKBOOKS[name](place.project / "data" / "bomb.xlsx")
    assert "root:" not in refused(data="data/bomb.xlsx")
