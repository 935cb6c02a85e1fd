"""The synthetic adult survey: a sample of the generating population, as real survey files look, and its two files."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from workbench.instruments import Instrument, load_instrument
from workbench.intake import resolve
from workbench.intake.codebook import Codebook, load_codebook
from workbench.simulation import example_population as pop

NAME = "synthetic-adult-survey"
CODEBOOK = f"data/codebooks/{NAME}.yaml"
FILE_LABEL = "Synthetic adult survey: generated data, no real persons"
NOTE = (
    "Synthetic: every person and place is invented. Five published figures were targeted, and the seed was chosen so "
    "that the weighted sample lies close to them. No finding about Finland may be drawn from this file."
)
N_RESPONDENTS = 6_000
# Chosen among several thousand: its weighted figures lie near the targets (tests/recovery/calibrate_example.py).
SAMPLE_SEED = 5755

ALLOCATION_POWER = 0.75  # small counties are oversampled: respondents of a stratum ∝ persons ** 0.75
OVERSAMPLING_75 = 1.4
RESPONSE_BY_SEX = (0.85, 1.0)
RESPONSE_BY_AGE = (0.55, 0.7, 0.9, 1.0, 0.85)
RESPONSE_BY_EDUCATION = (0.7, 0.85, 1.0)

LEFT_EMPTY, TWO_MARKED = 8, 9  # user-missing codes of the items
NO_ANSWER = 9  # user-missing code of the questions in `BACKGROUND_NONRESPONSE`
BLOCK_NONRESPONSE = 0.01
STRAIGHTLINERS = 0.01
STRAIGHTLINE_POINTS, STRAIGHTLINE_SHARES = (3, 4, 5), (0.25, 0.45, 0.30)
ITEM_NONRESPONSE = (0.011, 0.016, 0.017, 0.012, 0.013, 0.015, 0.014, 0.016, 0.012, 0.020)
NONRESPONSE_BY_AGE = (0.6, 0.6, 0.9, 1.4, 2.2)
NONRESPONSE_BY_EDUCATION = (1.3, 1.0, 0.8)
NONRESPONSE_CLUSTERING = 0.35  # shape of the gamma frailty: few persons leave out much
MISSING_CODE_SHARES = (0.70, 0.15, 0.15)  # left empty, two marked, no code at all (system-missing)
BACKGROUND_NONRESPONSE = {
    "labour_market": 0.008,
    "household": 0.006,
    "self_rated_health": 0.005,
    "work_ability": 0.010,
    "poverty_experience": 0.015,
    "loneliness": 0.008,
    "quality_of_life": 0.012,
}
ITEMS = [f"esis{i + 1}" for i in range(len(pop.LOADINGS))]
_SAV_DATE = slice(92, 109)  # creation date and time in the header of a .sav
_FIXED_DATE = b"01 Jan 2000:00:00"
_SAV_NOTE_WIDTH = 80


def draw_sample(population: pd.DataFrame, *, seed: int = SAMPLE_SEED) -> pd.DataFrame:
    """Draw respondents of the population, with the flaws of real files.

    Stratified by county and age (under 75, 75 or over); within a stratum respondents are drawn without replacement,
    with probabilities that follow the response propensity (sex, age, education). The weights are inverse inclusion
    probabilities, post-stratified to the population's counts by county, sex and age group. Then come straightliners,
    missing answers and missing background variables.

    Parameters
    ----------
    population : DataFrame
        What `draw_population` returns.
    seed : int
        Seed of the sample.

    Returns
    -------
    DataFrame, shape (6000, 26)
        Columns and codes of the example file, sorted by the (random) respondent id; system-missing items are NaN.
    """
    rng = np.random.default_rng(seed)
    persons = _drawn(population, rng)
    responses = _flawed_responses(persons, rng)
    flawed = {v: _with_nonresponse(persons[v], share, rng) for v, share in BACKGROUND_NONRESPONSE.items()}
    ids = 10_000_000 + rng.choice(90_000_000, size=len(persons), replace=False)
    front = ["stratum", "county", "municipality", "sex", "age_group", "age", "education"]
    sample = persons[front].assign(**flawed, **{item: responses[:, i] for i, item in enumerate(ITEMS)})
    sample = sample.assign(weight=_weights(persons, population))
    sample.insert(0, "respondent_id", ids)
    return sample.sort_values("respondent_id", ignore_index=True)


def write_example(folder: str | Path, *, codebook: str | Path = CODEBOOK) -> list[Path]:
    """Write the example survey as .parquet and .sav; the same bytes each time under the same library versions.

    Parameters
    ----------
    folder : str or Path
        Where the files go; it is made if it does not exist.
    codebook : str or Path
        Gives the labels in the .sav.

    Returns
    -------
    list of Path
        The .parquet and the .sav.

    Raises
    ------
    DataError
        The codebook is missing or not valid.
    """
    book = load_codebook(resolve(codebook))
    place = resolve(folder)
    place.mkdir(parents=True, exist_ok=True)
    sample = draw_sample(pop.draw_population())
    paths = [place / f"{NAME}.parquet", place / f"{NAME}.sav"]
    _write_parquet(sample, paths[0])
    _write_sav(sample, paths[1], book, load_instrument(book.instrument))
    return paths


def _drawn(population: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Respondents with stratum and inclusion probability (up to a constant within the stratum)."""
    oldest = population["age_group"] == pop.AGES[-1]
    stratum = (10 * population["county"] + 1 + oldest).astype(np.int16).rename("stratum")
    propensity = _by_code(population["sex"], RESPONSE_BY_SEX) * _by_code(population["age_group"], RESPONSE_BY_AGE)
    propensity = propensity * _by_code(population["education"], RESPONSE_BY_EDUCATION)
    sizes = stratum.value_counts().sort_index()
    # Of competing exponential waiting times the first n are a draw without replacement, in proportion to the rates.
    waiting = pd.Series(rng.exponential(size=len(population)) / propensity, index=population.index)
    chosen = [waiting[stratum == h].nsmallest(n).index for h, n in _allocation(sizes).items()]
    rows = chosen[0].append(chosen[1:]).sort_values()
    inclusion = pd.Series(propensity, index=population.index)[rows]
    return population.loc[rows].assign(stratum=stratum[rows], inclusion=inclusion)


