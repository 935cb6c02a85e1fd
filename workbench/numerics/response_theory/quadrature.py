"""Integrals over a standard normal factor."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats

# mirt's grid for one factor. Steps of 0.2 integrate posterior densities with standard deviations of 0.3 and more to
# machine precision, so more points change nothing unless items are extremely steep.
N_POINTS = 61
REACH = 6.0
# Per segment between two breaks, where the integrand is smooth.
N_GAUSS_LEGENDRE = 48


class Nodes(NamedTuple):
    """Points of the factor and what each counts; the weights sum to 1.

    Attributes
    ----------
    theta : array, shape (q,)
    weights : array, shape (q,)
    """

    theta: Floats
    weights: Floats


def normal_grid() -> Nodes:
    """Equally spaced points with weights proportional to the standard normal density."""
    theta = np.linspace(-REACH, REACH, N_POINTS)
    density = np.exp(-0.5 * theta**2)
    return Nodes(theta, density / density.sum())


def normal_segments(breaks: Floats) -> Nodes:
    """Gauss–Legendre points on each segment between `breaks`, for integrands that jump there.

    Parameters
    ----------
    breaks : array, shape (b,)
        Rising points between −6 and 6.

    Returns
    -------
    Nodes
        48 points for each of the b + 1 segments, lowest segment first.
    """
    points, lengths = np.polynomial.legendre.leggauss(N_GAUSS_LEGENDRE)
    ends = [-REACH, *np.asarray(breaks, dtype=float).tolist(), REACH]
    theta = np.concatenate([(low + high) / 2 + (high - low) / 2 * points for low, high in pairwise(ends)])
    width = np.concatenate([(high - low) / 2 * lengths for low, high in pairwise(ends)])
    mass = width * np.exp(-0.5 * theta**2)
    return Nodes(theta, mass / mass.sum())
