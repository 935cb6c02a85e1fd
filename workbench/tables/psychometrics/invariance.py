"""Tables for the question whether the items measure the same in all groups."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey, variable_label
from workbench.intake.codebook import COMPARED_RESPONDENTS
from workbench.psychometrics import InvarianceEffects, MeasurementInvariance
from workbench.psychometrics.invariance import step_name
from workbench.tables.criteria import Criterion, criteria_table
from workbench.tables.labels import another_group, cutoff_words, doubts, footnotes, with_group_labels
from workbench.tables.psychometrics.findings import invariance_finding
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column, reference_rows
from workbench.wording import listed, numbers, say

# Rows of the table of score tests; the csv file beside the report has no more either.
MOST_RELEASED = 10

_RMSEA = ("rmsea_scaled", "rmsea_low_scaled", "rmsea_high_scaled")
_FIT = ["chi_square", "chi_square_scaled", "p_value_scaled", "cfi_scaled", *_RMSEA, "srmr"]
_CHANGED = ["cfi_change", "rmsea_change", "srmr_change"]
_CHANGES = (("cfi", "CFI"), ("rmsea", "RMSEA"), ("srmr", "SRMR"))


def _held(step: str) -> str:
    """Say what a step holds equal."""
    return {
        "configural": say("same items on the factor, nothing equal"),
        "thresholds": say("thresholds between the answers"),
        "thresholds + loadings": say("thresholds and loadings"),
        "thresholds + loadings + intercepts": say("thresholds, loadings and intercepts"),
        "loadings": say("+ loadings"),
        "intercepts": say("+ intercepts"),
        "residuals": say("+ residual variances"),
        "metric": say("loadings"),
        "scalar": say("+ intercepts"),
        "strict": say("+ residual variances"),
    }[step]


def _models() -> dict[str, str]:
    """Say what each kind of model assumes, in the order of the table."""
    return {
        "none": say("no invariance: each group has its own items"),
        "partial": say("partial: the named parameters differ"),
        "full": say("full: the items work alike"),
    }


def invariance_ladder(*ladders: ProtectedTable, survey: Survey | None = None) -> ReportTable:
    """Show fit of each step and what it loses against the step before, of the first ladder that could be estimated.

    With the survey it is the table that a page begins with: it names the groups that are not compared, and its own name
    differs where the ladder of ordered answers is not there.
    """
    protected = ladders[0]
    invariance = shown_result(protected, MeasurementInvariance)
    instead = survey is not None and invariance.estimator != "WLSMV"
    caption = (
        say("Steps of invariance, ordered answers ({estimator})", estimator=invariance.estimator)
        if invariance.estimator == "WLSMV"
        else say("Steps of invariance, continuous answers ({estimator})", estimator=invariance.estimator)
    )
    steps = invariance.table["step"]
    frame = (
        _tested(invariance.table)
        .drop(columns=["n_respondents", "n_items"])
        .assign(held=steps.map(_held), step=steps.map(step_name))
    )
    first = dict.fromkeys(frame.index[:1], say("first step"))
    return ReportTable(
        name="invariance_instead" if instead else f"invariance_{invariance.estimator.lower()}",
        caption=caption,
        columns=(
            column(say("Step"), "step"),
            column(say("Equal in all groups"), "held"),
            column(say("χ² (df)"), "chi_square_scaled", "df", kind="with_df"),
            column(say("Δχ² (Δdf)"), "chi_square_difference", "df_difference", kind="with_df", blank=first),
            column(say("p"), "p_value_difference", kind="p_band", blank=first),
            column(say("CFI"), "cfi_scaled", kind="number", decimals=3),
            column(say("ΔCFI"), "cfi_change", kind="number", decimals=3, blank=first),
            column(say("RMSEA (90 % CI)"), *_RMSEA, kind="with_interval", decimals=3),
            column(say("ΔRMSEA"), "rmsea_change", kind="number", decimals=3, blank=first),
            column(say("SRMR"), "srmr", kind="number", decimals=3),
        ),
        frame=frame,
        cautions=() if survey is None else (*_recommended(invariance), *another_group(invariance.groups, survey)),
        left_out=() if survey is None else _not_compared(invariance, survey),
        findings=()
        if survey is None
        else invariance_finding(_tested(invariance.table), variable_label(_variable(invariance), survey.codebook)),
        notes=(
            invariance.method,
            say(
                "Δ: against the step before. The scaled χ² may fall where constraints are added; Δχ² is a test of its "
                "own and not a difference of the column before it. χ², CFI and RMSEA are the scaled ones."
            ),
            *doubts(protected),
        ),
        blank=say("a step with df = 0 fits whatever the answers are, or the test has no positive scaling factor."),
    )


def _recommended(invariance: MeasurementInvariance) -> tuple[str, ...]:
    """Say which of several ladders is read first."""
    if invariance.estimator != "WLSMV":
        return ()
    return (
        say(
            "Answers in ordered steps are compared by these scaled statistics (WLSMV); this was laid down before "
            "anybody saw a number. The steps with answers as numbers stand in the appendix."
        ),
    )


def _variable(invariance: MeasurementInvariance) -> str:
    return str(invariance.groups["variable"].iloc[0])


def _not_compared(invariance: MeasurementInvariance, survey: Survey) -> tuple[str, ...]:
    """Name the groups that are too small to be compared, by published numbers."""
    name = _variable(invariance)
    compared = set(map(str, invariance.groups["level"]))
    small = [level for level in map(str, survey.compared_group(name).cat.categories) if level not in compared]
    if not small:
        return ()
    return (
        say(
            "“All groups” are those of “{variable}” with at least {n} respondents who have a score, and an outcome in "
            "tables. Not among them: {groups}.",
            variable=variable_label(name, survey.codebook),
            n=COMPARED_RESPONDENTS,
            groups=listed(small),
        ),
    )


def _tested(steps: pd.DataFrame) -> pd.DataFrame:
    """Leave out the fit of a step without degrees of freedom, and changes against it: it fits whatever the answers."""
    saturated, shown = steps["df"] == 0, steps.copy()
    shown[_FIT] = steps[_FIT].mask(saturated)
    shown[_CHANGED] = steps[_CHANGED].mask(saturated.shift(fill_value=False))
    return shown


def criteria_invariance(protected: ProtectedTable) -> ReportTable:
    """Show fit of the first step and what each further one changes, beside the criteria that the field uses."""
    first, *later = shown_result(protected, MeasurementInvariance).table.to_dict("records")
    low, high = first["rmsea_low_scaled"], first["rmsea_high_scaled"]
    source, chen = say("Hu & Bentler 1999, derived for ML"), say("Chen 2007, derived for ML")
    rows = [
        Criterion(say("CFI, configural"), first["cfi_scaled"], say("about .95 or more"), source, decimals=3),
        Criterion(
            say("RMSEA, configural"), first["rmsea_scaled"], say("about .06 or less"), source, low, high, decimals=3
        ),
        Criterion(say("SRMR, configural"), first["srmr"], say("about .08 or less"), source, decimals=3),
    ]
    rows = rows if first["df"] else []
    for before, row in pairwise([first, *later]):
        for index, label in _CHANGES if before["df"] else ():
            limit = numbers.number(row[f"{index}_criterion"], 3)
            term = say("Change of {index}, {step}", index=label, step=step_name(row["step"]))
            asked = say("not below {limit}", limit=limit) if index == "cfi" else say("not above {limit}", limit=limit)
            rows.append(Criterion(term, row[f"{index}_change"], asked, chen, decimals=3))
    return criteria_table(
        rows,
        name="criteria_invariance",
        notes=(
            say(
                "CFI and RMSEA are the scaled ones. The criteria come from simulations with continuous answers; for "
                "ordered answers they are a custom and not a rule. Chen did not study thresholds; they are treated "
                "like loadings."
            ),
        ),
    )


def released_equalities(invariance: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show which equalities of the last step would gain most from being freed."""
    frame = shown_result(invariance, MeasurementInvariance).score_tests
    last = frame["step"].iloc[-1] if len(frame) else ""
    frame = with_group_labels(frame[frame["step"] == last], survey.codebook)
    frame = frame.sort_values("modification_index", ascending=False, kind="stable").head(MOST_RELEASED)
    return ReportTable(
        name="released_equalities",
        caption=say("Equalities that fit least (step {step}), largest gain first", step=step_name(last)),
        columns=(
            column(say("Parameter"), "term"),
            column(say("Group"), "level_label"),
            column(say("χ² to gain"), "modification_index", kind="size"),
            column(say("Score test, χ²"), "score_statistic", kind="size"),
            column(say("p"), "p_value", kind="p_band"),
            column(say("Expected change"), "expected_change", kind="number"),
            column(say("… in standard deviations"), "standardized_change", kind="number"),
        ),
        frame=frame,
        notes=(
            say(
                "χ² to gain: how far the naive χ² would fall if this equality alone were freed. Score test: whether "
                "that is more than chance (χ² with 1 df, rounded, and its p), as robust as the standard errors. Tests "
                "are not corrected for their number."
            ),
            say(
                "`factor=~q1` is a loading, `q1~1` an intercept, `q1|2` the second threshold and `q1~~q1` a residual "
                "variance; these names may be given to the parameter `free`."
            ),
            say("Changes are told to their standard errors."),
            *footnotes(invariance),
        ),
    )


