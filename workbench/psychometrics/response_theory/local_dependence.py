"""How large the largest residual correlation of items may be by chance, from samples of the graded response model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import NotEstimable, ParameterError
from workbench.numerics.ordered_answers import OrderedAnswers, category_patterns, pairs_of_matrix
from workbench.numerics.response_theory import Problem, draw_answers, factor_summary, maximise_replicate, normal_grid
from workbench.options import LEAST, check_count
from workbench.psychometrics.response_theory.graded_items import GradedItems
from workbench.psychometrics.response_theory.graded_response import GradedResponse
from workbench.results import Result
from workbench.wording import count, say

# Parts of the samples below the two critical values.
LEVELS = (0.95, 0.99)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LocalDependence(Result):
    """Largest residual correlation beside those of samples without local dependence.

    Attributes
    ----------
    table : pandas.DataFrame
        Two rows: term ("largest less mean": Q3* of Christensen et al.; "largest": Q3 itself), item and item_other (of
        the pair), measure, estimate, critical_value and critical_value_99 (95 % and 99 % of the samples are below),
        p_value (part of the samples, and one, that reach the estimate), n_respondents.
    """


def local_dependence(graded_response: GradedResponse, *, n_replicates: int = 500, seed: int = 1) -> LocalDependence:
    r"""Compare the largest Q3 with its distribution where items share nothing but the factor.

    Q3 (Yen 1984) of independent items lies below 0 and depends on the number of items, of answers and of respondents,
    so no fixed limit holds. Samples are drawn from the fitted model, the model is fitted to each, and

    .. math:: Q_{3,*} = \max_{i<j} Q_{3,ij} - \overline{Q_3}

    is taken of each (parametric bootstrap; Christensen, Makransky & Horton 2017).

    Parameters
    ----------
    graded_response : GradedResponse
        As `fit_graded_response` returns it.
    n_replicates : int
        Samples.
    seed : int

    Returns
    -------
    LocalDependence

    Raises
    ------
    NotEstimable
        More than half of the samples lack one of the answers, or have no estimate.
    ParameterError
        Another result than that of `fit_graded_response`, fewer than 20 samples.

    Notes
    -----
    With weights the samples have as many respondents as a simple random sample would need to know the items as
    exactly. R: ``mirt::simdata`` of the fitted model and ``residuals(type = "Q3")`` of each refit.

    Proof: tests/unit/psychometrics/response_theory.

    References
    ----------
    Christensen, Makransky & Horton (2017), Applied Psychological Measurement 41(3), 178-194.
    Yen (1984), Applied Psychological Measurement 8(2), 125-145.
    """
    check_count("n_replicates", n_replicates, minimum=LEAST["n_replicates"])
    check_count("seed", seed, minimum=LEAST["seed"])
    if not isinstance(graded_response, GradedResponse):
        raise ParameterError(
            f"`graded_response` is a {type(graded_response).__name__}. Give the result of `fit_graded_response` "
            "itself, as it is before `population.protect`."
        )
    model = graded_response.model
    drawn = np.array(list(_drawn(model, n_replicates, np.random.default_rng(seed))))
    if len(drawn) < n_replicates / 2:
        raise NotEstimable(
            say(
                "More than half of the samples that are drawn from the model lack an answer or have no estimate, so "
                "there is no critical value. Join rare answers, or choose a larger group."
            )
        )
    q3 = pairs_of_matrix(graded_response.residual_correlations.to_numpy(float))
    largest = int(q3.argmax())
    first, second = model.place.pairs
    observed = _largest(q3)
    quantiles = np.quantile(drawn, LEVELS, axis=0)
    table = pd.DataFrame(
        {
            "term": ["largest less mean", "largest"],
            "item": model.items[first[largest]],
            "item_other": model.items[second[largest]],
            "measure": "coefficient",
            "estimate": observed,
            "critical_value": quantiles[0],
            "critical_value_99": quantiles[1],
            "p_value": (1 + (drawn >= observed).sum(axis=0)) / (1 + len(drawn)),
            "n_respondents": model.n_respondents,
        }
    )
    return LocalDependence(
        table=table, method=_method(n_replicates, seed), notes=_lost(n_replicates - len(drawn), n_replicates)
    )


def _largest(q3: Floats) -> Floats:
    """Largest of all pairs, less their mean and as it is."""
    return np.array([q3.max() - q3.mean(), q3.max()])


def _drawn(model: GradedItems, n_replicates: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Take `_largest` of each sample that has all answers and an estimate."""
    place, nodes, n = model.place, normal_grid(), round(model.effective_n)
    for _ in range(n_replicates):
        answers = OrderedAnswers(
            codes=draw_answers(model.parameters, place, n=n, rng=rng), levels=model.levels, weights=None
        )
        patterns = category_patterns(answers)
        problem = Problem(patterns.codes, patterns.sums(None), place, nodes)
        if (problem.counts() == 0).any():
            continue
        parameters, converged = maximise_replicate(problem, model.parameters, model.covariance)
        if converged:
            found = factor_summary(problem.codes, problem.weights, parameters, place, nodes, model.points)
            yield _largest(pairs_of_matrix(found.residual_correlations))


def _method(n_replicates: int, seed: int) -> str:
    return say(
        "Largest Q3 (Yen 1984), also less the mean of all pairs, beside {n} samples of the fitted graded response "
        "model, each fitted anew (parametric bootstrap; Christensen, Makransky & Horton 2017; seed {seed}).",
        n=count(n_replicates),
        seed=str(seed),
    )


def _lost(lost: int, drawn: int) -> tuple[str, ...]:
    if not lost:
        return ()
    return (
        say(
            "{n} of the {of} samples lack an answer or have no estimate and are left out.",
            n=count(lost),
            of=count(drawn),
        ),
    )
