"""Ten million respondents from Parquet: alpha, omega, polychoric correlations and WLSMV, in seconds and peak memory.

    .venv/bin/python benchmarks/ten_million.py [millions]

Ten items with five options. The file is written in batches of a million; answers stay whole numbers of one byte each
until a block of respondents is counted or multiplied. The aim is 60 s and 2 GB; the batches' own making is not counted.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.side_by_side import points
from workbench import psychometrics

BATCH = 1_000_000
ITEMS = [f"item{number}" for number in range(1, 11)]


def write(path: Path, n_batches: int) -> None:
    """Answers of `n_batches` million respondents, one row group each."""
    schema = pa.schema([(item, pa.int8()) for item in ITEMS])
    with pq.ParquetWriter(path, schema) as writer:
        for batch in range(n_batches):
            columns = [pa.array(column) for column in points(BATCH, seed=batch).astype(np.int8).T]
            writer.write_table(pa.table(columns, schema=schema))


def read(path: Path) -> pd.DataFrame:
    """Read one row group after the other into a frame of one byte per answer."""
    source = pq.ParquetFile(path)
    answers = np.empty((len(ITEMS), source.metadata.num_rows), dtype=np.int8)
    first = 0
    for batch in source.iter_batches(batch_size=BATCH, columns=ITEMS):
        for row, item in zip(answers, ITEMS, strict=True):
            row[first : first + batch.num_rows] = batch.column(item).to_numpy()
        first += batch.num_rows
    return pd.DataFrame(answers.T, columns=ITEMS, copy=False)


def analyse(path: Path) -> None:
    begin = time.perf_counter()

    def step(what, estimate):
        start = time.perf_counter()
        result = estimate()
        print(f"{what:44}{time.perf_counter() - start:8.1f} s{'':4}{str(result)[:60]}")
        return result

    answers = step("read", lambda: read(path))[:]
    step("alpha, Feldt", lambda: psychometrics.coefficient_alpha(answers))
    step("omega total, bootstrap x 100", lambda: psychometrics.coefficient_omega(answers, n_bootstrap=100))
    step("polychoric correlations", lambda: psychometrics.polychoric_correlations(answers))
    step("one factor, WLSMV", lambda: psychometrics.fit_confirmatory_factors(answers))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{'all':44}{time.perf_counter() - begin:8.1f} s, peak {peak:.2f} GB, {len(answers):,} respondents")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--analyse"]:
        analyse(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "answers.parquet"
            write(file, int(sys.argv[1]) if sys.argv[1:] else 10)
            subprocess.run([sys.executable, __file__, "--analyse", str(file)], check=True)
