"""What the columns of exported tables mean, also those that are no columns of results: words made for the reader."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable

from workbench.columns import BAND_OF_P, COLUMNS
from workbench.reports.notebooks.exhibits import TableFile
from workbench.wording import inert_text

COLUMNS_FILE = "columns.csv"  # beside the folder of tables, since every file in there is a table
_OF_ITS_TABLE = ("what the caption of its table says", "")
# The last part of a name: what it adds to the column before it.
ENDINGS = {
    "label": "as people read it",
    "text": "as people read it",
    "low": "lower end of the interval",
    "high": "upper end of the interval",
    "std_error": "its standard error",
    "ITEM": "of one item",
    "polychoric": "of polychoric correlations",
    "pearson": "of Pearson correlations",
    "ordinal": "of the model for ordered answers (WLSMV)",
    "continuous": "of the model for continuous answers (MLR)",
    "N": "of answer N; in tables of regressions of model N (`crude`, the number of its block, `adjusted`)",
}
BEGINNINGS = {"share": "of the share below the cut-off"}
ONLY_EXPORTED = {
    "ITEM": ("one column for each item: value of the caption", "0–1"),
    "above_average": ("how far the residual correlation lies above the average of all pairs", ""),
    "assumes": ("what the interval assumes", ""),
    "block": ("group in which the rows below were estimated", ""),
    "coefficient_of": ("what the coefficient is the reliability of", ""),
    "continuous": ("index of the model for continuous answers (MLR)", ""),
    "correlation of the halves": ("correlation of the two halves", ""),
    "criterion": ("published criterion that the estimate is set beside", ""),
    "detail": ("second part of the value, e.g. degrees of freedom", ""),
    "explanation": ("what the row says", ""),
    "Guttman": ("Guttman's coefficient of the two halves", ""),
    "held": ("what the step holds equal in all groups", ""),
    "interval": ("interval of the estimate, or the kind of interval", ""),
    "loading_general": ("loading of the item on the general factor", ""),
    "loading_general_direct": ("loading of the item on the general factor by the direct solution (Waller 2018)", ""),
    "loading_N": ("loading of the item on group factor N", ""),
    "ordinal": ("index of the model for ordered answers (WLSMV)", ""),
    "own": ("estimate of this survey", ""),
    "parameter": ("parameter that would be freed", ""),
    "p_value_joint": (f"p-value of the joint test of all levels of the variable; {BAND_OF_P}", "0–1"),
    "points": ("change or difference of the share below the cut-off", "percentage points"),
    "Spearman–Brown": ("Spearman and Brown's coefficient of the two halves", ""),
    "what": ("what was estimated: a mean or a share, everybody or a group", ""),
    "share_of_respondents": ("part of the respondents who answered the variable, unweighted", "0–1"),
    "version": ("kind of the index: as computed, scaled or robust", ""),
    "weighted": ("whether sampling weights were used", ""),
    "weights": ("which sampling weights were used", ""),
    "width": ("width of the interval", ""),
}


def columns_csv(tables: Iterable[TableFile], items: Collection[str]) -> bytes:
    """Name each column of the tables of a report, with meaning and unit, as a csv file.

    Parameters
    ----------
    tables : iterable of TableFile
    items : collection of str
        Items of the instrument; some tables have a column for each.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["column", "meaning", "unit"])
    for name in dict.fromkeys(str(name) for table in tables for name in table.payload["columns"]):
        writer.writerow([inert_text(name), *_explained(general_name(name, items))])
    return buffer.getvalue().encode("utf-8")


def _explained(column: str) -> tuple[str, str]:
    """Return meaning and unit also of a column that a survey brings, which nobody can know beforehand."""
    try:
        return meaning(column)
    except KeyError:
        return _OF_ITS_TABLE


def general_name(column: str, items: Collection[str]) -> str:
    """`odds_ratio_2` → `odds_ratio_N`, `n_missing_esis3` → `n_missing_ITEM`: the name whatever the survey."""
    beginning, _, last = column.rpartition("_")
    if last in items:
        return f"{beginning}_ITEM" if beginning else "ITEM"
    return re.sub(r"_(?:crude|adjusted|\d+)(?=_text$|$)", "_N", column)


def meaning(column: str) -> tuple[str, str]:
    """Return meaning and unit of a column of an exported table.

    Raises
    ------
    KeyError
        Nobody says what it means: a fault of the workbench, which its tests find.
    """
    if column in COLUMNS:
        return COLUMNS[column].meaning, COLUMNS[column].unit
    if column in ONLY_EXPORTED:
        return ONLY_EXPORTED[column]
    for beginning, words in BEGINNINGS.items():
        if column.startswith(f"{beginning}_"):
            inner, unit = meaning(column.removeprefix(f"{beginning}_"))
            return f"{inner}; {words}", unit
    for ending, words in ENDINGS.items():
        if column.endswith(f"_{ending}"):
            inner, unit = meaning(column.removesuffix(f"_{ending}"))
            return f"{inner}; {words}", unit
    raise KeyError(f"Nobody says what the exported column `{column}` means. Add it to columns.py or to {__name__}.")