def latent_means(invariance: ProtectedTable, *, survey: Survey) -> ReportTable:
    """Show how far the groups lie apart on the factor."""
    return ReportTable(
        name="latent_means",
        caption=say("Difference on the factor from the reference group"),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Compared with"), "reference"),
            column(say("Respondents"), "n_respondents", kind="people"),
            column(say("Difference"), "estimate", kind="number"),
            column(say("Interval"), "conf_low", "conf_high", kind="interval"),
            column(say("p"), "p_value", kind="p_band"),
            column(say("SD of the factor"), "std_dev", kind="number", decimals=1),
        ),
        frame=with_group_labels(shown_result(invariance, MeasurementInvariance).latent_means, survey.codebook),
        width=invariance.width,
        notes=(
            say(
                "In standard deviations of the reference group, from the first step with equal intercepts; the "
                "intervals cover 95 %."
            ),
            *footnotes(invariance),
        ),
        grouped_by="variable_label",
    )


def invariance_effects(effects: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportTable:
    """Show what the comparison of the groups becomes under no, partial and full invariance."""
    frame = with_group_labels(shown_result(effects, InvarianceEffects).table, survey.codebook)
    models = _models()
    frame = frame.assign(model=frame["invariance"].map(models))
    order = frame["invariance"].map({name: place for place, name in enumerate(models)})
    frame = frame.assign(place=order).sort_values("place", kind="stable").drop(columns="place")
    decimals = survey.instrument.score.decimals
    shares = frame["share"] if frame["share"].notna().any() else None
    compared = reference_rows(frame)
    of_shares = (
        column(say("Share"), "share", kind="percent"),
        column(say("Difference"), "share_difference", kind="percent", blank=compared),
        column(
            say("Interval"), "share_difference_low", "share_difference_high", kind="percent_interval", blank=compared
        ),
    )
    return ReportTable(
        name="invariance_effects",
        caption=say("Mean score that the models imply")
        if shares is None
        else say("Mean score and share with a {score} that the models imply", score=cutoff_words(survey, cutoff)),
        columns=(
            column(say("Group"), "level_label"),
            column(say("Mean score"), "mean", kind="number", decimals=decimals),
            column(say("Difference"), "difference", kind="number", decimals=decimals, blank=compared),
            column(say("Interval"), "conf_low", "conf_high", kind="interval", decimals=decimals, blank=compared),
            *(of_shares if shares is not None else ()),
        ),
        frame=frame,
        notes=(
            say(
                "Differences from the reference group. What changes between the blocks is due to items that work "
                "differently in the groups."
            )
            if shares is None
            else say(
                "Differences from the reference group; those of shares in percentage points. What changes between the "
                "blocks is due to items that work differently in the groups."
            ),
            *footnotes(effects),
        ),
        blank=say("the share is too small to tell."),
        grouped_by="model",
    )
