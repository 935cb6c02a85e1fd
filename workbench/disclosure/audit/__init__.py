"""The attack on what a run is about to publish, from the survey and the exported tables alone."""

from workbench.disclosure.audit.audit import TOGETHER, Audit, audit
from workbench.disclosure.audit.joint_attack import Range

__all__ = ["TOGETHER", "Audit", "Range", "audit"]
