"""Small scales whose right answers are known, for the tests of this folder."""

import numpy as np
import pandas as pd


def one_factor(n=400, k=5, *, loading=0.7, options=5, seed=1):
    """Answers of one common factor, in `options` steps."""
    rng = np.random.default_rng(seed)
    latent = loading * rng.standard_normal((n, 1)) + np.sqrt(1 - loading**2) * rng.standard_normal((n, k))
    points = np.digitize(latent, np.linspace(-1.5, 1.2, options - 1)) + 1
    return pd.DataFrame(points.astype(float), columns=[f"i{number}" for number in range(1, k + 1)])


def exact(covariances, *, n=200, seed=1):
    """Numbers whose sample covariance matrix (divisor n − 1) is exactly `covariances`."""
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((n, len(covariances)))
    values -= values.mean(axis=0)
    white = values @ np.linalg.inv(np.linalg.cholesky(np.cov(values, rowvar=False))).T
    return pd.DataFrame(white @ np.linalg.cholesky(covariances).T, columns=[f"i{i}" for i in range(len(covariances))])


def weights_of(responses, values):
    return pd.Series(values, index=responses.index, name="w", dtype=float)


def repeated(responses, times):
    return responses.loc[np.repeat(responses.index, times)].reset_index(drop=True)
