"""What a Word file of a report needs beyond what pandoc makes: styles, numbered captions, contents, tables that fit."""

from workbench.reports.formats.word.captions import add_contents, add_lists, number_captions
from workbench.reports.formats.word.facts import join_facts
from workbench.reports.formats.word.styles import ANSWER, set_styles
from workbench.reports.formats.word.tables import fit_figures, lay_out_tables

__all__ = [
    "ANSWER",
    "add_contents",
    "add_lists",
    "fit_figures",
    "join_facts",
    "lay_out_tables",
    "number_captions",
    "set_styles",
]
