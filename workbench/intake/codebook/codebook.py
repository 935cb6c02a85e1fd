"""The codebook: what each column of a survey file means, in a strict and versioned schema."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

import pydantic
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from workbench.columns import EVERYONE, NOT_ANSWERED
from workbench.errors import did_you_mean
from workbench.instruments import Cutoff
from workbench.intake.codebook.design_keys import DesignColumns
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.intake.codebook.open_surveys import check_openness, thresholds_beside_openness
from workbench.intake.codebook.outside_populations import PublishedPopulation, StandardPopulation
from workbench.intake.files import Code, as_code
from workbench.wording import folded

"""Names that tables give to everyone and to the rows of a variable that hold no value."""


def _as_item(value: object) -> object:
    """`esis1: q1` is short for `esis1: {column: q1}`."""
    return {"column": value} if isinstance(value, str | int | float) else value


class _Strict(pydantic.BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemColumn(_Strict):
    """Where an item stands in the file and how its codes become points.

    Points = code + `shift`; with `reversed` the codes run against the official options and are turned
    (lowest + highest − points). This is about the file only: the instrument marks items worded against the scale.
    """

    column: str
    reversed: bool = False
    shift: int = 0
    missing: tuple[Code, ...] = ()


class BackgroundVariable(_Strict):
    """A background variable: its codes with labels, in the order in which tables show them.

    `reference` is the code that other levels are compared with (default: the first). `ordered`
    says that the order means something.
    """

    column: str
    label: str
    labels: dict[Code, str] = Field(min_length=1)
    reference: Code | None = None
    ordered: bool = False
    missing: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> BackgroundVariable:
        codes = Counter(as_code(code) for code in self.labels)
        if twice := [code for code in self.labels if codes[as_code(code)] > 1]:
            raise ValueError(f"the codes {twice} are one and the same")
        if self.reference is not None and self.reference not in self.labels:
            raise ValueError(f"reference {self.reference!r} is not one of the labelled codes {list(self.labels)}")
        if not folded(self.label) or not all(folded(label) for label in self.labels.values()):
            raise ValueError("a label is empty; tables and figures would show a nameless group")
        folds = Counter(folded(label) for label in self.labels.values())
        if clash := [label for label in self.labels.values() if folds[folded(label)] > 1]:
            clash = [label for label in clash if folded(label) == folded(clash[0])]
            raise ValueError(
                f"two codes share one label, `{clash[0]}` and `{clash[1]}`; give each code its own, different in more "
                "than capitals or spaces"
            )
        if crossed := [label for label in self.labels.values() if "×" in label]:
            raise ValueError(f"the label `{crossed[0]}` has a ×, which marks a crossing; use another sign")
        if NOT_ANSWERED in self.labels.values():
            raise ValueError(
                f"the label `{NOT_ANSWERED}` is what tables call rows without a value; put its code under `missing`, "
                "or use other words"
            )
        if both := [code for code in self.missing if as_code(code) in codes]:
            raise ValueError(f"code {both[0]!r} is both labelled and missing")
        return self

    def label_of(self, code: Code) -> str | None:
        """Label of a code in whatever form it is written; None if it has no label."""
        return next((label for own, label in self.labels.items() if as_code(own) == as_code(code)), None)


class NumericVariable(_Strict):
    """A number, such as age in years, that enters a regression as a curve.

    Values outside `lowest`–`highest` are refused. `in_place_of` is the predictor that groups the same number: the curve
    stands in its place.
    """

    column: str
    label: str = Field(min_length=1)
    unit: str = Field(min_length=1)
    lowest: float = Field(allow_inf_nan=False)
    highest: float = Field(allow_inf_nan=False)
    missing: tuple[Code, ...] = ()
    in_place_of: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> NumericVariable:
        if not folded(self.label) or not folded(self.unit):
            raise ValueError("its label or unit is empty; tables and figures would show a nameless number")
        if self.lowest >= self.highest:
            raise ValueError(f"`lowest` is {self.lowest:g}, not below `highest`, which is {self.highest:g}")
        numbers = [code for code in map(as_code, self.missing) if isinstance(code, int | float)]
        if inside := [code for code in numbers if self.lowest <= code <= self.highest]:
            raise ValueError(
                f"the missing code {inside[0]} is one of its values {self.lowest:g}–{self.highest:g}; take it out of "
                "`missing`, or narrow the range"
            )
        return self


class Codebook(_Strict):
    """Everything the workbench must know about one survey file.

    Attributes
    ----------
    title : str
        Name of the survey, shown on every page.
    synthetic : bool
        True for generated data; every page then says so.
    items : dict of str to ItemColumn
        One entry for each item of the instrument.
    confirmed : bool
        Somebody has compared the columns with the statements, where the file's own words do not show them.
    missing : tuple
        User-missing codes of every item, added to those of the single items.
    background : dict of str to BackgroundVariable
    numeric : dict of str to NumericVariable
        Numbers that reports show as curves; none by default.
    groups : tuple of str
        Background variables that reports compare; default all.
    predictors : tuple of str
        Background variables of the regression model; default all.
    blocks : dict of str to tuple of str
        Name of each regression model and the predictors that it adds to the one before; default one model with all.
    crossings : tuple of tuple of str
        Crossed background variables that reports show; the protection plan rests on them.
    year, wave : int, str or None
        A number for the whole file, or the background variable that holds it.
    area : tuple of str
        Background variables that are areas, from large to small.
    social_order : tuple of str
        Ordered background variables from the lowest to the highest social position, for indices of inequality.
    standard_population : StandardPopulation, optional
        What shares are standardised to.
    compare_with : tuple of PublishedPopulation
        Published values that stand beside those of this survey.
    cutoffs : dict of str to Cutoff
        Cut-offs of this survey, put after those of the instrument: the instrument's first stays the main one.
    disclosure : DisclosureThresholds
        Stricter thresholds of publication than the workbench's own; the word `open` in their place declares public
        data.
    open_because : str, optional
        Why nothing of the survey is rounded or withheld: the licence and the source of public data. None: protected.
    """

    schema_version: Literal[1]
    title: str
    instrument: str
    items: dict[str, Annotated[ItemColumn, BeforeValidator(_as_item)]]
    confirmed: bool = False
    missing: tuple[Code, ...] = ()
    background: dict[str, BackgroundVariable] = {}
    numeric: dict[str, NumericVariable] = {}
    groups: tuple[str, ...] = ()
    predictors: tuple[str, ...] = ()
    blocks: dict[str, tuple[str, ...]] = {}
    crossings: tuple[tuple[str, ...], ...] = ()
    respondent_id: str | None = None
    design: DesignColumns = DesignColumns()
    year: int | str | None = None
    wave: int | str | None = None
    area: tuple[str, ...] = ()
    social_order: tuple[str, ...] = ()
    standard_population: StandardPopulation | None = None
    compare_with: tuple[PublishedPopulation, ...] = ()
    cutoffs: dict[str, Cutoff] = {}
    disclosure: DisclosureThresholds = DisclosureThresholds()
    open_because: str | None = None
    synthetic: bool = False
    source: str = ""

    @model_validator(mode="before")
    @classmethod
    def _open_or_protected(cls, content: Any) -> Any:
        return thresholds_beside_openness(content)

    @model_validator(mode="after")
    def _may_be_open(self) -> Codebook:
        if self.open_because is not None:
            check_openness(respondent_id=self.respondent_id, design=self.design, synthetic=self.synthetic)
        return self

    @model_validator(mode="after")
    def _known_variables(self) -> Codebook:
        named = {
            "groups": self.groups,
            "predictors": self.predictors,
            "blocks": tuple(v for block in self.blocks.values() for v in block),
            "crossings": tuple(v for crossing in self.crossings for v in crossing),
            "area": self.area,
            "social_order": self.social_order,
            "standard_population": (self.standard_population.variable,) if self.standard_population else (),
            "compare_with": tuple(v for entry in self.compare_with for level in entry.groups.values() for v in level),
            "margins": tuple(v for margin in self.design.margins for v in margin.variables),
            "year": (self.year,) if isinstance(self.year, str) else (),
            "wave": (self.wave,) if isinstance(self.wave, str) else (),
        }
        for key, variables in named.items():
            for variable in variables:
                if variable not in self.background:
                    near = did_you_mean(variable, self.background)
                    raise ValueError(f"`{key}` names `{variable}`, which is not in `background`.{near}")
        if taken := [variable for variable in self.background if variable == EVERYONE or "×" in variable]:
            raise ValueError(
                f"`background` has a variable `{taken[0]}`; a variable cannot be called `{EVERYONE}`, which is "
                "everyone, or have a × in its name, which marks a crossing"
            )
        folds = Counter(folded(variable.label) for variable in self.background.values())
        if clash := [name for name, variable in self.background.items() if folds[folded(variable.label)] > 1]:
            raise ValueError(
                f"the background variables `{clash[0]}` and `{clash[1]}` share one label; tables would show them as one"
            )
        if bad := [list(c) for c in self.crossings if len(c) not in (2, 3) or len(set(c)) != len(c)]:
            raise ValueError(f"`crossings` has {bad}; cross two or three different variables")
        return self

    @property
    def predictor_names(self) -> tuple[str, ...]:
        """Predictors of the regression: all background variables if `predictors` names none."""
        return self.predictors or tuple(self.background)

    @model_validator(mode="after")
    def _known_numbers(self) -> Codebook:
        predictors = self.predictor_names
        for name, variable in self.numeric.items():
            if name in self.background:
                raise ValueError(f"`numeric` and `background` both have a variable `{name}`; give each its own name")
            if name == EVERYONE or "×" in name:
                raise ValueError(
                    f"`numeric` has a variable `{name}`; it cannot be called `{EVERYONE}` or have a × in its name"
                )
            replaced = variable.in_place_of
            if replaced is not None and replaced not in predictors:
                near = did_you_mean(replaced, predictors)
                raise ValueError(
                    f"`in_place_of` of `{name}` names `{replaced}`, which is no predictor.{near} Predictors: "
                    f"{', '.join(predictors) or 'none'}"
                )
        folds = Counter(folded(variable.label) for variable in self.numeric.values())
        if clash := [name for name, variable in self.numeric.items() if folds[folded(variable.label)] > 1]:
            raise ValueError(
                f"the numeric variables `{clash[0]}` and `{clash[1]}` share one label; tables would show them as one"
            )
        return self

    @model_validator(mode="after")
    def _known_levels(self) -> Codebook:
        if unordered := [variable for variable in self.social_order if not self.background[variable].ordered]:
            raise ValueError(f"`social_order` names `{unordered[0]}`, which is not ordered; set `ordered: true` for it")
        named = [level for entry in self.compare_with for group in entry.groups.values() for level in group.items()]
        if self.standard_population:
            named += [(self.standard_population.variable, code) for code in self.standard_population.people]
        for variable, code in named:
            if self.background[variable].label_of(code) is None:
                raise ValueError(f"code {code!r} is not one of the labelled codes of `{variable}`")
        return self
