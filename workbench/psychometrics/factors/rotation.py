"""Rotated factors: the best of many starts, and how the others ended."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.factors import N_STARTS, rotate_factors
from workbench.wording import Unpublished, say, say_count


class RotatedFactors(NamedTuple):
    """A rotated solution.

    Attributes
    ----------
    pattern : array, shape (k, p)
    correlations : array, shape (p, p)
        Of the factors.
    notes : tuple of str
        Local solutions, and starts without an end.
    """

    pattern: Floats
    correlations: Floats
    notes: tuple[str, ...] = ()


def rotated_factors(loadings: Floats, *, rotation: str, seed: int) -> RotatedFactors:
    """Rotate unrotated loadings; one factor, or rotation `none`, stays as it is.

    Raises
    ------
    NotEstimable
        No convergence from any start.
    """
    if rotation == "none" or loadings.shape[1] == 1:
        return RotatedFactors(loadings, np.eye(loadings.shape[1]))
    found = rotate_factors(loadings, rotation=rotation, seed=seed)
    if found is None:
        raise NotEstimable(
            say(
                "The rotation `{rotation}` did not converge from any of {starts} starts. Ask for fewer factors, or for "
                "another rotation.",
                rotation=rotation,
                starts=N_STARTS,
            )
        )
    notes: list[str] = []
    if found.n_local:
        notes.append(say("The rotation has local solutions too, where its criterion is higher; the lowest is shown."))
        counts = say_count(
            "{best} of {starts} starts of the rotation ended in the solution that is shown, others in one local "
            "solution.",
            "{best} of {starts} starts of the rotation ended in the solution that is shown, others in {n} local "
            "solutions.",
            n=found.n_local, best=found.n_best, starts=N_STARTS,
        )  # fmt: skip
        notes.append(Unpublished(counts))
    if found.n_unfinished:
        left_out = say(
            "{n} of {starts} starts of the rotation did not converge and were left out.",
            n=found.n_unfinished,
            starts=N_STARTS,
        )
        notes.append(Unpublished(left_out))
    return RotatedFactors(found.pattern, found.correlations, tuple(notes))


def rotation_name(rotation: str) -> str:
    """Name a rotation, its normalisation and its starts, after the extraction."""
    return {
        "oblimin": say(
            "rotated by oblimin (quartimin; Jennrich 2002) without Kaiser's normalisation, best of {starts} starts",
            starts=N_STARTS,
        ),
        "geomin": say(
            "rotated by oblique geomin (Yates 1987, offset 0.01) without Kaiser's normalisation, best of {starts} "
            "starts",
            starts=N_STARTS,
        ),
        "varimax": say(
            "rotated by varimax (Kaiser 1958) with Kaiser's normalisation, best of {starts} starts", starts=N_STARTS
        ),
        "promax": say(
            "rotated by promax (Hendrickson & White 1964, power 4) from varimax with Kaiser's normalisation, best of "
            "{starts} starts",
            starts=N_STARTS,
        ),
    }[rotation]
