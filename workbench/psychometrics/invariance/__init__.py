"""Whether a scale measures the same in all groups."""

from workbench.psychometrics.invariance.effect_sizes import InvarianceEffectSizes, invariance_effect_sizes
from workbench.psychometrics.invariance.effects import InvarianceEffects, invariance_effects
from workbench.psychometrics.invariance.freed_parameters import check_freed
from workbench.psychometrics.invariance.ladder import MeasurementInvariance, measurement_invariance
from workbench.psychometrics.invariance.steps import step_name
from workbench.psychometrics.invariance.ungrouped_model import check_one_factor, check_testable, check_ungrouped

__all__ = [
    "InvarianceEffectSizes",
    "InvarianceEffects",
    "MeasurementInvariance",
    "check_freed",
    "check_one_factor",
    "check_testable",
    "check_ungrouped",
    "invariance_effect_sizes",
    "invariance_effects",
    "measurement_invariance",
    "step_name",
]
