"""The one place where estimators meet the survey design: weights, degrees of freedom, covariance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.errors import DataError
from workbench.intake.sampling.design import SurveyDesign
from workbench.intake.sampling.sample_structure import base_weights, sample_structure
from workbench.numerics.sampling import (
    SampleStructure,
    covariance_of_domain_totals,
    covariance_of_patterns,
    covariance_of_totals,
    degrees_of_freedom,
    domain_degrees_of_freedom,
    jackknife_covariance,
    replicate_degrees_of_freedom,
)
from workbench.wording import say


@dataclass(frozen=True, eq=False, kw_only=True)
class SamplingVariance:
    """Weights of the respondents, and the covariance of whatever is estimated with them.

    Attributes
    ----------
    weights : array, shape (n_respondents,)
        On the scale they were given in; ones if nothing is known of them.
    description : str
        Where standard errors come from, for the method of a result: "linearised over 15 clusters".
    notes : tuple of str
        What was done to the design.
    structure : SampleStructure or None
        How the respondents were drawn; None where variances come from replicate weights.
    """

    weights: Floats
    description: str
    notes: tuple[str, ...]
    structure: SampleStructure | None
    _replicates: Floats | None
    _coefficients: Floats | None

    @property
    def has_replicates(self) -> bool:
        """Whether variances come from replicate weights."""
        return self._replicates is not None

    def degrees_of_freedom(self, inside: Bools | None = None) -> float:
        """Units of the first stage minus strata among the respondents `inside`; with replicates their rank minus 1.

        Notes
        -----
        R: ``degf(subset(design, inside))``.
        """
        if self.structure is not None:
            return degrees_of_freedom(self.structure, inside)
        replicates = self._known_replicates()
        return replicate_degrees_of_freedom(replicates if inside is None else replicates[inside])

    def domain_degrees_of_freedom(self, codes: Ints, n_domains: int) -> Floats:
        """Degrees of freedom of each domain; `codes` number the respondent's domain, −1 = in none."""
        if self.structure is not None:
            return domain_degrees_of_freedom(self.structure, codes, n_domains)
        order = np.argsort(codes, kind="stable")
        ends = np.searchsorted(codes[order], np.arange(n_domains + 1))
        replicates = self._known_replicates()
        parts = [order[start:end] for start, end in pairwise(ends)]
        return np.array([replicate_degrees_of_freedom(replicates[part]) for part in parts])

    def covariance(self, influence: Floats, estimate: Callable[[Floats], Floats]) -> Floats:
        """Covariance of q estimates.

        Parameters
        ----------
        influence : array, shape (n_respondents, q)
            Weighted contribution of each respondent to the linearised estimates; 0 outside the domain.
        estimate : function of weights, shape (n_respondents,), to estimates, shape (q,)
            Called for each replicate, where the design has replicate weights.

        Returns
        -------
        array, shape (q, q)
        """
        if self.structure is not None:
            return covariance_of_totals(influence, self.structure)
        return self._jackknife(estimate)

    def domain_covariance(
        self, contributions: Floats, codes: Ints, n_domains: int, estimate: Callable[[Floats], Floats]
    ) -> Floats:
        """Covariance of q estimates for each of many disjoint domains, in few passes over the respondents.

        Parameters
        ----------
        contributions : array, shape (n_respondents, q)
            Weighted contributions of each respondent to the estimates of the own domain.
        codes : array of int, shape (n_respondents,)
            Number of the respondent's domain, −1 = in none.
        n_domains : int
        estimate : function of weights to estimates, shape (q · n_domains,)
            Called for each replicate, where the design has replicate weights.

        Returns
        -------
        array, shape (q · n_domains, q · n_domains)
            Row j · n_domains + g belongs to contribution j in domain g.
        """
        if self.structure is not None:
            return covariance_of_domain_totals(contributions, codes, n_domains, self.structure)
        return self._jackknife(estimate)

    def covariance_of_patterns(self, places: Ints, values: Floats, estimate: Callable[[Floats], Floats]) -> Floats:
        """Covariance of q estimates whose contributions are weight × a value that many respondents share.

        Parameters
        ----------
        places : array of int, shape (n_respondents,)
            Pattern of each respondent, −1 = outside the domain.
        values : array, shape (n_patterns, q)
        estimate : function of weights, shape (n_respondents,), to estimates, shape (q,)
            Called for each replicate, where the design has replicate weights.

        Returns
        -------
        array, shape (q, q)
        """
        if self.structure is not None:
            return covariance_of_patterns(self.weights, places, values, self.structure)
        return self._jackknife(estimate)

    def _jackknife(self, estimate: Callable[[Floats], Floats]) -> Floats:
        replicates = self._known_replicates()
        drawn = np.array([estimate(replicates[:, r]) for r in range(replicates.shape[1])])
        return jackknife_covariance(drawn, self._coefficients)

    def _known_replicates(self) -> Floats:
        return np.empty((0, 0)) if self._replicates is None else self._replicates


def sampling_variance(design: SurveyDesign, index: pd.Index) -> SamplingVariance:
    """Prepare the variance of estimates for the respondents of `index`, which must be those of the whole design.

    Raises
    ------
    DataError
        Respondents that are not those of the design; anything that `sample_structure` or
        `SurveyDesign.replicate_coefficients` refuses.
    """
    for part in design.parts().values():
        if not part.index.equals(index):
            raise DataError(
                f"Values and design belong to different respondents ({len(index)} and {len(part)} rows). Take both "
                "from the same survey and mark who is left out by a missing value.",
                in_report="Values and design belong to different respondents. Take both from the same survey and mark "
                "who is left out by a missing value.",
            )
    if design.replicate_weights is not None:
        return _replicated(design, design.replicate_weights, len(index))
    structure = sample_structure(design, len(index))
    return SamplingVariance(
        weights=base_weights(design, len(index)),
        description=_linearised(design, structure),
        notes=design.notes,
        structure=structure,
        _replicates=None,
        _coefficients=None,
    )


def _replicated(design: SurveyDesign, replicate_weights: pd.DataFrame, n: int) -> SamplingVariance:
    return SamplingVariance(
        weights=base_weights(design, n),
        description=say(
            "from {n} jackknife replicates ({method})", n=replicate_weights.shape[1], method=design.replicate_method
        ),
        notes=design.notes,
        structure=None,
        # column by column in memory: each replicate is read as a whole
        _replicates=np.asfortranarray(replicate_weights.to_numpy(float)),
        _coefficients=design.replicate_coefficients(),
    )


def _linearised(design: SurveyDesign, structure: SampleStructure) -> str:
    first = structure.stages[0]
    clusters, strata = len(first.group), len(first.scale)
    if design.clusters is None:
        words = say("linearised") if design.strata is None else say("linearised over {n} strata", n=strata)
    elif design.strata is None:
        words = say("linearised over {n} clusters", n=clusters)
    else:
        words = say("linearised over {clusters} clusters in {strata} strata", clusters=clusters, strata=strata)
    if design.population_size is not None:
        words = say("{errors} with finite population correction", errors=words)
    return say("{errors}, calibrated", errors=words) if design.calibration is not None else words
