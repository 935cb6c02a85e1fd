"""What tables about the score and the cut-off say in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, label_inside_sentence
from workbench.population.groups import surely_apart
from workbench.tables.labels import mean_words, share_words, with_group_labels
from workbench.tables.report_table import Finding
from workbench.wording import listed, numbers, say, say_count

_MOST = 3  # groups that a sentence names
_SURE = 0.05  # of all tests of a table together (Bonferroni)


def share_finding(share: ProtectedTable, *, survey: Survey, cutoff: str | None) -> tuple[Finding, ...]:
    """Say how many are beyond the cut-off; of people in the population where the survey's weights add up to them."""
    row, limit = shown_frame(share).to_dict("records")[0], survey.instrument.cutoff(cutoff)
    group = {"score": limit.score_words, "label": limit.name}
    if row["withheld"]:
        return _about_share(say("How many have a {score} ({label}) is not shown: too few respondents.", **group))
    group["share"] = share_words(row["estimate"], row["bound"])
    year = survey.codebook.year if isinstance(survey.codebook.year, int) else None
    if row["bound"] or pd.isna(row["conf_low"]):
        if year:
            return _about_share(
                say("In {year}, {share} of the respondents had a {score} ({label}).", year=str(year), **group)
            )
        return _about_share(say("Of the respondents, {share} have a {score} ({label}).", **group))
    group["level"] = numbers.percent(row["conf_level"], 0)
    group["ends"] = numbers.interval(row["conf_low"], row["conf_high"], 1, as_percent=True)
    if not survey.design.is_weighted:
        return _about_share(_of_respondents(year, group))
    first = _of_population(year, group)
    if pd.isna(row.get("people")):
        return _about_share(first)
    ends = {"low": numbers.count(row["people_low"]), "high": numbers.count(row["people_high"])}
    return _about_share(
        first, say("That is some {people} people ({low} to {high}).", people=numbers.count(row["people"]), **ends)
    )


def _of_respondents(year: int | None, group: Mapping[str, str]) -> str:
    if year is None:
        return say("Of the respondents, {share} have a {score} ({label}); {level} interval {ends}.", **group)
    return say(
        "In {year}, {share} of the respondents had a {score} ({label}); {level} interval {ends}.",
        year=str(year), **group,
    )  # fmt: skip


def _of_population(year: int | None, group: Mapping[str, str]) -> str:
    if year is None:
        return say(
            "Of the population, an estimated {share} have a {score} ({label}); {level} interval {ends}.", **group
        )
    return say(
        "In {year}, an estimated {share} of the population had a {score} ({label}); {level} interval {ends}.",
        year=str(year), **group,
    )  # fmt: skip


def _about_share(*sentences: str) -> tuple[Finding, ...]:
    return tuple(Finding(topic="share", sentence=sentence) for sentence in sentences)


def mean_finding(mean: ProtectedTable, *, survey: Survey) -> tuple[Finding, ...]:
    """Say the mean score."""
    row, score = shown_frame(mean).to_dict("records")[0], survey.instrument.score
    if row["withheld"] or row["bound"] or pd.isna(row["conf_low"]):
        return ()
    return (Finding(topic="share", sentence=say(
        "The mean score is {mean} ({ends}) on a scale from {minimum} to {maximum}.",
        mean=mean_words(row["estimate"], score.decimals),
        ends=numbers.interval(row["conf_low"], row["conf_high"], score.decimals),
        minimum=numbers.shortest(score.minimum), maximum=numbers.shortest(score.maximum),
    )),)  # fmt: skip


