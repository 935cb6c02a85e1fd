"""Scores of the other measures of a survey."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.intake.codebook import Codebook, Measure
from workbench.intake.columns.recoding import IntakeLog, measured_values
from workbench.intake.files import FileContent
from workbench.wording import numbers, say


def scores_of_measures(content: FileContent, codebook: Codebook, log: IntakeLog) -> pd.DataFrame:
    """Mean or sum of the columns of each measure, missing where one of them is."""
    scores = {name: _score(name, measure, content, log) for name, measure in codebook.measures.items()}
    return pd.DataFrame(scores, index=pd.RangeIndex(len(content.frame)), dtype=float)


def _score(name: str, measure: Measure, content: FileContent, log: IntakeLog) -> np.ndarray:
    values = []
    for column in measure.columns:
        answers = measured_values(name, column, measure, content, log)
        turned = column in measure.reversed
        values.append(measure.lowest + measure.highest - answers if turned else answers)
        ends = {"lowest": numbers.shortest(measure.lowest), "highest": numbers.shortest(measure.highest)}
        action = (
            say("read for the measure {name}, {lowest}–{highest}, turned", name=name, **ends)
            if turned
            else say("read for the measure {name}, {lowest}–{highest}", name=name, **ends)
        )
        log.add("measure", column=column, n_rows=len(content.frame), action=action)
    combined = np.column_stack(values)
    return np.asarray(combined.mean(axis=1) if measure.score == "mean" else combined.sum(axis=1))
