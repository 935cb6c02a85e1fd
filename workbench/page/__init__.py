"""The chapters as a page calls them: what cannot be estimated becomes a sentence in its place, and the page goes on."""

from workbench import intake as _intake
from workbench import plots as _plots
from workbench import population as _population
from workbench import psychometrics as _psychometrics
from workbench import tables as _tables
from workbench.page.chapter import Chapter, estimating, first_estimated, showing
from workbench.page.refusal import PartlyRefused, Refusal

intake = Chapter(_intake, estimating)
psychometrics = Chapter(_psychometrics, estimating)
population = Chapter(_population, estimating)
tables = Chapter(_tables, showing)
plots = Chapter(_plots, showing)

__all__ = [
    "PartlyRefused",
    "Refusal",
    "first_estimated",
    "intake",
    "plots",
    "population",
    "psychometrics",
    "tables",
]
