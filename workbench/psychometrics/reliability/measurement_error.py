"""Standard error of measurement: how far the scores of equal true scores scatter, by a reliability coefficient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.instruments import Instrument
from workbench.psychometrics.reliability.intervals import Reliability
from workbench.results import Result
from workbench.wording import OF_UNOBSERVED, RELIABILITY_OF, coefficient_name, number, say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class StandardErrorOfMeasurement(Result):
    """Standard errors of measurement of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per coefficient: term, reliability, sem_sum and sem_mean (points), with an instrument sem_score (score
        points), n_respondents, n_items.
    """


def standard_error_of_measurement(
    *coefficients: Reliability, instrument: Instrument | None = None
) -> StandardErrorOfMeasurement:
    r"""Turn reliability into the standard error of measurement, :math:`s \sqrt{1 - \rho}`.

    Parameters
    ----------
    *coefficients : Reliability
        From `coefficient_alpha` or `coefficient_omega`; its first row is taken.
    instrument : Instrument, optional
        Whose score rule turns points of the sum into score points.

    Returns
    -------
    StandardErrorOfMeasurement

    Raises
    ------
    DataError
        An instrument with another number of items.
    NotEstimable
        A reliability above 1, if no other coefficient is given; else it has no row, and a note says so.
    ParameterError
        No coefficient, or one of unobserved variables (ordinal alpha, latent-response omega), which is not the
        reliability of the answers.

    Notes
    -----
    R gives the same: ``sd(rowSums(x)) * sqrt(1 - psych::alpha(x)$total$raw_alpha)``. It is one number for the whole
    scale; along the score precision differs (`cutoff_precision`).

    Proof: tests/reference/reliability.

    References
    ----------
    Lord & Novick (1968), Statistical Theories of Mental Test Scores, chapter 3.
    """
    if not coefficients:
        raise ParameterError("There is no coefficient. Give at least one, e.g. `coefficient_alpha(responses)`.")
    above = [c for c in coefficients if _reliability(c) > 1]
    usable = [c for c in coefficients if c not in above] or coefficients
    rows = [_row(coefficient, instrument) for coefficient in usable]
    return StandardErrorOfMeasurement(
        table=pd.DataFrame(rows),
        method=say(
            "Standard error of measurement: standard deviation times the root of 1 − reliability (Lord & Novick 1968), "
            "one number for all scores."
        ),
        notes=tuple(
            say(
                "The reliability `{coefficient}` is {value}, above 1, so it has no standard error of measurement.",
                coefficient=coefficient_name(str(c.table["term"].iloc[0])),
                value=number(_reliability(c), 3),
            )
            for c in above
        ),
    )


def _reliability(coefficient: Reliability) -> float:
    return float(coefficient.table["estimate"].iloc[0])


def _row(coefficient: Reliability, instrument: Instrument | None) -> dict[str, object]:
    first = coefficient.table.iloc[0]
    term, reliability, n_items = str(first["term"]), _reliability(coefficient), int(first["n_items"])
    if RELIABILITY_OF[term] == OF_UNOBSERVED:
        raise ParameterError(
            f"`{term}` is the reliability of unobserved variables, so it gives no standard error of the answers' sum. "
            "Give coefficient alpha, omega total or categorical omega."
        )
    if reliability > 1:
        raise NotEstimable(
            say(
                "The reliability `{coefficient}` is {value}, above 1, so there is no standard error of measurement. "
                "Use another coefficient.",
                coefficient=coefficient_name(term),
                value=number(reliability, 3),
            )
        )
    error = coefficient.sum_std_dev * float(np.sqrt(1 - reliability))
    row: dict[str, object] = {
        "term": term,
        "reliability": reliability,
        "sem_sum": error,
        "sem_mean": error / n_items,
    }
    if instrument is not None:
        if len(instrument.items) != n_items:
            raise DataError(
                f"`{term}` rests on {n_items} items, but instrument `{instrument.id}` has {len(instrument.items)}. "
                "Take `survey.instrument` of the same survey."
            )
        row["sem_score"] = error * float(instrument.score.factor)
    return row | {"n_respondents": int(first["n_respondents"]), "n_items": n_items}
