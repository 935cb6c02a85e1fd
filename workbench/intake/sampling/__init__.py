"""How the respondents were sampled: weights, strata, clusters, replicates, calibration."""

from workbench.intake.sampling.calibration import calibrate
from workbench.intake.sampling.design import (
    SurveyDesign,
    aligned_replicate_weights,
    aligned_weights,
    check_same_respondents,
)
from workbench.intake.sampling.replication import replicate_design
from workbench.intake.sampling.sample_structure import base_weights, sample_structure
from workbench.intake.sampling.sampling_variance import SamplingVariance, sampling_variance
from workbench.intake.sampling.weight_trimming import trim_weights

__all__ = [
    "SamplingVariance",
    "SurveyDesign",
    "aligned_replicate_weights",
    "aligned_weights",
    "base_weights",
    "calibrate",
    "check_same_respondents",
    "replicate_design",
    "sample_structure",
    "sampling_variance",
    "trim_weights",
]
