"""Means, covariances and higher moments, plain and resampled."""

from workbench.numerics.moments.covariance import (
    correlation_matrix,
    covariance_matrix,
    replicate_covariances,
    skewness_and_kurtosis,
    smallest_eigenvalues,
)
from workbench.numerics.moments.resampling import answer_patterns, random_order, resampled_counts, resampled_covariances

__all__ = [
    "answer_patterns",
    "correlation_matrix",
    "covariance_matrix",
    "random_order",
    "replicate_covariances",
    "resampled_counts",
    "resampled_covariances",
    "skewness_and_kurtosis",
    "smallest_eigenvalues",
]
