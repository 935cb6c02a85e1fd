"""What a report would refuse, found before it is run: the cells of its notebooks, with the fewest random draws."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workbench.disclosure.ledger import refuse_second_release
from workbench.errors import WorkbenchError
from workbench.intake import Survey, project_folder
from workbench.options import LEAST
from workbench.reports.notebooks import Notebook, Value, find_notebooks, load_notebook, parts_of, unmet, with_sections
from workbench.reports.publishing import refuse_unknown_release
from workbench.reports.running.parameter_values import check_values
from workbench.reports.running.preparation import notebook_values

_DRAWS = ("n_bootstrap", "n_replicates", "n_imputations")


class Foreseen(NamedTuple):
    """Something that a report will not show.

    Attributes
    ----------
    page : str
    part : str
        Heading that it would stand under; empty for the whole page.
    sentence : str
        Why, and what to do.
    """

    page: str
    part: str
    sentence: str


def report_values(
    survey: Survey, *, parameters: Mapping[str, object], assignments: Mapping[str, str]
) -> dict[str, dict[str, Value]]:
    """Give each notebook of a report its parameters, and refuse what the report would refuse.

    Parameters
    ----------
    survey : Survey
    parameters : mapping of str to object
        The two files, as `survey` and `codebook`.
    assignments : mapping of str to str
        Texts of the command line.

    Raises
    ------
    ParameterError
        A parameter that no notebook declares, or a value that is not of its type or outside its range.
    DataError
        A cut-off that neither codebook nor instrument has.
    """
    values = notebook_values(_pages(), parameters=parameters, assignments=assignments)
    check_values(values, survey)
    return values


def foresee(survey: Survey, *, values: Mapping[str, Mapping[str, Value]]) -> list[Foreseen]:
    """Say which parts of a report will not be estimated, and why, by the very calls that refuse them.

    Parameters
    ----------
    survey : Survey
        As read from the two files that the values name.
    values : mapping of str to mapping
        Given parameters of each notebook, as `report_values` returns them.

    Returns
    -------
    list of Foreseen
        In reading order, each sentence once under each heading. What the survey has nothing for is not among them.

    Raises
    ------
    PublicationError
        An earlier report of nearly the same respondents stands, or one that no ledger knows, so that there will be no
        report of this survey.
    """
    refuse_second_release(survey)
    refuse_unknown_release([project_folder() / "reports"], survey)
    found: dict[Foreseen, None] = {}
    for notebook in (with_sections(page, survey) for page in _pages()):
        if reason := unmet(notebook, survey):
            found[Foreseen(notebook.title, "", reason)] = None
            continue
        fewest = {name: LEAST[name] for name in _DRAWS if name in notebook.default}
        for part, sentence in _lost(notebook, {**notebook.default, **values[notebook.name], **fewest}):
            found[Foreseen(notebook.title, part, sentence)] = None
    return list(found)


def _pages() -> list[Notebook]:
    paths = find_notebooks(project_folder() / "notebooks")
    return [load_notebook(path, position=place) for place, path in enumerate(paths, start=1)]


def _lost(notebook: Notebook, values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Run what the notebook estimates, without drawing it, and yield headings with what cannot be shown below them."""
    names: dict[str, Any] = {}
    for part in parts_of(notebook.node):
        for cell in part.cells:
            if "parameters" in cell.metadata.get("tags", []):
                names |= values
            elif cell.cell_type == "code":
                try:
                    shown = _shown(cell.source, names)
                except WorkbenchError as error:  # the page would fail here
                    yield part.heading, str(error)
                    return
                yield from ((part.heading, sentence) for sentence in _sentences(shown))


def _shown(source: str, names: dict[str, Any]) -> object:
    """Run a cell, and return what it shows: its last line, the only one that names nothing."""
    statements = ast.parse(source).body
    shown = [statement for statement in statements if isinstance(statement, ast.Expr)]
    before = [statement for statement in statements if not isinstance(statement, ast.Expr)]
    exec(compile(ast.Module(before, []), "<cell>", "exec"), names)
    return eval(compile(ast.Expression(shown[-1].value), "<cell>", "eval"), names) if shown else None


def _sentences(shown: object) -> tuple[str, ...]:
    from workbench.page import PartlyRefused, Refusal  # what notebooks import: a run that is not foreseen does without
    from workbench.tables import ReportTable

    match shown:
        case Refusal(sentence=sentence, in_survey=True):
            return (sentence,)
        case PartlyRefused(shown=exhibit, refusals=refusals):
            return (*_sentences(exhibit), *(said for refusal in refusals for said in _sentences(refusal)))
        case ReportTable(left_out=left_out, repairs=repairs):
            return (*left_out, *repairs)
    return ()
