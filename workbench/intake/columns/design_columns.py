"""From stored columns to the survey design; every cell that changes is counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.columns import CROSS
from workbench.errors import DataError
from workbench.intake.codebook import Codebook, Margin, check_no_category
from workbench.intake.columns import value_checks as checks
from workbench.intake.columns.crossing import cross
from workbench.intake.columns.recoding import IntakeLog, declared_missing
from workbench.intake.files import Code, FileContent, coded
from workbench.intake.sampling import SurveyDesign, calibrate, sample_structure
from workbench.wording import Said, Unpublished, say


def design_of(content: FileContent, codebook: Codebook, background: pd.DataFrame, log: IntakeLog) -> SurveyDesign:
    """Read the design, check it, and calibrate it to the margins of the codebook.

    Clusters become running numbers, because their codes may identify people.

    Raises
    ------
    DataError
        Anything that `SurveyDesign`, `sample_structure` or `calibrate` refuses, and columns that are incomplete.
    """
    named = codebook.design
    sizes = [_numbers("population_size", name, content, log) for name in named.population_size]
    for size in sizes:
        checks.check_population_size(size)
    replicates = [_numbers("replicate_weights", name, content, log) for name in named.replicate_weights]
    weights = named.sampling_weights
    design = SurveyDesign(
        sampling_weights=None if weights is None else _numbers("sampling_weights", weights, content, log),
        strata=None if named.strata is None else _design_codes(named.strata, "strata", content),
        clusters=_together([_clusters(name, content) for name in named.clusters]),
        population_size=_together(sizes),
        replicate_weights=pd.concat(replicates, axis=1) if replicates else None,
        lonely_strata=named.lonely_strata,
        nested=named.nested,
        replicate_method=named.replicate_method,
    )
    for role, columns in named.columns().items():
        for column in columns[:1] if role == "replicate_weights" else columns:
            log.add("design", column=column, n_rows=len(background), action=_read_as(role, n_columns=len(columns)))
    if design.replicate_weights is None:
        sample_structure(design, len(background))
    design.replicate_coefficients()
    return _calibrated(design, codebook, background, log)


def _read_as(role: str, *, n_columns: int) -> Said:
    return {
        "sampling_weights": say("read as sampling weights"),
        "strata": say("read as strata"),
        "clusters": say("read as clusters"),
        "population_size": say("read as population sizes"),
        "replicate_weights": say("read as replicate weights with {n} further columns", n=n_columns - 1),
    }[role]


def _calibrated(design: SurveyDesign, codebook: Codebook, background: pd.DataFrame, log: IntakeLog) -> SurveyDesign:
    if not codebook.design.margins:
        return design
    groups, margins = {}, {}
    for margin in codebook.design.margins:
        name = CROSS.join(margin.variables)
        groups[name] = cross(background[list(margin.variables)])
        margins[name] = _labelled(margin, codebook)
    calibrated = calibrate(design, pd.DataFrame(groups), margins=margins)
    said = [note for note in calibrated.notes if isinstance(note, Said) and not isinstance(note, Unpublished)]
    log.add("design", value=", ".join(margins), n_rows=len(background), action=said[-1])
    return calibrated


def _labelled(margin: Margin, codebook: Codebook) -> dict[str, float]:
    """People by the level of the group, as tables show it: those of merged labels together."""
    sizes: dict[str, float] = {}
    for codes, size in margin.sizes():
        levels = []
        for variable, code in zip(margin.variables, codes, strict=True):
            level = codebook.background[variable].label_of(code)
            if level is None:
                raise DataError(
                    f"The margin of `{variable}` has people for code {code}, which has no label in `background`. "
                    "Correct the code, or label it."
                )
            levels.append(level)
        name = CROSS.join(levels)
        sizes[name] = sizes.get(name, 0) + size
    return sizes


def _together(columns: list[pd.Series]) -> pd.Series | pd.DataFrame | None:
    if len(columns) < 2:
        return columns[0] if columns else None
    return pd.concat(columns, axis=1)


def _numbers(role: str, name: str, content: FileContent, log: IntakeLog) -> pd.Series:
    check_no_category(content, name, role)
    stored = content.frame[name]
    if pd.api.types.is_numeric_dtype(stored) and not pd.api.types.is_bool_dtype(stored):
        values = stored.to_numpy(float, na_value=np.nan).copy()
        for low, high in content.user_missing.get(name, ()):
            declared = (values >= float(low)) & (values <= float(high))
            values[declared] = np.nan
    else:
        column = coded(stored, numeric=True)
        checks.check_number_text([column])
        checks.check_number_column(column, role)
        values = column.look_up([float(code) for code in column.codes], np.nan)
        if column.n_comma:
            action = say("numbers with a decimal comma read as numbers")
            log.add("design", column=name, n_rows=column.n_comma, action=action)
    return pd.Series(values, index=pd.RangeIndex(len(stored)), name=name)


def _clusters(name: str, content: FileContent) -> pd.Series:
    codes = _design_codes(name, "clusters", content)
    return pd.Series(pd.factorize(codes)[0], index=codes.index, name=name)


def _design_codes(name: str, role: str, content: FileContent) -> pd.Series:
    column = coded(content.frame[name], numeric=False)
    whole = all(isinstance(code, int) for code in column.codes)
    codes: list[Code] = list(column.codes) if whole else [str(code) for code in column.codes]
    values = pd.Series(column.look_up(codes, -1 if whole else ""), index=pd.RangeIndex(len(content.frame)), name=name)
    declared = [declared_missing(code, content.user_missing.get(name, ())) for code in column.codes]
    checks.check_design_present(values.mask(column.look_up(declared, True)), role)
    return values
