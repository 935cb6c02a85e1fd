"""Errors of `workbench set`: keys of a codebook or a scale set by command."""

from pathlib import Path

import yaml

from tests.messages.case import Case
from tests.unit.intake import example
from workbench.errors import DataError, ParameterError
from workbench.intake import set_keys

ALIASED = yaml.safe_dump(example.codebook() | {"title": "T"}).replace("title: T", "title: &t T\nsource: *t")

DOTTED = example.codebook(background={"1. Sex": {"column": "sex", "label": "Sex", "labels": {1: "Men", 2: "Women"}}})


def set_in(folder: Path, *assignments: str, text: str | None = None) -> None:
    file = folder / "codebook.yaml"
    file.write_text(yaml.safe_dump(example.codebook(), sort_keys=False) if text is None else text, encoding="utf-8")
    set_keys(file, assignments)


CASES = [
    Case(
        "A printed command that is given as it stands",
        lambda folder: set_in(folder, "title=…"),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n"
        "`title` in line 2 is `…`, which stands for your words. Write them, or remove the entry.",
    ),
    Case(
        "A key to be set that is not known, and all else that is wrong with what was typed",
        lambda folder: set_in(
            folder, "titel=x", "title", "background.sxe.reference=1", "title.short=x", "missing=[9", "labels=~"
        ),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n"
        "unknown key `titel`. Did you mean `title`? Allowed here: schema_version, title, instrument, items, confirmed, "
        "missing, text, background, labels, numeric, measures, groups, predictors, blocks, crossings, respondent_id, design, year, "
        "wave, area, social_order, standard_population, compare_with, cutoffs, disclosure, open_because, synthetic, "
        "source, fieldwork, sections, sheet.\n"
        "`title` is not KEY=VALUE. Write the key, an equals sign and the value, in quotes where it has blanks: "
        '`title="My survey"`.\n'
        "`background` has no `sxe`. Did you mean `sex`? Name one of its entries (sex, area), or set the new one as a whole, "
        "e.g. `'background.sxe={column: q7, label: Household car, labels: {1: Car, 2: No car}}'`.\n"
        "`title` has no keys of its own. Set it as a whole.\n"
        "The value of `missing` is not valid YAML: the bracket that opens in line 1 is not closed, or a comma is missing "
        "in it. Close it, or separate its entries by commas.\n"
        "The value of `labels` says nothing. Write `labels=` with nothing behind it to take the key out.",
    ),
    Case(
        "A key to be set that is known in another place",
        lambda folder: set_in(folder, "sampling_weights=w"),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n"
        "unknown key `sampling_weights`, which is a key of `design`. Set `design.sampling_weights`.",
    ),
    Case(
        "A value that the codebook's own check refuses",
        lambda folder: set_in(folder, "background.sex.reference=7"),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n"
        "`background.sex` is not right: reference 7 is not one of the labelled codes: 1 (Men), 2 (Women). Correct it.",
    ),
    Case(
        "A name with a dot that was typed without quotes",
        lambda folder: set_in(folder, "background.1. Sex.label=Sex", text=yaml.safe_dump(DOTTED, sort_keys=False)),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n"
        "`background` has no `1`. Put a name with a dot in quotes: `'background.\"1. Sex\".KEY=VALUE'`.",
    ),
    Case(
        "A key to be set twice",
        lambda folder: set_in(folder, "title=a", '"title"=b'),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n`title` is given twice. Give it once.",
    ),
    Case(
        "An entry of a list to be set that has no name",
        lambda folder: set_in(folder, "missing.0=8"),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n`missing` is a list without names. Set it as a whole.",
    ),
    Case(
        "A text to be set that is too long",
        lambda folder: set_in(folder, f"title={'a' * 10_001}"),
        ParameterError,
        "Nothing was written: codebook.yaml is as it was.\n"
        "The value of `title` has more than 10,000 characters. Write less.",
    ),
    Case(
        "A value to be set that stands for two places",
        lambda folder: set_in(folder, "title=b", text=ALIASED),
        ParameterError,
        "`title` of codebook.yaml is written in a way that a command cannot change by itself, such as with `&`, `*` or "
        "`?`. Change it in an editor.",
    ),
    Case(
        "A file to be changed that is neither a codebook nor a scale",
        lambda folder: set_in(folder, "title=b", text="language: fi\ninstrument: esis\n"),
        DataError,
        "codebook.yaml is neither a codebook, which has the key `instrument`, nor the file of a scale, which has "
        "`options`. Name the file that is to be changed.",
    ),
    Case(
        "A file to be changed that is not there",
        lambda _: set_keys("none.yaml", ["title=b"]),
        DataError,
        "There is no file none.yaml in the project folder. Correct its path, or draft a codebook by `workbench codebook "
        "DATA --output FILE`.",
    ),
]
