"""Reports of many municipalities: `workbench batch` beside papermill, in a loop and in a pool of as many processes.

    python -m benchmarks.batches 40                      # number of municipalities
    python -m benchmarks.batches 40 --before CHECKOUT    # papermill also with that checkout, after `make setup` there

Respondents are drawn as those of the example survey, 600 a municipality. Papermill has a file for each municipality and
a codebook without areas; a few municipalities are run, and the rest is taken to last as long. Both ways of one
municipality give the same tables, byte by byte, which is asserted before anything is timed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import nbformat
import pandas as pd
import yaml
from nbclient import NotebookClient

from benchmarks.side_by_side import best_of
from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.reports.notebooks import extract_exhibits
from workbench.reports.warm import WarmProcess
from workbench.simulation.example_population import draw_population
from workbench.simulation.example_survey import CODEBOOK, draw_sample

PROJECT = Path(__file__).parents[1]
RESPONDENTS, CORES = 600, os.cpu_count() or 1  # fewer, and an earlier checkout stopped at its regressions
AREA_KEYS = ("county", "municipality")


def survey_of(n: int, areas: int) -> pd.DataFrame:
    """Respondents of the example's population, dealt out to the municipalities."""
    population, drawn, total = draw_population(), [], 0
    for seed in count(1):
        drawn.append(draw_sample(population, seed=seed))
        total += len(drawn[-1])
        if total >= n:
            break
    people = pd.concat(drawn, ignore_index=True).iloc[:n]
    places = pd.Series(range(len(people)), dtype="int64") % areas + 1
    return people.assign(municipality=places, respondent_id=range(1, len(people) + 1))


def codebook_of(areas: int, checkout: Path) -> str:
    """The example's codebook with so many municipalities; 0: without areas."""
    book = yaml.safe_load((checkout / CODEBOOK).read_text(encoding="utf-8"))
    del book["area"], book["design"]["strata"], book["background"]["county"]
    book["groups"] = [name for name in book["groups"] if name not in AREA_KEYS]
    if areas:
        book["background"]["municipality"]["labels"] = {n: f"Municipality {n}" for n in range(1, areas + 1)}
        book["groups"].append("municipality")
    else:
        del book["background"]["municipality"]
    return yaml.safe_dump(book, sort_keys=False, allow_unicode=True)


class Timed:
    """Seconds of the wall and of the processors that children take."""

    def __enter__(self) -> Timed:
        """Begin."""
        self.wall, self.cpu = -time.perf_counter(), -_cpu()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self.wall, self.cpu = self.wall + time.perf_counter(), self.cpu + _cpu()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def environment(folder: Path, checkout: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(checkout), FOLDER_VARIABLE: str(folder / "ledger")}


