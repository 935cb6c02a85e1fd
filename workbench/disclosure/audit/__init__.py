"""The attack on the tables of a run, and the list for the person who clears them."""

from workbench.disclosure.audit.audit import TOGETHER, audit
from workbench.disclosure.audit.audit_result import Audit
from workbench.disclosure.audit.clearance_list import withheld_answers, withheld_cells

__all__ = ["TOGETHER", "Audit", "audit", "withheld_answers", "withheld_cells"]
