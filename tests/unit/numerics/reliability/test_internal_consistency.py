import numpy as np

from workbench.numerics.reliability.internal_consistency import (
    alpha,
    alpha_if_deleted,
    item_rest_correlations,
    rest_variances,
)


def test_from_scores_and_for_stacks():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(3, 100, 5)) + rng.normal(size=(3, 100, 1))
    stack = np.stack([np.cov(v, rowvar=False) for v in values])
    for b, scores in enumerate(values):
        total = scores.sum(axis=1)
        expected = 5 / 4 * (1 - scores.var(axis=0, ddof=1).sum() / total.var(ddof=1))
        np.testing.assert_allclose(alpha(stack)[b], expected)
        for item in range(5):
            others = np.delete(scores, item, axis=1)
            rest = others.sum(axis=1)
            np.testing.assert_allclose(rest_variances(stack)[b, item], rest.var(ddof=1))
            np.testing.assert_allclose(item_rest_correlations(stack)[b, item], np.corrcoef(scores[:, item], rest)[0, 1])
            without = 4 / 3 * (1 - others.var(axis=0, ddof=1).sum() / rest.var(ddof=1))
            np.testing.assert_allclose(alpha_if_deleted(stack)[b, item], without)
