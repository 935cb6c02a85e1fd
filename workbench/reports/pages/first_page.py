"""What the first page of a report says, in order: sentences of its tables, and one of its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.reports.notebooks import FigureFile
from workbench.reports.pages.changes import Change, changes_told
from workbench.reports.pages.links import Links
from workbench.reports.publishing import Outcome
from workbench.wording import say

_PICTURE = "groups_in_order"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One sentence, and the place of the table that says it; empty where none does."""

    sentence: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The picture of the page, and where it stands."""

    figure: FigureFile
    link: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, the sentences below it, and the picture below these."""

    heading: str
    told: list[Told]
    picture: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class FirstPage:
    """What stands on the first page.

    Attributes
    ----------
    answer : list of Told
        How many are beyond the cut-off; the mean score.
    sections : list of Section
    """

    answer: list[Told]
    sections: list[Section]


def first_page(
    outcomes: Sequence[Outcome], links: Links, *, follows: str = "", changes: Sequence[Change] = ()
) -> FirstPage:
    """Put in order what the pages of a report found; what several say in the same words stands once.

    Parameters
    ----------
    outcomes : sequence of Outcome
    links : Links
    follows : str
        Name of an earlier run.
    changes : sequence of Change
        Since that run.
    """
    found: dict[tuple[str, str], str] = {}
    for outcome, finding, table in _findings(outcomes):
        found[finding["topic"], finding["sentence"]] = links.table(outcome, table)

    def about(*topics: str) -> list[Told]:
        return [
            Told(sentence=sentence, link=link)
            for wanted in topics
            for (topic, sentence), link in found.items()
            if topic == wanted
        ]

    sections = [
        Section(heading=say("Beside published figures"), told=about("published")),
        Section(heading=say("Who"), told=about("groups"), picture=next(_pictures(outcomes, links), None)),
        Section(heading=say("What surely differs"), told=about("differences")),
        Section(heading=say("How far to trust it"), told=about("answers", "one factor", "reliability", "precision")),
        Section(
            heading=say("What changed since {run}", run=follows),
            told=[Told(sentence=sentence, link="") for sentence in changes_told(changes, outcomes)],
        ),
    ]
    return FirstPage(answer=about("share"), sections=[section for section in sections if section.told])


def fieldwork_words() -> dict[str, str]:
    """Return the headings of what a codebook says of the survey."""
    return {
        "year": say("Year"),
        "population": say("Population"),
        "place": say("Place"),
        "time": say("Asked"),
        "mode": say("How"),
    }


def _findings(outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, dict[str, str], str]]:
    for outcome in outcomes:
        for table in outcome.exhibits.tables:
            for finding in table.said("findings"):
                yield outcome, finding, table.name.removesuffix(".csv")


def _pictures(outcomes: Sequence[Outcome], links: Links) -> Iterator[Picture]:
    for outcome in outcomes:
        for figure in outcome.exhibits.figures:
            if figure.name == f"{outcome.notebook.number}_{_PICTURE}":
                yield Picture(figure=figure, link=links.figure(outcome, figure.name))


def findings_of(outcome: Outcome, links: Links) -> list[Told]:
    """Return what the tables of one page say, for its head; what several say in the same words stands once."""
    found = {finding["sentence"]: links.table(outcome, table) for _, finding, table in _findings([outcome])}
    return [Told(sentence=sentence, link=link) for sentence, link in found.items()]
