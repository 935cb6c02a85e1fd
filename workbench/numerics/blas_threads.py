"""One BLAS thread for stacks of small matrices.

A second thread gains nothing on a 10 × 10 matrix, and where other processes use the cores, the threads wait for each
other: a hundred factor solutions of 40 items then take ten seconds instead of a tenth of one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")


@cache
def _controller() -> ThreadpoolController:
    """Look up the loaded BLAS once, which costs a millisecond."""
    return ThreadpoolController()


def one_blas_thread(function: Callable[Arguments, Returned]) -> Callable[Arguments, Returned]:
    """Run the function with a single BLAS thread."""

    @wraps(function)
    def limited(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Returned:
        with _controller().limit(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited
