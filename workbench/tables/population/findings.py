"""What tables about the score and the cut-off say in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
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
    if row["bound"] or pd.isna(row["conf_low"]):
        return _about_share(say("Of the respondents, {share} have a {score} ({label}).", **group))
    group["level"] = numbers.percent(row["conf_level"], 0)
    group["ends"] = numbers.interval(row["conf_low"], row["conf_high"], 1, as_percent=True)
    if not survey.design.is_weighted:
        return _about_share(
            say("Of the respondents, {share} have a {score} ({label}); {level} interval {ends}.", **group)
        )
    first = say("Of the population, an estimated {share} have a {score} ({label}); {level} interval {ends}.", **group)
    if pd.isna(row.get("people")):
        return _about_share(first)
    ends = {"low": numbers.count(row["people_low"]), "high": numbers.count(row["people_high"])}
    return _about_share(
        first, say("That is some {people} people ({low} to {high}).", people=numbers.count(row["people"]), **ends)
    )


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
    """Name the groups whose whole interval lies above, or below, the share of everyone."""
    everyone, limit = shown_frame(overall).to_dict("records")[0], survey.instrument.cutoff(cutoff)
    if pd.isna(everyone["estimate"]) or everyone["bound"]:
        return ()
    share = float(everyone["estimate"])
    frame = with_group_labels(shown_frame(shares), survey.codebook)
    groups = frame[frame["variable"].ne("all") & ~frame["variable"].isin(survey.codebook.area)]
    under, over = (groups["bound"].eq(side) for side in ("under", "over"))
    above = groups[(groups["conf_low"] > share) | (over & (groups["estimate"] >= share))]
    below = groups[(groups["conf_high"] < share) | (under & (groups["estimate"] <= share))]
    said = {"score": limit.score_words, "share": numbers.percent(share)}
    sentences = []
    if len(above):
        named = _named(above.sort_values("estimate", ascending=False, kind="stable"))
        sentences.append(say("More have a {score} than of everyone ({share}): {groups}.", groups=named, **said))
    if len(below):
        named = _named(below.sort_values("estimate", kind="stable"))
        sentences.append(say("Fewer have a {score} than of everyone ({share}): {groups}.", groups=named, **said))
    if not sentences and len(groups):
        sentences.append(say("No group surely differs from the share of everyone ({share}).", share=said["share"]))
    return tuple(Finding(topic="groups", sentence=sentence) for sentence in sentences)


def _named(rows: pd.DataFrame) -> str:
    """Write the first groups with their shares, and how many others there are."""
    texts: list[str] = [_with_share(row) for row in rows.iloc[:_MOST].to_dict("records")]
    if (others := len(rows) - _MOST) > 0:
        texts.append(say_count("{n} other group", "{n} other groups", n=others))
    return listed(texts)


def _with_share(row: Mapping[Any, Any]) -> str:
    share = share_words(row["estimate"], row["bound"])
    return say("{variable}: {level} ({share})", variable=row["variable_label"], level=row["level_label"], share=share)


def joint_findings(labels: Sequence[str], p_values: Sequence[float]) -> tuple[Finding, ...]:
    """Name the predictors whose groups surely differ, the others held equal: Bonferroni over the published bands."""
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
                "All else equal, no sure difference is seen by {variables}.",
                n=len(tests),
                variables=listed(other),
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
        values = {"published": text["published_text"], "population": row["population"], "year": row["year"]}
        if row["comparison"] != "equal":
            sentence = say("Published is {published} for {population}, {year}.", **values)
        elif row["conf_low"] > row["published"]:
            sentence = say(
                "This is more than the published {published} for {population}, {year}, which lies below the interval.",
                **values,
            )
        elif row["conf_high"] < row["published"]:
            sentence = say(
                "This is less than the published {published} for {population}, {year}, which lies above the interval.",
                **values,
            )
        else:
            sentence = say(
                "No difference from the published {published} for {population}, {year}, can be told: the interval "
                "holds it.",
                **values,
            )
        found.append(Finding(topic="published", sentence=sentence))
    return tuple(found)
