"""Words for variables, levels and items, taken from codebook and instrument."""

from __future__ import annotations

import pandas as pd

from workbench.columns import EVERYONE, NOT_ANSWERED, OTHER_LEVELS
from workbench.disclosure.gate import ProtectedTable, holds_rounding
from workbench.disclosure.plan import merged_parts
from workbench.instruments import Instrument
from workbench.intake import Survey, variable_label
from workbench.intake.codebook import Codebook
from workbench.psychometrics.answers import WEIGHTS_ALONE
from workbench.results import Result
from workbench.wording import numbers, say, spoken

EVERYONE_LABEL = say("Everyone")


def with_group_labels(frame: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Add `variable_label` and `level_label`, what people read, and put levels into the codebook's order."""
    places = [_place(v, str(level), codebook) for v, level in zip(frame["variable"], frame["level"], strict=True)]
    blocks = frame["variable"].map({v: i for i, v in enumerate(frame["variable"].unique())})
    order = pd.DataFrame({"block": blocks, "place": places}).sort_values(["block", "place"], kind="stable").index
    return frame.assign(
        variable_label=[variable_label(v, codebook) for v in frame["variable"]],
        level_label=[_level_label(v, str(level)) for v, level in zip(frame["variable"], frame["level"], strict=True)],
    ).loc[order]


def _place(variable: str, level: str, codebook: Codebook) -> int:
    """Place of a level in the codebook; crossings are in order already, and those who did not answer come last."""
    if variable not in codebook.background:
        return 0
    labels = codebook.background[variable].levels
    parts = merged_parts(level, labels)
    return labels.index(parts[0]) if parts else len(labels)


def level_label(level: str) -> str:
    """Write a level as people read it."""
    return {NOT_ANSWERED: say("No valid answer"), OTHER_LEVELS: say("Other levels")}.get(level, level)


def _level_label(variable: str, level: str) -> str:
    return spoken(EVERYONE_LABEL) if variable == EVERYONE else level_label(level)


def with_statements(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Add `statement`, the official wording of each item."""
    wording = {item.id: item.statement for item in instrument.items}
    return frame.assign(statement=[wording[item] for item in frame["item"]])


def has_groups(frame: pd.DataFrame) -> bool:
    """Whether a table has rows of groups, and not of everyone alone."""
    return bool(frame["variable"].ne(EVERYONE).any())


def cutoff_words(survey: Survey, cutoff: str | None) -> str:
    """Say the cut-off in words, e.g. `score below 50`, `score of 14 or more`."""
    return survey.instrument.cutoff(cutoff).score_words


def turned_items(instrument: Instrument) -> tuple[str, ...]:
    """Name the items that are worded against the scale, and what their points say after turning."""
    turned = [item.id for item in instrument.items if item.reversed]
    if not turned:
        return ()
    lowest, highest = instrument.options[0], instrument.options[-1]
    return (
        say(
            "Turned, because worded against the scale: {items}. Their points are those after turning: {most} stands "
            "for the answer “{lowest}” and {least} for “{highest}”.",
            items=", ".join(turned),
            most=highest.points,
            lowest=lowest.label,
            least=lowest.points,
            highest=highest.label,
        ),
    )


def worded_against(instrument: Instrument) -> tuple[str, ...]:
    """Name the items that are worded against the scale, where analyses take their points as turned."""
    turned = [item.id for item in instrument.items if item.reversed]
    return (say("Turned, because worded against the scale: {items}.", items=", ".join(turned)),) if turned else ()


def answers_as_given(instrument: Instrument) -> tuple[str, ...]:
    """Name the items that are worded against the scale, where the answers are those that people gave."""
    turned = [item.id for item in instrument.items if item.reversed]
    if not turned:
        return ()
    return (say("Answers as given, not turned; worded against the scale: {items}.", items=", ".join(turned)),)


def another_group(shown: pd.DataFrame, survey: Survey) -> tuple[str, ...]:
    """Say to researchers how to see another group than the one variable of these rows, if there is another one."""
    own = list(map(str, shown["variable"].unique()))
    others = [name for name in survey.codebook.background if name not in own]
    if len(own) != 1 or not others:
        return ()
    return (
        say(
            "For researchers: another group than “{group}” is shown by `-p group={other}`, or by the parameter `group` "
            "of this notebook (in JupyterLab: Parameters).",
            group=variable_label(own[0], survey.codebook),
            other=others[0],
        ),
    )


def mean_words(mean: float, decimals: int, bound: str = "") -> str:
    """Write a published mean, which is a bound where the values are just two and few have one of them."""
    text = numbers.number(mean, decimals)
    if not bound:
        return text
    return say("under {value}", value=text) if bound == "under" else say("over {value}", value=text)


def share_words(share: float, bound: str = "") -> str:
    """Write a published share, which may be a bound."""
    return numbers.bound(share, bound) if bound else numbers.percent(share)


def footnotes(*shown: ProtectedTable | Result | None) -> tuple[str, ...]:
    """Methods and doubts of what a table shows, each once."""
    texts = [text for each in shown if each is not None for text in (each.method, *doubts(each))]
    return tuple(dict.fromkeys(text for text in texts if text))


def doubts(*shown: ProtectedTable | Result) -> tuple[str, ...]:
    """Name the doubts of what a table shows, each once; how the design is used stands in the text of the page."""
    notes = (note for each in shown for note in each.notes if spoken(note) != spoken(WEIGHTS_ALONE))
    return tuple(dict.fromkeys(notes))


def held_rounding(shares: pd.DataFrame, width: int) -> tuple[str, ...]:
    """Say where intervals of adjusted or standardised shares hold what these are rounded by."""
    if width == 1 or not holds_rounding(shares):
        return ()
    return (say("Where a share is published in steps larger than its standard error, intervals hold half a step too."),)
