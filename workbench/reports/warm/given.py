"""Survey and plan that were computed already, so that no notebook computes them again."""

from __future__ import annotations

from typing import Any


def take(given: dict[str, Any]) -> None:
    """Have `read_survey` and `protection_plan` return what is given, in this process and those that it forks.

    Parameters
    ----------
    given : dict
        survey, plan, and the paths of survey file and codebook.
    """
    from workbench.disclosure.plan import give_plan
    from workbench.intake import give_survey

    give_survey(given["survey"], path=given["path"], codebook=given["codebook"])
    give_plan(given["survey"], given["plan"])
