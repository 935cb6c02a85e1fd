"""The attack on the tables of a run."""

from workbench.disclosure.audit.audit import TOGETHER, Audit, audit

__all__ = ["TOGETHER", "Audit", "audit"]