def own_codebook(checkout: Path, data: Path, folder: Path) -> Path:
    """Write the codebook of one municipality: without areas, and with the labels that its respondents chose."""
    book, people = yaml.safe_load(codebook_of(0, checkout)), pd.read_parquet(data)
    for variable in book["background"].values():
        chosen = set(people[variable["column"]].dropna().astype(int))
        variable["labels"] = {code: label for code, label in variable["labels"].items() if code in chosen}
    path = folder / f"{data.stem}.yaml"
    path.write_text(yaml.safe_dump(book, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def papermill(checkout: Path, data: Path, folder: Path) -> list[Path]:
    """Run each notebook of a checkout by papermill's command."""
    outputs, codebook = [], own_codebook(checkout, data, folder)
    given = ["-p", "survey", data, "-p", "codebook", codebook, "--no-progress-bar", "--cwd", checkout]
    for notebook in sorted((checkout / "notebooks").glob("0*.ipynb")):
        outputs.append(folder / f"{data.stem}-{notebook.name}")
        command = [checkout / ".venv" / "bin" / "python", "-P", "-m", "papermill", notebook, outputs[-1], *given]
        done = subprocess.run(
            [*map(str, command)], env=environment(folder, checkout), check=False, capture_output=True, text=True
        )
        if done.returncode:  # a notebook that fails is fast
            raise SystemExit(f"{notebook.name} of {data.stem}: {done.stderr.strip().splitlines()[-1]}")
    return outputs


def peers(checkout: Path, files: list[Path], folder: Path) -> dict[str, Timed]:
    """Papermill for a few municipalities, one after the other and side by side."""
    folder.mkdir()
    with Timed() as loop:
        papermill(checkout, files[0], folder)
    with Timed() as pool, ThreadPoolExecutor(CORES) as threads:
        list(threads.map(lambda data: papermill(checkout, data, folder), files[:CORES]))
    return {"papermill in a loop": loop, f"papermill in a pool of {CORES}": pool}


def compare(data: Path, folder: Path) -> int:
    """Run one municipality both ways; the bytes of all tables must be equal. Return how many they are."""
    folder.mkdir()
    codebook = own_codebook(PROJECT, data, folder)
    report = ["report", "--data", data, "--codebook", codebook, "--name", "one", "--output-folder", folder / "reports"]
    workbench(report, folder)
    tables = folder / "reports" / "one" / "tables"
    equal = 0
    for output in papermill(PROJECT, data, folder):
        number = output.name.removeprefix(f"{data.stem}-")[:2]
        for table in extract_exhibits(nbformat.read(output, as_version=4), number=number).tables:
            if table.frame.empty and not (tables / table.name).exists():
                continue  # a report has no empty tables
            if (tables / table.name).read_bytes() != table.csv():
                raise SystemExit(f"{table.name} differs.")
            equal += 1
    return equal


def workbench(words: Sequence[object], folder: Path, *, watched: Path | None = None) -> float:
    """Run a command of the workbench; return the seconds until a report lay in the watched folder."""
    command = [sys.executable, "-P", "-m", "workbench.cli", *map(str, words)]
    start, first = time.perf_counter(), float("nan")
    with (folder / "said.txt").open("w", encoding="utf-8") as said:
        running = subprocess.Popen(command, cwd=PROJECT, env=environment(folder, PROJECT), stdout=said, stderr=said)
        while running.poll() is None:
            if first != first and watched is not None and any(watched.glob("*/record.json")):
                first = time.perf_counter() - start
            time.sleep(0.1)
    if running.returncode:
        print((folder / "said.txt").read_text(encoding="utf-8")[-1000:])
    return first


def starts() -> tuple[float, float]:
    """Seconds that a notebook which only imports takes in an ordinary kernel and in a forked child."""
    imports = "from workbench import intake, page, plots, population, psychometrics, tables"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(imports)])
    warm = WarmProcess(
        modules=["workbench.page", "workbench.plots", "workbench.population", "workbench.psychometrics"],
        environment=os.environ,
        folder=PROJECT,
    )
    request = {
        "task": "workbench.reports.warm.cells",
        "cells": [{"cell_type": "code", "source": imports}],
        "folder": str(PROJECT),
        "environment": dict(os.environ),
        "described": False,
    }

    def forked() -> None:
        running = warm.start(request)
        running.wait(seconds=60)
        list(running.messages(seconds_left=lambda: 60.0))
        running.end()

    forked()  # waits for the imports of the warm process
    child = best_of(forked, 5)[0]
    warm.close()
    kernel = best_of(lambda: NotebookClient(notebook, kernel_name="python3").execute(), 3)[0]
    return kernel, child


def main() -> None:
    """Print one row per way."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("areas", type=int, nargs="?", default=40)
    arguments.add_argument("--before", type=Path)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        people, files = survey_of(asked.areas * RESPONDENTS, asked.areas), []
        for area in range(1, CORES + 1):
            files.append(folder / f"municipality-{area}.parquet")
            people[people["municipality"] == area].to_parquet(files[-1])
        print(f"{compare(files[0], folder / 'compared')} tables of one municipality are equal, byte by byte")
        data, codebook = folder / "people.parquet", folder / "people.yaml"
        people.to_parquet(data)
        codebook.write_text(codebook_of(asked.areas, PROJECT), encoding="utf-8")
        batch = ["batch", "--by", "municipality", "--data", data, "--codebook", codebook, "--name", "all"]
        reports = folder / "reports"
        rows = {"workbench batch": (0.0, 0.0, 0.0)}
        for name, checkout in {"": PROJECT, ", before": asked.before}.items():
            if checkout is not None:
                found = peers(checkout.absolute(), files, folder / f"papermill{len(rows)}")
                for (way, own), made in zip(found.items(), (1, CORES), strict=True):
                    rows[way + name] = (1.0 * made, own.wall / made, own.cpu / made)
        with Timed() as ours:
            first = workbench([*batch, "--output-folder", reports], folder, watched=reports / "all")
        n = len(list((reports / "all").glob("*/record.json")))
        rows["workbench batch"] = (1.0 * n, ours.wall / n, ours.cpu / n)
        table = pd.DataFrame(rows, index=["reports run", "seconds a report", "processor seconds a report"]).T
        table["times as long"] = table["seconds a report"] / table["seconds a report"].iloc[0]
        print(table.round(1).to_string())
        print(f"first report after {first:.1f} s, {asked.areas} municipalities in {ours.wall / 60:.1f} minutes")
        kernel, child = starts()
        print(
            f"a notebook of imports: {kernel:.2f} s in a kernel, {child:.3f} s in a child, {kernel / child:.0f} times"
        )


if __name__ == "__main__":
    main()
