"""What the criteria say about the page on item response: rows of the closing table."""

from __future__ import annotations

import math

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.psychometrics import CutoffPrecision, GradedResponse, ItemBias, ScalabilityCoefficients
from workbench.tables.criteria import Criterion, criteria_table, reliability_levels
from workbench.tables.psychometrics.response_theory import residual_pairs
from workbench.tables.psychometrics.response_theory_words import reliability_words
from workbench.tables.report_table import ReportTable
from workbench.wording import say


def criteria_item_response(
    graded: ProtectedTable | None,
    precision: ProtectedTable | None,
    scalability: ProtectedTable | None,
    bias: ProtectedTable | None,
) -> ReportTable:
    """Show the main values of the chapter beside published criteria, as far as there are any."""
    return criteria_table(
        [
            *(_model(shown_result(graded, GradedResponse)) if graded else []),
            *(_precision(shown_result(precision, CutoffPrecision)) if precision else []),
            *(_scale(shown_result(scalability, ScalabilityCoefficients)) if scalability else []),
            *(_bias(shown_result(bias, ItemBias)) if bias else []),
        ],
        name="criteria_item_response",
        notes=(
            say("In brackets the items with the smallest or the largest value. The interval of the RMSEA covers 90 %."),
        ),
    )


def _model(graded: GradedResponse) -> list[Criterion]:
    return [*_fit(graded), *_items(graded)]


def _fit(graded: GradedResponse) -> list[Criterion]:
    fit = graded.fit.to_dict("records")[0]
    rows = []
    if not math.isnan(fit["rmsea"]):
        rows.append(
            Criterion(
                term=say("RMSEA of C2"),
                estimate=fit["rmsea"],
                conf_low=fit["rmsea_low"],
                conf_high=fit["rmsea_high"],
                criterion=say("at most .089 adequate, at most .05 good (derived for M2)"),
                source="Maydeu-Olivares & Joe 2014",
                decimals=3,
            )
        )
    largest = residual_pairs(graded).to_dict("records")[0]
    rows.append(
        Criterion(
            term=say(
                "Largest Q3 above the average of all pairs ({item} and {other})",
                item=largest["item"],
                other=largest["item_other"],
            ),
            estimate=largest["above_average"],
            criterion=say(
                "above .2 a sign of local dependence (Rasch model); no one limit suits all numbers of items and "
                "respondents"
            ),
            source="Christensen, Makransky & Horton 2017",
        )
    )
    return rows


def _items(graded: GradedResponse) -> list[Criterion]:
    ordered = graded.items.sort_values("discrimination", kind="stable").to_dict("records")
    smallest, largest = ordered[0], ordered[-1]
    ends = [
        (say("Smallest discrimination ({item})", item=smallest["item"]), smallest),
        (say("Largest discrimination ({item})", item=largest["item"]), largest),
    ]
    rows = [
        Criterion(
            term=term,
            estimate=item["discrimination"],
            conf_low=item["conf_low"],
            conf_high=item["conf_high"],
            criterion=say(
                "up to .34 very low, .35 to .64 low, .65 to 1.34 moderate, 1.35 to 1.69 high, from 1.70 very high"
            ),
            source="Baker 2001",
        )
        for term, item in ends
    ]
    rows += [
        Criterion(
            term=reliability_words(str(row["term"]))[0],
            estimate=row["estimate"],
            criterion=reliability_levels(),
            source="Nunnally & Bernstein 1994",
        )
        for row in graded.table.to_dict("records")
    ]
    return rows


def _precision(precision: CutoffPrecision) -> list[Criterion]:
    by_term = precision.table.set_index("term").to_dict("index")
    general = say("no general criterion; depends on the share beyond and on reliability")
    kappa = say(".41 to .60 moderate, .61 to .80 substantial, above .80 almost perfect (derived for two raters)")
    criteria = {
        "classification accuracy": (say("Classification accuracy"), general, say("no source")),
        "classification consistency": (say("Classification consistency"), general, say("no source")),
        "kappa": (say("Kappa of the consistency"), kappa, "Landis & Koch 1977"),
    }
    return [
        Criterion(
            term=label,
            estimate=by_term[term]["estimate"],
            conf_low=by_term[term]["conf_low"],
            conf_high=by_term[term]["conf_high"],
            criterion=criterion,
            source=source,
            kind="number" if term == "kappa" else "percent",
            decimals=2 if term == "kappa" else 0,
        )
        for term, (label, criterion, source) in criteria.items()
    ]


def _scale(scalability: ScalabilityCoefficients) -> list[Criterion]:
    scale = scalability.table.to_dict("records")[0]
    weakest = scalability.items.sort_values("estimate", kind="stable").to_dict("records")[0]
    levels = say("below .3 no scale, .3 to .4 weak, .4 to .5 medium, from .5 strong")
    rows = [
        Criterion(
            say("H of the scale"), scale["estimate"], levels, "Mokken 1971", scale["conf_low"], scale["conf_high"]
        ),
        Criterion(
            term=say("Smallest H of an item ({item})", item=weakest["item"]),
            estimate=weakest["estimate"],
            conf_low=weakest["conf_low"],
            conf_high=weakest["conf_high"],
            criterion=say("at least .3"),
            source="Mokken 1971",
        ),
    ]
    checked = scalability.monotonicity.dropna(subset=["crit"])
    if len(checked):
        worst = checked.sort_values("crit", ascending=False, kind="stable").to_dict("records")[0]
        rows.append(
            Criterion(
                term=say("Largest crit of monotonicity ({item})", item=worst["item"])
                if worst["crit"]
                else say("Largest crit of monotonicity"),
                estimate=worst["crit"],
                criterion=say("below 40 may be sampling error, above 40 some doubt, above 80 reason for concern"),
                source="Molenaar & Sijtsma 2000",
                decimals=0,
            )
        )
    return rows


def _bias(bias: ItemBias) -> list[Criterion]:
    both = bias.table[bias.table["term"] == "both"]
    largest = both.sort_values("nagelkerke_change", ascending=False, kind="stable").to_dict("records")[0]
    smallest = both["p_value_holm"].min()
    surest = both.loc[both["p_value_holm"] == smallest, "item"]
    return [
        Criterion(
            term=say("Largest Nagelkerke change, both kinds of bias ({item})", item=largest["item"]),
            estimate=largest["nagelkerke_change"],
            criterion=say(
                "below .035 negligible, .035 to .07 moderate, above .07 large (derived for two answers and another R²)"
            ),
            source="Jodoin & Gierl 2001",
            decimals=3,
        ),
        Criterion(
            term=say("Smallest Holm-adjusted p, both kinds of bias ({item})", item=surest.iloc[0])
            if len(surest) == 1
            else say("Smallest Holm-adjusted p, both kinds of bias"),
            estimate=smallest,
            criterion=say(
                "below .05 significant by convention; with many respondents tiny bias is, and so is no bias where the "
                "groups differ on the factor"
            ),
            source="Holm 1979",
            kind="p_band",
        ),
    ]
