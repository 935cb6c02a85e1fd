"""The survey: one file, read and checked once, as every analysis receives it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from workbench.columns import CROSS, EVERYONE
from workbench.errors import NotEstimable, NotInSurvey, ParameterError, did_you_mean
from workbench.instruments import Instrument
from workbench.intake.codebook import Codebook, MatchedItem
from workbench.intake.columns import cross
from workbench.intake.sampling import SurveyDesign
from workbench.results import Result
from workbench.wording import folded, inside_sentence, joined, say

_LONGEST_UNQUOTED = 30  # characters of a label that a sentence can hold without losing its own order


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class IntakeReport(Result):
    """What was read, recoded, set to missing and left out, with counts.

    Attributes
    ----------
    table : pandas.DataFrame
        step, column, value, n_rows, action: one row per thing done.
    file_name, file_sha256, codebook_sha256, instrument_sha256 : str
        Which files the survey came from.
    n_rows : int
        Rows of the file.
    """

    file_name: str
    file_sha256: str
    codebook_sha256: str
    instrument_sha256: str
    n_rows: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Survey:
    """A checked survey. All frames share one index, which is the row number and never an id from the file.

    Attributes
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, columns in official order, missing = NaN.
    background : DataFrame of categoricals, shape (n_respondents, n_variables)
        Labelled levels in the order of the codebook, missing = NaN.
    numeric : DataFrame of floats, shape (n_respondents, n_numbers)
        Numbers that a regression takes as curves, missing = NaN; without columns if the codebook names none.
    measures : DataFrame of floats, shape (n_respondents, n_measures)
        Scores of the other measures of the codebook, missing = NaN; without columns if it names none.
    design : SurveyDesign
    instrument : Instrument
        With the cut-offs of the codebook put first.
    codebook : Codebook
    report : IntakeReport
    id_marks : Series, optional
        A number in place of each respondent's id, for the private ledger of published runs; None without ids.
    matched : dict of str to MatchedItem
        Column of each item, its place and words in the file, and whether these are the statement of the item.
    parts : tuple of str
        Background variables whose levels, crossed, get a report of their own beside that of everyone; none by default.
    part_of : str
        Group whose respondents alone these are; empty for everyone.
    """

    responses: pd.DataFrame
    background: pd.DataFrame
    numeric: pd.DataFrame
    measures: pd.DataFrame
    design: SurveyDesign
    instrument: Instrument
    codebook: Codebook
    report: IntakeReport
    id_marks: pd.Series | None = None
    matched: dict[str, MatchedItem] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    part_of: str = ""

    def __repr__(self) -> str:
        """One line, no data."""
        return f"Survey({str(self.codebook.title)!r}, {len(self.responses)} respondents, {self.instrument.id})"

    @property
    def items_as_asked(self) -> list[str]:
        """Items in the order of their columns in the file; of the scale where the survey was not read from one."""
        return sorted(self.matched, key=lambda item: self.matched[item].place) or self.instrument.item_ids

    @property
    def ordered_answers(self) -> pd.DataFrame:
        """Responses with the options that `merge` of an item joins as one, for models that need each in each group.

        The one nearest to the middle of the scale stands for all of them. Scores rest on `responses`, never on these.
        """
        answers = self.responses.copy()
        middle = (self.instrument.points[0] + self.instrument.points[-1]) / 2
        for item, entry in self.codebook.items.items():
            for options in entry.merge:
                kept = min(options, key=lambda point: abs(point - middle))
                answers[item] = answers[item].mask(answers[item].isin(options), float(kept))
        return answers

    @property
    def groups(self) -> pd.DataFrame:
        """Background variables that reports compare, in the codebook's order."""
        return self.background[list(self.codebook.groups or self.codebook.background)]

    @property
    def predictors(self) -> pd.DataFrame:
        """Background variables of the regression model; the first category of each is its reference."""
        chosen = self.background[list(self.codebook.predictor_names)]
        first = {v: chosen[v].cat.reorder_categories(self._reference_first(chosen[v])) for v in chosen}
        return pd.DataFrame(first, index=chosen.index)

    @property
    def blocks(self) -> dict[str, tuple[str, ...]] | None:
        """Name of each regression model and the predictors that it adds to the one before; None: one with all."""
        return dict(self.codebook.blocks) or None

    @property
    def in_place_of(self) -> dict[str, str | None]:
        """For each number the predictor that groups the same thing, in whose place its curve stands; None: no such."""
        return {name: number.in_place_of for name, number in self.codebook.numeric.items()}

    @property
    def reliabilities(self) -> dict[str, float]:
        """Reliability of each measure whose own the codebook knows."""
        known = {name: measure.reliability for name, measure in self.codebook.measures.items()}
        return {name: value for name, value in known.items() if value is not None}

    def _reference_first(self, column: pd.Series) -> list[str]:
        levels, first = list(column.cat.categories), self.reference(str(column.name))
        return [first, *(level for level in levels if level != first)]

    def reference(self, name: str | None = None) -> str:
        """Label of the level that the other levels of a background variable are compared with."""
        column = self.group(name)
        variable = self.codebook.background[str(column.name)]
        named = None if variable.reference is None else variable.label_of(variable.reference)
        return str(column.cat.categories[0] if named is None else named)

    def compared_group(self, name: str | None = None) -> pd.Series:
        """One background variable with its reference level first, as models that compare groups want it."""
        column = self.group(name)
        return column.cat.reorder_categories(self._reference_first(column))

    @property
    def crossings(self) -> pd.DataFrame:
        """Each declared crossing as one categorical, named like ``sex × age_group``."""
        crossed = {CROSS.join(names): cross(self.background[list(names)]) for names in self.codebook.crossings}
        return pd.DataFrame(crossed, index=self.background.index)

    @property
    def ordered_groups(self) -> pd.DataFrame:
        """Groups whose levels have an order, for trends; not the year, whose trend goes by years and not by steps."""
        return self.groups[[v for v in self.groups if self.codebook.background[str(v)].ordered and v not in self.years]]

    @property
    def years(self) -> pd.DataFrame:
        """The background variable that holds the year; no column if the file has one year or none."""
        return self.background[[self.codebook.year] if isinstance(self.codebook.year, str) else []]

    @property
    def social_order(self) -> pd.DataFrame:
        """Ordered social variables, lowest position first, for indices of inequality."""
        return self.background[list(self.codebook.social_order)]

    @property
    def standardised_over(self) -> pd.DataFrame:
        """The variable whose spread in the standard population is known; no column if there is none."""
        given = self.codebook.standard_population
        return self.background[[given.variable] if given else []]

    @property
    def standard_population(self) -> dict[str, float]:
        """People of the standard population at each level of `standardised_over`."""
        given = self.codebook.standard_population
        if given is None:
            return {}
        variable, people = self.codebook.background[given.variable], dict[str, float]()
        for code, number in given.people.items():
            level = str(variable.label_of(code))
            people[level] = people.get(level, 0) + number
        return people

    def group(self, name: str | None = None) -> pd.Series:
        """One background variable; None means the codebook's first group.

        Raises
        ------
        NotInSurvey
            No name is given, and the codebook has no group.
        ParameterError
            No such variable; the nearest name is suggested.
        """
        known = list(self.codebook.background)
        if name is None and not known:
            raise NotInSurvey(
                "The codebook names no background variable to compare. Add it to `background` if the file has one."
            )
        chosen = name or next(iter(self.groups), None)
        if chosen not in known:
            raise ParameterError(
                f"There is no background variable `{name}`. {_which_is_meant(str(name), self.codebook)}"
            )
        return self.background[chosen]


