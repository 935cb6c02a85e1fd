"""A survey whose every respondent can be recognised, and a search for them in whatever a run leaves behind."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ITEMS = [f"q{i}" for i in range(1, 11)]
N = 300

CODEBOOK = """\
schema_version: 1
title: Canary survey
instrument: esis
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
        rows=frozenset(unique),
    )


def traces(canary: Canary, folder: Path) -> list[str]:
    """Say in which file of a folder which kind of microdata stands, without repeating it."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [f"{path.relative_to(folder)}: {what}" for path in files for what in _found(canary, path.read_bytes())]


def traces_in(canary: Canary, content: bytes) -> list[str]:
    """Say which kinds of microdata a text holds."""
    return _found(canary, content)


def _found(canary: Canary, content: bytes) -> list[str]:
    found = set()
    for text in _readings(content):
        if any(word in canary.ids for word in re.findall(r"[A-Z2-9]{20}", text)):
            found.add("id")
        if canary.weights & set(re.findall(r"(?<![\d.])(\d{8})(?!\d)", text)):
            found.add("weight")
        if any(run in canary.rows for run in _answer_rows(text)):
            found.add("answers of a respondent")
    return sorted(found)


def _answer_rows(text: str) -> Iterator[str]:
    """Runs of ten codes, `3` or `3.0`, with nothing, comma, semicolon, tab, bar, space, line break or tags between."""
    plain = re.sub(r"<[^<>]*>", " ", text)
    for separator in (r"", r"\s*[,;|]\s*", r"\s+"):
        code = r"([1-59])(?:\.0+)?"
        pattern = rf"(?<![\d.]){separator.join([code] * 10)}(?![\d])"
        for at in re.finditer(rf"(?=({pattern}))", plain):
            yield "".join(at.groups()[1:])


def _readings(content: bytes) -> Iterator[str]:
    """The content as text, and whatever is packed into it: zip members (xlsx too) and base64."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name
                yield from _readings(packed.read(name))
        return
    for encoding in ("utf-8", "utf-16-le"):
        yield content.decode(encoding, errors="ignore")
    text = html.unescape(content.decode("utf-8", errors="ignore")).replace("\\n", "\n").replace("\\t", "\t")
    yield text
    for packed in re.findall(r"[A-Za-z0-9+/]{16,}={0,2}", text.replace("\n", "")):
        try:
            yield base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("latin-1")
        except binascii.Error:
            continue
