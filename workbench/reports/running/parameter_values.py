"""Parameters whose values can be judged before a kernel starts: by number, or by what the survey has."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from workbench.errors import NotEstimable, NotInSurvey
from workbench.intake import Survey, published_values
from workbench.options import LEAST, check_count, check_fraction
from workbench.reports.notebooks import Value

_FRACTIONS = ("conf_level", "quantile")


def check_values(values: Mapping[str, Mapping[str, Value]], survey: Survey) -> None:
    """Refuse a value that the notebooks would refuse, some of them after a minute.

    Parameters
    ----------
    values : mapping of str to mapping
        Given parameters of each notebook.
    survey : Survey

    Raises
    ------
    ParameterError
        A number outside its range, a background variable that the codebook does not have, or a parameter of a model
        that none has.
    DataError
        A cut-off that neither codebook nor instrument has, or a file of published values that is missing or broken.
    """
    given: dict[str, Any] = {
        name: value for chosen in values.values() for name, value in chosen.items() if value is not None
    }
    checks: dict[str, Callable[[Any], object]] = {
        "group": survey.group,
        "cutoff": survey.instrument.cutoff,
        "cutoff_distance": partial(_check_distance, survey=survey, cutoff=given.get("cutoff")),
        "published": partial(published_values, survey=survey),
        "free": partial(_check_freed, survey=survey),
    }
    checks |= {name: partial(check_fraction, name) for name in _FRACTIONS}
    checks |= {name: partial(check_count, name, minimum=least) for name, least in LEAST.items()}
    for name, check in checks.items():
        if name in given:
            check(given[name])


def _check_distance(value: float, *, survey: Survey, cutoff: str | None) -> None:
    from workbench.population.regression import check_distance  # whoever gives no distance does not wait for models

    with contextlib.suppress(NotInSurvey):  # without a cut-off no page asks for a distance
        main = survey.instrument.cutoff(cutoff)
        check_distance("cutoff_distance", value, cutoff=main, instrument=survey.instrument)


def _check_freed(value: str, *, survey: Survey) -> None:
    from workbench.psychometrics.invariance import check_freed

    with contextlib.suppress(NotEstimable):  # too few items: the page says so
        check_freed(value, items=survey.instrument.item_ids, n_options=len(survey.instrument.options))
