"""Standard errors and intervals: what they say beyond the counts beside them, of replicates and of clusters."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from scipy import stats

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, count
from tests.attackers.surveys import HOUSEHOLDS, SMALL, Truth, answers, truth_of
from workbench.intake import SurveyDesign

_DIGITS = 0.051  # an error has two digits


def draw_clustered(seed: int, n: int, *, replicates: bool) -> Truth:
    """Draw forty clusters, or a jackknife that leaves out one at a time; five to nine live in the small household."""
    rng = np.random.default_rng([seed, n, 40])
    household = rng.choice(HOUSEHOLDS[:4], n, p=[0.4, 0.3, 0.2, 0.1]).astype(object)
    cluster = rng.permutation(np.arange(n) % 40)
    few = np.unique(cluster, return_index=True)[1][: int(rng.integers(5, 10))]  # each in a cluster of its own
    household[few] = SMALL
    weights = pd.Series(np.ones(n))
    if replicates:
        own = pd.DataFrame({f"r{g}": np.where(cluster == g, 0.0, 40 / 39) for g in range(40)})
        design = SurveyDesign(sampling_weights=weights, replicate_weights=own)
    else:
        design = SurveyDesign(clusters=pd.Series(cluster))
    effect = np.select([household == h for h in HOUSEHOLDS], [0, -6, 4, -12, -8])
    return truth_of({"household": (household, HOUSEHOLDS)}, answers(rng, effect), design=design)


def errors_beyond(tables: Tables) -> list[tuple[str, str]]:
    """Groups whose published error is not that of the published share or spread, number and design effect."""
    found = []
    for name in ("means_table", "shares_table"):
        frame = tables[name].dropna(subset=["std_error"])
        n, effect = frame["n_respondents"], frame["design_effect"]
        spread = frame["std_dev"] if "means" in name else np.sqrt(frame["estimate"] * (1 - frame["estimate"]))
        apart = np.abs(frame["std_error"] / (spread * np.sqrt(effect / n)) - 1)
        found += list(frame.loc[apart > _DIGITS, ["variable", "level"]].itertuples(index=False, name=None))
    return found


def clusters_behind(row: pd.Series) -> Window:
    """Clusters that an interval of a mean counts, from the quantile of t by which it is wider than its error."""
    margin, error = float(row["conf_high"] - row["estimate"]), float(row["std_error"])
    df = np.arange(1, 400)
    t = stats.t.isf((1 - row["conf_level"]) / 2, df)
    ends = 10.0 ** (np.floor(np.log10(abs(row["conf_high"]))) - 3)
    fits = df[np.abs(t - margin / error) <= 0.6 * ends / error + 1e-9]
    return Window(float(fits.min()) + 1, float(fits.max()) + 1) if len(fits) else Window(0, np.inf)


def size_of(tables: Tables, level: str, *, exact: bool) -> Window:
    """Respondents of a group: those of its window, and no fewer than it has clusters."""
    row = tables["means_table"].set_index("level").loc[level]
    n = count(row["n_respondents"], exact)
    return Window(max(n.low, clusters_behind(row).low), n.high)


def pairs_that_fit(share: float, error: float, most: int) -> list[tuple[int, int]]:
    """Respondents and those below that give a share and its error exactly, where each respondent is drawn alone."""
    pairs = ((n, e) for n, e in product(range(2, most), range(most)) if e <= n and abs(e / n - share) < 1e-9)
    return [(n, e) for n, e in pairs if abs(np.sqrt(e * (n - e) / n**3) / error - 1) < 2e-3]
