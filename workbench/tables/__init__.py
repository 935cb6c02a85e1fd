"""Results as tables for people: rounding, headings, footnotes."""

from workbench.tables.inclusion import missing_rule, overall, score_bands, shares_by_group
from workbench.tables.provenance import how_made
from workbench.tables.regression import joint_tests, odds_ratios
from workbench.tables.reliability import coefficient_alpha, item_contributions, reliability
from workbench.tables.report_table import Headline, ReportTable, TableColumn
from workbench.tables.response_quality import (
    analysed,
    answer_patterns,
    dropped_by_group,
    item_nonresponse,
    item_nonresponse_by_group,
    longest_runs,
    missing_answers,
    survey_file,
)
from workbench.tables.single_factor import (
    eigenvalues,
    item_statistics,
    loadings_by_correlation,
    one_factor_loadings,
    sampling_adequacy,
)
from workbench.tables.subgroups import differences, means_and_shares

__all__ = [
    "Headline",
    "ReportTable",
    "TableColumn",
    "analysed",
    "answer_patterns",
    "coefficient_alpha",
    "differences",
    "dropped_by_group",
    "eigenvalues",
    "how_made",
    "item_contributions",
    "item_nonresponse",
    "item_nonresponse_by_group",
    "item_statistics",
    "joint_tests",
    "loadings_by_correlation",
    "longest_runs",
    "means_and_shares",
    "missing_answers",
    "missing_rule",
    "odds_ratios",
    "one_factor_loadings",
    "overall",
    "reliability",
    "sampling_adequacy",
    "score_bands",
    "shares_by_group",
    "survey_file",
]
