"""Open points of a survey, each with the command that settles it and the key that it is about."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workbench.intake.codebook import in_one_wording, lacking, languages_of
from workbench.intake.files import Code
from workbench.intake.key_setting import unsaid_keys
from workbench.intake.project import instrument_file
from workbench.intake.scale_match import cutoff_sentence, order_sentence
from workbench.intake.survey import Survey
from workbench.wording import LANGUAGES, listed, say, spelled_alike
from workbench.yaml_files import WRITE_HERE, key_text, set_command, yaml_in_line

_MOST_KEYS = 20  # that are named of those that lack something
_MOST_WORDED = 7  # options; of more a questionnaire words the ends alone
_YEARS = range(1900, 2101)  # a label such as 2024 says what it stands for


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """A sentence with its repair, and the key of the codebook that it is about; empty where it is about none."""

    sentence: str
    key: str = ""


def open_points(
    survey: Survey, *, codebook: Path, seen_from: Path, languages: Sequence[str] | None = None
) -> list[OpenPoint]:
    """Name what nobody has said of a survey, or what is said of it and looks wrong.

    Parameters
    ----------
    survey : Survey
    codebook : Path
        The file that it was read with, which the commands change.
    seen_from : Path
        Folder where these commands are given.
    languages : sequence of str, optional
        Languages of the report; default: those that the codebook itself has words in.
    """
    command = partial(set_command, codebook, seen_from=seen_from)
    scale = instrument_file(survey.codebook.instrument, beside=codebook.absolute().parent)
    return [
        *(OpenPoint(sentence=said, key="items") for said in (order_sentence(survey), cutoff_sentence(survey)) if said),
        *_of_scale(survey, scale, seen_from),
        *_without_groups(survey, command),
        *_spelled_alike(survey, command),
        *_bare_labels(survey, command),
        *_unnamed_years(survey, command),
        *_languages(survey, languages),
    ]


def _of_scale(survey: Survey, file: Path, seen_from: Path) -> Iterator[OpenPoint]:
    """Give what reports leave out because nobody has said it of the scale, and options without words."""
    if unsaid := unsaid_keys(file.read_text(encoding="utf-8")):
        keys = ", ".join(f"`{key.strip(chr(39)).partition('=')[0]}`" for key in unsaid)
        command = set_command(file, *unsaid, seen_from=seen_from)
        said = say(
            "Not stated yet of the scale, and left out of reports: {keys}. Say it by {command}.",
            keys=keys,
            command=command,
        )
        yield OpenPoint(sentence=said, key="instrument")
    options = survey.instrument.options
    if all(option.label == str(option.points) for option in options):
        has_many = len(options) > _MOST_WORDED
        named = (options[0], options[-1]) if has_many else options
        typed = [_typed(["options", option.points, "label"]) for option in named]
        command = set_command(file, *typed, seen_from=seen_from)
        if has_many:
            said = say(
                "The answer options are bare numbers. Say what the first and the last stand for by {command}.",
                command=command,
            )
        else:
            said = say("The answer options are bare numbers. Say what they stand for by {command}.", command=command)
        yield OpenPoint(sentence=said, key="instrument")


def _without_groups(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    if not survey.codebook.background:
        said = say(
            "The codebook describes no background variable, so that a report compares no groups. Describe one, such as "
            "one that the draft proposes behind `#`, by {command}.",
            command=command(_typed(["background", "NAME", "label"])),
        )
        yield OpenPoint(sentence=said, key="background")


def _spelled_alike(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    """Give labels that differ in accents alone, which may be one group."""
    for name, variable in survey.codebook.background.items():
        rows = survey.background[name].value_counts()
        joined = {label for labels in variable.merge.values() for label in labels}
        for group in spelled_alike(label for label in variable.labels.values() if label not in joined):
            held = sorted(group, key=lambda label: -rows.get(label, 0))
            key = key_text(["background", name, "merge", held[0]])
            said = say(
                "{labels} of {variable} are spelled nearly alike. If they are one group, join them: {command}.",
                labels=listed([f"`{label}`" for label in group]),
                variable=variable.label,
                command=command(shlex.quote(f"{key}={yaml_in_line(held)}")),
            )
            yield OpenPoint(sentence=said, key=f"background.{name}")


def _bare_labels(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    """Give variables whose labels are their codes, which say nothing to a reader."""
    for name, variable in survey.codebook.background.items():
        if bare := _bare_codes(variable.labels):
            said = say(
                "Labels of {variable} are bare codes. Say what they stand for by {command}.",
                variable=variable.label,
                command=command(*(_typed(["background", name, "labels", code]) for code in bare)),
            )
            yield OpenPoint(sentence=said, key=f"background.{name}")


def _unnamed_years(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    """Give variables that hold years, where no `year` is named, so that no report tells of changes."""
    for name, variable in survey.codebook.background.items() if survey.codebook.year is None else ():
        if len(variable.labels) > 1 and all(code in _YEARS for code in variable.labels):
            said = say(
                "{variable} holds years, and the codebook names no `year`. If it is the year of the survey, say so by "
                "{command}, and a report tells of changes.",
                variable=variable.label,
                command=command(shlex.quote(f"year={yaml_in_line(name)}")),
            )
            yield OpenPoint(sentence=said, key=f"background.{name}")


def _bare_codes(labels: Mapping[Code, str]) -> list[Code]:
    bare: list[Code] = [code for code, label in labels.items() if not isinstance(code, str) and label == str(code)]
    return [] if all(code in _YEARS for code in bare) else bare


def _languages(survey: Survey, languages: Sequence[str] | None) -> Iterator[OpenPoint]:
    """Give words of the codebook that lack a language: one that is asked for, or one that others are given in."""
    book = survey.codebook
    for language, keys in lacking(book, languages_of(book) if languages is None else languages).items():
        said = say(
            "Words without a text in {language}, which reports in it show in the language that stands first: {keys}.",
            language=f"{LANGUAGES[language]} (`{language}`)",
            keys=_some(keys),
        )
        yield OpenPoint(sentence=said)
    keys = in_one_wording(book)
    if keys and languages is not None and len(languages) > 1:
        said = say(
            "Words with one text for all languages: {keys}. Where they should change with the language, write one for "
            "each: {example}.",
            keys=_some(keys),
            example="`{fi: …, sv: …, en: …}`",
        )
        yield OpenPoint(sentence=said)


def _typed(place: Sequence[object]) -> str:
    """Write an assignment that somebody completes, as a terminal needs it."""
    key = key_text(place)
    return f"{key}='{WRITE_HERE}'" if shlex.quote(key) == key else shlex.quote(f"{key}={WRITE_HERE}")


def _some(keys: Sequence[str]) -> str:
    shown = ", ".join(f"`{key}`" for key in keys[:_MOST_KEYS])
    if len(keys) <= _MOST_KEYS:
        return shown
    return say("{some} and {n} more", some=shown, n=len(keys) - _MOST_KEYS)