def _allocation(sizes: pd.Series) -> pd.Series:
    """Respondents of each stratum; largest remainders fill up to `N_RESPONDENTS`."""
    wish = sizes**ALLOCATION_POWER * np.where(sizes.index % 10 == 2, OVERSAMPLING_75, 1.0)
    wish *= N_RESPONDENTS / wish.sum()
    whole: pd.Series = np.floor(wish).astype(int)
    remainder = (wish - whole).sort_values(ascending=False, kind="stable")
    whole[remainder.index[: N_RESPONDENTS - whole.sum()]] += 1
    return whole


def _weights(persons: pd.DataFrame, population: pd.DataFrame) -> pd.Series:
    """Inverse inclusion probabilities, scaled to the population counts by county, sex and age group."""
    cells = ["county", "sex", "age_group"]
    base = 1 / persons["inclusion"]
    known = population.groupby(cells).size()
    here = pd.MultiIndex.from_frame(persons[cells])
    factor = known.reindex(here).to_numpy() / base.groupby([persons[c] for c in cells]).sum().reindex(here).to_numpy()
    return pd.Series((base * factor).round(2))


def _flawed_responses(persons: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Answers with straightliners, missing codes and persons who skipped the whole block (NaN)."""
    n = len(persons)
    responses = np.array(persons[ITEMS], dtype=float)
    lazy = rng.random(n) < STRAIGHTLINERS
    responses[lazy] = rng.choice(STRAIGHTLINE_POINTS, size=int(lazy.sum()), p=STRAIGHTLINE_SHARES)[:, None]
    frailty = rng.gamma(NONRESPONSE_CLUSTERING, 1 / NONRESPONSE_CLUSTERING, size=n)
    frailty *= _by_code(persons["age_group"], NONRESPONSE_BY_AGE)
    frailty *= _by_code(persons["education"], NONRESPONSE_BY_EDUCATION)
    absent = rng.random(responses.shape) < np.outer(frailty, ITEM_NONRESPONSE)
    codes = rng.choice([LEFT_EMPTY, TWO_MARKED, np.nan], size=responses.shape, p=MISSING_CODE_SHARES)
    responses = np.where(absent, codes, responses)
    responses[rng.random(n) < BLOCK_NONRESPONSE] = np.nan
    return responses


def _with_nonresponse(codes: pd.Series, share: float, rng: np.random.Generator) -> pd.Series:
    return codes.where(rng.random(len(codes)) >= share, NO_ANSWER).astype(np.int8)


def _by_code(codes: pd.Series, values: tuple[float, ...]) -> np.ndarray:
    return np.asarray(np.array(values)[codes.to_numpy(int) - 1])


def _write_parquet(sample: pd.DataFrame, path: Path) -> None:
    """Uncompressed and without pandas' own metadata, so that few library versions show in the bytes."""
    items = {item: pa.array(sample[item], type=pa.int8(), from_pandas=True, safe=True) for item in ITEMS}
    columns = {c: items[c] if c in items else pa.array(sample[c]) for c in sample}
    metadata = {"title": FILE_LABEL, "synthetic": "true", "note": NOTE}
    table = pa.table(columns)
    options = {"compression": "NONE", "version": "2.6", "data_page_version": "1.0", "store_schema": False}
    with pq.ParquetWriter(path, table.schema, **options) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(metadata)


def _write_sav(sample: pd.DataFrame, path: Path, book: Codebook, instrument: Instrument) -> None:
    """With labels and user-missing codes; the creation time in the header is overwritten by a fixed one."""
    options: dict[Any, str] = {option.points: option.label for option in instrument.options}
    item_labels = {**options, LEFT_EMPTY: "no answer", TWO_MARKED: "two options marked"}
    answers: dict[str, dict[Any, str]] = {
        v.column: {code: str(label) for code, label in v.labels.items()} for v in book.background.values()
    }
    columns = [str(column) for column in sample]
    for column in BACKGROUND_NONRESPONSE:
        answers[column][NO_ANSWER] = "No answer"
    missing: dict[str, list[Any]] = {item: [{"lo": LEFT_EMPTY, "hi": TWO_MARKED}] for item in ITEMS}
    missing |= {column: [NO_ANSWER] for column in BACKGROUND_NONRESPONSE}
    scale = {"respondent_id": "F8.0", "weight": "F8.2"}
    pyreadstat.write_sav(
        sample,
        str(path),
        file_label=FILE_LABEL,
        note=textwrap.wrap(NOTE, _SAV_NOTE_WIDTH),
        column_labels=[_variable_labels(book, instrument)[column] for column in columns],
        variable_value_labels={**answers, **{item: item_labels for item in ITEMS}},
        missing_ranges=missing,
        variable_format={column: scale.get(column, "F4.0") for column in columns},
        variable_measure={column: "scale" if column in ("age", "weight") else "nominal" for column in columns},
        row_compress=True,
    )
    content = bytearray(path.read_bytes())
    content[_SAV_DATE] = _FIXED_DATE
    path.write_bytes(content)


def _variable_labels(book: Codebook, instrument: Instrument) -> dict[str, str]:
    return {
        "respondent_id": "Respondent id (random)",
        "stratum": "Stratum: county × under 75 (1) or 75 and over (2)",
        "weight": "Sampling weight, post-stratified to county, sex and age group",
        **{variable.column: str(variable.label) for variable in book.background.values()},
        **{number.column: f"{number.label}, {number.unit}" for number in book.numeric.values()},
        **{item.id: item.statement for item in instrument.items},
    }
