"""What tables and figures ask of a factor model before they show it: of everyone, one factor, something to test."""

from __future__ import annotations

from workbench.errors import NotEstimable, ParameterError, PublicationError
from workbench.psychometrics.factors import ConfirmatoryFactors
from workbench.wording import count, say


def check_ungrouped(model: ConfirmatoryFactors) -> None:
    """Refuse a model of several groups.

    Raises
    ------
    PublicationError
        The estimates of a group may not be shown as they are.
    """
    if len(model.groups) > 1:
        raise PublicationError(
            f"The model has {count(len(model.groups))} groups, whose estimates would be shown without the publication "
            "gate. Show a model without `group`, or the frames of this one through `population.protect(…, plan=plan)`."
        )


def check_one_factor(model: ConfirmatoryFactors) -> None:
    """Refuse a model of several groups or several factors.

    Raises
    ------
    ParameterError
        Several factors.
    PublicationError
        Several groups.
    """
    check_ungrouped(model)
    n_factors = model.loadings["factor"].nunique()
    if n_factors > 1:
        raise ParameterError(
            f"The model has {count(n_factors)} factors, but this view is of one. Show `tables.model_fit` and "
            "`tables.modification_indices` of it, or fit it without `factors`."
        )


def check_testable(model: ConfirmatoryFactors) -> None:
    """Refuse to say how well a model fits that has no degrees of freedom.

    Raises
    ------
    NotEstimable
        It fits whatever the answers are.
    """
    fit = model.fit.iloc[0]
    if fit["df"] == 0:
        raise NotEstimable(
            say(
                "With {n} items the model has as many parameters as statistics (df = 0): it fits whatever the answers "
                "are, so no fit index is shown. Loadings and reliability are estimated all the same.",
                n=count(fit["n_items"]),
            )
        )
