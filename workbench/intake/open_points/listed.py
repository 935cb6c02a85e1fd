"""Open points of a survey, each with the command and the keys that settle it."""

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
from workbench.intake.scale_match import order_sentence
from workbench.intake.survey import Survey
from workbench.wording import LANGUAGES, listed, say, spelled_alike
from workbench.yaml_files import WRITE_HERE, key_text, set_command, yaml_in_line

_MOST_KEYS = 20  # that are named of those that lack something
_MOST_WORDED = 7  # options; of more a questionnaire words the ends alone
_YEARS = range(1900, 2101)  # a label such as 2024 says what it stands for


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """What is open, the repair by command, and the keys that settle it, those of the scale's file behind `scale.`."""

    fact: str
    repair: str = ""
    keys: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Fact and repair."""
        return " ".join(filter(None, (self.fact, self.repair)))


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
        *([OpenPoint(fact=order, keys=("items",))] if (order := order_sentence(survey)) else []),
        *_cutoffs(survey),
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
        yield OpenPoint(
            fact=say("Reports leave out what is not stated yet of the scale."),
            repair=say("Say it by {command}.", command=set_command(file, *unsaid, seen_from=seen_from)),
            keys=tuple(f"scale.{key.strip(chr(39)).partition('=')[0]}" for key in unsaid),
        )
    options = survey.instrument.options
    if all(option.label == str(option.points) for option in options):
        has_many = len(options) > _MOST_WORDED
        named = {place: options[place].points for place in ((0, len(options) - 1) if has_many else range(len(options)))}
        typed = [_typed(["options", points, "label"]) for points in named.values()]
        command = set_command(file, *typed, seen_from=seen_from)
        yield OpenPoint(
            fact=say("The answer options are bare numbers."),
            repair=say("Say what the first and the last stand for by {command}.", command=command)
            if has_many
            else say("Say what they stand for by {command}.", command=command),
            keys=tuple(f"scale.options.{place}" for place in named),
        )


def _cutoffs(survey: Survey) -> Iterator[OpenPoint]:
    """Say which of several cut-offs the pages show."""
    shown, *others = survey.instrument.cutoffs or [""]
    if others:
        yield OpenPoint(
            fact=say("Reports show the cut-off `{shown}`.", shown=shown),
            repair=say(
                "Another one is shown by `-p cutoff=NAME`: {others}.", others=", ".join(f"`{name}`" for name in others)
            ),
            keys=("parameters.cutoff",),
        )


def _without_groups(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    if not survey.codebook.background:
        yield OpenPoint(
            fact=say("No background variable is described, so that a report compares no groups."),
            repair=say(
                "Describe one, such as one that the draft proposes behind `#`, by {command}.",
                command=command(_typed(["background", "NAME", "label"])),
            ),
            keys=("background",),
        )


def _spelled_alike(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    """Give labels that differ in accents alone, which may be one group."""
    for name, variable in survey.codebook.background.items():
        rows = survey.background[name].value_counts()
        joined = {label for labels in variable.merge.values() for label in labels}
        for group in spelled_alike(label for label in variable.labels.values() if label not in joined):
            held = sorted(group, key=lambda label: -rows.get(label, 0))
            key = key_text(["background", name, "merge", held[0]])
            yield OpenPoint(
                fact=say(
                    "{labels} of {variable} are spelled nearly alike, and may be one group.",
                    labels=listed([f"`{label}`" for label in group]),
                    variable=variable.label,
                ),
                repair=say(
                    "If they are, join them: {command}.", command=command(shlex.quote(f"{key}={yaml_in_line(held)}"))
                ),
                keys=(f"background.{name}.merge",),
            )


def _bare_labels(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    """Give variables whose labels are their codes, which say nothing to a reader."""
    for name, variable in survey.codebook.background.items():
        if bare := _bare_codes(variable.labels):
            yield OpenPoint(
                fact=say("Labels of {variable} are bare codes.", variable=variable.label),
                repair=say(
                    "Say what they stand for by {command}.",
                    command=command(*(_typed(["background", name, "labels", code]) for code in bare)),
                ),
                keys=(f"background.{name}.labels",),
            )


def _unnamed_years(survey: Survey, command: partial[str]) -> Iterator[OpenPoint]:
    """Give variables that hold years, where no `year` is named, so that no report tells of changes."""
    for name, variable in survey.codebook.background.items() if survey.codebook.year is None else ():
        if len(variable.labels) > 1 and all(code in _YEARS for code in variable.labels):
            yield OpenPoint(
                fact=say(
                    "{variable} holds years, and no year of the survey is named. If it is that year, a report tells of "
                    "changes once it is said.",
                    variable=variable.label,
                ),
                repair=say("Say it by {command}.", command=command(shlex.quote(f"year={yaml_in_line(name)}"))),
                keys=("year",),
            )


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
        yield OpenPoint(fact=said)
    keys = in_one_wording(book)
    if keys and languages is not None and len(languages) > 1:
        said = say(
            "Words with one text for all languages: {keys}. Where they should change with the language, write one for "
            "each: {example}.",
            keys=_some(keys),
            example="`{fi: …, sv: …, en: …}`",
        )
        yield OpenPoint(fact=said)


def _typed(place: Sequence[object]) -> str:
    """Write an assignment that somebody completes, as a terminal needs it."""
    key = key_text(place)
    return f"{key}='{WRITE_HERE}'" if shlex.quote(key) == key else shlex.quote(f"{key}={WRITE_HERE}")


def _some(keys: Sequence[str]) -> str:
    shown = ", ".join(f"`{key}`" for key in keys[:_MOST_KEYS])
    if len(keys) <= _MOST_KEYS:
        return shown
    return say("{some} and {n} more", some=shown, n=len(keys) - _MOST_KEYS)
