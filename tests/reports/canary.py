"""A survey whose every respondent can be recognised, and a search for them in whatever a run leaves behind."""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ITEMS = [f"q{i}" for i in range(1, 11)]
N = 300
RARE = "Kallmannin oireyhtymä"  # stands in three rows, in a column the codebook does not name
_PIXELS = {b"IHDR", b"IDAT", b"IEND", b"pHYs", b"sRGB", b"gAMA", b"PLTE", b"tRNS"}

CODEBOOK = """\
schema_version: 1
title: Canary survey
instrument: esis
confirmed: true
respondent_id: id
missing: [9]
items: {esis1: q1, esis2: q2, esis3: q3, esis4: q4, esis5: q5, esis6: q6, esis7: q7, esis8: q8, esis9: q9, esis10: q10}
background:
  sex: {column: sex, label: Sex, labels: {nainen: Women, mies: Men}}
  age: {column: age, label: Age, labels: {1: 18–29, 2: 30–54, 3: 55–69, 4: 70 and over}, ordered: true}
  area: {column: area, label: Area, labels: {1: North, 2: South, 3: Island}}
design: {sampling_weights: weight}
groups: [sex, age, area]
predictors: [sex, age]
crossings: [[sex, age]]
"""


@dataclass(frozen=True)
class Canary:
    """Paths of the survey, and what must never be seen."""

    data: Path
    codebook: Path
    ids: frozenset[str]
    weights: frozenset[str]
    relative: frozenset[str]
    rows: frozenset[str]


def write_canary(folder: Path) -> Canary:
    """Write data and codebook: random ids (also in a column the codebook does not name), unique 8-digit weights."""
    rng = np.random.default_rng(20)
    letters = list("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    ids = ["".join(rng.choice(letters, 20)) for _ in range(N)]
    weights = rng.choice(np.arange(10_000_000, 99_999_999), N, replace=False)
    person = rng.normal(size=(N, 1))
    answers = np.clip(np.round(3.6 + 0.9 * person + 0.9 * rng.normal(size=(N, 10))), 1, 5).astype(int)
    answers[rng.random((N, 10)) < 0.01] = 9
    frame = pd.DataFrame(answers, columns=ITEMS)
    frame["id"] = ids
    frame["weight"] = weights
    frame["sex"] = rng.choice(["nainen", "mies"], N)
    frame["age"] = rng.integers(1, 5, N)
    frame["area"] = np.where(np.arange(N) < 3, 3, rng.integers(1, 3, N))
    frame["remark"] = [f"Called back, number {i}" for i in ids]
    frame["illness"] = np.where(np.arange(N) < 3, RARE, "none")
    folder.mkdir(parents=True, exist_ok=True)
    frame.to_csv(folder / "canary.csv", index=False)
    (folder / "canary.yaml").write_text(CODEBOOK, encoding="utf-8")
    joined = pd.Series(["".join(map(str, row)) for row in answers])
    unique = joined[~joined.duplicated(keep=False)]
    return Canary(
        data=folder / "canary.csv",
        codebook=folder / "canary.yaml",
        ids=frozenset(ids),
        weights=frozenset(map(str, weights)),
        relative=frozenset(_digits(w * scale) for w in weights for scale in (1 / weights.mean(), 1 / weights.sum())),
        rows=frozenset(unique),
    )


def traces(canary: Canary, folder: Path) -> list[str]:
    """Say in which file of a folder which kind of microdata stands, without repeating it."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [f"{path.relative_to(folder)}: {what}" for path in files for what in _found(canary, path.read_bytes())]


def traces_in(canary: Canary, content: bytes) -> list[str]:
    """Say which kinds of microdata a text holds."""
    return _found(canary, content)


def _digits(number: float) -> str:
    return f"{number:.8e}"


def _found(canary: Canary, content: bytes) -> list[str]:
    found = set()
    for text in _readings(content):
        found |= {"rare value"} if RARE in text else set()
        if any(word in canary.ids for word in re.findall(r"[A-Z2-9]{20}", text)):
            found.add("id")
        if canary.weights & set(_whole_numbers(text)):
            found.add("weight")
        if canary.relative & {_digits(float(n)) for n in re.findall(r"(?<![\d.])\d+\.\d{8,}(?:e[+-]?\d+)?", text)}:
            found.add("rescaled weight")
        if any(run in canary.rows for run in _answer_rows(text)):
            found.add("answers of a respondent")
    return sorted(found)


def _whole_numbers(text: str) -> Iterator[str]:
    """Numbers of eight digits, also with marks between the thousands or as a power of ten."""
    joined = re.sub(r"(?<=\d)[ \u00a0\u202f,'_](?=\d{3}(?!\d))", "", text)
    for source in (text, joined):
        yield from re.findall(r"(?<![\d.])(\d{8})(?!\d)", source)
    for number in re.findall(r"(?<![\d.])\d\.\d{1,7}[eE]\+?0?7(?!\d)", text):
        yield str(round(float(number)))


def _answer_rows(text: str) -> Iterator[str]:
    """Runs of ten codes, `3` or `3.0`, with nothing, comma, semicolon, tab, bar, space, line break or tags between."""
    plain = re.sub(r"<[^<>]*>", " ", text)
    for separator in (r"", r"\s*[,;|]\s*", r"\s+"):
        code = r"([1-59])(?:\.0+)?"
        pattern = rf"(?<![\d.]){separator.join([code] * 10)}(?![\d])"
        for at in re.finditer(rf"(?=({pattern}))", plain):
            yield "".join(at.groups()[1:])


def _readings(content: bytes) -> Iterator[str]:
    """The content as text, and whatever is packed into it: zip members (xlsx too), gzip, words in a PNG, base64."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name
                yield from _readings(packed.read(name))
        return
    if content.startswith(b"\x1f\x8b"):
        yield from _readings(gzip.decompress(content))
        return
    if content.startswith(b"\x89PNG"):
        yield from _words_of_png(content)
        return  # the picture itself is compressed: any text found in its bytes would be chance
    for encoding in ("utf-8", "utf-16-le"):
        yield content.decode(encoding, errors="ignore")
    text = html.unescape(content.decode("utf-8", errors="ignore")).replace("\\n", "\n").replace("\\t", "\t")
    yield text
    for packed in re.findall(r"[A-Za-z0-9+/]{16,}={0,2}", text.replace("\n", "")):
        try:
            inside = base64.b64decode(packed + "=" * (-len(packed) % 4))
        except binascii.Error:
            continue
        if inside.startswith((b"\x89PNG", b"PK", b"\x1f\x8b")):
            yield from _readings(inside)
        else:
            yield inside.decode("utf-8", errors="ignore")
            yield inside.decode("latin-1")


def _words_of_png(content: bytes) -> Iterator[str]:
    """Text of all chunks that hold no picture, compressed or not."""
    place = 8
    while place + 8 <= len(content):
        length, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        data = content[place + 8 : place + 8 + length]
        if kind not in _PIXELS:
            yield data.decode("utf-8", errors="ignore")
            for start in (data.find(b"\0") + 2, data.rfind(b"\0") + 1):
                with contextlib.suppress(zlib.error):
                    yield zlib.decompress(data[start:]).decode("utf-8", errors="ignore")
        place += length + 12
