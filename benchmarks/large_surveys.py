"""A whole report of large surveys beside the example: seconds, processor seconds, memory of the largest process.

    python -m benchmarks.large_surveys            # all of them, some ten minutes
    python -m benchmarks.large_surveys 200000     # one

Respondents as those of the example: 26,000 in 309 areas, 200,000 and 1,000,000 in six; and 6,000 with 40 items and 15
background variables, three of which are drawn by chance. Every report is made in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from benchmarks.batches import PROJECT, Timed, codebook_of, environment, survey_of

ITEMS, MORE = 40, ("a", "b", "c")
SURVEYS = {"26000": (26_000, 309), "200000": (200_000, 6), "1000000": (1_000_000, 6), "items": (6_000, 6)}


def write(folder: Path, n: int, areas: int, *, many_items: bool) -> list[str]:
    """Write survey and codebook; return the words of the command."""
    people, book = survey_of(n, areas), yaml.safe_load(codebook_of(areas, PROJECT))
    if many_items:
        draws = np.random.default_rng(1)
        own = [name for name in people if str(name).startswith("esis")]
        answers = people[own].to_numpy(float)
        chosen = draws.integers(0, len(own), ITEMS)
        noise = draws.integers(-1, 2, (n, ITEMS))
        more = pd.DataFrame(np.clip(answers[:, chosen] + noise, 1, 5), columns=[f"x{i + 1}" for i in range(ITEMS)])
        people = pd.concat([people.drop(columns=own), more], axis=1)
        people = people.assign(**{name: draws.integers(1, 4, n) for name in MORE})
        book["instrument"], book["items"] = "many", {f"x{i + 1}": f"x{i + 1}" for i in range(ITEMS)}
        for name in MORE:
            book["background"][name] = {"column": name, "label": name, "labels": {1: "one", 2: "two", 3: "three"}}
        book["groups"] += MORE
        scale = yaml.safe_load((PROJECT / "workbench/instruments/esis.yaml").read_text(encoding="utf-8"))
        scale |= {"id": "many", "name": "Forty items", "short_name": "Forty", "language": "en"}
        scale["items"] = [{"id": f"x{i + 1}", "statement": f"Statement number {i + 1}."} for i in range(ITEMS)]
        scale["score"] = {"offset": -ITEMS, "factor": "5/8", "minimum": 0, "maximum": 100, "higher_means": "more"}
        scale["cutoffs"] = {"low": {"below": 50, "label": "low"}}
        (folder / "many.yaml").write_text(yaml.safe_dump(scale, sort_keys=False, allow_unicode=True), encoding="utf-8")
        book.pop("compare_with", None)
    data, codebook = folder / "people.parquet", folder / "people.yaml"
    people.to_parquet(data)
    codebook.write_text(yaml.safe_dump(book, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return ["report", "--data", str(data), "--codebook", str(codebook)]


def measured(words: list[str], folder: Path) -> dict[str, float]:
    """Make a report; its seconds, and the memory of the largest of its processes."""
    command = [sys.executable, "-P", "-m", "workbench.cli", *words, "--name", "one", "--output-folder", str(folder)]
    with Timed() as took:
        done = subprocess.run(
            command, cwd=PROJECT, env=environment(folder, PROJECT), check=False, capture_output=True, text=True
        )
    if done.returncode:
        print(done.stderr[-1000:], file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    return {"seconds": took.wall, "processor seconds": took.cpu, "largest process, GB": peak}


def main() -> None:
    """Print a row per survey; a survey of its own process is told as json."""
    if sys.argv[1:2] == ["--one"]:
        with tempfile.TemporaryDirectory() as scratch:
            words = ["report"]
            if sys.argv[2] != "example":
                n, areas = SURVEYS[sys.argv[2]]
                words = write(Path(scratch), n, areas, many_items=sys.argv[2] == "items")
            print(json.dumps(measured(words, Path(scratch))))
        return
    rows = {}
    for name in ("example", *(sys.argv[1:] or SURVEYS)):
        command = [sys.executable, "-m", "benchmarks.large_surveys", "--one", name]
        done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
        rows[name] = json.loads(done.stdout)
        print(name, rows[name], flush=True)
    print(pd.DataFrame(rows).T.round(1).to_string())


if __name__ == "__main__":
    main()
