"""Response quality: who did not answer what, and answer patterns that raise doubt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.columns import EVERYONE, NOT_ANSWERED
from workbench.instruments import Instrument
from workbench.intake.survey import Survey
from workbench.results import Result
from workbench.wording import say

ALL_ITEMS = "answered every item"
SOME_ITEMS = "answered some items"
NO_ITEM = "answered no item (unit nonresponse)"
SAME_ANSWER = "same answer to every item (straightlining)"
LONGEST_RUN = "longest run of equal answers"

_METHOD = say(
    "Counts of answers as given, unweighted: who left out what over the whole file; which options were chosen, "
    "straightlining and runs, among complete answers."
)
_ONE_DIRECTION = say(
    "All items point the same way, so the same answer to every item can be an honest answer; read the share of "
    "straightlining as an upper bound."
)
_TWO_DIRECTIONS = say(
    "Items worded against the scale are judged on the answers as given, not on their turned points: the same answer to "
    "every item contradicts itself here unless it is the middle one."
)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ResponseQuality(Result):
    """Response quality of one survey.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per item: item, statement, n_respondents (who answered it), n_total, n_missing, share_missing (of all),
        n_complete, n_floor, floor, n_ceiling, ceiling (of those who answered every item).
    distribution : pandas.DataFrame
        item, response, n_respondents, n_total, share: every option, also one that nobody chose, among complete answers.
    by_group : pandas.DataFrame
        variable, level, n_respondents, n_complete, n_dropped, share_dropped (whom the complete-answer rule leaves out),
        n_unit_missing, share_unit_missing (those of them who answered no item).
    item_by_group : pandas.DataFrame
        item, variable, level, n_respondents (who answered the item), n_total (all of the group), n_missing,
        share_missing.
    n_missing : pandas.DataFrame
        term (number of items left out, 0 to k), n_respondents, n_total, share.
    patterns : pandas.DataFrame
        term, n_respondents, n_total, share: all, some or no items answered (of all rows), straightlining (of complete
        answers).
    longest_run : pandas.DataFrame
        term, value (1 to k equal answers in a row), n_respondents, n_total, share: among complete answers.
    is_order_of_scale : bool
        Whether the columns stand in the file in the order of the scale; runs are counted in the order of the file.

    Every share stands beside the two counts that it divides.
    """

    distribution: pd.DataFrame
    by_group: pd.DataFrame
    item_by_group: pd.DataFrame
    n_missing: pd.DataFrame
    patterns: pd.DataFrame
    longest_run: pd.DataFrame
    is_order_of_scale: bool


def response_quality(survey: Survey) -> ResponseQuality:
    """Describe nonresponse and answer patterns of a survey.

    Parameters
    ----------
    survey : Survey
        As read; ``complete(survey)`` would hide whom the complete-answer rule leaves out.

    Returns
    -------
    ResponseQuality
        Counts and shares, unweighted.

    Notes
    -----
    Runs are counted in the order in which the columns stand in the file: respondents answered in the order of the form,
    which may differ from that of the scale.

    Options are counted among complete answers, on which all scores and models rest: beside these, counts over the file
    would tell what the few who left out an item answered to the others.

    R: ``colSums(is.na(x))``, ``prop.table(table(na.omit(x)$item))``, and for the longest run of one respondent
    ``max(rle(x)$lengths)`` (careless::longstring). A row that answers no item is unit nonresponse among the rows of the
    file; people who never entered the file are not seen here.

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129 (longest run). Yan (2008) in Lavrakas (ed.),
    Encyclopedia of Survey Research Methods, "Nondifferentiation" (straightlining).

    Examples
    --------
    >>> from workbench import intake
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> quality = intake.response_quality(survey)
    >>> quality.table[["item", "n_missing", "floor", "ceiling"]].round(3)
      item  n_missing  floor  ceiling
    0   A1         16  0.330    0.029
    1   A2         27  0.017    0.314
    2   A3         26  0.033    0.271
    3   A4         19  0.048    0.407
    4   A5         16  0.022    0.247
    """
    given = _answers_as_given(survey)
    complete = given[~np.isnan(given).any(axis=1)]
    asked = survey.items_as_asked
    runs = _longest_runs(complete[:, survey.responses.columns.get_indexer(pd.Index(asked))])
    turned = any(item.reversed for item in survey.instrument.items)
    return ResponseQuality(
        table=_items(given, complete, survey.instrument),
        distribution=_distribution(complete, survey.instrument),
        by_group=_by_group(given, survey.groups),
        item_by_group=_item_by_group(given, survey.groups, survey.instrument.item_ids),
        n_missing=_counted(np.isnan(given).sum(axis=1), range(given.shape[1] + 1), "term"),
        patterns=_patterns(given, runs),
        longest_run=_counted(runs, range(1, given.shape[1] + 1), "value").assign(term=LONGEST_RUN)[
            ["term", "value", "n_respondents", "n_total", "share"]
        ],
        is_order_of_scale=asked == survey.instrument.item_ids,
        method=_METHOD,
        notes=(_TWO_DIRECTIONS if turned else _ONE_DIRECTION,),
    )


def _answers_as_given(survey: Survey) -> np.ndarray:
    """Undo the turning of items worded against the scale."""
    points = survey.responses.to_numpy(float, copy=True)
    against = np.array([item.reversed for item in survey.instrument.items])
    points[:, against] = survey.instrument.points[0] + survey.instrument.points[-1] - points[:, against]
    return points


def _longest_runs(answers: np.ndarray) -> np.ndarray:
    """Longest run of equal answers of each row: the run goes on where neighbours are equal, else starts at 1 again."""
    run = np.ones(len(answers), dtype=np.int64)
    longest = run.copy()
    for place in range(1, answers.shape[1]):
        run = np.where(answers[:, place] == answers[:, place - 1], run + 1, 1)
        longest = np.maximum(longest, run)
    return longest


def _items(given: np.ndarray, complete: np.ndarray, instrument: Instrument) -> pd.DataFrame:
    missing, n = np.isnan(given).sum(axis=0), len(complete)
    lowest, highest = ((complete == instrument.points[end]).sum(axis=0) for end in (0, -1))
    return pd.DataFrame(
        {
            "item": instrument.item_ids,
            "statement": [item.statement for item in instrument.items],
            "n_respondents": len(given) - missing,
            "n_total": len(given),
            "n_missing": missing,
            "share_missing": missing / len(given),
            "n_complete": n,
            "n_floor": lowest,
            "floor": lowest / (n or np.nan),
            "n_ceiling": highest,
            "ceiling": highest / (n or np.nan),
        }
    )


def _distribution(complete: np.ndarray, instrument: Instrument) -> pd.DataFrame:
    counts, n = np.array([(complete == point).sum(axis=0) for point in instrument.points]), len(complete)
    return pd.DataFrame(
        {
            "item": np.repeat(instrument.item_ids, len(instrument.points)),
            "response": np.tile(instrument.points, len(instrument.item_ids)),
            "n_respondents": counts.T.ravel(),
            "n_total": n,
            "share": counts.T.ravel() / (n or np.nan),
        }
    )


def _levels(groups: pd.DataFrame) -> list[tuple[str, str, np.ndarray]]:
    """Variable, level and its rows: everyone first, and last in each variable those without it, be they nobody."""
    found = [(EVERYONE, EVERYONE, np.ones(len(groups), dtype=bool))]
    for variable in groups:
        codes = groups[variable].cat.codes.to_numpy()
        levels = list(enumerate(map(str, groups[variable].cat.categories)))
        found += [(str(variable), level, codes == code) for code, level in [*levels, (-1, NOT_ANSWERED)]]
    return found


def _by_group(given: np.ndarray, groups: pd.DataFrame) -> pd.DataFrame:
    complete, silent = ~np.isnan(given).any(axis=1), np.isnan(given).all(axis=1)
    rows = [
        (v, level, int(rows.sum()), int(complete[rows].sum()), int(silent[rows].sum()))
        for v, level, rows in _levels(groups)
    ]
    table = pd.DataFrame(rows, columns=["variable", "level", "n_respondents", "n_complete", "n_unit_missing"])
    n = table["n_respondents"]
    table.insert(4, "n_dropped", n - table["n_complete"])
    return table.assign(share_dropped=table["n_dropped"] / n, share_unit_missing=table["n_unit_missing"] / n)


def _item_by_group(given: np.ndarray, groups: pd.DataFrame, items: list[str]) -> pd.DataFrame:
    missing = np.isnan(given)
    rows = [
        (item, variable, level, int(rows.sum() - n_missing), int(rows.sum()), int(n_missing))
        for variable, level, rows in _levels(groups)
        for item, n_missing in zip(items, missing[rows].sum(axis=0), strict=True)
    ]
    table = pd.DataFrame(rows, columns=["item", "variable", "level", "n_respondents", "n_total", "n_missing"])
    return table.assign(share_missing=table["n_missing"] / table["n_total"])


def _patterns(given: np.ndarray, runs: np.ndarray) -> pd.DataFrame:
    k = given.shape[1]
    answered = (~np.isnan(given)).sum(axis=1)
    found = {
        ALL_ITEMS: answered == k,
        SOME_ITEMS: (answered > 0) & (answered < k),
        NO_ITEM: answered == 0,
        SAME_ANSWER: runs == k,
    }
    return pd.DataFrame(
        {
            "term": list(found),
            "n_respondents": [int(where.sum()) for where in found.values()],
            "n_total": [len(where) for where in found.values()],
            "share": [where.sum() / max(len(where), 1) for where in found.values()],
        }
    )


def _counted(values: np.ndarray, expected: range, name: str) -> pd.DataFrame:
    counts = np.bincount(values, minlength=expected.stop)[expected.start :]
    table = pd.DataFrame({name: list(expected), "n_respondents": counts, "n_total": len(values)})
    return table.assign(share=counts / max(len(values), 1))
