"""Reading a survey: file, codebook and instrument become one checked `Survey`."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import pandas as pd

from workbench.instruments import Cutoff, Instrument, load_instrument
from workbench.intake.codebook import Codebook, load_codebook, matched_items
from workbench.intake.columns import (
    IntakeLog,
    check_answers,
    design_of,
    id_marks,
    levels_of_background,
    points_of_items,
    scores_of_measures,
    values_of_numbers,
)
from workbench.intake.columns import value_checks as checks
from workbench.intake.files import FileContent, read_file
from workbench.intake.injected_parameters import check_injected_parameters
from workbench.intake.project import instrument_file, resolve
from workbench.intake.survey import IntakeReport, Survey
from workbench.wording import counted, say

_METHOD = say(
    "Stored codes were read, never labels; codes that the codebook or the file declares missing were set to missing; "
    "points and labels come from instrument and codebook; no row was left out; counts are unweighted, over the file."
)
_GIVEN: dict[tuple[Path, Path], Survey] = {}


def give_survey(survey: Survey, *, path: Path, codebook: Path) -> None:
    """Have `read_survey` return this survey for these two files, in this process and those that it forks."""
    _GIVEN[path, codebook] = survey


def read_survey(
    path: str | Path, *, codebook: str | Path | Codebook, instrument: str | Instrument | None = None
) -> Survey:
    """Read a survey file and refuse it unless every value is accounted for.

    Parameters
    ----------
    path : str or Path
        .sav, .zsav, .por, .dta, .sas7bdat, .csv, .xlsx or .parquet; relative paths start at the project folder.
        Only the columns that the codebook names are read.
    codebook : str, Path or Codebook
        What the columns mean.
    instrument : str or Instrument, optional
        Name or path of an instrument file, or an instrument; by default the one that the codebook names. Looked for
        beside the codebook, in data/instruments/, and among the shipped scales.

    Returns
    -------
    Survey
        ``responses`` (n_rows × n_items, points, NaN missing), ``background`` (n_rows × n_variables, categoricals),
        ``numeric`` (n_rows × n_numbers, floats), ``measures`` (n_rows × n_measures, floats), ``design``, and
        ``report`` with a count of everything that was done. The index is the row number of the file; respondent ids are
        compared with each other and then forgotten; ``id_marks`` holds a number that is made of each.

    Raises
    ------
    DataError
        Anything in file, codebook or instrument that an analysis must not rest on; see docs/reference/errors.md.

    Notes
    -----
    R: ``haven::read_sav(path, user_na = TRUE)`` and so on give the stored codes; the rest is counting.

    Examples
    --------
    >>> from workbench import intake
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> survey
    Survey('Agreeableness of 2,800 volunteers (bfi, R package psych)', 2800 respondents, bfi-agreeableness)
    >>> list(survey.background)
    ['gender', 'education']
    """
    check_injected_parameters()
    file = resolve(path)
    if instrument is None and not isinstance(codebook, Codebook) and (file, resolve(codebook)) in _GIVEN:
        return _GIVEN[file, resolve(codebook)]
    book, scale, scale_sha256 = _described(codebook, instrument)
    kind, content = read_file(file, columns_of(book), sheet=book.sheet)
    log = IntakeLog(fewest=book.disclosure.minimum_respondents)
    _log_file(log, kind, content)
    marks = _marks_of_ids(content, book, log)
    responses = points_of_items(content, book, scale, log)
    check_answers(responses, content, book, scale)
    background = levels_of_background(content, book, log)
    numeric = values_of_numbers(content, book, log)
    measures = scores_of_measures(content, book, log)
    design = design_of(content, book, background, log)
    for name, when in (("year", book.year), ("wave", book.wave)):
        if when is not None:
            log.add(name, value=when, n_rows=len(responses), action=say("as the codebook says"))
    report = IntakeReport(
        table=log.table(),
        method=_METHOD,
        notes=_notes(responses, book),
        file_name=file.name,
        file_sha256=_sha256(file),
        codebook_sha256=_text_sha256(book) if isinstance(codebook, Codebook) else _sha256(resolve(codebook)),
        instrument_sha256=scale_sha256,
        n_rows=len(responses),
    )
    return Survey(
        responses=responses,
        background=background,
        numeric=numeric,
        measures=measures,
        design=design,
        instrument=scale,
        codebook=book,
        report=report,
        id_marks=marks,
        matched=matched_items(content, book, scale),
    )


def read_description(codebook: str | Path | Codebook, *, instrument: str | None = None) -> tuple[Codebook, Instrument]:
    """Read codebook and scale and check them beside each other, without the survey file.

    Parameters
    ----------
    codebook, instrument
        As in `read_survey`.

    Raises
    ------
    DataError
        What `read_survey` refuses of both before it opens the survey file.

    Notes
    -----
    Proof: tests/unit/intake.
    """
    return _described(codebook, instrument)[:2]


def _described(
    codebook: str | Path | Codebook, instrument: str | Instrument | None
) -> tuple[Codebook, Instrument, str]:
    """Codebook, the scale with the cut-offs of both, and the hash of the scale."""
    book = codebook if isinstance(codebook, Codebook) else load_codebook(resolve(codebook))
    scale, scale_sha256 = _scale(instrument or book.instrument, codebook)
    checks.check_column_uses(book)
    checks.check_items(book, scale)
    checks.check_merged_options(book, scale)
    checks.check_cutoffs(book, scale)
    return book, scale.model_copy(update={"cutoffs": {**scale.cutoffs, **_others(scale, book)}}), scale_sha256


def columns_of(codebook: Codebook) -> list[str]:
    """Columns of the survey file that a codebook names, each once."""
    named = [entry.column for entry in codebook.items.values()]
    named += [variable.column for variable in codebook.background.values()]
    named += [number.column for number in codebook.numeric.values()]
    named += [column for measure in codebook.measures.values() for column in measure.columns]
    named += [column for columns in codebook.design.columns().values() for column in columns]
    named += [codebook.respondent_id] if codebook.respondent_id else []
    return list(dict.fromkeys(named))


def _scale(instrument: str | Instrument, codebook: str | Path | Codebook) -> tuple[Instrument, str]:
    """Load the instrument, from the file that is found first, and the hash of what was loaded."""
    if isinstance(instrument, Instrument):
        return instrument, _text_sha256(instrument)
    path = instrument_file(instrument, beside=None if isinstance(codebook, Codebook) else resolve(codebook).parent)
    return load_instrument(path.stem, folder=path.parent), _sha256(path)


def _others(scale: Instrument, book: Codebook) -> dict[str, Cutoff]:
    """Cut-offs of the survey that the scale does not define: they stand beside the scale's own, whose first leads."""
    return {name: cutoff for name, cutoff in book.cutoffs.items() if name not in scale.cutoffs}


