"""Tables of a general factor beside group factors."""

from __future__ import annotations

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.psychometrics import EssentialUnidimensionality
from workbench.tables.labels import footnotes
from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers, say

_GENERAL = "general"


def essential_unidimensionality(bifactor: ProtectedTable) -> ReportTable:
    """Show how much of the sum, and of what the items share, is the general factor (Schmid–Leiman)."""
    found = shown_result(bifactor, EssentialUnidimensionality)
    return ReportTable(
        name="essential_unidimensionality",
        caption=say("One general factor beside group factors"),
        columns=(
            column(say("Coefficient"), "term"),
            column(say("Value"), "estimate", kind="number"),
        ),
        frame=found.table.assign(term=found.table["term"].map(_names())),
        notes=(
            say(
                "Omegas: parts of the variance of the sum that the general factor (hierarchical) or all factors "
                "(total) explain. Common variance: what the factors explain of the items. Pairs: of all pairs of "
                "items. Relative bias: mean of the absolute differences, each divided by the loading on the general "
                "factor."
            ),
            _sum_of(found.correlation),
            *footnotes(bifactor),
        ),
    )


def _names() -> dict[str, str]:
    return {
        "omega_hierarchical": say("Omega hierarchical"),
        "omega_total": say("Omega total"),
        "explained_common_variance": say("Part of the general factor in the common variance"),
        "percent_uncontaminated": say("Pairs whose items belong to different group factors"),
        "relative_bias": say("Relative bias of the loadings on one factor"),
    }


def _sum_of(correlation: str) -> str:
    if correlation == "polychoric":
        return say("The sum is that of the normal variables behind the answers, each with variance 1.")
    return say("The sum is that of the items, each with variance 1.")


def bifactor_loadings(bifactor: ProtectedTable) -> ReportTable:
    """Show the loadings on one factor, on the general factor and on each group factor, items in order."""
    found = shown_result(bifactor, EssentialUnidimensionality)
    long = found.loadings
    general = long[long["factor"] == _GENERAL].set_index("item")
    frame = found.items.set_index("item")[["loading_one_factor", "explained_common_variance"]]
    frame = frame.assign(loading_general=general["loading"], loading_general_direct=general["loading_direct"])
    factors = found.group_factors["factor"].tolist()
    direct = found.table.set_index("term")["estimate_direct"]
    for number, factor in enumerate(factors, start=1):
        frame[f"loading_{number}"] = long[long["factor"] == factor].set_index("item")["loading"]
    return ReportTable(
        name="bifactor_loadings",
        caption=say("Loadings on a general factor and on group factors"),
        columns=(
            column(say("Item"), "item"),
            column(say("One factor"), "loading_one_factor", kind="number"),
            column(say("General"), "loading_general", kind="number"),
            *(column(factor, f"loading_{number}", kind="number") for number, factor in enumerate(factors, start=1)),
            column(say("General, direct"), "loading_general_direct", kind="number"),
            column(say("Part of the general factor"), "explained_common_variance", kind="number"),
        ),
        frame=frame.reset_index(),
        notes=(
            say(
                "One factor: loading without group factors. General and {factors}: by Schmid and Leiman's "
                "transformation. Part of the general factor: of the item's squared loadings on all of these.",
                factors=", ".join(factors),
            ),
            say(
                "The direct solution has omega hierarchical {omega}; the general factor is {part} of the common "
                "variance. Both tend to be too small, most of all where the items measure nearly one thing.",
                omega=numbers.number(direct["omega_hierarchical"]),
                part=numbers.number(direct["explained_common_variance"]),
            ),
        ),
        blank=say("the item loads on no factor."),
    )


def group_factors(bifactor: ProtectedTable) -> ReportTable:
    """Show each group factor: its items, and what of their sum is the general factor's and what its own."""
    frame = shown_result(bifactor, EssentialUnidimensionality).group_factors
    return ReportTable(
        name="group_factors",
        caption=say("Group factors: what the sum of their items measures"),
        columns=(
            column(say("Group factor"), "factor"),
            column(say("Items"), "n_items", kind="count"),
            column(say("Loading on the general factor"), "loading_on_general", kind="number"),
            column(say("Omega of both"), "omega_total", kind="number"),
            column(say("General"), "omega_general", kind="number"),
            column(say("Group factor alone"), "omega_group", kind="number"),
            column(say("Group factor alone, direct"), "omega_group_direct", kind="number"),
        ),
        frame=frame,
        notes=(
            say(
                "Items: those whose largest loading on group factors is on this one. Omegas: parts of the variance of "
                "the sum of these items that both factors, the general one and the group factor alone explain."
            ),
        ),
        blank=say("no item loads most on this group factor."),
    )
