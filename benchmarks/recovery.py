"""Do the estimators give back what their answers were drawn from? Bias, coverage of 95 % intervals, tests at 5 %.

    .venv/bin/python benchmarks/recovery.py                  # 20 samples a row, to the screen
    .venv/bin/python benchmarks/recovery.py 2000 [2 [Mokken]]  # samples, processes, only studies with this word

With 2,000 samples or more the rows go to benchmarks/recovery.csv, which keeps the rows of other studies, and the tables
of docs/explanation/recovery.md are written from it. Expensive studies take a part of the samples (their `share`).
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import pandas as pd

from benchmarks.recovery_studies.catalogue import STUDIES
from benchmarks.recovery_studies.page import write_page
from benchmarks.recovery_studies.study import run

TABLE = Path(__file__).with_name("recovery.csv")
PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "recovery.md"
COMMITTED = 2_000
QUICK = 20


def job(place: int, n: int, n_samples: int) -> tuple[pd.DataFrame, float]:
    begin = time.perf_counter()
    return run(STUDIES[place], n, n_samples), time.perf_counter() - begin


def kept(rows: pd.DataFrame) -> pd.DataFrame:
    """Put rows into the committed table, in the order of the studies."""
    key = ["generator", "estimator", "n"]
    if TABLE.exists():
        old = pd.read_csv(TABLE)
        rows = pd.concat([old[~old.set_index(key).index.isin(rows.set_index(key).index)], rows])
    order = {(study.generator, study.estimator): place for place, study in enumerate(STUDIES)}
    place = [order.get(pair, -1) for pair in zip(rows["generator"], rows["estimator"], strict=True)]
    rows = rows.assign(place=place).query("place >= 0").sort_values(["place", "n"], kind="stable")
    rows = rows.drop(columns="place")
    rows.to_csv(TABLE, index=False, float_format="%.6g")
    return rows


def main() -> None:
    n_samples = int(sys.argv[1]) if len(sys.argv) > 1 else QUICK
    n_processes = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    word = sys.argv[3] if len(sys.argv) > 3 else ""
    jobs = [(place, n) for place, study in enumerate(STUDIES) if word in study.name for n in study.sizes]
    with ProcessPoolExecutor(n_processes) as pool:
        waiting = {pool.submit(job, *each, n_samples): each for each in jobs}
        for done in as_completed(waiting):
            place, n = waiting[done]
            rows, seconds = done.result()
            print(f"\n{STUDIES[place].name}, {n} respondents: {seconds:.0f} s", flush=True)
            shown = rows.drop(columns=["generator", "estimator", "n"]).set_index("quantity")
            print(shown.round(3).to_string(), flush=True)
            if n_samples >= COMMITTED:
                write_page(PAGE, kept(rows))


if __name__ == "__main__":
    main()
