"""Parameters whose values can be judged before a kernel starts: by number, or by what the survey has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from workbench.intake import Survey
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
        A number outside its range, or a background variable that the codebook does not have.
    DataError
        A cut-off that neither codebook nor instrument has.
    """
    checks: dict[str, Callable[[Any], object]] = {"group": survey.group, "cutoff": survey.instrument.cutoff}
    checks |= {name: partial(check_fraction, name) for name in _FRACTIONS}
    checks |= {name: partial(check_count, name, minimum=least) for name, least in LEAST.items()}
    given = {name: value for chosen in values.values() for name, value in chosen.items() if value is not None}
    for name, check in checks.items():
        if name in given:
            check(given[name])
