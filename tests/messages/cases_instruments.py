"""Errors of instrument files and of the words that options allow."""

import re
from dataclasses import replace
from pathlib import Path

import yaml

from tests.messages.case import Case
from workbench.errors import DataError, NotInSurvey, ParameterError
from workbench.instruments import instrument_path, load_instrument
from workbench.intake import (
    ScaleFacts,
    check_alike,
    check_points,
    draft_instrument,
    instrument_file,
    named_columns,
    resolve,
)
from workbench.options import check_count, check_fraction, check_option

BFI = resolve("data/example/bfi.csv")
FACTS = ScaleFacts(name="a", title="A", language="en", lowest=1, highest=6, score="mean", higher_means="more")


def changed(folder: Path, **changes) -> None:
    content = yaml.safe_load(instrument_path("esis").read_text(encoding="utf-8")) | changes
    (folder / "esis.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def broken_scale(folder: Path) -> None:
    changed(folder, options=[{"points": 1, "label": "a"}, {"points": 3, "label": "b"}])
    load_instrument("esis", folder=folder)


def no_yaml(folder: Path) -> None:
    (folder / "esis.yaml").write_text("id: esis\nitems: [esis1", encoding="utf-8")
    load_instrument("esis", folder=folder)


def empty(folder: Path) -> None:
    (folder / "esis.yaml").touch()
    load_instrument("esis", folder=folder)


def many_faults(folder: Path) -> None:
    changed(folder)
    whole = yaml.safe_load((folder / "esis.yaml").read_text(encoding="utf-8"))
    rest = {key: value for key, value in whole.items() if key not in ("language", "score", "cutoffs")}
    text = (
        "# mine\nlanguage: no\nscore:\n  ofset: 1\n  factor: half\n  maximum: 100\n  higher_means: more\n"
        "cutoffs:\n  # invented\n  high: {label: high}\n"
    )
    (folder / "mine.yaml").write_text(text + yaml.safe_dump(rest), encoding="utf-8")
    load_instrument("mine", folder=folder)


def faults_of_parts_and_between_them(folder: Path) -> None:
    text = instrument_path("esis").read_text(encoding="utf-8").replace("language: fi", "language: no")
    text = text.replace("maximum: 100", "maximum: 40").replace("points: 3", "points: 2")
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    load_instrument("mine", folder=folder)


def one_item(folder: Path) -> None:
    changed(folder, items=[{"id": "esis1", "statement": "s"}])
    load_instrument("esis", folder=folder)


def half_translated(folder: Path) -> None:
    changed(folder)
    wording = {
        "schema_version": 1, "instrument": "esis", "language": "xx", "name": "n", "question": "q", "instruction": "i",
        "options": {1: "a", 2: "b", 3: "c", 4: "d", 5: "e"}, "items": {"esis1": "s"}, "source": "test",
    }  # fmt: skip
    (folder / "esis.xx.yaml").write_text(yaml.safe_dump(wording), encoding="utf-8")
    load_instrument("esis", folder=folder, language="xx")


def unwritten(folder: Path) -> None:
    text = instrument_path("esis").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text("copyright: …\n" + re.sub(r"(?m)^copyright:.*\n", "", text), encoding="utf-8")
    load_instrument("mine", folder=folder)


CASES = [
    Case(
        "A scale with a value that a printed command leaves open",
        unwritten,
        DataError,
        "Instrument file mine.yaml is not valid, it has 1 fault.\n"
        "`copyright` in line 1 is `…`, which stands for your words. Write them, or remove the entry.",
    ),
    Case(
        "An instrument that does not exist",
        lambda _: load_instrument("esiss"),
        DataError,
        "There is no instrument `esiss` in instruments/. Did you mean `esis`? Available: bfi-agreeableness, esis. Name "
        "one of these.",
    ),
    Case(
        "An instrument that is not found anywhere",
        lambda folder: instrument_file("esiss", beside=folder),
        DataError,
        "There is no instrument `esiss`, neither beside the codebook nor in data/instruments/ nor among the shipped ones. "
        "Did you mean `esis`? Available: bfi-agreeableness, esis. Correct `instrument` in the codebook, or describe your "
        "scale in data/instruments/esiss.yaml (docs/how-to/describe-your-scale.md).",
    ),
    Case(
        "An instrument file that is named by a wrong path",
        lambda folder: instrument_file("scales/mine.yaml", beside=folder),
        DataError,
        "There is no instrument file scales/mine.yaml, neither beside the codebook nor in the project folder. Correct "
        "`instrument` in the codebook.",
    ),
    Case(
        "An instrument drafted from a column that the file lacks",
        lambda _: draft_instrument(BFI, columns=("A1", "A9"), facts=FACTS),
        DataError,
        "bfi.csv has no column `A9`. Name the columns of the items as they stand in the file.",
    ),
    Case(
        "A run of columns whose end the file lacks",
        lambda _: named_columns(BFI, "A1..A9"),
        DataError,
        "bfi.csv has no column `A9`, which `A1..A9` names. Name the first and the last column as they stand in the file.",
    ),
    Case(
        "A run of columns that takes in another one",
        lambda _: named_columns(BFI, "A4..age"),
        DataError,
        "`A4..age` takes in the column `age`, whose codes are no answer options. Name the columns of the items one by one, "
        "separated by commas.",
    ),
    Case(
        "A run of columns that runs backwards",
        lambda _: named_columns(BFI, "A3..A1"),
        DataError,
        "`A3..A1` runs backwards: `A1` stands before `A3`. Write `A1..A3`.",
    ),
    Case(
        "An instrument drafted from one column",
        lambda _: draft_instrument(BFI, columns=("A1",), facts=FACTS),
        DataError,
        "A scale of 1 items with answers from 1 to 6 has no score. Name at least two columns, and the points of the first "
        "and the last option.",
    ),
    Case(
        "A new scale whose language is a word",
        lambda _: draft_instrument(BFI, columns=("A1", "A2"), facts=replace(FACTS, language="finnish")),
        ParameterError,
        "`language` is 'finnish', no code of a language. Write one of two letters, such as fi, sv, en or de.",
    ),
    Case(
        "A reversed column that is no item of a new scale",
        lambda _: draft_instrument(BFI, columns=("A1", "A2"), facts=FACTS, against=("A3",)),
        DataError,
        "`A3` is to be reversed and is none of the items. Name columns of A1, A2.",
    ),
    Case(
        "A column among the items of a new scale that has other answers",
        lambda _: check_alike(BFI, columns=("A1", "A2", "A3", "age")),
        DataError,
        "Column `age` has other answers (many different values) than the other items (1–6). Take it out of the items, or correct its codes and labels in the file.",
    ),
    Case(
        "Points of a new scale that do not hold the answers of the file",
        lambda _: check_points(BFI, columns=("A1", "A2"), lowest=0, highest=5),
        DataError,
        "The points 0 to 5 do not hold the answers to `A1`: the file holds 1–6. Give the points of the file (`--lowest 1 "
        "--highest 6`); where the publication counts otherwise, or some of these codes are no answer, give the words of "
        "each point by `--option POINTS TEXT`.",
    ),
    Case(
        "Words for an option that is none of the points of a new scale",
        lambda _: check_points(BFI, columns=("A1", "A2"), lowest=1, highest=6, worded=(1, 99)),
        DataError,
        "The option 99 is outside the points 1 to 6. Take it out of `--option`: a code that means no answer stands under "
        "`missing` in the codebook, and an answer needs other points by `--lowest` or `--highest`.",
    ),
    Case(
        "An instrument file that is empty",
        empty,
        DataError,
        "Instrument file esis.yaml is not valid, it has 1 fault.\nthe file: it is not a list of `key: value`. "
        "Write it so.",
    ),
    Case(
        "An instrument file with several faults",
        many_faults,
        DataError,
        "Instrument file mine.yaml is not valid, it has 5 faults.\n"
        "line 2: `language` is read as False, not as text. Put it in quotes: YAML reads no, yes and numbers so.\n"
        "line 3: `score.minimum` is missing. Add it.\n"
        "line 4: the key `score.ofset` is not known. Did you mean `offset`? Allowed here: offset, factor, minimum, "
        "maximum, higher_means.\n"
        "line 5: `score.factor`: 'half' is not a number or a fraction such as 5/2. Correct it.\n"
        "line 10: `cutoffs.high`: a cut-off has neither `below` nor `at_or_above`, and it needs one of them. Correct it.",
    ),
    Case(
        "An instrument file that is not YAML",
        no_yaml,
        DataError,
        "Instrument file esis.yaml is not valid YAML: the bracket that opens in line 2 is not closed, or a comma is missing in it. Close it, or separate its entries by commas.",
    ),
    Case(
        "A language that nobody has obtained",
        lambda _: load_instrument("esis", language="sv"),
        DataError,
        "Instrument `esis` has no wording in language `sv`. Obtain the official wording from its owner and add it as "
        "esis.sv.yaml; the workbench never translates.",
    ),
    Case(
        "A language file that leaves statements out",
        half_translated,
        DataError,
        "esis.xx.yaml does not word exactly the items ['esis1', 'esis2', 'esis3', 'esis4', 'esis5', 'esis6', 'esis7', "
        "'esis8', 'esis9', 'esis10'] and the points [1, 2, 3, 4, 5]. Give every statement and every option its official "
        "wording.",
    ),
    Case(
        "An instrument file with one item",
        one_item,
        DataError,
        "Instrument file esis.yaml is not valid, it has 1 fault.\n"
        "line 14: `items` has 1 entries, and a scale needs at least 2. Add what is missing.",
    ),
    Case(
        "An instrument file with faults in its parts and between them",
        faults_of_parts_and_between_them,
        DataError,
        "Instrument file mine.yaml is not valid, it has 4 faults.\n"
        "line 6: `language` is read as False, not as text. Put it in quotes: YAML reads no, yes and numbers so.\n"
        "line 12: options have the points [1, 2, 2, 4, 5]; they must be consecutive whole numbers in rising order. Correct "
        "it.\n"
        "line 30: the score rule reaches [0.0, 100.0], not [0.0, 40.0]: (sum of 10 items + `offset`) times `factor` must "
        "give `minimum` and `maximum`. Correct it.\n"
        "line 39: cut-off `very_weak` is below 50, outside the scores 0–40. Correct it.",
    ),
    Case(
        "An instrument file whose options leave a gap",
        broken_scale,
        DataError,
        "Instrument file esis.yaml is not valid, it has 2 faults.\n"
        "line 47: options have the points [1, 3]; they must be consecutive whole numbers in rising order. Correct it.\n"
        "line 65: the score rule reaches [0.0, 50.0], not [0.0, 100.0]: (sum of 10 items + `offset`) times `factor` must "
        "give `minimum` and `maximum`. Correct it.",
    ),
    Case(
        "A cut-off that the scale does not have",
        lambda _: load_instrument("esis").cutoff("very_low"),
        DataError,
        "Instrument `esis` has no cut-off `very_low`. Did you mean `very_weak`? Defined: `very_weak`. Name one of these "
        "or define it under `cutoffs` in the codebook.",
    ),
    Case(
        "A scale without a cut-off",
        lambda _: load_instrument("esis").model_copy(update={"cutoffs": {}}).cutoff(None),
        NotInSurvey,
        "Instrument `esis` has no cut-off. Define one under `cutoffs` in the codebook if there is one.",
    ),
    Case(
        "A word that an option does not allow",
        lambda _: check_option("method", "mimres", ("minres", "ml")),
        ParameterError,
        "`method` is 'mimres'. Did you mean `minres`? Allowed: `minres`, `ml`.",
    ),
    Case(
        "A percentage where a fraction belongs",
        lambda _: check_fraction("conf_level", 95),
        ParameterError,
        "`conf_level` is 95, outside 0–1. Give it as a fraction, e.g. 0.95.",
    ),
    Case(
        "A number of repetitions below one",
        lambda _: check_count("n_bootstrap", 0),
        ParameterError,
        "`n_bootstrap` is 0. Give a whole number of at least 1.",
    ),
]
