"""What the columns of exported tables mean that are not columns of results: words and shapes made for the reader."""

import re

from workbench.columns import COLUMNS

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
    "group": ("group of respondents", ""),
    "Guttman": ("Guttman's coefficient of the two halves", ""),
    "held": ("what the step holds equal in all groups", ""),
    "interval": ("interval of the estimate, or the kind of interval", ""),
    "ordinal": ("index of the model for ordered answers (WLSMV)", ""),
    "own": ("estimate of this survey", ""),
    "parameter": ("parameter that would be freed", ""),
    "points": ("change or difference of the share below the cut-off", "percentage points"),
    "Spearman–Brown": ("Spearman and Brown's coefficient of the two halves", ""),
    "what": ("what was estimated: a mean or a share, everybody or a group", ""),
    "version": ("kind of the index: as computed, scaled or robust", ""),
    "weighted": ("whether sampling weights were used", ""),
    "weights": ("which sampling weights were used", ""),
    "width": ("width of the interval", ""),
}


def general_name(column: str, items: list[str]) -> str:
    """`odds_ratio_2` → `odds_ratio_N`, `n_missing_esis3` → `n_missing_ITEM`: the name whatever the survey."""
    beginning, _, last = column.rpartition("_")
    if last in items:
        return f"{beginning}_ITEM" if beginning else "ITEM"
    return re.sub(r"_(?:crude|adjusted|\d+)(?=_text$|$)", "_N", column)


def meaning(column: str) -> tuple[str, str]:
    """Meaning and unit of a column of an exported table."""
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