def groups_findings(
    shares: ProtectedTable, overall: ProtectedTable, *, survey: Survey, cutoff: str | None
) -> tuple[Finding, ...]:
    """Name the groups whose share surely lies above, or below, that of everyone."""
    everyone, limit = shown_frame(overall).to_dict("records")[0], survey.instrument.cutoff(cutoff)
    if pd.isna(everyone["estimate"]) or everyone["bound"]:
        return ()
    share, groups = float(everyone["estimate"]), _of_groups(shares, survey)
    sure = surely_apart(groups, share, is_share=True, width=shares.width, span=1, weighted=survey.design.is_weighted)
    said = {"score": limit.score_words, "share": numbers.percent(share)}
    sentences = []
    if sure.above.any():
        named = _named(groups[sure.above].sort_values("estimate", ascending=False, kind="stable"), _share_of, survey)
        sentences.append(
            say_count(
                "A {score} is more common here than among everyone ({share}): {groups}.",
                "A {score} is more common here than among everyone ({share}; corrected for {n} groups): {groups}.",
                n=sure.n_compared, groups=named, **said,
            )
        )  # fmt: skip
    if sure.below.any():
        named = _named(groups[sure.below].sort_values("estimate", kind="stable"), _share_of, survey)
        sentences.append(
            say_count(
                "A {score} is less common here than among everyone ({share}): {groups}.",
                "A {score} is less common here than among everyone ({share}; corrected for {n} groups): {groups}.",
                n=sure.n_compared, groups=named, **said,
            )
        )  # fmt: skip
    if not sentences and sure.n_compared:
        sentences.append(
            say_count(
                "No group surely differs from the share of everyone ({share}).",
                "No group surely differs from the share of everyone ({share}; corrected for {n} groups).",
                n=sure.n_compared, share=said["share"],
            )
        )  # fmt: skip
    return tuple(Finding(topic="groups", sentence=sentence) for sentence in sentences)


def group_means_findings(means: ProtectedTable, overall: ProtectedTable, *, survey: Survey) -> tuple[Finding, ...]:
    """Name the groups whose mean score surely lies above, or below, that of everyone."""
    everyone, score = shown_frame(overall).to_dict("records")[0], survey.instrument.score
    if pd.isna(everyone["estimate"]) or everyone["bound"]:
        return ()
    mean, groups = float(everyone["estimate"]), _of_groups(means, survey)
    span = score.maximum - score.minimum
    sure = surely_apart(groups, mean, is_share=False, width=means.width, span=span, weighted=survey.design.is_weighted)

    def mean_of(row: Mapping[Any, Any]) -> str:
        return mean_words(row["estimate"], score.decimals, row["bound"])

    sentences, of_everyone = [], mean_words(mean, score.decimals)
    if sure.above.any():
        named = _named(groups[sure.above].sort_values("estimate", ascending=False, kind="stable"), mean_of, survey)
        sentences.append(
            say_count(
                "The mean score is higher than that of everyone ({mean}): {groups}.",
                "The mean score is higher than that of everyone ({mean}; corrected for {n} groups): {groups}.",
                n=sure.n_compared, groups=named, mean=of_everyone,
            )
        )  # fmt: skip
    if sure.below.any():
        named = _named(groups[sure.below].sort_values("estimate", kind="stable"), mean_of, survey)
        sentences.append(
            say_count(
                "The mean score is lower than that of everyone ({mean}): {groups}.",
                "The mean score is lower than that of everyone ({mean}; corrected for {n} groups): {groups}.",
                n=sure.n_compared, groups=named, mean=of_everyone,
            )
        )  # fmt: skip
    if not sentences and sure.n_compared:
        sentences.append(
            say_count(
                "No group surely differs from the mean score of everyone ({mean}).",
                "No group surely differs from the mean score of everyone ({mean}; corrected for {n} groups).",
                n=sure.n_compared, mean=of_everyone,
            )
        )  # fmt: skip
    return tuple(Finding(topic="groups", sentence=sentence) for sentence in sentences)


def _of_groups(table: ProtectedTable, survey: Survey) -> pd.DataFrame:
    """Return the rows of groups; areas have pages of their own."""
    frame = with_group_labels(shown_frame(table), survey.codebook)
    return frame[frame["variable"].ne("all") & ~frame["variable"].isin(survey.codebook.area)]


