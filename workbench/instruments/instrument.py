"""An instrument file: strict schema, loading, and translations as files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import numpy as np
import pydantic
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from workbench.arrays import Floats
from workbench.errors import DataError, NotInSurvey, did_you_mean
from workbench.instruments.consistency import disagreements
from workbench.instruments.cutoff import Cutoff
from workbench.instruments.faults import faults_of, naming_file
from workbench.wording import ShownText
from workbench.yaml_files import YamlFile, read_yaml, unwritten_values

_FOLDER = Path(__file__).parent
NOT_STATED = "Not stated yet"  # how drafts begin what nobody has said
_WIDE_RANGE = 20  # score points
_BANDS = 10


def _fraction(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
        raise ValueError(f"{value!r} is not a number or a fraction such as 5/2")
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{value!r} is not a number or a fraction such as 5/2") from None


class _Strict(pydantic.BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


_Model = TypeVar("_Model", bound=_Strict)


class Option(_Strict):
    """One answer option: its points and its official label."""

    points: int
    label: ShownText

    @property
    def numbered(self) -> str:
        """Points and label, once where they are the same: `5 agree`, `7`."""
        return self.label if self.label == str(self.points) else f"{self.points} {self.label}"


class Item(_Strict):
    """One statement. `reversed` items point against the scale; their points are turned before any analysis."""

    id: ShownText
    statement: ShownText
    reversed: bool = False


class ScoreRule(_Strict):
    """Score = (sum of points + `offset`) · `factor`, exact because `factor` is a fraction."""

    offset: int = 0
    factor: Annotated[Fraction, BeforeValidator(_fraction)] = Fraction(1)
    minimum: float
    maximum: float
    higher_means: ShownText

    @property
    def decimals(self) -> int:
        """Decimals that a mean score is shown with: one on a scale of a hundred points, two on a scale of a few."""
        return 1 if self.maximum - self.minimum > _WIDE_RANGE else 2

    @property
    def step_decimals(self) -> int:
        """Decimals that a score which somebody can get is shown with: none where all are whole numbers."""
        return 0 if self.factor.denominator == 1 else self.decimals


class MissingRule(_Strict):
    """`complete`: only respondents who answered every item get a score. `one_missing` says if that run is defined."""

    rule: Literal["complete"]
    one_missing: Literal["sensitivity only", "not defined"]
    reason: ShownText

    @property
    def has_sensitivity_run(self) -> bool:
        """Whether a score with one missing answer is defined beside the main result."""
        return self.one_missing == "sensitivity only"


class Instrument(_Strict):
    """A scale as its owner publishes it: nothing here may be changed for a survey.

    Attributes
    ----------
    items : tuple of Item
        In the official order; this is the column order of every `responses` frame.
    options : tuple of Option
        In the order of their points, which are consecutive whole numbers.
    cutoffs : dict of str to Cutoff
        Named groups below a score, or at or above one; the first is the main one.
    """

    schema_version: Literal[1]
    id: ShownText
    name: ShownText
    short_name: ShownText
    language: ShownText
    question: ShownText
    instruction: ShownText
    options: tuple[Option, ...] = Field(min_length=2)
    items: tuple[Item, ...] = Field(min_length=2)
    score: ScoreRule
    missing: MissingRule
    cutoffs: dict[ShownText, Cutoff] = {}
    permitted_use: tuple[ShownText, ...]
    source: ShownText
    copyright: ShownText

    @model_validator(mode="after")
    def _consistent(self) -> Instrument:
        if faults := disagreements(self.model_dump()):
            raise ValueError("; ".join(words for _, words in faults))
        return self

    @property
    def stated_source(self) -> str | None:
        """Publication of the scale; None where nobody has said it yet."""
        return None if self.source.startswith(NOT_STATED) else self.source

    @property
    def stated_use(self) -> tuple[str, ...]:
        """What the owner allows, without what nobody has said yet."""
        return tuple(sentence for sentence in self.permitted_use if not sentence.startswith(NOT_STATED))

    @property
    def item_ids(self) -> list[str]:
        """Item ids in official order."""
        return [item.id for item in self.items]

    @property
    def points(self) -> list[int]:
        """Allowed points in rising order."""
        return [option.points for option in self.options]

    @property
    def main_cutoff(self) -> str | None:
        """Name of the first cut-off, None if the scale has none."""
        return next(iter(self.cutoffs), None)

    def exact_score(self, total: Fraction | int) -> Fraction:
        """Score that belongs to a sum of points, as an exact fraction."""
        return (total + self.score.offset) * self.score.factor

    def possible_scores(self, n_sums: int | None = None) -> Floats:
        """Score of each sum of points, lowest sum first: of all possible sums, or of the `n_sums` lowest."""
        lowest, highest = (len(self.items) * points for points in (self.points[0], self.points[-1]))
        sums = range(lowest, highest + 1 if n_sums is None else lowest + n_sums)
        return np.array([float(self.exact_score(total)) for total in sums])

    def band_edges(self, cutoff: str | None = None) -> Floats:
        """Edges of bands of the score, a tenth of the range or whole steps of it wide, one of them at the cut-off.

        The bands at both ends are narrower where the cut-off does not divide the range evenly.
        """
        low, high = Fraction(str(self.score.minimum)), Fraction(str(self.score.maximum))
        step = abs(self.score.factor)
        width = max(round((high - low) / _BANDS / step), 1) * step
        at = low if self.main_cutoff is None else Fraction(str(self.cutoff(cutoff).limit))
        first = at - (at - low) // width * width
        inner = [first + place * width for place in range(int((high - first) / width) + 1)]
        return np.array([float(edge) for edge in (low, *(e for e in inner if low < e < high), high)])

    def cutoff(self, name: str | None) -> Cutoff:
        """Return the cut-off of that name; None means the main one.

        Raises
        ------
        NotInSurvey
            No name is given, and neither instrument nor codebook has a cut-off.
        DataError
            The instrument (with the codebook's additions) has no such cut-off.
        """
        if name is None and not self.cutoffs:
            raise NotInSurvey(
                f"Instrument `{self.id}` has no cut-off. Define one under `cutoffs` in the codebook if there is one."
            )
        chosen = name or self.main_cutoff
        if chosen is None or chosen not in self.cutoffs:
            known = ", ".join(f"`{c}`" for c in self.cutoffs) or "none"
            raise DataError(
                f"Instrument `{self.id}` has no cut-off `{name}`.{did_you_mean(str(name), self.cutoffs)} "
                f"Defined: {known}. Name one of these or define it under `cutoffs` in the codebook."
            )
        return self.cutoffs[chosen]


class _Wording(_Strict):
    """A further language: the same ids and points in other official words."""

    schema_version: Literal[1]
    instrument: str
    language: ShownText
    name: ShownText
    question: ShownText
    instruction: ShownText
    options: dict[int, ShownText]
    items: dict[str, ShownText]
    source: ShownText


def instrument_path(name: str, *, language: str | None = None, folder: Path | None = None) -> Path:
    """Path of an instrument file, or of the language file beside it."""
    return (folder or _FOLDER) / (f"{name}.{language}.yaml" if language else f"{name}.yaml")


def load_instrument(name: str, *, language: str | None = None, folder: Path | None = None) -> Instrument:
    """Read an instrument file, in another language if a file for it stands beside it.

    Parameters
    ----------
    name : str
        File name without `.yaml`, e.g. ``"esis"``.
    language : str, optional
        Language code; the default is the language of the instrument file itself.
    folder : Path, optional
        Where the files lie; by default the scales that ship with the workbench.

    Raises
    ------
    DataError
        No such instrument or language file, or one that breaks the schema.
    """
    place = folder or _FOLDER
    path = instrument_path(name, folder=place)
    if not path.is_file():
        known = sorted(p.stem for p in place.glob("*.yaml") if "." not in p.stem)
        raise DataError(
            f"There is no instrument `{name}` in {place.name}/.{did_you_mean(name, known)} Available: "
            f"{', '.join(known)}. Name one of these."
        )
    instrument = _validated(Instrument, path)
    if language is None or language == instrument.language:
        return instrument
    beside = instrument_path(name, language=language, folder=place)
    if not beside.is_file():
        raise DataError(
            f"Instrument `{name}` has no wording in language `{language}`. Obtain the official wording from its owner "
            f"and add it as {beside.name}; the workbench never translates."
        )
    return _reworded(instrument, _validated(_Wording, beside), beside.name)


def _validated(model: type[_Model], path: Path) -> _Model:
    with naming_file(path, by_command=False):
        read = read_yaml(path, kind="Instrument file")
    if faults := [words for _, words in _faults(model, read)]:
        number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        with naming_file(path, by_command=isinstance(read.content, dict)):
            raise DataError(f"Instrument file {path.name} is not valid, it has {number}.\n" + "\n".join(faults))
    return model.model_validate(read.content)


def instrument_faults(read: YamlFile) -> Iterator[tuple[tuple[object, ...], str]]:
    """Name each fault of an instrument as it was read, with the place that it is at."""
    yield from _faults(Instrument, read)


def _faults(model: type[pydantic.BaseModel], read: YamlFile) -> Iterator[tuple[tuple[object, ...], str]]:
    yield from unwritten_values(read)
    try:
        model.model_validate(read.content)
    except pydantic.ValidationError as error:
        yield from faults_of(error, model, read, disagreements(read.content) if model is Instrument else [])


def _reworded(instrument: Instrument, wording: _Wording, file: str) -> Instrument:
    if set(wording.items) != set(instrument.item_ids) or sorted(wording.options) != instrument.points:
        raise DataError(
            f"{file} does not word exactly the items {instrument.item_ids} and the points {instrument.points}. "
            "Give every statement and every option its official wording."
        )
    return instrument.model_copy(
        update={
            "language": wording.language,
            "name": wording.name,
            "question": wording.question,
            "instruction": wording.instruction,
            "options": tuple(Option(points=p, label=wording.options[p]) for p in instrument.points),
            "items": tuple(item.model_copy(update={"statement": wording.items[item.id]}) for item in instrument.items),
            "source": wording.source,
        }
    )
