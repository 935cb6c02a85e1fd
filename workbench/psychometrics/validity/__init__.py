"""Whether a score measures what it is for, whether it does so again, and in other studies."""

from workbench.psychometrics.validity.convergent import ConvergentCorrelations, convergent_correlations
from workbench.psychometrics.validity.heterotrait import HeterotraitMonotrait, heterotrait_monotrait
from workbench.psychometrics.validity.replication import (
    CoefficientDifference,
    FactorCongruence,
    compare_alphas,
    compare_correlations,
    factor_congruence,
)
from workbench.psychometrics.validity.retest import TestRetest, test_retest

__all__ = [
    "CoefficientDifference",
    "ConvergentCorrelations",
    "FactorCongruence",
    "HeterotraitMonotrait",
    "TestRetest",
    "compare_alphas",
    "compare_correlations",
    "convergent_correlations",
    "factor_congruence",
    "heterotrait_monotrait",
    "test_retest",
]
