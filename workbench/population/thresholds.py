"""The numbers and words behind the publication gate: this project's defaults, not an official rule."""

EVERYONE = "all"  # variable and level of the row for everyone

# Fewer respondents than this in a cell: nothing of it is published. Five is the usual value of national statistical
# offices.
MINIMUM_RESPONDENTS = 5
# Shares below a cut-off: this many respondents at least below it, and this many at or above it, so that neither a
# single person below can be found out nor everyone in a group be known to be below.
MINIMUM_BELOW = 3
MINIMUM_NOT_BELOW = 1
