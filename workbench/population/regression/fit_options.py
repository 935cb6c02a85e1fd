"""How the models of a regression are fitted: the options that all of them share, checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.options import (
    LEAST,
    MISSING_COVARIATES,
    PENALTIES,
    VARIANCES,
    check_count,
    check_fraction,
    check_option,
)


@dataclass(frozen=True, kw_only=True)
class FitOptions:
    """How every model of a set is fitted; `fit_logistic` says what each option means.

    Raises
    ------
    ParameterError
        An unknown option, `conf_level` outside (0, 1), fewer than two imputations.
    """

    variance: str = "design"
    blocks: Mapping[str, Sequence[str]] | None = None
    missing: str = "complete"
    penalty: str = "none"
    conf_level: float = 0.95
    n_imputations: int = 20
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse options that are not allowed."""
        check_option("variance", self.variance, VARIANCES)
        check_option("missing", self.missing, MISSING_COVARIATES)
        check_option("penalty", self.penalty, PENALTIES)
        check_fraction("conf_level", self.conf_level)
        if self.imputed:
            check_count("n_imputations", self.n_imputations, minimum=LEAST["n_imputations"])

    @property
    def linearised(self) -> bool:
        """Whether standard errors come from the design."""
        return self.variance == "design"

    @property
    def penalised(self) -> bool:
        """Whether the likelihood is Firth's."""
        return self.penalty == "firth"

    @property
    def imputed(self) -> bool:
        """Whether gaps of the predictors are filled, several times."""
        return self.missing == "imputation"
