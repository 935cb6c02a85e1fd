"""The ladder of invariance: what each step sets equal, and by what change of fit steps are usually judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from workbench.errors import NotEstimable
from workbench.numerics.structural_models import FactorFit, Kind, NormalSample, OrdinalSample, PatternSample
from workbench.psychometrics.factors import FactorSpecification, estimate
from workbench.wording import say

# Chen (2007), derived by simulation for maximum likelihood with continuous answers: a fall of CFI or a rise of RMSEA or
# SRMR beyond these speaks against invariance. Small samples: at most 300 respondents.
SMALL_SAMPLE = 300
_CFI = {False: -0.010, True: -0.005}
_RMSEA = {False: 0.015, True: 0.010}
_SRMR_LOADINGS = {False: 0.030, True: 0.025}
_SRMR_LATER = {False: 0.010, True: 0.005}


class Criteria(NamedTuple):
    """Changes beyond which a step is usually rejected."""

    cfi: float
    rmsea: float
    srmr: float


def criteria(newly_equal: frozenset[str], n_respondents: int) -> Criteria:
    """Chen's criteria for a step; thresholds, which he did not study, are treated as loadings."""
    small = n_respondents <= SMALL_SAMPLE
    later = not newly_equal & {"thresholds", "loadings"}
    return Criteria(_CFI[small], _RMSEA[small], (_SRMR_LATER if later else _SRMR_LOADINGS)[small])


def step_name(step: str) -> str:
    """Name a step of either ladder, as reports do."""
    return {
        "configural": say("configural"),
        "thresholds": say("thresholds"),
        "thresholds + loadings": say("thresholds + loadings"),
        "thresholds + loadings + intercepts": say("thresholds + loadings + intercepts"),
        "loadings": say("loadings"),
        "intercepts": say("intercepts"),
        "residuals": say("residuals"),
        "metric": say("metric"),
        "scalar": say("scalar"),
        "strict": say("strict"),
    }.get(step, step)


def ladder(model: FactorSpecification) -> dict[str, frozenset[str]]:
    """Name of each step and what it holds equal.

    With k options an item has k − 1 thresholds. Equal thresholds restrict nothing before two of them have fixed the
    item's intercept and residual variance, so with three options they join the loadings, with two also the intercepts.
    """
    if model.n_thresholds is None:
        return {
            "configural": frozenset(),
            "metric": frozenset({"loadings"}),
            "scalar": frozenset({"loadings", "intercepts"}),
            "strict": frozenset({"loadings", "intercepts", "residuals"}),
        }
    most = max(model.n_thresholds)
    first = {1: ("thresholds", "loadings", "intercepts"), 2: ("thresholds", "loadings")}.get(most, ("thresholds",))
    rest = [word for word in ("loadings", "intercepts", "residuals") if word not in first]
    steps = {"configural": frozenset[str](), " + ".join(first): frozenset(first)}
    held = frozenset(first)
    for word in rest:
        held = held | {word}
        steps[word] = held
    return steps


class Climb:
    """The steps that could be fitted, and why the climb ended where it did."""

    def __init__(
        self, base: FactorSpecification, samples: Sequence[OrdinalSample | NormalSample | PatternSample]
    ) -> None:
        self.base, self.samples = base, samples
        self.equal = ladder(base)
        self.fits: dict[str, FactorFit] = {}
        self.refusals: list[str] = []
        for name, model in self.models().items():
            try:
                self.fits[name] = estimate(model, samples)
            except NotEstimable as error:
                if not self.fits:
                    raise
                self.refusals.append(
                    say(
                        "Step `{step}` and those after it could not be estimated. {reason}",
                        step=step_name(name),
                        reason=error.in_report,
                    )
                )
                break

    def models(self) -> dict[str, FactorSpecification]:
        """Specification of each step."""
        return {name: replace(self.base, equal=equal) for name, equal in self.equal.items()}

    @property
    def comparable(self) -> str | None:
        """First fitted step with equal intercepts, whose factor means can be compared."""
        return next((name for name in self.fits if "intercepts" in self.equal[name]), None)

    def full(self) -> FactorFit | None:
        """Fit the comparable step without anything freed but residual covariances."""
        name = self.comparable
        if name is None:
            return None
        kept = frozenset(
            (kind, row, column)
            for kind, row, column in self.base.free
            if kind == Kind.RESIDUAL_COVARIANCE and row != column
        )
        if kept == self.base.free:
            return self.fits[name]
        return estimate(replace(self.base, equal=self.equal[name], free=kept), self.samples)
