"""A small survey made on the fly: ten items with one factor, background, weight; and the codebook that describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

N_ROWS = 60
ITEMS = [f"q{place}" for place in range(1, 11)]
OPTIONS = {
    1: "täysin eri mieltä",
    2: "jokseenkin eri mieltä",
    3: "ei samaa eikä eri mieltä",
    4: "jokseenkin samaa mieltä",
    5: "täysin samaa mieltä",
}
STATEMENTS = [
    "Tunnen, että päivittäiset tekemiseni ovat merkityksellisiä",
    "Saan myönteistä palautetta tekemisistäni",
    "Kuulun itselleni tärkeään ryhmään tai yhteisöön",
    "Olen tarpeellinen muille ihmisille",
    "Pystyn vaikuttamaan oman elämäni kulkuun",
    "Tunnen, että elämälläni on tarkoitus",
    "Pystyn tavoittelemaan minulle tärkeitä asioita",
    "Saan itse apua silloin, kun sitä todella tarvitsen",
    "Koen, että minuun luotetaan",
    "Pystyn vaikuttamaan joihinkin elinympäristöni asioihin",
]


def frame(n: int = N_ROWS) -> pd.DataFrame:
    """Complete answers 1–5, sex 1/2, area with leading zeros, weight, id."""
    rng = np.random.default_rng(1)
    factor = rng.normal(size=n)
    data: dict[str, Any] = {
        item: np.clip(np.round(3 + factor + rng.normal(0, 0.7, n)), 1, 5).astype(int) for item in ITEMS
    }
    data["sex"] = np.arange(n) % 2 + 1
    data["area"] = np.where(np.arange(n) % 3 == 0, "091", "92")
    data["weight"] = np.round(rng.uniform(0.5, 2.5, n), 2) + 0.001
    data["id"] = [f"person-{place:04d}" for place in rng.permutation(n)]
    return pd.DataFrame(data)


def codebook(**changes: Any) -> dict[str, Any]:
    """Describe `frame()`; `changes` replace whole keys."""
    book: dict[str, Any] = {
        "schema_version": 1,
        "title": "Example",
        "instrument": "esis",
        "items": {f"esis{place}": f"q{place}" for place in range(1, 11)},
        "background": {
            "sex": {"column": "sex", "label": "Sex", "labels": {1: "Men", 2: "Women"}},
            "area": {"column": "area", "label": "Area", "labels": {"091": "Helsinki", 92: "Vantaa"}},
        },
        "respondent_id": "id",
        "design": {"sampling_weights": "weight"},
    }
    return book | changes


def plain_codebook(**changes: Any) -> dict[str, Any]:
    """Describe the ten items only."""
    return {key: codebook()[key] for key in ("schema_version", "title", "instrument", "items")} | changes


def save_codebook(folder: Path, book: dict[str, Any]) -> Path:
    path = folder / "codebook.yaml"
    path.write_text(yaml.safe_dump(book, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
