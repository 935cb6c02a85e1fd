"""Tables for the question how exactly the scale measures."""

from __future__ import annotations

import re

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
from workbench.intake import Survey
from workbench.psychometrics import (
    Alpha,
    GuttmanLambdas,
    ItemAnalysis,
    Omega,
    Reliability,
    SplitHalf,
    StandardErrorOfMeasurement,
)
from workbench.tables.labels import doubts, footnotes, has_groups, with_group_labels, with_statements, worded_against
from workbench.tables.psychometrics.citable import citable_reliability
from workbench.tables.report_table import Finding, Headline, ReportTable
from workbench.tables.table_column import column
from workbench.wording import (
    OF_UNOBSERVED,
    RELIABILITY_OF,
    at_start,
    coefficient_name,
    interval_name,
    numbers,
    say,
    variable_measured,
)

_MAIN_NUMBERS = ("categorical omega", "coefficient alpha")


def reliability(*protected: ProtectedTable) -> ReportTable:
    """Show coefficients under their own names, each with what it is the reliability of."""
    coefficients = [shown_result(each, Reliability) for each in protected]
    frame = pd.concat([_with_kind(c) for c in coefficients], ignore_index=True)
    frame["coefficient_of"] = frame["term"].map(RELIABILITY_OF)
    name, caption = _heading(frame)
    shown = frame.assign(
        term=frame["term"].map(coefficient_name), coefficient_of=frame["coefficient_of"].map(variable_measured)
    )
    return ReportTable(
        name=name,
        caption=caption,
        columns=(
            column(say("Coefficient"), "term"),
            column(say("Estimate"), "estimate", kind="number"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval"),
            column(say("Reliability of the"), "coefficient_of"),
            column(say("Weighted"), "weighted"),
        ),
        frame=shown,
        notes=footnotes(*protected),
        headlines=_headlines(frame),
        findings=_finding(frame),
        citable=citable_reliability(coefficients),
    )


def _heading(frame: pd.DataFrame) -> tuple[str, str]:
    """Name and caption: of one coefficient, of those of unobserved variables, or of several."""
    if frame["term"].nunique() == 1:
        term = str(frame["term"].iloc[0])
        return _slug(term), at_start(coefficient_name(term))
    if (frame["coefficient_of"] == OF_UNOBSERVED).all():
        return "reliability_unobserved", say("Reliability of variables that nobody observes")
    return "reliability", say("Reliability, several coefficients")


def _slug(term: str) -> str:
    return re.sub(r"\W+", "_", term.casefold()).strip("_")


def _with_kind(coefficient: Reliability) -> pd.DataFrame:
    weighted = say("yes") if coefficient.weighted else say("no")
    return coefficient.table.assign(interval=interval_name(coefficient.interval), weighted=weighted)


def _headlines(frame: pd.DataFrame) -> tuple[Headline, ...]:
    """Of the coefficients of the score that people get, the one for ordered answers and the most common one."""
    of_the_score = frame[frame["term"].isin(_MAIN_NUMBERS)].drop_duplicates("term").to_dict("records")
    return tuple(
        Headline(
            name=_slug(row["term"]),
            label=at_start(coefficient_name(row["term"])),
            value=float(row["estimate"]),
            text=numbers.number(row["estimate"]),
            detail=say("interval {ends}", ends=numbers.interval(row["conf_low"], row["conf_high"])),
        )
        for row in of_the_score
    )


def _finding(frame: pd.DataFrame) -> tuple[Finding, ...]:
    """Say the reliability of the score for ordered answers."""
    return tuple(
        Finding(
            topic="reliability",
            sentence=say(
                "Reliability of the score: {estimate} ({ends}), categorical omega; {least} is usually asked for "
                "comparing groups.",
                estimate=numbers.number(row["estimate"]),
                ends=numbers.interval(row["conf_low"], row["conf_high"]),
                least=numbers.number(0.8),
            ),
        )
        for row in frame[frame["term"] == _MAIN_NUMBERS[0]].iloc[:1].to_dict("records")
    )


def alpha_intervals(*protected: ProtectedTable) -> ReportTable:
    """Show the intervals of coefficient alpha that rest on different assumptions."""
    alphas = [shown_result(each, Alpha) for each in protected]
    frame = pd.concat(
        [_with_kind(alpha).iloc[:1].assign(assumes=_assumption(alpha.interval)) for alpha in alphas],
        ignore_index=True,
    )
    frame["width"] = (frame["conf_high"] - frame["conf_low"]).round(2)  # of two decimals, without binary noise
    return ReportTable(
        name="alpha_intervals",
        caption=say("Coefficient alpha: intervals of several kinds"),
        columns=(
            column(say("Kind of interval"), "interval"),
            column(say("Alpha"), "estimate", kind="number"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval"),
            column(say("Width"), "width", kind="number"),
            column(say("Assumes"), "assumes"),
            column(say("Weighted"), "weighted"),
        ),
        frame=frame,
        notes=footnotes(*protected),
    )


def _assumption(interval: str) -> str:
    return {
        "feldt": say("normal, parallel items; respondents count alike"),
        "bonett": say("normal, parallel items; respondents count alike"),
        "duhachek": say("normal items; respondents count alike"),
        "linearised": say("many respondents"),
        "bootstrap": say("respondents as they were drawn"),
        "replicates": say("replicates that follow the sampling design"),
    }[interval]


def guttman_lambdas(lambdas: ProtectedTable) -> ReportTable:
    """Show Guttman's lower bounds of reliability."""
    frame = shown_result(lambdas, GuttmanLambdas).table
    return ReportTable(
        name="guttman_lambdas",
        caption=say("Guttman's lower bounds of the reliability of the sum"),
        columns=(
            column(say("Bound"), "term"),
            column(say("Estimate"), "estimate", kind="number"),
            column(say("Standardised items"), "estimate_standardized", kind="number"),
        ),
        frame=frame.assign(term=[_lambda(term) for term in frame["term"]]),
        notes=footnotes(lambdas),
    )


def _lambda(term: str) -> str:
    return say("lambda {n}", n=term.removeprefix("lambda "))


def split_half(protected: ProtectedTable) -> ReportTable:
    """Show coefficients of two halves over all ways to split the scale, or many of them."""
    halves = shown_result(protected, SplitHalf)
    long = halves.table
    wide = long.pivot(index="term", columns="coefficient", values="estimate").loc[list(dict.fromkeys(long["term"]))]
    wide.columns.name = None
    return ReportTable(
        name="split_half",
        caption=say("Split halves ({n} splits)", n=numbers.count(halves.n_splits)),
        columns=(
            column(say("Splits"), "term"),
            *(column(_of_halves(name), name, kind="number") for name in dict.fromkeys(long["coefficient"])),
        ),
        frame=wide.rename(index=_splits).reset_index(),
        notes=footnotes(protected),
    )


def _of_halves(coefficient: str) -> str:
    return {
        "correlation of the halves": say("correlation of the halves"),
        "Spearman–Brown": say("Spearman–Brown"),
        "Guttman": say("Guttman"),
    }[coefficient]


def _splits(term: str) -> str:
    if term.startswith("quantile "):
        return say("quantile {part}", part=numbers.shortest(float(term.removeprefix("quantile "))))
    return {
        "odd-even": say("odd-even"),
        "maximum": say("maximum"),
        "mean": say("mean"),
        "minimum": say("minimum"),
    }[term]


def item_contributions(items: ProtectedTable, protected: ProtectedTable | None, *, survey: Survey) -> ReportTable:
    """Show what each item adds: correlation with the rest, and alpha and omega without it.

    Parameters
    ----------
    items : ProtectedTable
        Of `item_analysis`.
    protected : ProtectedTable
        Of `coefficient_omega`; None where it cannot be estimated.
    survey : Survey
        Names the statements.
    """
    omega = None if protected is None else shown_result(protected, Omega)
    frame = shown_result(items, ItemAnalysis).table[["item", "item_rest_correlation", "alpha_if_deleted"]].copy()
    without_omega = []
    if omega is not None and "omega_if_deleted" in omega.loadings:  # without one item, omega needs three others
        frame["omega_if_deleted"] = omega.loadings["omega_if_deleted"].to_numpy()
        label = _without_item(str(omega.table["term"].iloc[0]))
        without_omega.append(column(label, "omega_if_deleted", kind="number"))
    return ReportTable(
        name="item_contributions",
        caption=say("What each item adds to the reliability of the sum"),
        columns=(
            column(say("Item"), "item"),
            column(say("Statement"), "statement", language=survey.instrument.language),
            column(say("Item–rest correlation"), "item_rest_correlation", kind="number"),
            column(say("Alpha without the item"), "alpha_if_deleted", kind="number"),
            *without_omega,
        ),
        frame=with_statements(frame, survey.instrument),
        cautions=worded_against(survey.instrument),
        notes=(say("The items of a scale are never left out; the columns show which items carry the coefficients."),),
        blank=say("without the item the coefficient could not be estimated."),
    )


def _without_item(term: str) -> str:
    return say("{coefficient} without the item", coefficient=at_start(coefficient_name(term)))


def measurement_error(errors: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show the standard error of measurement, in points of the score, of the sum and of the mean."""
    frame = shown_result(errors, StandardErrorOfMeasurement).table
    score = survey.instrument.score
    return ReportTable(
        name="measurement_error",
        caption=say(
            "Standard error of measurement; the score runs from {low} to {high}",
            low=numbers.shortest(score.minimum),
            high=numbers.shortest(score.maximum),
        ),
        columns=(
            column(say("Coefficient"), "term"),
            column(say("Reliability"), "reliability", kind="number"),
            column(say("Score points"), "sem_score", kind="number"),
            column(say("Points of the sum"), "sem_sum", kind="number"),
            column(say("Points of the mean"), "sem_mean", kind="number"),
        ),
        frame=frame.assign(term=frame["term"].map(coefficient_name)),
        notes=(
            errors.method,
            say("It describes how exactly the scale measures in this population. No individual is assessed by it."),
            *doubts(errors),
        ),
    )


def reliability_by_group(groups: ProtectedTable, *, survey: Survey, coefficient: str) -> ReportTable:
    """Show one coefficient in each group; nothing where the survey has none.

    Parameters
    ----------
    coefficient : str
        Its name: `.coefficient` of the result.
    """
    # `reason` would tell of a small group whether it has an estimate.
    frame = with_group_labels(shown_frame(groups).drop(columns="reason"), survey.codebook)
    frame = frame if has_groups(frame) else frame.iloc[:0]
    return ReportTable(
        name="reliability_by_group",
        caption=say("{coefficient}, by group", coefficient=at_start(coefficient_name(coefficient))),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Estimate"), "estimate", kind="number"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval"),
        ),
        width=groups.width,
        frame=frame,
        notes=footnotes(groups),
        blank=say("a group has a coefficient of its own from 100 respondents on, if its answers are not too uniform."),
        grouped_by="variable_label",
    )