def _named(rows: pd.DataFrame, number: Callable[[Mapping[Any, Any]], str], survey: Survey) -> str:
    """Write the first groups with their numbers, and how many others there are."""
    texts: list[str] = [
        say(
            "{variable}: {level} ({share})",
            variable=label_inside_sentence(str(row["variable"]), survey.codebook),
            level=row["level_label"],
            share=number(row),
        )
        for row in rows.iloc[:_MOST].to_dict("records")
    ]
    if (others := len(rows) - _MOST) > 0:
        texts.append(say_count("{n} other group", "{n} other groups", n=others))
    return listed(texts)


def _share_of(row: Mapping[Any, Any]) -> str:
    return share_words(row["estimate"], row["bound"])


def joint_findings(
    labels: Sequence[str], p_values: Sequence[float], *, in_no_model: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Name the predictors whose groups surely differ, the others held equal, and those of which nothing can be said.

    Parameters
    ----------
    labels : sequence of str
        Predictors of the model.
    p_values : sequence of float
        Published bands of their joint tests, corrected here (Bonferroni); NaN where no test is published.
    in_no_model : sequence of str
        Labels of the predictors that no model holds.
    """
    tests = [(label, p) for label, p in zip(labels, p_values, strict=True) if not pd.isna(p)]
    sure = [label for label, p in tests if p * len(tests) <= _SURE]
    other = [label for label, p in tests if p * len(tests) > _SURE]
    sentences = []
    if sure:
        sentences.append(
            say_count(
                "The share surely differs by {variables}.",
                "All else equal, the share surely differs by {variables} (corrected for {n} tests).",
                n=len(tests),
                variables=listed(sure),
            )
        )
    if other:
        sentences.append(
            say_count(
                "No sure difference is seen by {variables}.",
                "All else equal, no sure difference is seen by {variables} (corrected for {n} tests).",
                n=len(tests),
                variables=listed(other),
            )
        )
    if untested := [label for label, p in zip(labels, p_values, strict=True) if pd.isna(p)]:
        sentences.append(
            say(
                "No test is published by {variables}: it could tell numbers of few respondents.",
                variables=listed(untested),
            )
        )
    if in_no_model:
        sentences.append(
            say(
                "Nothing is compared by {variables}: too few respondents tell the groups apart.",
                variables=listed(list(in_no_model)),
            )
        )
    return tuple(Finding(topic="differences", sentence=sentence) for sentence in sentences)


def published_findings(rows: Sequence[Mapping[str, Any]], texts: Sequence[Mapping[str, str]]) -> tuple[Finding, ...]:
    """Say how the share of everyone stands beside published ones: whether the interval holds them."""
    found = []
    for row, text in zip(rows, texts, strict=True):
        if (
            not row["is_share"]
            or row["variable"] != "all"
            or row["withheld"]
            or row["bound"]
            or pd.isna(row["conf_low"])
        ):
            continue
        values = {"published": text["published_text"], "population": _with_year(row)}
        if row["comparison"] != "equal":
            sentence = say("The published value is {published}: {population}.", **values)
        elif row["conf_low"] > row["published"]:
            sentence = say(
                "The published value is {published}: {population}. It lies below the interval, so the share is larger "
                "here.",
                **values,
            )
        elif row["conf_high"] < row["published"]:
            sentence = say(
                "The published value is {published}: {population}. It lies above the interval, so the share is smaller "
                "here.",
                **values,
            )
        else:
            sentence = say(
                "The published value is {published}: {population}. The interval holds it, so no difference can be "
                "told.",
                **values,
            )
        found.append(Finding(topic="published", sentence=sentence))
    return tuple(found)


def _with_year(row: Mapping[str, Any]) -> str:
    """Name the population of a published value and its year, once if the name has it."""
    population, year = str(row["population"]), str(row["year"])
    return population if year in population else say("{population}, {year}", population=population, year=year)
