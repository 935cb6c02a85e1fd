"""Coverage and type I error of the graded response model at n = 1,000, where its assumptions hold."""

import pytest

from benchmarks.recovery_graded_response import recovery

N_SAMPLES = 200


@pytest.mark.slow
@pytest.mark.parametrize("weighted", [False, True])
def test_intervals_cover(weighted):
    """200 samples: 10 discriminations and 40 difficulties together 93–97 %; C2 rejects 1–9 % (standard error 1.5 %)."""
    found = recovery(1_000, N_SAMPLES, weighted=weighted)
    assert found.refused == 0
    rows = found.rows.set_index("parameter")
    for kind in ("discrimination", "difficulty"):
        own = rows[rows.index.str.startswith(kind)]
        assert 0.93 <= own["coverage"].mean() <= 0.97
        assert (own["bias"].abs() < 0.2 * own["std_dev"] + 0.02).all()
        assert own["mean_std_error"].mean() == pytest.approx(own["std_dev"].mean(), rel=0.1)
    assert 0.01 <= found.rejected <= 0.09
    assert (rows["coverage"].tail(2).between(0.91, 0.985)).all()