def _log_file(log: IntakeLog, kind: str, content: FileContent) -> None:
    rows = len(content.frame)
    columns = [say("{n} columns", n=n) for n in (len(content.names), content.frame.shape[1])]
    log.add("file", value=columns[0], n_rows=rows, action=say("{kind} file opened", kind=kind))
    log.add("file", value=columns[1], n_rows=rows, action=say("columns read: those in the codebook"))
    for remark in content.remarks:
        log.add("file", value=remark, n_rows=rows, action=say("read so"))


def _marks_of_ids(content: FileContent, book: Codebook, log: IntakeLog) -> pd.Series | None:
    if book.respondent_id is None:
        return None
    ids = content.frame[book.respondent_id]
    without = checks.check_respondent_ids(ids.where(ids.astype("str").str.strip() != ""))
    note = partial(log.add, "respondent id", column=book.respondent_id)
    note(n_rows=len(ids), action=say("all different; not kept"))
    if without:
        note(n_rows=without, action=say("no id: could not be compared"))
    return id_marks(ids)


def _notes(responses: pd.DataFrame, book: Codebook) -> tuple[str, ...]:
    incomplete = int(responses.isna().any(axis=1).sum())
    notes: list[str] = [
        counted("{0} of {1} rows lack the answer to at least one item and get no score.", incomplete, len(responses))
    ]
    if book.synthetic:
        notes.append(say("The survey is synthetic: its respondents do not exist."))
    if book.open_because is not None:
        notes.append(
            say("The survey is open, so nothing of it is rounded or withheld: {reason}", reason=book.open_because)
        )
    return tuple(notes)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text_sha256(model: Codebook | Instrument) -> str:
    return hashlib.sha256(repr(model).encode()).hexdigest()
