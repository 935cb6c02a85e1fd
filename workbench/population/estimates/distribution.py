"""How a population is spread over the parts of a whole."""

from __future__ import annotations

import pandas as pd

from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.options import check_fraction
from workbench.population.design import grouping
from workbench.population.estimates.domain_tables import Estimate
from workbench.population.estimates.means_and_shares import share
from workbench.wording import say


def distribution(parts: pd.Series, *, design: SurveyDesign, conf_level: float = 0.95) -> Estimate:
    """Estimate the share of each part of a whole, e.g. of bands of the score.

    Parameters
    ----------
    parts : Series of category, shape (n_respondents,)
        Which part the respondent belongs to; missing = outside the whole. Its name says what is divided.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    conf_level : float
        Coverage of each interval, between 0 and 1.

    Returns
    -------
    Estimate
        `.table` has one row per part, in the order of the categories: term (the name of `parts`), level, n_respondents
        (of the whole), n_events (in the part), estimate (its share of the whole), and what `share` says of it.

    Raises
    ------
    DataError
        Parts that are not a named categorical; a design of other respondents.
    NotEstimable
        Nobody belongs to any part, or there is none.
    ParameterError
        `conf_level` outside (0, 1).

    Notes
    -----
    Each row is `share` of that part: R ``svyciprop(~I(part == "a"), d, method = "logit", df = degf(d))``.

    Proof: tests/unit/population/estimates.
    """
    check_fraction("conf_level", conf_level)
    column = grouping(parts, parts.index).iloc[:, 0]
    levels = list(column.cat.categories)
    if not levels:
        raise NotEstimable(
            say("`{variable}` has no parts. Give a categorical with a level for each part.", variable=column.name)
        )
    found = [
        share(column.eq(level).astype("boolean").mask(column.isna()), design=design, conf_level=conf_level)
        for level in levels
    ]
    table = pd.concat([estimate.table for estimate in found], ignore_index=True)
    table = table.drop(columns=["variable", "level"])
    table.insert(0, "level", [str(level) for level in levels])
    table.insert(0, "term", str(column.name))
    return Estimate(table=table, method=found[0].method, notes=found[0].notes)
