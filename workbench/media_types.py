"""The media types under which tables and figures carry their content in a notebook; the runner looks for them."""

TABLE_MIME = "application/vnd.workbench.table+json"
FIGURE_MIME = "application/vnd.workbench.figure+json"
