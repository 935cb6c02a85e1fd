"""MIME types under which tables, figures and refusals carry what a runner needs; `exhibits.py` reads them."""

TABLE_MIME = "application/vnd.workbench.table+json"
FIGURE_MIME = "application/vnd.workbench.figure+json"
REFUSAL_MIME = "application/vnd.workbench.refusal+json"
