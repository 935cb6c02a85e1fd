"""Arrays in, arrays out: the computations behind the chapters."""

from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.integer_bounds import LinearSystem, cheapest_change, farthest, reach
from workbench.numerics.multiple_comparisons import holm

__all__ = [
    "LinearSystem",
    "cheapest_change",
    "farthest",
    "holm",
    "one_blas_thread",
    "reach",
]
