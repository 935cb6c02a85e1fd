"""What an author takes from a report: paragraphs on methods and results, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.reports.publishing import Outcome, Source
from workbench.wording import joined, say, spoken

_NAMESAKE = "esis"  # instrument


@dataclass(frozen=True, kw_only=True)
class Citing:
    """Texts for an article.

    Attributes
    ----------
    methods, results : str
        Paragraphs; empty where no page says anything.
    citations : tuple of str
        Of the report, of the data where the codebook names their source, and of the scale where its source is stated.
    """

    methods: str
    results: str
    citations: tuple[str, ...]


def citing_of(outcomes: Sequence[Outcome], *, source: Source, run: str, year: int, version: str) -> Citing:
    """Put together what tables say for an article, each sentence once, in the language that is spoken."""
    methods = [*_fieldwork(source), *_sentences(outcomes, "methods")]
    if methods:
        methods.append(
            say(
                "Numbers of respondents are published as windows, and shares, differences and tests are computed from "
                "published numbers (workbench {version}).",
                version=version,
            )
        )
    return Citing(
        methods=" ".join(methods),
        results=" ".join(_sentences(outcomes, "results")),
        citations=(
            _report(source, run=run, year=year, version=version),
            *map(spoken, filter(None, (source.data_source, source.scale_source))),
        ),
    )


def _report(source: Source, *, run: str, year: int, version: str) -> str:
    """Cite the report; the workbench has the name of its scale where the report is of that scale."""
    facts = {"title": source.title, "year": year, "run": run, "version": version}
    if source.instrument == _NAMESAKE:
        return say(
            "{title} ({year}): report {run}. Made with the research workbench for the Experiences of Social Inclusion "
            "Scale, version {version}.",
            **facts,
        )
    return say(
        "{title} ({year}): report {run}. Made with the research workbench inclusion-workbench, version {version}.",
        **facts,
    )


def _sentences(outcomes: Sequence[Outcome], paragraph: str) -> list[str]:
    said = (
        sentence["sentence"]
        for outcome in outcomes
        for table in outcome.exhibits.tables
        for sentence in table.said("citable")
        if sentence["paragraph"] == paragraph
    )
    return list(dict.fromkeys(said))


def _fieldwork(source: Source) -> list[str]:
    """Say whom the survey asked in the words of its codebook, which nobody translates."""
    facts = [text for fact, text in source.fieldwork.items() if fact != "year"]
    words = [say("Survey: {title}; {facts}.", title=source.title, facts=joined(facts, "; "))] if facts else []
    return [*words, say("The file has {n} rows.", n=source.n_rows)]