def _which_is_meant(word: str, codebook: Codebook) -> str:
    """Name the variable whose label or level is given in place of its key, or all there are."""
    for variable, own in codebook.background.items():
        if folded(own.label) == folded(word):
            return f"That is the label of `{variable}`. Write `{variable}`."
    for variable, own in codebook.background.items():
        if folded(word) in map(folded, (*own.labels.values(), *own.levels)):
            return f"That is a level of `{variable}`. Write `{variable}`, or another variable."
    known = list(codebook.background)
    near = did_you_mean(word, known).removeprefix(" ")
    return f"{f'{near} ' if near else ''}Known: {', '.join(known) or 'none'}. Add it to `background` in the codebook."


def variable_label(variable: str, codebook: Codebook) -> str:
    """Label of a background or numeric variable, or of a crossing of several."""
    if variable == EVERYONE:
        return ""  # the row itself is called everyone; a heading would say it twice
    parts = _labels(variable, codebook)
    return joined(parts, CROSS) if len(parts) > 1 else parts[0]


def _labels(variable: str, codebook: Codebook) -> list[str]:
    labels = {name: own.label for name, own in (codebook.measures | codebook.numeric | codebook.background).items()}
    return [labels.get(part, part) for part in variable.split(CROSS)]


def label_inside_sentence(variable: str, codebook: Codebook) -> str:
    """Label of a variable or of a crossing inside a sentence: a question or a long one in quotation marks."""
    if variable == EVERYONE:
        return ""
    parts = [_inside(label) for label in _labels(variable, codebook)]
    return joined(parts, CROSS) if len(parts) > 1 else parts[0]


def _inside(label: str) -> str:
    quoted = label.endswith("?") or len(label) > _LONGEST_UNQUOTED
    return say("“{label}”", label=label) if quoted else inside_sentence(label)


def compared_group(survey: Survey, *, name: str | None = None) -> pd.Series:
    """Return `survey.compared_group(name)`, for pages, which leave out what the survey does not have.

    Raises
    ------
    NotInSurvey
        No name is given, and the codebook has no group.
    ParameterError
        No such variable.
    """
    return survey.compared_group(name)


def complete(survey: Survey) -> Survey:
    """Return the same survey with only those respondents who answered every item.

    Raises
    ------
    NotEstimable
        Nobody answered every item.

    Examples
    --------
    >>> from workbench import intake
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> len(survey.responses), len(intake.complete(survey).responses)
    (2800, 2709)
    """
    kept = survey.responses.dropna().index
    if not len(kept):
        raise NotEstimable(
            "No respondent answered every item. Check the item columns and missing codes in the codebook."
        )
    return replace(
        survey,
        responses=survey.responses.loc[kept],
        background=survey.background.loc[kept],
        numeric=survey.numeric.loc[kept],
        measures=survey.measures.loc[kept],
        design=survey.design.subset(kept),
        id_marks=None if survey.id_marks is None else survey.id_marks.loc[kept],
    )
