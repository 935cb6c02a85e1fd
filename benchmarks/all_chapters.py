"""Everything that is said about one scale, in one process: seconds of each chapter, their sum, peak memory.

    python benchmarks/all_chapters.py [n_respondents]

Ten items with five options. Bootstraps draw 1,000 samples; with 200,000 respondents the aim is 20 s and 1.5 GB.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator

import pandas as pd

from benchmarks.side_by_side import answers, two_groups
from workbench import psychometrics as p
from workbench.instruments import load_instrument

DRAWS = 1_000


def chapters(x: pd.DataFrame, group: pd.Series) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name of each chapter, and what it computes."""
    yield "polychoric correlations", lambda: p.polychoric_correlations(x)
    yield (
        "confirmatory factors: WLSMV, MLR, ML, fiml",
        lambda: (
            [p.fit_confirmatory_factors(x, estimator=estimator) for estimator in ("WLSMV", "MLR", "ML")],
            p.fit_confirmatory_factors(x, estimator="MLR", missing="fiml"),
        ),
    )
    yield (
        "dimensionality: items, KMO, MAP, factors",
        lambda: (
            p.item_analysis(x),
            [
                (
                    p.sampling_adequacy(x, correlation=correlation),
                    p.minimum_average_partial(x, correlation=correlation),
                    p.fit_exploratory_factors(x, correlation=correlation),
                    p.factor_numbers(x, correlation=correlation),
                )
                for correlation in ("pearson", "polychoric")
            ],
        ),
    )
    yield (
        "dimensionality: parallel analysis × 100, four kinds",
        lambda: [
            p.parallel_analysis(x, correlation=correlation, method=method)
            for correlation in ("pearson", "polychoric")
            for method in ("components", "factors")
        ],
    )
    yield (
        "reliability: alpha by four intervals, lambdas, halves",
        lambda: (
            [p.coefficient_alpha(x, interval=interval) for interval in ("feldt", "bonett", "duhachek")],
            p.coefficient_alpha(x, interval="bootstrap", n_bootstrap=DRAWS),
            p.guttman_lambdas(x),
            p.split_half(x),
            p.reliability_by_group(x, group.to_frame()),
        ),
    )
    yield (
        "reliability: three omegas, ordinal alpha × 1000",
        lambda: (
            [p.coefficient_omega(x, kind=kind, n_bootstrap=DRAWS) for kind in ("total", "categorical", "latent")],
            p.ordinal_alpha(x, n_bootstrap=DRAWS),
        ),
    )
    yield (
        "measurement invariance of two groups: WLSMV, MLR, effects",
        lambda: (
            p.invariance_effects(p.measurement_invariance(x, group=group), instrument=load_instrument("esis")),
            p.measurement_invariance(x, group=group, estimator="MLR"),
        ),
    )
    fitted = {}
    yield "graded response model", lambda: fitted.update(graded=p.fit_graded_response(x))
    yield "Mokken's scalability", lambda: p.scalability_coefficients(x)
    yield "item bias", lambda: p.item_bias(x, group=group)
    yield (
        "precision at the cut-off",
        lambda: p.cutoff_precision(fitted["graded"], instrument=load_instrument("esis")),
    )


def main() -> None:
    x = answers(int(sys.argv[1]) if sys.argv[1:] else 200_000)
    group, total = two_groups(x), 0.0
    print(f"{len(x):,} respondents, 10 items, 5 options")
    for name, estimate in chapters(x, group):
        begin = time.perf_counter()
        estimate()
        seconds = time.perf_counter() - begin
        total += seconds
        print(f"{name:60}{seconds:8.2f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{'all':60}{total:8.2f} s, peak {peak:.2f} GB")


if __name__ == "__main__":
    main()
