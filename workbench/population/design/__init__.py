"""Variances under the design of the sample, and values as estimators take them."""

from workbench.intake.sampling import SamplingVariance, sampling_variance
from workbench.population.design.exactness import (
    exactness,
    two_valued,
    value_range,
    weight_cells,
)
from workbench.population.design.respondent_values import (
    Domains,
    check_one_index,
    check_some,
    domains,
    grouping,
    in_code,
    left_out,
    numbers,
    numbers_or_truths,
    truths,
    unanswered,
)
from workbench.population.design.weight_diagnostics import WeightDiagnostics, weight_diagnostics

__all__ = [
    "Domains",
    "SamplingVariance",
    "WeightDiagnostics",
    "check_one_index",
    "check_some",
    "domains",
    "exactness",
    "grouping",
    "in_code",
    "left_out",
    "numbers",
    "numbers_or_truths",
    "sampling_variance",
    "truths",
    "two_valued",
    "unanswered",
    "value_range",
    "weight_cells",
    "weight_diagnostics",
]
