"""Weights of the respondents, from a survey design or given by themselves: the one place that reads either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from workbench.arrays import Bools, Ints
from workbench.errors import ParameterError
from workbench.intake.sampling import SurveyDesign, check_same_respondents
from workbench.wording import say, spoken

# One text for all designs: pages of a report say it once in their prose, and their tables leave it out by it.
WEIGHTS_ALONE = say(
    "Standard errors, intervals and tests use of the sampling design at most its sampling weights: strata, "
    "clusters, finite populations, calibration and replicates are left out of them."
)


class DesignWeights(NamedTuple):
    """Weights of the respondents, and what a result must say of the rest of their design.

    Attributes
    ----------
    sampling_weights : pandas.Series or None
    replicate_weights : pandas.DataFrame or None
        Of a jackknife that counts all replicates alike (JK1).
    notes : tuple of str
        What was done to the design; every result repeats it.
    goes_further : bool
        Whether the design holds strata, clusters, population sizes or a calibration.
    from_design : bool
    """

    sampling_weights: pd.Series | None = None
    replicate_weights: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    goes_further: bool = False
    from_design: bool = False

    def of(self, rows: Bools | Ints) -> DesignWeights:
        """Return the weights of some respondents, in the order of `rows`."""
        sampling, replicates = self.sampling_weights, self.replicate_weights
        return self._replace(
            sampling_weights=None if sampling is None else sampling.iloc[rows],
            replicate_weights=None if replicates is None else replicates.iloc[rows],
        )

    def notes_on_errors(self, *, replicated: bool = True) -> tuple[str, ...]:
        """Return the notes of a result with standard errors, intervals or tests.

        Parameters
        ----------
        replicated : bool
            Whether these come from replicate weights where there are any.
        """
        if replicated and self.replicate_weights is not None:
            return self.notes  # replicates repeat the whole design
        unused = self.goes_further or (self.from_design and self.replicate_weights is not None)
        return (*self.notes, WEIGHTS_ALONE) if unused else self.notes


def design_weights(
    index: pd.Index,
    design: SurveyDesign | None,
    sampling_weights: pd.Series | None,
    replicate_weights: pd.DataFrame | None,
) -> DesignWeights:
    """Read the weights of the respondents in `index` from a design, or take those that are given by themselves.

    Raises
    ------
    DataError
        A design or weights of other respondents.
    ParameterError
        A design and weights beside it, a design that is none, replicate weights without sampling weights.
    """
    if design is None:
        if replicate_weights is not None and sampling_weights is None:
            raise ParameterError(
                "`replicate_weights` are given without `sampling_weights`. Give both: estimates use the sampling "
                "weights, the replicates only say how precise they are."
            )
        for part, name, kind in (
            (sampling_weights, "sampling_weights", pd.Series),
            (replicate_weights, "replicate_weights", pd.DataFrame),
        ):
            if part is None:
                continue
            if not isinstance(part, kind):
                raise ParameterError(
                    f"`{name}` is a {type(part).__name__}. Give a pandas {kind.__name__} with the index of the "
                    "responses."
                )
            check_same_respondents(index, part, name.replace("_", " "))
        return DesignWeights(sampling_weights, replicate_weights)
    beside = {"sampling_weights": sampling_weights, "replicate_weights": replicate_weights}
    _check_design(index, design, [name for name, part in beside.items() if part is not None])
    parts = design.parts()
    if design.replicate_method == "JKn" and design.replicate_weights is not None:
        replicates = design.subset(index).replicate_weights  # the same variance, all replicates counted alike
    else:
        replicates = design.replicate_weights
    return DesignWeights(
        design.sampling_weights,
        replicates,
        notes=design.notes,
        goes_further=not parts.keys() <= beside.keys() or design.calibration is not None,
        from_design=True,
    )


def _check_design(index: pd.Index, design: SurveyDesign, beside: list[str]) -> None:
    if not isinstance(design, SurveyDesign):
        raise ParameterError(
            f"`design` is a {type(design).__name__}. Give `design=survey.design`, or the weights by themselves as "
            "`sampling_weights`."
        )
    if beside:
        raise ParameterError(
            f"`design` and `{beside[0]}` are both given. Keep `design=survey.design` and leave the weights out."
        )
    for part in design.parts().values():
        check_same_respondents(index, part, "design")


def carried(notes: Iterable[str]) -> tuple[str, ...]:
    """Return what the notes of an estimate say of its standard errors, for results that use these."""
    return tuple(note for note in notes if spoken(note) == spoken(WEIGHTS_ALONE))
