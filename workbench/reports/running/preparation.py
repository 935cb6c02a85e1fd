"""Everything that can be refused before a kernel starts: names, parameters, survey, codebook."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workbench.columns import EVERYONE
from workbench.disclosure.ledger import holds_others, refuse_second_release
from workbench.disclosure.plan import ProtectionPlan, protection_plan
from workbench.errors import ParameterError, RunError
from workbench.file_paths import typed_path
from workbench.intake import Survey, check_confirmed, project_folder, read_survey, resolve, with_parts
from workbench.intake.files import file_format
from workbench.reports.formats import check_formats
from workbench.reports.notebooks import (
    Notebook,
    Value,
    check_parameters,
    check_sections,
    find_notebooks,
    load_notebook,
    parse_value,
    unknown_parameter,
    unmet,
    with_sections,
)
from workbench.reports.pages import Follows
from workbench.reports.publishing import Edition, RunFolder, Source, describe_source, refuse_unknown_release, shown_path
from workbench.reports.running.parameter_values import check_values
from workbench.reports.running.private_folder import PrivateFolder

_FILES = ("survey", "codebook")


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A run that nothing known beforehand stands against.

    Attributes
    ----------
    folder : RunFolder
    notebooks : tuple of Notebook
    given : dict of str to value
        The parameters of the run as a whole: what was given, and the two files.
    values : dict of str to dict
        Parameters of each notebook, by its name.
    reasons : dict of str to str
        Why a notebook cannot run on this survey, by its name; empty where it can.
    source : Source
    plan : ProtectionPlan
    survey : Survey
    private : PrivateFolder or None
        Where tables of full precision are written.
    data, codebook : Path
        The survey file and its codebook.
    copy, scratch : Path
        The copy of the survey file that every number comes from, and the folder that it lies in until the run ends.
    hidden : dict of str to str
        Full paths and what may be shown in their place.
    edition : Edition
        In which languages and how deep it is written.
    ledger_found : bool or None
        Whether the ledger held another publication before; None of data that are public or made up.
    follows : Follows or None
        The run whose main numbers stand beside those of this one.
    earlier : callable or None
        Of a batch: finds what the report of a folder follows, given the folder and the codebook as records name it.
    """

    folder: RunFolder
    notebooks: tuple[Notebook, ...]
    given: dict[str, Value]
    values: dict[str, dict[str, Value]]
    reasons: dict[str, str]
    source: Source
    plan: ProtectionPlan
    survey: Survey
    private: PrivateFolder | None
    data: Path
    codebook: Path
    copy: Path
    scratch: Path
    hidden: dict[str, str]
    edition: Edition
    ledger_found: bool | None = None
    follows: Follows | None = None
    earlier: Callable[[Path, str], Follows | None] | None = None

    def shown(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return the values with file paths as they may be shown: inside the project relative, else the file name."""
        return {name: shown_path(str(value)) if name in _FILES else value for name, value in values.items()}


def prepare(
    *,
    notebooks: Sequence[Path] | None,
    parameters: Mapping[str, object],
    assignments: Mapping[str, str],
    name: str | None,
    output_folder: Path | None,
    scratch: Path,
    private: Path | None = None,
    parts: tuple[str, ...] | None = None,
    edition: Edition | None = None,
) -> Prepared:
    """Read and check everything that does not need a kernel; nothing is written but a copy of the data, in `scratch`.

    The kernels read that copy too, so all pages rest on one file, whatever happens to the survey file meanwhile. With
    `parts`, background variables whose levels, crossed, get reports of their own, the plan is that of all of them.

    Raises
    ------
    WorkbenchError
        Whatever stands against the run: a notebook, a parameter, the name of the run, the survey or its codebook.
    """
    edition = edition or Edition()
    check_formats(edition)
    project = project_folder()
    paths = list(notebooks) if notebooks is not None else find_notebooks(project / "notebooks")
    loaded = tuple(load_notebook(path, position=place + 1) for place, path in enumerate(paths))
    values = notebook_values(loaded, parameters=parameters, assignments=assignments)
    files = {key: str(_file_of(loaded, values, key)) for key in _FILES}
    after = paths[0] if notebooks and parts is None else Path(files["survey"])
    folder = _folder(
        project / "reports" if output_folder is None else typed_path(output_folder),
        _default_name(after, parts) if name is None else name,
        batch=parts is not None,
    )
    beside = None if private is None else PrivateFolder(parent=private, run=folder.name)
    if beside is not None:
        beside.check([folder.parent, project / "reports"])
    data, codebook = resolve(files["survey"]), resolve(files["codebook"])
    (scratch / "data").mkdir()  # of its own, where no other file can have the survey's name
    copy = copied(data, scratch / "data")
    survey = read_survey(copy, codebook=codebook)
    if parts is not None:
        survey = with_parts(survey, parts)
    check_confirmed(survey)
    check_values(values, survey)
    _check_sections(survey, loaded)
    loaded = tuple(with_sections(notebook, survey) for notebook in loaded)
    refuse_second_release(survey)
    plan = protection_plan(survey)
    given = {key: value for chosen in values.values() for key, value in chosen.items()}
    return Prepared(
        folder=folder,
        notebooks=loaded,
        given={**given, **files},
        values={notebook.name: {**values[notebook.name], **files} for notebook in loaded},
        reasons={notebook.name: unmet(notebook, survey) for notebook in loaded},
        source=describe_source(survey, codebook=codebook, width=plan.width(EVERYONE, EVERYONE)),
        plan=plan,
        survey=survey,
        private=beside,
        data=data,
        codebook=codebook,
        copy=copy,
        scratch=scratch,
        hidden={
            str(copy): copy.name,
            str(data): data.name,
            str(codebook): codebook.name,
            f"{project}/": "",
            f"{Path.home()}/": "~/",
        },
        edition=edition,
        ledger_found=None
        if plan.is_open or survey.codebook.synthetic
        else holds_others(run=folder.release, data_sha256=survey.report.file_sha256),
    )


def refuse_unknown(prepared: Prepared) -> None:
    """Refuse to publish beside a finished report of perhaps the same people that no ledger knows.

    Raises
    ------
    PublicationError
        Which report, and what to do.
    """
    refuse_unknown_release([prepared.folder.shelf, project_folder() / "reports"], prepared.survey)


def _check_sections(survey: Survey, notebooks: Sequence[Notebook]) -> None:
    """Compare the sections of a codebook with all pages, although perhaps not all of them are run."""
    named = survey.codebook.sections
    if named.add or named.leave_out:
        others = sorted((project_folder() / "notebooks").glob("[0-9][0-9]_*.ipynb"))
        check_sections(survey, [*notebooks, *(load_notebook(path, position=1) for path in others)])


def _folder(parent: Path, name: str, *, batch: bool) -> RunFolder:
    """Return the free folder of a run; of a batch that of the report of everyone, which may take the place of one."""
    run = RunFolder(parent=parent, name=name)
    if not batch:
        run.check_free()
        return run
    run.check_name()
    return RunFolder(parent=run.final, name=EVERYONE, batch=name)


def notebook_values(
    notebooks: Sequence[Notebook], *, parameters: Mapping[str, object], assignments: Mapping[str, str]
) -> dict[str, dict[str, Value]]:
    """Give each notebook those of the given parameters that it declares.

    Parameters
    ----------
    notebooks : sequence of Notebook
    parameters : mapping of str to object
        Values from Python.
    assignments : mapping of str to str
        Texts of the command line, to be read as the declared type; they go before `parameters`.

    Raises
    ------
    ParameterError
        A name that no notebook declares, a value that is not of the declared type, or a notebook without the
        parameters `survey` and `codebook`.
    """
    declared = list(dict.fromkeys(p.name for notebook in notebooks for p in notebook.parameters))
    for name in (*parameters, *assignments):
        if name not in declared:
            raise unknown_parameter(name, declared)
    values = {}
    for notebook in notebooks:
        known = {parameter.name: parameter for parameter in notebook.parameters}
        for name in _FILES:
            if name not in known:
                raise ParameterError(
                    f"{notebook.path.name} does not declare the parameter `{name}`. Add the line "
                    f'`{name}: str = "…"` to its parameters cell.'
                )
        chosen: dict[str, object] = {name: value for name, value in parameters.items() if name in known}
        chosen |= {name: parse_value(known[name], text) for name, text in assignments.items() if name in known}
        values[notebook.name] = check_parameters(notebook.parameters, chosen)
    return values


def copied(data: Path, folder: Path) -> Path:
    """Copy the survey file into a folder that exists.

    Raises
    ------
    DataError
        A file that is missing, empty, huge or not what its name says.
    RunError
        It cannot be copied.
    """
    file_format(data)
    try:
        return Path(shutil.copyfile(data, folder / data.name))
    except OSError as error:
        raise RunError(
            f"Survey file {data.name} could not be copied to the folder for temporary files ({error.strerror}). Free "
            "the disk, let yourself read the file, or set TMPDIR to another folder."
        ) from error


def _file_of(notebooks: Sequence[Notebook], values: Mapping[str, Mapping[str, Value]], key: str) -> Value:
    """Path of the survey or codebook: as given, else the default of the first notebook."""
    first = notebooks[0]
    default = next(parameter.default for parameter in first.parameters if parameter.name == key)
    return values[first.name].get(key, default)


def default_stem(path: Path) -> str:
    """Return how the name of a run begins that nobody has named, by its survey file or notebook."""
    return (re.sub(r"[^\w.-]+", "-", path.stem).strip("-._") or "run")[:60]


def _default_name(path: Path, parts: tuple[str, ...] | None) -> str:
    stem = default_stem(path)
    if parts:  # the same command continues a batch
        return f"{stem}-by-" + re.sub(r"\W+", "-", "-".join(parts))[:30]
    return f"{stem}-{datetime.now(UTC).astimezone():%Y%m%d-%H%M%S}"
