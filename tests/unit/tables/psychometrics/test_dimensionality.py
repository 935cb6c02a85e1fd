"""Tables of correlations and eigenvalues: each kind of correlation in its column."""

from workbench import psychometrics, tables


def test_two_kinds_of_correlation_stand_side_by_side(survey):
    both = [psychometrics.sampling_adequacy(survey.responses, correlation=c) for c in ("polychoric", "pearson")]
    table = tables.sampling_adequacy(*both, survey=survey)
    assert [c.label for c in table.columns] == ["Item", "Statement", "Polychoric", "Pearson"]
    assert table.frame["sampling_adequacy_pearson"].iloc[1:].tolist() == both[1].items["sampling_adequacy"].tolist()
    analyses = [
        psychometrics.parallel_analysis(survey.responses, correlation=c, n_replicates=20)
        for c in ("polychoric", "pearson")
    ]
    shown = tables.eigenvalues(*analyses)
    assert shown.frame["eigenvalue_polychoric"].tolist() == analyses[0].table["eigenvalue"].tolist()
    assert shown.headlines[0].label == "First eigenvalue over second (polychoric)"
    several = [psychometrics.factor_numbers(survey.responses, correlation=c) for c in ("polychoric", "pearson")]
    assert tables.factor_numbers(*several).frame["chi_square"].tolist() == [
        value for result in several for value in result.table["chi_square"]
    ]
