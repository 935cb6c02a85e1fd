"""Reading, checking and scoring one million rows of Parquet: `python benchmarks/intake.py [ROWS]`.

The file is made in a temporary folder by one process and read by another, so the peak memory is that of reading alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS_ALLOWED = 10.0
GIGABYTES_ALLOWED = 2.0
N_BACKGROUND = 12


def make(folder: Path, rows: int) -> None:
    """Write survey.parquet (30 columns) and codebook.yaml."""
    import numpy as np
    import pandas as pd
    import yaml

    rng = np.random.default_rng(1)
    factor = rng.normal(size=rows)
    data: dict[str, object] = {"id": [f"r{i:09d}" for i in range(rows)], "weight": rng.uniform(0.2, 5, rows)}
    for item in range(1, 11):
        points = np.clip(np.round(3.6 + factor + rng.normal(0, 0.8, rows)), 1, 5)
        points[rng.random(rows) < 0.02] = np.nan
        points[rng.random(rows) < 0.01] = 9
        data[f"q{item}"] = points
    background = {}
    for place in range(N_BACKGROUND):
        codes = np.arange(1, 3 + place)
        drawn = rng.choice(codes, rows)
        data[f"b{place}"] = pd.Series(drawn).astype("string").astype("category") if place % 3 == 0 else drawn
        labels = {int(code): f"level {code}" for code in codes}
        background[f"b{place}"] = {"column": f"b{place}", "label": f"Background {place}", "labels": labels}
    for place in range(30 - len(data)):
        data[f"other{place}"] = rng.normal(size=rows)
    pd.DataFrame(data).to_parquet(folder / "survey.parquet", index=False)
    codebook = {
        "schema_version": 1,
        "title": "Benchmark",
        "synthetic": True,
        "instrument": "esis",
        "items": {f"esis{item}": f"q{item}" for item in range(1, 11)},
        "missing": [9],
        "background": background,
        "respondent_id": "id",
        "design": {"sampling_weights": "weight"},
    }
    (folder / "codebook.yaml").write_text(yaml.safe_dump(codebook), encoding="utf-8")


def measure(folder: Path) -> None:
    """Read, check and score; print rows, seconds, peak memory."""
    start = time.perf_counter()
    from workbench.intake import below_cutoff, read_survey, score

    imported = time.perf_counter()
    survey = read_survey(folder / "survey.parquet", codebook=folder / "codebook.yaml")
    read = time.perf_counter()
    points = score(survey.responses, instrument=survey.instrument)
    flags = below_cutoff(points, instrument=survey.instrument)
    end = time.perf_counter()
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"rows {len(flags)}, columns 30")
    print(f"import {imported - start:.1f} s, read and check {read - imported:.1f} s, score {end - read:.1f} s")
    print(f"all {end - start:.1f} s (allowed {SECONDS_ALLOWED:.0f})")
    print(f"peak {gigabytes:.2f} GB (allowed {GIGABYTES_ALLOWED})")
    if end - start > SECONDS_ALLOWED or gigabytes > GIGABYTES_ALLOWED:
        sys.exit(1)


def main() -> None:
    if len(sys.argv) > 2:
        action, folder, rows = sys.argv[1:4]
        make(Path(folder), int(rows)) if action == "make" else measure(Path(folder))
        return
    rows = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    with tempfile.TemporaryDirectory() as folder:
        for action in ("make", "measure"):
            if code := subprocess.run([sys.executable, __file__, action, folder, rows], check=False).returncode:
                sys.exit(code)


if __name__ == "__main__":
    main()
