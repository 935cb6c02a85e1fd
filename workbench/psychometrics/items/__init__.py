"""Items one by one: statistics, scalability, bias."""

from workbench.psychometrics.items.item_analysis import ItemAnalysis, item_analysis, item_notes, items_against_rest
from workbench.psychometrics.items.item_bias import ItemBias, item_bias
from workbench.psychometrics.items.scalability import ScalabilityCoefficients, scalability_coefficients

__all__ = [
    "ItemAnalysis",
    "ItemBias",
    "ScalabilityCoefficients",
    "item_analysis",
    "item_bias",
    "item_notes",
    "items_against_rest",
    "scalability_coefficients",
]
