"""Sample statistics of each group for factor models, and what speaks against comparing the groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats
from workbench.columns import EVERYONE
from workbench.errors import NotEstimable
from workbench.numerics.moments import correlation_matrix, smallest_eigenvalues
from workbench.numerics.ordered_answers import correlation_variances, normal_theory_variances
from workbench.numerics.sampling import jackknife_covariance
from workbench.numerics.structural_models import (
    NormalSample,
    OrdinalSample,
    PatternSample,
    group_by_pattern,
    lower_triangle,
    saturated_sample,
    squared_moments,
)
from workbench.psychometrics.answers import (
    SINGULAR,
    CompleteResponses,
    IncompleteResponses,
    Part,
    complete_responses,
    incomplete_responses,
    named_items,
)
from workbench.psychometrics.ordered_answers import PairwiseFit, covariance_of_pairs, fit_pairs, pair_notes
from workbench.wording import Unpublished, counted, say

# Respondents who answered two items: with fewer, the error of their polychoric correlation is hardly known.
FEWEST_TOGETHER = 30


def checked(part: Part, what: str) -> CompleteResponses:
    """Check the answers of one group."""
    with _in_group(part.level):
        return complete_responses(part.responses, part.weights, what=what, minimum_items=3)


@contextmanager
def _in_group(level: str) -> Iterator[None]:
    """Let a refusal tell neither the group nor its numbers: a report shows it without the publication gate."""
    try:
        yield
    except NotEstimable as error:
        if level == EVERYONE:
            raise
        raise NotEstimable(
            say(
                "In one of the groups there are too few respondents, or their answers are too alike, for this model. "
                "Choose larger groups, or a variable with fewer of them."
            )
        ) from error


class OrdinalParts(NamedTuple):
    """Statistics of ordered answers.

    Attributes
    ----------
    samples : list of OrdinalSample
    n_thresholds : list of int
        Of each item.
    notes : list of str
    """

    samples: list[OrdinalSample]
    n_thresholds: list[int]
    notes: list[str]


def ordinal_samples(parts: list[Part], what: str, *, standard_errors: str, missing: str = "listwise") -> OrdinalParts:
    """Thresholds, polychoric correlations and their covariance in each group.

    With ``missing="pairwise"`` each from the answers that it needs, and the covariance from what each respondent adds.

    Raises
    ------
    NotEstimable
        An answer that nobody in a group gave, two items that few answered both, besides all refusals of `fit_pairs`.
    """
    answers = [_pairwise(part, what) if missing == "pairwise" else checked(part, what) for part in parts]
    _refuse_unequal_categories(parts)
    sizes, n_total = _sizes(parts, answers)
    samples, notes = [], []
    for part, sample, n in zip(parts, answers, sizes, strict=True):
        with _in_group(part.level):
            fit = fit_pairs(sample)
            covariance = covariance_of_pairs(fit, sample.replicates, standard_errors=standard_errors)
        variances = normal_theory_variances(fit.answers, cuts=fit.cuts, rho=fit.rho)
        located, counted = np.isfinite(fit.cuts), n / sample.n_respondents
        samples.append(
            OrdinalSample(
                n,
                n / n_total,
                observed=np.concatenate([fit.cuts[located], fit.rho]),
                covariance=covariance * counted,
                weights=1 / (variances * counted),
                n_thresholds=int(located.sum()),
                effective_n=n * _exactness(sample, fit, covariance, variances),
            )
        )
        notes.append(pair_notes(sample, fit))
    empty = _notes_on_empty(sum(each.n_empty for each in answers if isinstance(each, IncompleteResponses)))
    return OrdinalParts(samples, [int(count) for count in located.sum(axis=1)], [*empty, *_gathered(parts, notes)])


def _sizes(parts: list[Part], answers: Sequence[CompleteResponses | IncompleteResponses]) -> tuple[Floats, int]:
    """Sizes of the groups without those who answered nothing, and how many respondents that are."""
    kept = [each.kept if isinstance(each, IncompleteResponses) else 1.0 for each in answers]
    sizes = np.array([part.size * share for part, share in zip(parts, kept, strict=True)])
    n_total = sum(each.n_respondents for each in answers)
    return sizes * (n_total / sizes.sum()), n_total


def _pairwise(part: Part, what: str) -> IncompleteResponses:
    """Check that every two items have been answered together by enough respondents for a polychoric correlation."""
    sample = _incomplete(part, what)
    answered = (~np.isnan(sample.values)).astype(float)
    few = np.argwhere(np.triu(answered.T @ answered < FEWEST_TOGETHER))
    if len(few):
        first, second = (str(sample.items[position]) for position in few[0])
        with _in_group(part.level):
            raise NotEstimable(
                say(
                    "Fewer than {n} respondents answered both `{item}` and `{other}`, too few for their polychoric "
                    "correlation. Leave out one of them, or choose a larger group.",
                    n=FEWEST_TOGETHER,
                    item=first,
                    other=second,
                )
            )
    return sample


def _exactness(
    sample: CompleteResponses | IncompleteResponses, fit: PairwiseFit, covariance: Floats, variances: Floats
) -> float:
    """Variance of the correlations in a simple random sample over their own, 1 without weights where all answered."""
    if not (sample.weighted or fit.answers.incomplete):
        return 1.0
    replicated, n_pairs = sample.replicates is not None, len(fit.rho)
    own = np.diag(covariance) if replicated else variances
    tables = fit.answers.tables
    plain = correlation_variances(tables, tables, cuts=fit.cuts, rho=fit.rho, robust=replicated)
    return float(plain.sum() / own[-n_pairs:].sum())


def _gathered(parts: list[Part], notes: list[tuple[str, ...]]) -> list[str]:
    """Say notes that hold in every group once, the others with the group's name."""
    shared = [note for note in notes[0] if all(note in others for others in notes)]
    named = [
        _of_group(part.level, note)
        for part, own in zip(parts, notes, strict=True)
        for note in own
        if note not in shared
    ]
    return shared + named


