"""An attacker on the joint table of two variables that knows the survey and what is withheld, and no code of the plan.

Unknown are, for each pair of answers ("not answered" is one of them), the respondents without a score, not below and
below the cut-off, and the sum of their scores in whole steps of 2.5 points. Who is in the regression follows from the
pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.unit.surveys import build_survey
from workbench.intake import score

STEP = 2.5
LEAST = {"respondents": 5, "below": 3, "not below": 1}


def random_survey(seed: int, largest: int):
    """Two variables, crossed or not, some without answer or score; scores of 25 and 75."""
    rng = np.random.default_rng(seed)
    n, missing, frame = int(rng.integers(8, largest)), rng.choice([0, 0.03, 0.1]), {}
    for name in "ab":
        k = int(rng.integers(2, 4))
        codes = rng.choice(k, n, p=rng.dirichlet(np.full(k, rng.choice([0.5, 1.0, 5.0]))))
        codes[rng.random(n) < missing] = -1
        frame[name] = pd.Series(pd.Categorical.from_codes(codes, [f"{name}{i}" for i in range(k)]))
    below = pd.Series(rng.random(n) < rng.choice([0.05, 0.3, 0.6]), dtype="boolean")
    below = below.mask((rng.random(n) < rng.choice([0, 0.1])) & (np.arange(n) >= 5))  # below five scores: no plan
    crossings = ((), (("a", "b"),))[int(rng.integers(2))]
    return build_survey(frame, below, crossings=crossings, predictors=((), ("a",))[int(rng.integers(2))])


class JointTable:
    """The unknowns as they are, and what is known of them."""

    def __init__(self, survey, plan) -> None:
        self.plan, self.names = plan, list(survey.background)
        self.sizes = [len(survey.background[v].cat.categories) + 1 for v in self.names]
        self.places = np.array(list(product(*map(range, self.sizes))))
        predictors = [self.names.index(v) for v in survey.codebook.predictors or self.names]
        answered = self.places < np.array(self.sizes) - 1
        self.modelled = answered[:, predictors].all(axis=1)
        codes = [survey.background[v].cat.codes.to_numpy(int) for v in self.names]
        at = np.ravel_multi_index(
            [np.where(c < 0, k - 1, c) for c, k in zip(codes, self.sizes, strict=True)], self.sizes
        )
        points = score(survey.responses, instrument=survey.instrument).to_numpy(float)
        groups = [np.isnan(points), points >= 50, points < 50]
        counts = [np.bincount(at[who], minlength=len(self.places)) for who in groups]
        sums = np.bincount(at, weights=np.nan_to_num(points) / STEP, minlength=len(self.places))
        self.truth = np.concatenate([*counts, sums])
        self.known: list[np.ndarray] = []
        self._know(np.ones(len(self.places), dtype=bool), shares=True, means=True)
        for names, own in plan.cells.items():
            for place in np.ndindex(own.file.shape):
                shown = not own.withheld["counts"][place]
                # degrees of freedom tell how many did not answer
                nonresponse = len(names) == 1 and place[0] == own.file.size - 1
                if shown or nonresponse:
                    self._know(self.inside(names, place), shares=not own.withheld["shares"][place], means=shown)

    def inside(self, names, place) -> np.ndarray:
        """Pairs of answers that belong to a cell."""
        return np.all([self.places[:, self.names.index(v)] == i for v, i in zip(names, place, strict=True)], axis=0)

    def row(self, inside, numbers) -> np.ndarray:
        """Sum over pairs of answers: so often those without a score, not below, below, and their scores."""
        return np.concatenate([k * inside for k in numbers]).astype(float)

    def _know(self, inside, *, shares: bool, means: bool) -> None:
        self.known.append(self.row(inside, (1, 1, 1, 0)))
        for base in (inside, inside & self.modelled):
            self.known.append(self.row(base, (0, 1, 1, 0)))
            if shares and means:
                self.known.append(self.row(base, (0, 0, 1, 0)))
        if means:
            self.known += [self.row(base, (0, 0, 0, 1)) for base in (inside, inside & self.modelled)]

    def small_numbers(self) -> Iterator[tuple[tuple, np.ndarray, float]]:
        """Each number that fails the primary rule, as a row, and the same of all who answered the question."""
        sides = {"respondents": (0, 1, 1, 0), "below": (0, 0, 1, 0), "not below": (0, 1, 0, 0)}
        for names, own in self.plan.cells.items():
            for place in np.ndindex(*(k - 1 for k in own.file.shape)):
                answers = [self.places[:, self.names.index(v)] < self.sizes[self.names.index(v)] - 1 for v in names]
                for (side, numbers), base in product(sides.items(), (True, self.modelled)):
                    row = self.row(self.inside(names, place) & base, numbers)
                    total = min(self.row(answered & base, numbers) @ self.truth for answered in answers)
                    if row @ self.truth < LEAST[side] and own.possible[place] and total > 0:
                        yield (names, place, side), row, total

    def range(self, row) -> tuple[int, int]:
        """Least and largest value in all worlds of whole numbers that agree with what is known."""
        eye, none = np.eye(len(self.places)), np.zeros((len(self.places),) * 2)
        limits = np.block([[none, 20 * eye, none, -eye], [none, -40 * eye, -19 * eye, eye]])
        rows = np.unique(self.known, axis=0)
        exact = LinearConstraint(rows, rows @ self.truth, rows @ self.truth)
        ends = []
        for sign in (1, -1):
            done = milp(
                sign * row,
                integrality=np.ones(len(row)),
                bounds=Bounds(0, np.inf),
                constraints=[exact, LinearConstraint(limits, -np.inf, 0)],
                options={"mip_rel_gap": 0.0},
            )
            assert done.status == 0
            ends.append(sign * round(done.fun))
        return ends[0], ends[1]
