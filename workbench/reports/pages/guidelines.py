"""Which items of reporting guidelines a report answers, and where: STROBE for the survey, COSMIN for the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.reports.notebooks import Part
from workbench.reports.pages.first_page import fieldwork_words, first_page
from workbench.reports.pages.links import Links
from workbench.reports.publishing import Outcome, Source
from workbench.wording import joined, say, translated

STROBE_SOURCE = "von Elm E, et al. The STROBE statement. PLoS Med 2007;4(10):e296. strobe-statement.org"
COSMIN_SOURCE = "Mokkink LB, et al. COSMIN Risk of Bias checklist. Qual Life Res 2018;27:1171–1179. cosmin.nl"


_FIRST_PAGE, _GROUPS, _RESPONDENTS = "index", "Means and shares of all groups", "Who the respondents are"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A section of the report."""

    heading: str
    link: str


@dataclass(frozen=True)
class Facts:
    """What a codebook may say of the survey, on the first page: keys of `fieldwork`."""

    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One item of a guideline.

    Attributes
    ----------
    number : str
    asks : str
        In our words.
    places : tuple of Place
        Empty where the author must say it.
    """

    number: str
    asks: str
    places: tuple[Place, ...]


def strobe(outcomes: Sequence[Outcome], links: Links, source: Source) -> list[Answered]:
    """Return the items of STROBE for cross-sectional studies that have to do with data, measures and results."""
    return _answered(
        outcomes,
        source,
        (
            ("4", say("Design of the study"), ()),
            ("5", say("Setting: place, time, collection of data"), (Facts(("place", "year", "time", "mode")),)),
            ("6", say("Whom the study asked, and how they were chosen"), (Facts(("population",)),)),
            ("7", say("Outcomes, exposures and other variables"), ("Which scale this is", "What was read")),
            ("8", say("How each variable was measured"), ("Which scale this is", "Reliability of the score")),
            (
                "9",
                say("Bias, and what was done about it"),
                ("Uniform answering", "What the missing rule does to the main numbers"),
            ),
            ("10", say("How the size of the study came about"), ()),
            ("11", say("How variables with numbers or levels were handled"), ("What was read", "Numbers as curves")),
            (
                "12",
                say("Statistical methods: models, subgroups, missing answers, design of the sample, sensitivity"),
                (
                    "Who falls beyond: logistic regression",
                    "Missing background answers",
                    "How unequal the weights are",
                    "Other cut-offs",
                ),
            ),
            ("13", say("Numbers of people at each stage"), ("What was read", "Who is left without a score")),
            (
                "14",
                say("Who the respondents are, and what of their answers is missing"),
                (_RESPONDENTS, _GROUPS, "Missing answers, floor and ceiling"),
            ),
            ("15", say("How many have the outcome"), ("The share beyond the cut-off",)),
            (
                "16",
                say("Estimates without and with adjustment, their precision, and what was adjusted for"),
                ("Who falls beyond: logistic regression", "Adjusted shares"),
            ),
            (
                "17",
                say("Other analyses: subgroups, interactions, sensitivity"),
                ("Crossings", "Interactions", "Other cut-offs", "What hangs on the largest weights"),
            ),
            ("18", say("Main results in view of the question"), (_FIRST_PAGE,)),
            ("19", say("Limits, and where they may lead"), ("How far the model may be trusted",)),
            ("20", say("A cautious reading of all results"), ()),
            ("21", say("To whom the results apply"), (Facts(("population",)), "Beside published values")),
            ("22", say("Funding"), ()),
        ),
        links,
    )


def cosmin(outcomes: Sequence[Outcome], links: Links, source: Source) -> list[Answered]:
    """Return the boxes of COSMIN on the quality of a scale."""
    return _answered(
        outcomes,
        source,
        (
            ("1–2", say("Development and content of the scale"), ()),
            (
                "3",
                say("Structural validity: dimensions of the scale"),
                ("Does one factor fit?", "How many dimensions?", "One factor against several", "Does the model fit?"),
            ),
            ("4", say("Internal consistency"), ("Reliability of the score", "What each item adds")),
            (
                "5",
                say("Measurement invariance, and the same working of items in groups"),
                (
                    "Step by step, ordered answers",
                    "Which items work differently?",
                    "Do groups answer an item differently?",
                ),
            ),
            ("6", say("Reliability over repeated measurements"), ()),
            ("7", say("Measurement error"), ("Standard error of measurement", "Precision at the cut-off")),
            ("8", say("Agreement with a gold standard"), ()),
            (
                "9",
                say("Differences between known groups, and relations to other measures"),
                (_GROUPS,),
            ),
            ("10", say("Responsiveness to change"), ()),
        ),
        links,
    )


def _answered(
    outcomes: Sequence[Outcome],
    source: Source,
    items: Sequence[tuple[str, str, tuple[str | Facts, ...]]],
    links: Links,
) -> list[Answered]:
    """Give each item the places that hold something of it: a section without a number answers nothing."""
    places: dict[str, list[Place]] = {}
    for outcome in outcomes:
        for part in outcome.parts:
            if _holds(outcome, part) and (link := links.section(outcome, part.heading)):
                words = say("{page}: {section}", page=outcome.notebook.number, section=translated(part.heading))
                places.setdefault(part.heading, []).append(Place(heading=words, link=link))
    has_answer, first = bool(first_page(outcomes, links).answer), f"{links.top}#answer"
    if has_answer:
        places[_FIRST_PAGE] = [Place(heading=say("First page"), link=first)]

    def found(asked: str | Facts) -> list[Place]:
        if isinstance(asked, str):
            return places.get(asked, [])
        known = [fieldwork_words()[key] for key in asked.keys if key in source.fieldwork]
        if not has_answer or not known:  # the facts stand below the answer
            return []
        return [
            Place(heading=say("{page}: {section}", page=say("First page"), section=joined(known, ", ")), link=first)
        ]

    return [
        Answered(number=number, asks=asks, places=tuple(place for each in asked for place in found(each)))
        for number, asks, asked in items
    ]


def _holds(outcome: Outcome, part: Part) -> bool:
    """Whether a section has a figure, or a table of which a row is not withheld."""
    empty = {
        table.name.removesuffix(".csv").removeprefix(f"{outcome.notebook.number}_")
        for table in outcome.exhibits.tables
        if len(table.payload["rows"]) <= table.payload["n_withheld"]
    }
    return bool(set(part.shows) - empty)
