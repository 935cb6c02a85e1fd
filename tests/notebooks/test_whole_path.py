"""From a survey file to a report with the real notebooks: real data beside R, and a file as it comes from the field."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from tests.documents import exported_tables
from tests.reports import toys
from workbench.instruments import load_instrument
from workbench.reports.running.run import run_report

PROJECT = Path(__file__).parents[2]
REFERENCE = PROJECT / "tests" / "reference"
R = json.loads((REFERENCE / "bfi_classical.json").read_text(encoding="utf-8"))
LAVAAN = json.loads((REFERENCE / "factors" / "bfi_confirmatory.json").read_text(encoding="utf-8"))["scales"]["A"]
RELIABILITY = json.loads((REFERENCE / "reliability" / "bfi_reliability.json").read_text(encoding="utf-8"))["scales"][
    "A"
]
MIRT = json.loads((REFERENCE / "response_theory" / "bfi_item_response.json").read_text(encoding="utf-8"))["scales"]["A"]
NOTEBOOKS = [
    "01_response_quality",
    "02_single_factor",
    "03_reliability",
    "04_beyond_the_cutoff",
    "05_subgroups",
    "06_measurement_invariance",
    "07_item_response",
]


def workbench(*words):
    return subprocess.run(
        [sys.executable, "-m", "workbench.cli", *map(str, words)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def report(data, codebook, folder):
    """All notebooks, as a person starts them."""
    words = ("--data", data, "--codebook", codebook, "--name", "run", "--output-folder", folder)
    done = workbench("report", *words, *toys.FEWER_DRAWS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == str(folder / "run" / "index.html")
    return folder / "run"


def some_notebooks(data, codebook, folder, *names, **parameters):
    """The notebooks of these names, as `report` runs them."""
    notebooks = [PROJECT / "notebooks" / f"{name}.ipynb" for name in names]
    files = {"survey": str(data), "codebook": str(codebook)}
    run = run_report(notebooks=notebooks, parameters=files | parameters, name="run", output_folder=folder)
    assert [outcome.status for outcome in run.outcomes] == ["done"] * len(names), run.problem
    assert run.whole
    return run.folder


def table(run, name):
    return pd.read_csv(run / "tables" / f"{name}.csv")


BFI = PROJECT / "data/example/bfi.csv", PROJECT / "data/codebooks/bfi-agreeableness.yaml"


@pytest.fixture(scope="module")
def bfi(tmp_path_factory):
    """The agreeableness items of everyone whose gender is known, as the R reference has them: what R has too."""
    names = ("02_single_factor", "03_reliability", "07_item_response")
    return some_notebooks(*BFI, tmp_path_factory.mktemp("bfi"), *names, n_bootstrap=100)


@pytest.mark.slow
def test_every_notebook_of_the_real_survey_is_done(tmp_path):
    """As tests/reports/test_no_microdata.py, among the fast tests, has it for a smaller survey."""
    record = json.loads((report(*BFI, tmp_path) / "record.json").read_text(encoding="utf-8"))
    statuses = {Path(n["notebook"]).stem: n["status"] for n in record["notebooks"]}
    assert statuses == dict.fromkeys(NOTEBOOKS, "done")
    assert record["seeds"] == {"02_single_factor": 1, "03_reliability": 1, "04_beyond_the_cutoff": 1}


@pytest.mark.slow
def test_the_check_of_the_example_warns_of_two_levels_too_small_to_be_told_apart():
    files = ("data/example/synthetic-adult-survey.parquet", "data/codebooks/synthetic-adult-survey.yaml")
    done = workbench("check", *files)
    assert (done.returncode, done.stderr) == (0, "")
    _, told = done.stdout.split("A report would not show, or would show with fewer groups, and says so in its place:\n")
    *foreseen, way = told.splitlines()
    assert way.startswith("Change the codebook by `workbench set data/codebooks/synthetic-adult-survey.yaml KEY=VALUE`")
    starts = [
        "  Beyond the cut-off (Who falls beyond: logistic regression, The score itself: linear regression): Compared "
        "as one group, “other levels”, because at least one of them is too small to be told apart – labour-market "
        "status: 2 levels, Family leave, Other",
        "  Subgroups (Who the respondents are): Left to the tables of groups, because of more than 10 levels: Municip",
    ]
    assert all(any(line.startswith(start) for line in foreseen) for start in starts)
    assert "`merge` of `labour_market` in the codebook" in " ".join(foreseen)


@pytest.mark.slow
@pytest.mark.parametrize("minimum", [10, 15])  # windows of even width are written by both ends, odd ones by the middle
def test_a_raised_threshold_goes_through_every_page(minimum, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_LEDGER", str(tmp_path / "ledger"))
    codebook = tmp_path / "raised.yaml"
    own = (PROJECT / "data/codebooks/synthetic-adult-survey.yaml").read_text(encoding="utf-8")
    codebook.write_text(f"{own}\ndisclosure: {{minimum_respondents: {minimum}}}\n", encoding="utf-8")
    folder = report(PROJECT / "data/example/synthetic-adult-survey.parquet", codebook, tmp_path / "reports")
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    assert record["status"] == "whole" and record["audit"]["findings"] == []
    told = {page.stem: re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")) for page in folder.glob("*.html")}
    usual = r"\b(?:[Ff]ive|5) (?:respondents|people)\b|(?:fewer than|<|&lt;) ?(?:five|5)\b"
    assert {name: re.findall(usual, text) for name, text in told.items() if re.search(usual, text)} == {}
    wanted = {f"{NOTEBOOKS[3]}-appendix", f"{NOTEBOOKS[4]}-appendix"}
    assert {name for name, text in told.items() if f"{minimum} respondents" in text} >= wanted


def test_exported_numbers_of_real_data_agree_with_r(bfi):
    r = R["scales"]["A"]
    items = table(bfi, "02_item_statistics")
    assert items["n_respondents"].unique().tolist() == [r["n"]]
    assert items["mean"].to_numpy() == pytest.approx(r["mean"], rel=1e-8)
    alpha = table(bfi, "03_alpha_intervals").query("interval == 'Feldt'").iloc[0]
    assert alpha["estimate"] == pytest.approx(r["raw_alpha"], rel=1e-8)
    assert [alpha["conf_low"], alpha["conf_high"]] == pytest.approx(r["feldt"], rel=1e-8)
    kmo = table(bfi, "02_sampling_adequacy").iloc[0]
    assert kmo["sampling_adequacy_pearson"] == pytest.approx(r["kmo"], abs=1e-5)
    fit = table(bfi, "02_model_fit").set_index(["version", "term"])
    wlsmv = LAVAAN["WLSMV"]["fit"]
    naive, residuals = (
        "Naive, as a plain chi-square",
        "Size of the residuals",
    )  # the scaled ones do not assume what R's do
    assert fit.loc[(naive, "χ²"), "ordinal"] == pytest.approx(wlsmv["chisq"], rel=1e-3)
    assert fit.loc[(residuals, "SRMR"), "ordinal"] == pytest.approx(wlsmv["srmr"], rel=1e-3)
    omega = table(bfi, "03_categorical_omega").iloc[0]
    assert omega["estimate"] == pytest.approx(RELIABILITY["categorical"], abs=1e-4)


def test_exported_item_parameters_of_real_data_agree_with_mirt(bfi):
    items, difficulties = table(bfi, "07_item_discriminations"), table(bfi, "07_item_difficulties")
    assert items["item"].tolist() == MIRT["items"]
    assert items["discrimination"].to_numpy() == pytest.approx(MIRT["discrimination"], abs=0.01)
    assert difficulties[[f"difficulty_{k}" for k in range(2, 7)]].to_numpy() == pytest.approx(
        np.array(MIRT["difficulties"]), abs=0.01
    )
    fit = table(bfi, "07_graded_fit").set_index("term")["estimate"]
    assert fit["C2, chi-square of the model"] == pytest.approx(MIRT["M2"]["M2"], rel=1e-3)


OF_SIX_ITEMS = ("02_bifactor_loadings.csv", "02_essential_unidimensionality.csv", "02_group_factors.csv")


def test_exported_tables_are_those_of_the_documentation(bfi):
    page = (PROJECT / "docs" / "reference" / exported_tables.PAGE).read_text(encoding="utf-8")
    documented = exported_tables.columns_of(page)
    items = [f"A{i}" for i in range(1, 6)]
    exported = {path.name: list(pd.read_csv(path, nrows=0)) for path in (bfi / "tables").glob("*.csv")}
    unknown = {
        name: sorted(set(exported_tables.general_columns(columns, items)) - set(documented.get(name, [])))
        for name, columns in exported.items()
    }
    assert not {name: columns for name, columns in unknown.items() if columns}, "Write it again: make docs"
    pages = {name.split("_")[0] for name in exported}
    refused = set(OF_SIX_ITEMS)  # five items cannot hold two group factors
    assert set(exported) == {name for name in documented if name.split("_")[0] in pages} - refused


@pytest.fixture(scope="module")
def field_survey(tmp_path_factory):
    """A .sav file with column names of its own, labels in Finnish, user-missing codes and a decimal-comma weight."""
    folder = tmp_path_factory.mktemp("field")
    esis, rng, n = load_instrument("esis"), np.random.default_rng(5), 900
    common = rng.normal(size=n)
    columns, labels, values, missing = {}, {}, {}, {}
    for number, item in enumerate(esis.items, start=1):
        name = f"K12_{number}"
        latent = 0.75 * common + 0.66 * rng.normal(size=n)
        points = np.digitize(latent, [-1.9, -1.2, -0.5, 0.6]) + 1.0
        columns[name] = np.where(rng.random(n) < 0.02, 9.0, points)
        labels[name] = f"K12.{number} {item.statement}"
        values[name] = {float(o.points): o.label for o in esis.options} | {9.0: "ei vastausta"}
        missing[name] = [{"lo": 8, "hi": 9}]
    columns["sukup"] = rng.choice([1.0, 2.0], n)
    values["sukup"] = {1.0: "mies", 2.0: "nainen"}
    labels["sukup"] = "Vastaajan sukupuoli"
    columns["tyo"] = rng.choice([1.0, 2.0, 3.0, 99.0], n, p=[0.6, 0.2, 0.18, 0.02])
    values["tyo"] = {1.0: "työssä", 2.0: "työtön", 3.0: "eläkkeellä", 99.0: "ei tietoa"}
    missing["tyo"] = [{"lo": 99, "hi": 99}]
    labels["tyo"] = "Pääasiallinen toiminta"
    columns["paino"] = [f"{w:.4f}".replace(".", ",") for w in rng.uniform(0.4, 2.5, n)]
    labels["paino"] = "Painokerroin"
    file = folder / "kysely.sav"
    pyreadstat.write_sav(
        pd.DataFrame(columns), file, column_labels=labels, variable_value_labels=values, missing_ranges=missing
    )
    return file


@pytest.fixture(scope="module")
def drafted(field_survey, tmp_path_factory):
    """The codebook that the workbench drafts for it, with the one line that only a person can know."""
    draft = tmp_path_factory.mktemp("draft") / "kysely.yaml"
    assert workbench("codebook", field_survey, "--output", draft).returncode == 0
    text = draft.read_text(encoding="utf-8")
    assert "esis10: {column: K12_10}" in text
    draft.write_text(text + "crossings: [[sukup, tyo]]\n", encoding="utf-8")
    return draft


@pytest.mark.slow
def test_every_notebook_takes_a_survey_from_the_field(field_survey, drafted, tmp_path):
    folder = report(field_survey, drafted, tmp_path)
    assert {page.stem for page in folder.glob("*.html")} >= {*NOTEBOOKS, "index"}


def test_a_survey_from_the_field_needs_only_its_codebook_edited(field_survey, drafted, tmp_path):
    names = ("04_beyond_the_cutoff", "05_subgroups")
    folder = some_notebooks(field_survey, drafted, tmp_path, *names, n_imputations=2)
    groups = table(folder, "05_groups")
    assert groups.loc[groups["variable"] == "tyo", "level"].tolist() == ["työssä", "työtön", "eläkkeellä"]
    frame, _ = pyreadstat.read_sav(field_survey)
    answered = frame[[f"K12_{i}" for i in range(1, 11)]].dropna()
    score = (answered.sum(axis=1) - 10) * 2.5
    weights = frame.loc[answered.index, "paino"].str.replace(",", ".").astype(float)
    overall = table(folder, "04_overall")
    assert overall["n_respondents"].unique().tolist() == [len(answered) // 5 * 5 + 2]
    exact = [np.average(score, weights=weights), np.average(score < 50, weights=weights)]
    apart = np.abs(overall["estimate"].to_numpy() - exact) / overall["std_error"].to_numpy()
    assert apart.max() <= 0.5  # published to a step of half a standard error, or to what five respondents move
    assert "työtön" in (folder / "05_subgroups.html").read_text(encoding="utf-8")


def test_plain_papermill_gives_the_same_numbers_as_the_runner(bfi, tmp_path):
    output = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", PROJECT / "notebooks" / "02_single_factor.ipynb", output]
    command += ["-p", "survey", "data/example/bfi.csv", "-p", "codebook", "data/codebooks/bfi-agreeableness.yaml"]
    done = subprocess.run(
        [*map(str, command)], cwd=PROJECT / "notebooks", capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    mime = "application/vnd.workbench.table+json"

    def payloads(path):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [c for c in cells if c["cell_type"] == "code" and "validation" not in c["metadata"].get("tags", [])]
        outputs = [o for c in code for o in c["outputs"] if mime in o.get("data", {})]
        return [o["data"][mime] for o in outputs]

    assert payloads(output) == payloads(bfi / "notebooks" / "02_single_factor.ipynb")
