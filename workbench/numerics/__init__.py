"""Arrays in, arrays out: the computations behind the chapters."""

from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.multiple_comparisons import holm

__all__ = [
    "holm",
    "one_blas_thread",
]
