"""A survey and results on it as a language has them: data carry the first words of each label, pages show others."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import pandas as pd

from workbench.intake.codebook import Codebook, in_spoken_words, table_in_spoken_words
from workbench.intake.survey import Survey
from workbench.results import Result
from workbench.wording import spoken

AnyResult = TypeVar("AnyResult", bound=Result)


def survey_in_spoken_words(survey: Survey) -> Survey:
    """Return a survey with all words of its codebook in the language that is spoken; the respondents are the same.

    Parameters
    ----------
    survey : Survey
        As it was read.

    Notes
    -----
    Proof: tests/unit/intake.
    """
    known, columns = survey.codebook.background, survey.background
    renamed = {
        name: columns[name].cat.rename_categories(known[str(name)].spoken_levels) if name in known else columns[name]
        for name in columns
    }
    instrument = survey.instrument
    cutoffs = {name: in_spoken_words(cutoff) for name, cutoff in instrument.cutoffs.items()}
    return replace(
        survey,
        background=pd.DataFrame(renamed, index=columns.index),
        codebook=in_spoken_words(survey.codebook),
        instrument=instrument.model_copy(update={"cutoffs": cutoffs}),
        part_of=str(spoken(survey.part_of)),
    )


def result_in_spoken_words(result: AnyResult, codebook: Codebook) -> AnyResult:
    """Return a result whose tables have levels and names of blocks in the language that is spoken.

    Parameters
    ----------
    result : Result
    codebook : Codebook
        As it was read.

    Notes
    -----
    Proof: tests/unit/intake.
    """
    tables: dict[str, Any] = {
        part.name: table_in_spoken_words(own, codebook)
        for part in fields(result)
        if isinstance(own := getattr(result, part.name), pd.DataFrame) and not part.metadata.get("matrix")
    }
    return replace(result, **tables)
