"""The codebook: what each column of a survey file means, in a strict and versioned schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal

import pydantic
from pydantic import BeforeValidator, ConfigDict, model_validator

from workbench.columns import EVERYONE
from workbench.errors import did_you_mean
from workbench.instruments import Cutoff
from workbench.intake.codebook.design_keys import DesignColumns
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.intake.codebook.fieldwork import Fieldwork
from workbench.intake.codebook.measures import Measure
from workbench.intake.codebook.named_texts import with_labels
from workbench.intake.codebook.open_surveys import check_openness, thresholds_beside_openness
from workbench.intake.codebook.outside_populations import PublishedPopulation, StandardPopulation
from workbench.intake.codebook.sections import Sections
from workbench.intake.codebook.variables import BackgroundVariable, ItemColumn, NumericVariable, item_of
from workbench.intake.files import Code
from workbench.wording import ShownText, WordedRemark, WordedText, folded, in_language, wordings

SCORE = "score"  # of the scale itself


class Codebook(pydantic.BaseModel):
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
    text : dict of str to int
        Codes of texts that stand in the columns of all items in place of codes, added to those of the single items.
    background : dict of str to BackgroundVariable
    labels : {"occurring", "all"}
        Whether every label must occur in the file, or the labels are those of all years or areas.
    numeric : dict of str to NumericVariable
        Numbers that reports show as curves; none by default.
    measures : dict of str to Measure
        Other measures of the same respondents, for validity; none by default.
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
    fieldwork : Fieldwork
        Whom the survey asked, where, when and how, for the first page.
    sections : Sections
        What pages of reports show beyond, or without, what they show by themselves.
    sheet : str, optional
        Name of the sheet of an Excel workbook; needed where several sheets hold the columns.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1]
    title: WordedText
    instrument: str
    items: dict[str, Annotated[ItemColumn, BeforeValidator(item_of)]]
    confirmed: bool = False
    missing: tuple[Code, ...] = ()
    text: dict[str, int] = {}
    background: dict[ShownText, BackgroundVariable] = {}
    labels: Literal["occurring", "all"] = "occurring"
    numeric: dict[ShownText, NumericVariable] = {}
    measures: dict[ShownText, Measure] = {}
    groups: tuple[str, ...] = ()
    predictors: tuple[str, ...] = ()
    blocks: Annotated[dict[WordedText, tuple[str, ...]], BeforeValidator(partial(with_labels, holds="predictors"))] = {}
    crossings: tuple[tuple[str, ...], ...] = ()
    respondent_id: str | None = None
    design: DesignColumns = DesignColumns()
    year: int | str | None = None
    wave: int | str | None = None
    area: tuple[str, ...] = ()
    social_order: tuple[str, ...] = ()
    standard_population: StandardPopulation | None = None
    compare_with: tuple[PublishedPopulation, ...] = ()
    cutoffs: dict[ShownText, Cutoff] = {}
    disclosure: DisclosureThresholds = DisclosureThresholds()
    open_because: WordedRemark | None = None
    synthetic: bool = False
    source: WordedRemark = ""
    fieldwork: Fieldwork = Fieldwork()
    sections: Sections = Sections()
    sheet: str | None = None

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
                    raise ValueError(
                        f"`{key}` names `{variable}`, which is not in `background`.{near} Describe it there, or name "
                        "one of its variables"
                    )
        lists: tuple[str, ...] = ("groups", "predictors", "crossings", "social_order")
        if taken := [name for name in lists if name in self.blocks]:
            raise ValueError(
                f"`blocks` has a model called `{taken[0]}`, as a key of the codebook is; let its line begin without "
                "spaces if it is that key, or give the model another name"
            )
        if taken := [variable for variable in self.background if variable == EVERYONE or "×" in variable]:
            raise ValueError(
                f"`background` has a variable `{taken[0]}`; a variable cannot be called `{EVERYONE}`, which is "
                "everyone, or have a × in its name, which marks a crossing"
            )
        if clash := _share_a_label({name: variable.label for name, variable in self.background.items()}):
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
        if clash := _share_a_label({name: variable.label for name, variable in self.numeric.items()}):
            raise ValueError(
                f"the numeric variables `{clash[0]}` and `{clash[1]}` share one label; tables would show them as one"
            )
        return self

    @model_validator(mode="after")
    def _known_measures(self) -> Codebook:
        for name in self.measures:
            if taken := next((key for key in ("background", "numeric") if name in getattr(self, key)), None):
                raise ValueError(f"`measures` and `{taken}` both have a variable `{name}`; give each its own name")
            if name in (EVERYONE, SCORE):
                raise ValueError(
                    f"`measures` has a measure `{name}`, a word with another meaning; give it another name"
                )
        if clash := _share_a_label({name: measure.label for name, measure in self.measures.items()}):
            raise ValueError(
                f"the measures `{clash[0]}` and `{clash[1]}` share one label; tables would show them as one"
            )
        return self

    @model_validator(mode="after")
    def _known_levels(self) -> Codebook:
        if unordered := [variable for variable in self.social_order if not self.background[variable].ordered]:
            raise ValueError(f"`social_order` names `{unordered[0]}`, which is not ordered; set `ordered: true` for it")
        published = [level for entry in self.compare_with for group in entry.groups.values() for level in group.items()]
        named = list(published)
        if self.standard_population:
            named += [(self.standard_population.variable, code) for code in self.standard_population.people]
        for variable, code in named:
            if self.background[variable].label_of(code) is None:
                raise ValueError(f"code {code!r} is not one of the labelled codes of `{variable}`")
        for variable, code in published:
            level = self.background[variable].label_of(code)
            if level in self.background[variable].merge:
                raise ValueError(
                    f"`compare_with` names code {code!r} of `{variable}`, which `merge` joins with others to "
                    f"`{level}`: published values would stand beside a wider group. Remove one of the two"
                )
            if level == self.background[variable].level_of_others:
                raise ValueError(
                    f"`compare_with` names code {code!r} of `{variable}`, whose level `others` joins with other "
                    "values: published values would stand beside a wider group. Remove one of the two"
                )
        return self


def _share_a_label(labels: Mapping[str, str]) -> list[str]:
    """Return the variables whose labels read alike, in any language."""
    for language in dict.fromkeys(["", *(language for label in labels.values() for language in wordings(label))]):
        folds = {name: folded(in_language(label, language)) for name, label in labels.items()}
        of = Counter(folds.values())
        if clash := [name for name, fold in folds.items() if of[fold] > 1]:
            return clash
    return []
