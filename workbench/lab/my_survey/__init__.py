"""My survey: a form that becomes a codebook, the file of a scale and the parameters of a run, and nothing else."""

from workbench.lab.my_survey.bringing import LARGEST_SURVEY, place_of
from workbench.lab.my_survey.drafts import PRIVATE, Draft, Drafts, OutdatedPageError
from workbench.lab.my_survey.faults import STEPS, Fault, anchor, fault_of
from workbench.lab.my_survey.fields import Fields
from workbench.lab.my_survey.form import Form, next_step
from workbench.lab.my_survey.shown import merged_text

__all__ = [
    "LARGEST_SURVEY",
    "PRIVATE",
    "STEPS",
    "Draft",
    "Drafts",
    "Fault",
    "Fields",
    "Form",
    "OutdatedPageError",
    "anchor",
    "fault_of",
    "merged_text",
    "next_step",
    "place_of",
]
