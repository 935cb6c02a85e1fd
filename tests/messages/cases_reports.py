"""Refusals of the runner and the command line."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pandas as pd
import pyreadstat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.messages.case import Case
from workbench import cli
from workbench.disclosure import PRIVATE_FOLDER, hand_out
from workbench.errors import DataError, ParameterError, PublicationError, RunError
from workbench.file_paths import typed_path
from workbench.intake.codebook.sections import Sections
from workbench.intake.injected_parameters import check_cells
from workbench.media_types import TABLE_MIME
from workbench.reports.formats import check_formats
from workbench.reports.notebooks import check_sections
from workbench.reports.notebooks.exhibits import extract_exhibits, file_name
from workbench.reports.notebooks.notebook import find_notebooks, load_notebook
from workbench.reports.notebooks.parameters import check_parameters, parse_assignment, parse_value, read_parameters
from workbench.reports.publishing.edition import edition_of
from workbench.reports.publishing.run_folder import RunFolder, check_unchanged
from workbench.reports.running.preparation import copied, notebook_values
from workbench.reports.running.private_folder import PrivateFolder
from workbench.reports.warm.limits import Limits

_DECLARED = read_parameters(
    'survey: str = "a.sav"  # survey file\nconf_level: float = 0.95  # coverage of intervals, 0–1', notebook="x.ipynb"
)


def _notebook(folder: Path, *parameters: str, requires: tuple[str, ...] = ()) -> Path:
    cells = [new_code_cell(source, metadata={"tags": ["parameters"]}) for source in parameters]
    node = new_notebook(cells=cells, metadata={"workbench": {"requires": list(requires)}})
    nbformat.write(node, folder / "01_x.ipynb")
    return folder / "01_x.ipynb"


def _load(folder: Path, *parameters: str, requires: tuple[str, ...] = ()) -> object:
    return load_notebook(_notebook(folder, *parameters, requires=requires), position=1)


def _no_notebook(folder: Path) -> object:
    (folder / "x.ipynb").write_text("survey", encoding="utf-8")
    return load_notebook(folder / "x.ipynb", position=1)


def _without_a_terminal(folder: Path, *, name: str = "my.sav") -> object:
    (folder / "pyproject.toml").touch()
    pyreadstat.write_sav(pd.DataFrame({"q": [1, 2]}), str(folder / name))
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder):
        patch.setattr("sys.stdin", io.StringIO())
        return cli.report.callback(data=Path("my.sav"), codebook=None, **_UNSET)


def _drafted_before(folder: Path) -> object:
    (folder / "pyproject.toml").touch()
    (folder / "data" / "codebooks").mkdir(parents=True)
    (folder / "data" / "codebooks" / "my.yaml").touch()
    with contextlib.chdir(folder):
        return cli.report.callback(data=Path("my.sav"), codebook=None, **_UNSET)


def _without_extra(*formats: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbench.reports.formats.libraries.find_spec", lambda name: None)
        check_formats(edition_of(formats=formats))


def _with_sections(**sections: tuple[str, ...]) -> Any:
    return SimpleNamespace(codebook=SimpleNamespace(sections=Sections(**sections)))


def _loaded_with_headings(folder: Path, *headings: str) -> Any:
    path = _notebook(folder, "seed: int = 1  # seed")
    node = nbformat.read(path, as_version=4)
    node.cells += [new_markdown_cell(f"## {heading}") for heading in headings]
    nbformat.write(node, path)
    return load_notebook(path, position=1)


def _without_files(folder: Path) -> object:
    path = _notebook(folder, "seed: int = 1  # seed")
    return notebook_values([load_notebook(path, position=1)], parameters={}, assignments={})


def _taken(folder: Path, name: str) -> object:
    (folder / name).mkdir()
    return RunFolder(parent=folder, name="spring").check_free()


def _not_a_folder(folder: Path) -> object:
    (folder / "reports").touch()
    return RunFolder(parent=folder / "reports", name="spring").create()


def _dangling_reports(folder: Path) -> None:
    (folder / "reports").symlink_to("nowhere")
    RunFolder(parent=folder / "reports", name="spring").check_free()


def _no_room(folder: Path) -> None:
    (folder / "survey.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "data").symlink_to("nowhere")
    copied(folder / "survey.csv", folder / "data")


def _shown_twice(_: Path) -> object:
    payload = {TABLE_MIME: {"name": "shares", "columns": [], "rows": []}}
    output = new_output("display_data", data=payload)
    node = new_notebook(cells=[new_code_cell("", outputs=[output, output])])
    return extract_exhibits(node, number="01")


def _changed(folder: Path) -> None:
    (folder / "spring.sav").write_bytes(b"2")
    check_unchanged(folder / "spring.sav", hashlib.sha256(b"1").hexdigest())


def _existing_codebook(folder: Path) -> object:
    (folder / "my.yaml").touch()
    return cli.codebook.callback(folder / "my.sav", folder / "my.yaml")


def _drafting(items: str | None, **given: object) -> Callable[[Path], object]:
    known = {"name": "mine", "title": "Mine", "language": "en", "lowest": 1, "highest": 2, "score": "sum"}

    def provoke(folder: Path) -> object:
        (folder / "my.csv").write_text("age,sex\n" + "30,1\n" * 9, encoding="utf-8")
        return cli.instrument.commands["new"].callback(
            folder / "my.csv", items, **(known | {"higher_means": "more"} | given)
        )

    return provoke


def _lonely(folder: Path, items: str | None) -> object:
    known = {"name": "mine", "title": "Mine", "language": "en", "lowest": 1, "highest": 3, "score": "sum"}
    rows = "red,red,blue\nblue,green,green\ngreen,blue,red\n" * 9
    (folder / "my.csv").write_text('"alone, mostly",left out,apart\n' + rows, encoding="utf-8")
    return cli.instrument.commands["new"].callback(folder / "my.csv", items, **(known | {"higher_means": "more"}))


def _with_words(folder: Path, *no_answer: str) -> object:
    known = {"name": "mine", "title": "Mine", "language": "en", "lowest": 1, "highest": 3, "score": "sum"}
    (folder / "my.csv").write_text("t1,t2,t3\n" + "1,2,3\n2,1,1\n3,3,2\nSkipped,1,2\n" * 9, encoding="utf-8")
    new = cli.instrument.commands["new"].callback
    return new(folder / "my.csv", "t1..t3", **(known | {"higher_means": "more"}), no_answer=no_answer)


def _codebook_for(instrument: str | None, items: str | None = None) -> Callable[[Path], object]:
    def provoke(folder: Path) -> object:
        (folder / "my.csv").write_text("age,sex\n" + "30,1\n" * 9, encoding="utf-8")
        return cli.codebook.callback(folder / "my.csv", None, instrument=instrument, items=items)

    return provoke


def _twice(_: Path) -> object:
    given = _UNSET | {"assignments": ("survey=a.sav",)}
    return cli.report.callback(data=Path("b.sav"), codebook=Path("b.yaml"), **given)


_UNSET: dict[str, Any] = {
    "name": None,
    "output_folder": None,
    "engine": "kernel",  # else what runs notebooks begins before the refusal
    "profile": False,
    "assignments": (),
    "private": None,
}


def _removed(folder: Path) -> None:
    check_unchanged(folder / "spring.sav", hashlib.sha256(b"1").hexdigest())


def _begun_meanwhile(folder: Path) -> object:
    run = RunFolder(parent=folder, name="spring")
    run.check_free()
    run.partial.mkdir()
    return run.create()


def _private(folder: Path, *reports: str) -> object:
    return PrivateFolder(parent=folder / "full", run="spring").check([folder / name for name in reports])


def _private_in_git(folder: Path) -> object:
    (folder / ".git").mkdir()
    return _private(folder)


def _private_twice(folder: Path) -> object:
    (folder / "full" / "spring").mkdir(parents=True)
    return _private(folder)


def _private_over_a_file(folder: Path) -> object:
    (folder / "full").write_text("", encoding="utf-8")
    return PrivateFolder(parent=folder / "full", run="spring").create([])


def _handed_out(folder: Path) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PRIVATE_FOLDER, str(folder / "absent"))
        return hand_out(pd.DataFrame({"estimate": [0.5]}))


CASES: list[Case] = [
    Case(
        "Full precision among the reports",
        lambda folder: _private(folder, "full"),
        RunError,
        "`--private` names full/, which lies among the reports, and whoever passes on a report would pass on tables that are not for publication. Give a folder elsewhere, such as data/private/full.",
    ),
    Case(
        "Full precision where git would take it along",
        _private_in_git,
        RunError,
        "`--private` names full/, which lies in a git work tree that does not ignore it. Give a folder that git ignores, such as data/private/full, or one outside.",
    ),
    Case(
        "Full precision of a run of the same name",
        _private_twice,
        RunError,
        "spring exists already in the folder that `--private` names, and nothing is overwritten. Choose another `--name`, or move that folder away.",
    ),
    Case(
        "Private folder that cannot be made",
        _private_over_a_file,
        RunError,
        "The folder that `--private` names cannot be written to (Not a directory). Give another one.",
    ),
    Case(
        "Private folder that was removed during the run",
        _handed_out,
        RunError,
        "The tables of full precision could not be written (No such file or directory). Free the disk, or give another folder to `--private`.",
    ),
    Case(
        "Word files without a library for them",
        lambda _: _without_extra("docx"),
        RunError,
        "Word files need the package pypandoc-binary, which is not installed. Install the extra `formats` in the project folder: .venv/bin/uv sync --frozen --extra formats.",
    ),
    Case(
        "Excel files without the library for them",
        lambda _: _without_extra("xlsx"),
        RunError,
        "Excel files need the package xlsxwriter, which is not installed. Install the extra `formats` in the project folder: .venv/bin/uv sync --frozen --extra formats.",
    ),
    Case(
        "Language that there is not",
        lambda _: edition_of(languages=["fi", "se"]),
        ParameterError,
        "`lang` names 'se'. Choose of `fi`, `sv`, `en`.",
    ),
    Case(
        "Depth that there is not",
        lambda _: edition_of(depth="sumary"),
        ParameterError,
        "`depth` names 'sumary'. Did you mean `summary`? Choose of `summary`, `report`, `appendix`.",
    ),
    Case(
        "Section that no page has",
        lambda folder: check_sections(
            _with_sections(add=("Curvs",)), [_loaded_with_headings(folder, "Curves", "Shares")]
        ),
        DataError,
        "`sections.add` of the codebook names “Curvs”, which is no section of a page. Did you mean `Curves`? Choose of: "
        "“Curves”; “Shares”.",
    ),
    Case(
        "Unknown parameter",
        lambda _: check_parameters(_DECLARED, {"conf_levl": 0.9}),
        ParameterError,
        "Unknown parameter `conf_levl`. Did you mean `conf_level`? Declared: survey, conf_level.",
    ),
    Case(
        "Value of another type",
        lambda _: check_parameters(_DECLARED, {"conf_level": "high"}),
        ParameterError,
        "Parameter `conf_level` is 'high', but the notebook declares it as `float`. Give such a value, e.g. 0.95. "
        "It is: coverage of intervals, 0–1.",
    ),
    Case(
        "Text that spells no value of the type",
        lambda _: parse_value(_DECLARED[1], "true"),
        ParameterError,
        "Parameter `conf_level` is 'true', but the notebook declares it as `float`. Give such a value, e.g. 0.95. "
        "It is: coverage of intervals, 0–1.",
    ),
    Case(
        "No assignment",
        lambda _: parse_assignment("conf_level"),
        ParameterError,
        "`-p conf_level` is not an assignment. Write `-p name=value`.",
    ),
    Case(
        "Line that is no parameter",
        lambda _: read_parameters("seed = 1", notebook="01_x.ipynb"),
        ParameterError,
        "Line 1 of the parameters cell of 01_x.ipynb is not a parameter. Write `name: type = literal  # meaning`, with a "
        "type of str, int, float, bool, or one of these `| None`.",
    ),
    Case(
        "No parameters cell",
        _load,
        ParameterError,
        "01_x.ipynb has 0 cells tagged `parameters`. Tag exactly one cell, even if it declares nothing.",
    ),
    Case(
        "Notebook that names no survey",
        _without_files,
        ParameterError,
        '01_x.ipynb does not declare the parameter `survey`. Add the line `survey: str = "…"` to its parameters cell.',
    ),
    Case(
        "Unknown requirement",
        lambda folder: _load(folder, "seed: int = 1", requires=("weight",)),
        RunError,
        "01_x.ipynb requires `weight`. Did you mean `weights`? Known: group, predictors, crossings, cutoff, weights, wave, "
        "year, area.",
    ),
    Case(
        "No such notebook",
        lambda folder: load_notebook(folder / "06_x.ipynb", position=1),
        RunError,
        "There is no notebook 06_x.ipynb. Give the path of an .ipynb file, e.g. from notebooks/.",
    ),
    Case(
        "Not a notebook",
        _no_notebook,
        RunError,
        "x.ipynb is not a Jupyter notebook. Give the path of an .ipynb file.",
    ),
    Case(
        "No notebooks",
        lambda folder: find_notebooks(folder / "notebooks"),
        RunError,
        "There is no notebook in notebooks/. Run the command inside the workbench's folder, where notebooks/ holds files "
        "such as 01_response_quality.ipynb.",
    ),
    Case(
        "Name that is no folder name",
        lambda folder: RunFolder(parent=folder, name="../spring").check_free(),
        RunError,
        "`../spring` cannot be the name of a run. Use letters, digits, spaces and - _ . , + and begin with a letter or "
        "digit.",
    ),
    Case(
        "Run that exists",
        lambda folder: _taken(folder, "spring"),
        RunError,
        "spring exists already, and a run never overwrites another. Choose another `--name`, or move that folder away.",
    ),
    Case(
        "Run that was killed or goes on",
        lambda folder: _taken(folder, "spring.partial"),
        RunError,
        "spring.partial exists: a run of this name is going on, or one was killed. If none is going on, delete that "
        "folder; or choose another `--name`.",
    ),
    Case(
        "Folder that cannot be written to",
        _not_a_folder,
        RunError,
        "Folder reports/ cannot be written to (Not a directory). Give another `--output-folder`.",
    ),
    Case(
        "Path that no file can have",
        lambda _: typed_path("x" * 300),
        ParameterError,
        f"The path `{'x' * 60}…` cannot be that of a file or folder (File name too long). Correct it.",
    ),
    Case(
        "Time limit that is no time",
        lambda _: Limits(timeout=0),
        ParameterError,
        "`timeout` is 0. Give the seconds that one notebook may take, e.g. 1800.",
    ),
    Case(
        "Time limit of a cell that is no time",
        lambda _: Limits(cell_timeout=-1),
        ParameterError,
        "`cell_timeout` is -1. Give the seconds that one cell may take, e.g. 600.",
    ),
    Case(
        "Less memory than what notebooks import",
        lambda _: Limits(memory=64),
        ParameterError,
        "`memory` is 64, too little for what a notebook imports. Give at least 500 megabytes.",
    ),
    Case(
        "Survey file that changes while a report is made",
        _changed,
        RunError,
        "spring.sav changed during the run. Run the report again once nothing writes to the file.",
    ),
    Case(
        "Survey file that is removed while a report is made",
        _removed,
        RunError,
        "spring.sav was removed during the run. Put it back and run the report again.",
    ),
    Case(
        "Run of the same name that began at the same moment",
        _begun_meanwhile,
        RunError,
        "spring.partial exists: a run of this name is going on, or one was killed. If none is going on, delete that "
        "folder; or choose another `--name`.",
    ),
    Case(
        "Draft into a folder that does not exist",
        lambda folder: cli.codebook.callback(folder / "my.sav", folder / "books" / "my.yaml"),
        RunError,
        "There is no folder books/ for my.yaml. Make it, or correct `--output`.",
    ),
    Case(
        "Data without codebook",
        _without_a_terminal,
        ParameterError,
        "`--data` stands without `--codebook`, and there is no terminal to ask on. Draft one by `workbench codebook my.sav --output data/codebooks/my.yaml`, look through it, and use it: `workbench report --data my.sav --codebook data/codebooks/my.yaml`.",
    ),
    Case(
        "Data without codebook, in a file that is not there",
        lambda folder: _without_a_terminal(folder, name="mine.sav"),
        DataError,
        "There is no survey file my.sav in the project folder. Correct its path.",
    ),
    Case(
        "Codebook without data",
        lambda _: cli.report.callback(data=None, codebook=Path("my.yaml"), **_UNSET),
        ParameterError,
        "`--codebook` stands without `--data`. Give both.",
    ),
    Case(
        "Data whose codebook exists",
        _drafted_before,
        ParameterError,
        "`--data` stands without `--codebook`, and there is data/codebooks/my.yaml already. Use it: `workbench report --data my.sav --codebook data/codebooks/my.yaml`.",
    ),
    Case(
        "Survey given twice",
        _twice,
        ParameterError,
        "`survey` is given twice. Leave `-p survey=…` out: the files are named already.",
    ),
    Case(
        "Draft over an existing codebook",
        _existing_codebook,
        RunError,
        "my.yaml exists already. Choose another `--output`, so that no edited codebook is lost.",
    ),
    Case(
        "Instrument from a file without a series of items",
        _drafting(None),
        RunError,
        "my.csv has no three columns of one name with running numbers and the same options. Name the columns of the items "
        "by `--items a,b,c`; it has `age`, `sex`.",
    ),
    Case(
        "Instrument from a file whose items have words and no running numbers",
        lambda folder: _lonely(folder, None),
        RunError,
        "my.csv has no three columns of one name with running numbers and the same options. Name the columns of the items; these have the same answers: `--items '\"alone, mostly\",left out,apart'`.",
    ),
    Case(
        "Instrument from answers in words of no known order",
        lambda folder: _lonely(folder, "left out,apart"),
        DataError,
        "The answers to `left out` are words, and nothing says which points they have: `blue`, `green`, `red`. Give the words of each point by `--option POINTS TEXT`, and name one that means no answer by `--no-answer TEXT`.",
    ),
    Case(
        "Instrument from numbers among which words stand",
        lambda folder: _with_words(folder),
        DataError,
        "Among the numbers of `t1` stand words, and nothing says what they mean: `Skipped`. Name each that means no answer by `--no-answer TEXT`, and give the points of another by `--option POINTS TEXT`.",
    ),
    Case(
        "Instrument with words of no answer that no item has",
        lambda folder: _with_words(folder, "skiped"),
        DataError,
        "`--no-answer` is 'skiped', and no item has it. Did you mean `Skipped`? Write the words as they stand in the file.",
    ),
    Case(
        "Instrument of a language that is no code",
        _drafting("age,sex", language="suomi"),
        ParameterError,
        "`--language` is 'suomi', no code of a language. Write one of two letters, such as fi, sv, en or de.",
    ),
    Case(
        "Instrument without its title, where nobody can be asked",
        _drafting("age,sex", title=None),
        RunError,
        "The file does not say `--title` of the scale. Give it; `--help` says what it means.",
    ),
    Case(
        "Instrument without most of what only its user knows, where nobody can be asked",
        _drafting("age,sex", title=None, language=None, lowest=None),
        RunError,
        "The file does not say `--title`, `--language` and `--lowest` of the scale. Give them; `--help` says what each "
        "means.",
    ),
    Case(
        "Instrument with a cut-off that its scores do not reach",
        _drafting("age,sex", cutoffs=[("high", "at-or-above", 34, "many symptoms")]),
        RunError,
        "The scale would not be valid, so nothing was written. Instrument file mine.yaml is not valid, it has 1 fault.\n"
        "line 27: cut-off `high` is 34 or more, outside the scores 2–4. Correct it.",
    ),
    Case(
        "Instrument with a name that is no file name",
        _drafting("age,sex", name="../mine"),
        RunError,
        "`--name` is '../mine'. Write letters, digits, hyphens and underscores only.",
    ),
    Case(
        "Codebook for columns of a scale that is not named",
        _codebook_for(None, items="age,sex"),
        ParameterError,
        "`--items` and `--confirmed` stand without `--instrument`. Name the scale of the items.",
    ),
    Case(
        "Codebook for a scale with other columns than items",
        _codebook_for("esis", items="age,sex"),
        DataError,
        "`esis` has 10 items, and 2 columns are named. Name a column for each item, in the order of the scale.",
    ),
    Case(
        "Codebook for a scale whose columns are not found",
        _codebook_for("esis"),
        DataError,
        "The file has no column `esis1` for an item of `esis`. Name the columns of all items by `--items first..last` or "
        "`--items a,b,c`, in the order of the scale.",
    ),
    Case(
        "Table shown twice",
        _shown_twice,
        PublicationError,
        "The notebook shows 01_shares.csv more than once. Show each once, under its own name.",
    ),
    Case(
        "Name of a table that is no file name",
        lambda _: file_name("01", "Shares, 2026"),
        PublicationError,
        "`Shares, 2026` cannot be a file name. Name tables and figures in small letters, digits, `_`.",
    ),
    Case(
        "folder of reports that is a link to nothing",
        _dangling_reports,
        RunError,
        "reports is no folder, or a link to one that is not there. Remove it, mend the link, or give another `--output-folder`.",
    ),
    Case(
        "folder of a run that vanished",
        lambda folder: RunFolder(parent=folder / "reports", name="spring").check_there(),
        RunError,
        "spring.partial was removed from reports/ during the run, so nothing of the run can be kept. Leave the folder alone and run the report again.",
    ),
    Case(
        "survey file that cannot be copied",
        _no_room,
        RunError,
        "Survey file survey.csv could not be copied to the folder for temporary files (No such file or directory). Free the disk, let yourself read the file, or set TMPDIR to another folder.",
    ),
    Case(
        "parameter that papermill adds and the notebook does not declare",
        lambda _: check_cells(['group: str = "sex"', '# Parameters\ngruop = "area"']),
        ParameterError,
        "Unknown parameter `gruop`. Did you mean `group`? Declared: group.",
    ),
]
