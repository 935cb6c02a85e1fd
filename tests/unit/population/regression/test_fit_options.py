"""Options of the regressions are checked before any model is fitted."""

import pandas as pd
import pytest

from workbench.errors import ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.population import fit_interactions
from workbench.population.regression.fit_options import FitOptions

BELOW = pd.Series([True, False] * 20, name="below")
SEX = pd.DataFrame({"sex": pd.Categorical(["Women"] * 20 + ["Men"] * 20)})


def test_options_are_checked_where_no_model_is_fitted():
    with pytest.raises(ParameterError, match="conf_level"):
        fit_interactions(BELOW, SEX, crossings=(), design=SurveyDesign(), conf_level=95)


@pytest.mark.parametrize(("missing", "imputed"), [("complete", False), ("category", False), ("imputation", True)])
def test_only_imputation_needs_a_number_of_imputations(missing, imputed):
    if imputed:
        with pytest.raises(ParameterError, match="n_imputations"):
            FitOptions(missing=missing, n_imputations=1)
    assert FitOptions(missing=missing, n_imputations=2 if imputed else 1).imputed is imputed
