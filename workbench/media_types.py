"""MIME types of what a runner needs of tables, figures and refusals, and of their words in other languages."""

TABLE_MIME = "application/vnd.workbench.table+json"
FIGURE_MIME = "application/vnd.workbench.figure+json"
REFUSAL_MIME = "application/vnd.workbench.refusal+json"
LANGUAGES_MIME = "application/vnd.workbench.languages+json"