def _of_group(level: str, note: str) -> str:
    said = say("Group `{group}`: {note}", group=level, note=note)
    return Unpublished(said) if isinstance(note, Unpublished) else said


def _refuse_unequal_categories(parts: list[Part]) -> None:
    answered = [{item: set(part.responses[item].dropna().unique()) for item in part.responses} for part in parts]
    unequal = [str(item) for item in answered[0] if any(part[item] != answered[0][item] for part in answered)]
    if unequal:  # neither group nor answer: these could tell what few answered
        items = named_items(unequal)
        raise NotEstimable(
            say(
                "Nobody in one of the groups gave some of the answers to {items} that others gave, so thresholds "
                "cannot be compared between the groups. Join rare answers with their neighbours (`merge` under the "
                "item in the codebook), or choose larger groups.",
                items=items,
            ),
            in_report=say(
                "Some answers to {items} are too rare in a group for thresholds to be compared between the groups. "
                "Join rare answers with their neighbours (`merge` under the item in the codebook), or choose larger "
                "groups.",
                items=items,
            ),
        )


def normal_samples(parts: list[Part], what: str, *, robust: bool) -> list[NormalSample]:
    """Means and covariances of each group, with fourth moments where robust errors need them.

    Raises
    ------
    NotEstimable
        A covariance matrix that is not positive definite.
    """
    n_total = sum(len(part.responses) for part in parts)
    samples = []
    for part in parts:
        sample = checked(part, what)
        n = sample.n_respondents
        if _singular(sample.covariances):
            with _in_group(part.level):
                raise NotEstimable(
                    say(
                        "The covariance matrix of the items is not positive definite: one item follows from the "
                        "others, or there are too few respondents. Leave out an item, or choose a larger group."
                    )
                )
        means = sample.weights @ sample.values / n
        squares = _squares(sample) if robust else (1.0, np.empty(0), np.empty((0, 0)))
        counted = part.size / n
        squares = (squares[0] * counted, squares[1] * counted, squares[2] * counted)
        samples.append(NormalSample(part.size, part.size / n_total, means, sample.covariances * (n - 1) / n, squares))
    return samples


def pattern_samples(parts: list[Part], what: str) -> tuple[list[PatternSample], list[str]]:
    """Sort each group by the items that were answered, and estimate its means and covariances from all answers.

    Returns
    -------
    tuple of list of PatternSample and list of str
        Respondents who answered nothing are left out and noted.

    Raises
    ------
    NotEstimable
        Covariances that the answers do not tell, besides the refusals of `incomplete_responses`.
    """
    checked_parts = [_incomplete(part, what) for part in parts]
    sizes, n_total = _sizes(parts, checked_parts)
    samples = []
    for part, each, size in zip(parts, checked_parts, sizes, strict=True):
        weights = each.weights * (size / len(each.values))
        sample = saturated_sample(group_by_pattern(each.values, weights, each.replicates, size / n_total))
        if not sample.converged or _singular(sample.moments.covariances):
            with _in_group(part.level):
                raise NotEstimable(
                    say(
                        "The covariance matrix of the items cannot be estimated: one item follows from the others, or "
                        "too few respondents answered the same items. Leave out an item, or choose a larger group."
                    )
                )
        samples.append(sample)
    return samples, _notes_on_empty(sum(each.n_empty for each in checked_parts))


def _incomplete(part: Part, what: str) -> IncompleteResponses:
    with _in_group(part.level):
        return incomplete_responses(part.responses, part.weights, what=what, minimum_items=3)


def _singular(covariances: Floats) -> bool:
    return bool(smallest_eigenvalues(correlation_matrix(covariances)[None])[0] < SINGULAR * len(covariances))


def _notes_on_empty(n_empty: int) -> list[str]:
    if not n_empty:
        return []
    return [counted("Left out: {0} respondents who answered no item.", n_empty)]


def _squares(sample: CompleteResponses) -> tuple[float, Floats, Floats]:
    if sample.replicates is None:
        return squared_moments(sample.values, sample.weights)
    n, k = sample.values.shape
    rows, columns = lower_triangle(k)
    drawn = np.empty((sample.replicates.shape[1], k + len(rows)))
    for number, weights in enumerate(sample.replicates.T):
        means = weights @ sample.values / n
        centred = sample.values - means
        drawn[number] = np.concatenate([means, ((centred * weights[:, None]).T @ centred / n)[rows, columns]])
    # The estimates themselves vary by this; model misfit is not part of it.
    return 0.0, np.zeros(drawn.shape[1]), n * jackknife_covariance(drawn)
