"""Item bias: do groups answer an item differently though they stand at the same place of the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from workbench.errors import ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.options import MATCHINGS, check_fraction, check_option
from workbench.psychometrics.answers import (
    ComparedGroups,
    CompleteResponses,
    compared_groups,
    complete_responses,
    design_weights,
    rating_answers,
)
from workbench.psychometrics.items.compared_models import Compared, check_replicates, compare_groups
from workbench.psychometrics.items.item_bias_words import method, purified_notes, too_many
from workbench.psychometrics.items.matching import matching_by
from workbench.results import Result
from workbench.wording import say

WHAT = say("Item bias")
# Items leave the score that respondents are matched on if they are biased at this level, after correction.
PURIFIED_AT = 0.05
MAX_ROUNDS = 10


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ItemBias(Result):
    """Bias of each item between groups.

    Attributes
    ----------
    table : pandas.DataFrame
        Three rows per item, in the order of the responses: item, variable, term ("uniform": groups differ at the same
        score; "non-uniform": they differ by another amount at another score; "both": either), statistic, df,
        df_residual, p_value, p_value_holm (adjusted over the items, for each term by itself), mcfadden_change,
        nagelkerke_change, n_respondents.
    groups : pandas.DataFrame
        One row per item and group but the reference: item, variable, level, reference, n_respondents, measure,
        estimate (log of the odds ratio of a higher answer, compared with the reference at the same score), std_error,
        conf_low, conf_high, conf_level, odds_ratio; for the gate n_fewest (respondents of the group, or of
        the reference, who do not give the answer that most of them give, whichever are fewer).
    test : str
        `likelihood ratio`, or with weights `Wald`.
    matching : str
    anchors : tuple of str
        Items that count in what respondents are matched on.
    """

    groups: pd.DataFrame
    test: str
    matching: str
    anchors: tuple[str, ...]


def item_bias(
    responses: pd.DataFrame,
    *,
    group: pd.Series,
    matching: str = "total",
    purify: bool = False,
    conf_level: float = 0.95,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ItemBias:
    r"""Test each item for uniform and non-uniform bias by ordinal logistic regression (Zumbo 1999).

    Three proportional-odds models of the item's answer are compared: (1) the score, (2) with the group, (3) with
    their product too. Uniform bias is (1) against (2), non-uniform (2) against (3), both (1) against (3), with
    groups − 1, groups − 1 and twice as many degrees of freedom.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    group : Series, shape (n_respondents,)
        With the index of `responses`; the first category is the reference. Respondents without a group are left out.
    matching : {"total", "rest", "latent"}
        What the score is: the sum of all items; of the others; or the place on the factor that the other items tell
        (posterior mean of a graded response model, with the group's own mean and standard deviation of the factor).
    purify : bool
        Whether biased items leave the score of the others (p of "both" below .05 after correction), round by round
        until nothing changes. At least half of the items stay, those with the smallest gain in R².
    conf_level : float
        Coverage of the intervals in `groups`, between 0 and 1.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Raises
    ------
    DataError
        A missing answer, or groups or weights of other respondents.
    NotEstimable
        Fewer than two items, respondents or groups, an item that everybody answers alike, or groups so small that no
        item has a finite estimate (single items without one are left out and noted); with ``matching="latent"`` what
        `fit_graded_response` refuses.
    ParameterError
        An unknown `matching`, `purify` that is neither True nor False, `conf_level` outside 0–1.

    Notes
    -----
    R gives the same: ``MASS::polr(ordered(y) ~ total)``, ``~ total + group``, ``~ total * group``. With weights a
    likelihood ratio has no chi-square distribution, so Wald tests take its place, with the covariance of
    ``survey::svyolr`` or of the replicates. With R replicates the statistic is Hotelling's
    :math:`F = W (R - q) / (q (R - 1))` with q and R − q degrees of freedom.

    Where the groups differ on the factor, tests at the same total score call items biased that are not, and the more
    often the more respondents there are; matching on the factor does not (benchmarks/recovery.py).

    Proof: tests/reference/items, tests/unit/psychometrics/items.

    References
    ----------
    Candell & Drasgow (1988), Applied Psychological Measurement 12(3), 253-260.
    Choi, Gibbons & Crane (2011), Journal of Statistical Software 39(8), 1-30.
    Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.
    Swaminathan & Rogers (1990), Journal of Educational Measurement 27(4), 361-370.
    Zumbo (1999), A Handbook on the Theory and Methods of Differential Item Functioning, National Defense (Ottawa).

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> bias = psychometrics.item_bias(complete.responses, group=complete.groups["gender"])
    >>> of_both = bias.table[bias.table["term"] == "both"]
    >>> of_both[["item", "statistic", "df", "nagelkerke_change"]].round(3)
       item  statistic  df  nagelkerke_change
    2    A1     22.262   2              0.006
    5    A2      5.604   2              0.001
    8    A3      9.098   2              0.002
    11   A4     13.626   2              0.003
    14   A5     12.021   2              0.002
    """
    check_fraction("conf_level", conf_level)
    check_option("matching", matching, MATCHINGS)
    if not isinstance(purify, bool):
        raise ParameterError(f"`purify` is {purify!r}. Give True or False.")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    groups = compared_groups(responses, group)
    sample = complete_responses(groups.kept(responses), weights.of(groups.known), what=WHAT)
    found, anchors, purified = _compared(sample, groups, matching, purify=purify)
    return ItemBias(
        table=found.tests,
        groups=found.differences(conf_level),
        test="Wald" if sample.weighted else "likelihood ratio",
        matching=matching,
        anchors=tuple(str(sample.items[item]) for item in anchors),
        method=method(sample, matching, conf_level, purified=purify),
        notes=(*groups.notes, *weights.notes_on_errors(), *found.notes, *purified),
    )


def _compared(
    sample: CompleteResponses, groups: ComparedGroups, kind: str, *, purify: bool
) -> tuple[Compared, Sequence[int], list[str]]:
    """Compare the groups at the score of all items or, step by step, of those that work alike."""
    check_replicates(sample, groups)
    answers = rating_answers(sample, refusal=too_many)
    matching = matching_by(kind, sample, answers, groups)
    anchors = list(range(sample.n_items))
    found = compare_groups(sample, answers, groups, matching(anchors))
    if not purify:
        return found, anchors, []
    seen, limited = [anchors], False
    for _ in range(MAX_ROUNDS):
        kept, limited = _alike(found, sample)
        if kept in seen:  # nothing changes any more, or it goes in a circle
            break
        anchors = kept
        seen.append(kept)
        found = compare_groups(sample, answers, groups, matching(anchors))
    return found, anchors, purified_notes(sample, anchors, limited=limited)


def _alike(found: Compared, sample: CompleteResponses) -> tuple[list[int], bool]:
    """Items that are not biased, at least half of all, and whether that limit kept some in."""
    both = found.tests[found.tests["term"] == "both"].set_index("item")
    flagged = both[both["p_value_holm"] < PURIFIED_AT].sort_values("nagelkerke_change", ascending=False, kind="stable")
    most = min(sample.n_items // 2, sample.n_items - 2)  # another item is left to match on
    left_out = set(flagged.index[:most])
    return [number for number, item in enumerate(sample.items) if item not in left_out], len(flagged) > most
