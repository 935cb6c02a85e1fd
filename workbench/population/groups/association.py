"""Whether two background variables, or an outcome and one of them, are associated in the population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats, Ints
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import TableTest, design_effects, pearson_statistic, rao_scott, wald
from workbench.options import ASSOCIATION_TESTS, check_option
from workbench.population.design import SamplingVariance, check_one_index, grouping, left_out, sampling_variance, truths
from workbench.population.estimates import by_weights, df_words
from workbench.results import Result
from workbench.wording import listed, say
from workbench.wording import numbers as written


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class AssociationTest(Result):
    """Test of independence of two variables.

    Attributes
    ----------
    table : pandas.DataFrame
        One row: term, measure, n_respondents, chi_square (Pearson's, uncorrected), statistic, df, df_residual, p_value.
    """


def association_test(
    rows: pd.Series, columns: pd.Series, *, design: SurveyDesign, statistic: str = "F"
) -> AssociationTest:
    r"""Test whether two variables are independent in the population.

    Pearson's :math:`X^2 = n \sum (\hat p_{ij} - \hat p_{i+} \hat p_{+j})^2 / (\hat p_{i+} \hat p_{+j})` of the
    estimated shares, compared with its distribution under the design: a weighted sum of chi-squares, whose weights are
    the generalised design effects.

    Parameters
    ----------
    rows, columns : Series of categorical, bool or boolean, shape (n_respondents,)
        Missing in either = outside the table. Levels that nobody has are left out.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    statistic : {"F", "chi_square", "saddlepoint", "wald", "adjusted_wald"}

    Raises
    ------
    DataError
        Variables that are neither categorical nor true or false; variables or a design of other respondents.
    NotEstimable
        A variable with one level; more cells than the design has degrees of freedom for, with a Wald statistic.
    ParameterError
        Unknown `statistic`.

    Notes
    -----
    R gives the same: ``svychisq(~a + b, subset(d, !is.na(a) & !is.na(b)), statistic = "F")``, also ``"Chisq"``,
    ``"saddlepoint"``, ``"Wald"``, ``"adjWald"``; its ``"lincom"`` is the saddlepoint approximation where package
    CompQuadForm is missing. R rounds the denominator's degrees of freedom down in ``"saddlepoint"``. The first order
    correction is too liberal where the cells' design effects differ, and Wald's where clusters are few.

    Proof: tests/reference/groups.

    References
    ----------
    Rao, J. N. K. & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell proportions
    estimated from survey data. Annals of Statistics 12(1), 46-60.
    """
    check_option("statistic", statistic, ASSOCIATION_TESTS)
    check_one_index(rows, columns)
    sampling = sampling_variance(design, rows.index)
    row_codes, column_codes = _codes(rows), _codes(columns)
    inside = (row_codes >= 0) & (column_codes >= 0)
    row_codes, n_rows = _used(row_codes, inside, str(rows.name))
    column_codes, n_columns = _used(column_codes, inside, str(columns.name))
    cells, shape = np.where(inside, row_codes * n_columns + column_codes, -1), (n_rows, n_columns)
    df, n = sampling.degrees_of_freedom(inside), int(inside.sum())
    totals, of_totals, of_shares = _cell_covariances(cells, shape[0] * shape[1], sampling)
    shares = (totals / totals.sum()).reshape(shape)
    pearson = pearson_statistic(shares, n)
    names = listed([f"`{rows.name}`", f"`{columns.name}`"])
    _check_variance(df, of_shares, names)
    if statistic in ("wald", "adjusted_wald"):
        if df < (n_rows - 1) * (n_columns - 1):
            raise NotEstimable(
                f"The table of `{rows.name}` and `{columns.name}` has more cells than the design has degrees of "
                f"freedom for ({df:g}). Choose statistic F, or join levels by `merge` in the codebook.",
                in_report=say(
                    "The table of {variables} has more cells than the design has degrees of freedom for. Choose "
                    "statistic F, or join levels by `merge` in the codebook.",
                    variables=names,
                ),
            )
        found = wald(totals.reshape(shape), of_totals, df, adjusted=statistic == "adjusted_wald")
    else:
        found = rao_scott(statistic, pearson, design_effects(shares, of_shares, n), df)
    test = _known(found, names)
    table = pd.DataFrame(
        {
            "term": [f"{rows.name} × {columns.name}"],
            "measure": ["association"],
            "n_respondents": [n],
            "chi_square": [pearson],
            "statistic": [test.statistic],
            "df": [float(test.df)],
            "df_residual": [test.df_residual],
            "p_value": [test.p_value],
        }
    )
    return AssociationTest(
        table=table,
        method=say(
            "{what}: {statistic}; covariance {error}, design degrees of freedom {counted} = {df}.",
            what=by_weights(
                design,
                weighted=say("Weighted test of independence"),
                unweighted=say("Unweighted test of independence"),
            ),
            statistic=_statistic(statistic),
            error=sampling.description,
            counted=df_words(design, sampling),
            df=written.shortest(df),
        ),
        notes=(*left_out(inside), *sampling.notes),
    )


def _statistic(kind: str) -> str:
    return {
        "F": say("Pearson's statistic with second-order correction, F distribution (Rao & Scott 1984)"),
        "chi_square": say(
            "Pearson's statistic with first-order correction, chi-square distribution (Rao & Scott 1981)"
        ),
        "saddlepoint": say(
            "Pearson's statistic, its distribution under the design by saddlepoint approximation (Kuonen 1999)"
        ),
        "wald": say("Wald test of the residuals (Koch, Freeman & Freeman 1975)"),
        "adjusted_wald": say("Wald test of the residuals, degrees of freedom adjusted (Thomas & Rao 1987)"),
    }[kind]


def _known(test: TableTest | None, names: str) -> TableTest:
    if test is None:
        raise NotEstimable(
            say(
                "The table of {variables} has too many empty cells for this test: levels of one variable follow from "
                "the other. Join levels by `merge` in the codebook, or choose other variables.",
                variables=names,
            )
        )
    return test


def _check_variance(df: float, of_shares: Floats, names: str) -> None:
    """Refuse a table whose shares have no covariance matrix, or have one of zeros."""
    if df <= 0 or not np.isfinite(of_shares).all() or not of_shares.any():
        raise NotEstimable(
            say(
                "The table of {variables} has no standard errors: its respondents lie in one cluster of each stratum, "
                "or in one that a replicate leaves out. Join levels by `merge` in the codebook, or choose other "
                "variables.",
                variables=names,
            )
        )


def _codes(variable: pd.Series) -> Ints:
    if pd.api.types.is_bool_dtype(variable):
        return np.nan_to_num(truths(variable), nan=-1).astype(np.int64)
    return np.asarray(grouping(variable, variable.index).iloc[:, 0].cat.codes, dtype=np.int64)


def _used(codes: Ints, inside: np.ndarray, name: str) -> tuple[Ints, int]:
    """Renumber the levels, those that nobody inside has left out."""
    levels, again = np.unique(codes[inside], return_inverse=True)
    if len(levels) < 2:
        raise NotEstimable(
            say(
                "`{variable}` has fewer than two levels among the respondents of the table. Choose another variable, "
                "or check its codes in the codebook.",
                variable=name,
            )
        )
    numbered = np.full(len(codes), -1, dtype=np.int64)
    numbered[inside] = again
    return np.asarray(numbered, dtype=np.int64), len(levels)


def _cell_covariances(cells: Ints, n_cells: int, sampling: SamplingVariance) -> tuple[Floats, Floats, Floats]:
    """Totals of the cells, their covariance, and that of their shares."""

    def totals(weights: Floats) -> Floats:
        return np.bincount(cells[cells >= 0], weights=weights[cells >= 0], minlength=n_cells).astype(float)

    def shares(weights: Floats) -> Floats:
        with np.errstate(invalid="ignore"):  # a replicate may leave nobody; that is refused below
            return np.asarray(totals(weights) / totals(weights).sum())

    contributions = np.where(cells >= 0, sampling.weights, 0.0)[:, None]
    found = totals(sampling.weights)
    of_totals = sampling.domain_covariance(contributions, cells, n_cells, totals)
    if sampling.has_replicates:
        return found, of_totals, sampling.domain_covariance(contributions, cells, n_cells, shares)
    jacobian = (np.eye(n_cells) - (found / found.sum())[:, None]) / found.sum()
    return found, of_totals, jacobian @ of_totals @ jacobian.T
