"""Groups of known sizes, and which of them a plan withholds."""

from workbench.intake import below_cutoff, score

BIG = (40, 10)


ROOM = {"big": (60, 20), "large": (50, 15)}


def scores(survey):
    points = score(survey.responses, instrument=survey.instrument)
    return points, below_cutoff(points, instrument=survey.instrument)


def withheld(plan, variable="group", scope="counts"):
    return plan.withheld_levels(variable, scope)
