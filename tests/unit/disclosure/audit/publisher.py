"""A small publisher by the rules of the gate, for tests: windows, shares from windows, means at a step."""

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey
from workbench.columns import CROSS, EVERYONE
from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.rounding import middle, next_step


def survey_of(background, *, n, seed=1, missing=0.0, **keywords):
    """Answers that differ; `background`: codes by variable, −1 unanswered."""
    rng = np.random.default_rng(seed)
    frame = {
        v: pd.Series(pd.Categorical.from_codes(codes, [f"{v}{i}" for i in range(max(codes) + 1)]))
        for v, codes in background.items()
    }
    survey = build_survey(frame, pd.Series(rng.random(n) < 0.4, dtype="boolean"), **keywords)
    person = rng.normal(size=(n, 1))
    answers = np.clip(np.round(3.2 + person + rng.normal(size=(n, 10))), 1, 5)
    answers[rng.random(n) < missing, 0] = np.nan
    return replace(survey, responses=pd.DataFrame(answers, columns=survey.responses.columns))


class Publisher:
    """Tables of one survey; `groups` are variables and crossings as tuples, () is everyone."""

    def __init__(self, survey, *, wide=()):
        self.census, self.wide = Census(survey), set(wide)
        self.width = self.census.width

    def rows(self, groups, who):
        """Variable, level, n of every cell that somebody answers; and the cell of each row."""
        frames = []
        for names in groups:
            n, places = self.census.count(names, who), np.arange(int(np.prod(self.census.shape(names))))
            codes = np.array(np.unravel_index(places, self.census.shape(names))).T if names else np.zeros((1, 0))
            answered = [
                all(c < len(self.census.levels[v]) - 1 for c, v in zip(row, names, strict=True)) for row in codes
            ]
            rows = {
                "variable": CROSS.join(names) or EVERYONE,
                "level": self.census.labels(names),
                "cell": places,
                "n": n,
            }
            frames.append(pd.DataFrame(rows)[answered].assign(names=[names] * sum(answered)))
        return pd.concat(frames, ignore_index=True)

    def windows(self, counts, rows):
        """Middles of windows, wide for the groups that are in `wide`."""
        keys = zip(rows["variable"], rows["level"], strict=True)
        widths = [self.width * (1 + (key in self.wide)) for key in keys]
        return np.array([middle(int(n), w) for n, w in zip(counts, widths, strict=True)])

    def means(self, groups, base="scored"):
        who, points = self.census.bases[base], self.census.points
        rows = self.rows(groups, who)
        reach = np.ptp(points[self.census.bases["scored"]])
        estimates, spreads = [], []
        for names, cell, n in zip(rows["names"], rows["cell"], rows["n"], strict=True):
            inside = points[who & (self.census.places(names) == cell)]
            if n < self.width:
                estimates.append(np.nan)
                spreads.append(np.nan)
                continue
            step = next_step(max(inside.std() / np.sqrt(n) / 2, reach / n))
            estimates.append(round(inside.mean() / step) * step)
            spreads.append(float(f"{inside.std(ddof=1):.1g}"))
        return self.table(
            rows, measure="mean", n_respondents=self.windows(rows["n"], rows), estimate=estimates, std_dev=spreads
        )

    def shares(self, groups, base="scored", cutoff="very_weak"):
        who = self.census.bases[base]
        rows = self.rows(groups, who)
        e = [
            self.census.count(n, who & self.census.below[cutoff])[c]
            for n, c in zip(rows["names"], rows["cell"], strict=True)
        ]
        n_star, e_star = self.windows(rows["n"], rows), self.windows(e, rows)
        first = n_star < self.width
        bound = (e_star < self.width) & ~first
        estimate = np.where(bound, (self.width - 1) / n_star, e_star / n_star)
        return self.table(
            rows,
            measure="share",
            n_respondents=n_star,
            n_events=e_star,
            estimate=np.where(first, np.nan, estimate),
            bound=np.where(bound, "under", ""),
        )

    def dropped(self, groups):
        rows = self.rows(groups, self.census.bases["file"])
        scored = [
            self.census.count(n, self.census.bases["scored"])[c]
            for n, c in zip(rows["names"], rows["cell"], strict=True)
        ]
        n_star, dropped = self.windows(rows["n"], rows), self.windows(rows["n"] - scored, rows)
        return self.table(
            rows,
            n_respondents=n_star,
            n_complete=self.windows(scored, rows),
            n_dropped=dropped,
            share_dropped=dropped / n_star,
        )

    def table(self, rows, **columns):
        frame = rows[["variable", "level"]].assign(**columns)
        return frame.assign(withheld=rows["n"].to_numpy() < self.width)
