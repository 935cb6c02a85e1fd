"""Tables of correlations and eigenvalues: each kind of correlation in its column."""

from dataclasses import replace

from workbench import psychometrics, tables


def test_two_kinds_of_correlation_stand_side_by_side(survey, protect):
    both = [psychometrics.sampling_adequacy(survey.responses, correlation=c) for c in ("polychoric", "pearson")]
    table = tables.sampling_adequacy(*map(protect, both), survey=survey)
    assert [c.label for c in table.columns] == ["Item", "Statement", "Polychoric", "Pearson"]
    assert (
        table.frame["sampling_adequacy_pearson"].iloc[1:].tolist()
        == both[1].items["sampling_adequacy"].round(2).tolist()
    )
    analyses = [
        psychometrics.parallel_analysis(survey.responses, correlation=c, n_replicates=20)
        for c in ("polychoric", "pearson")
    ]
    shown = tables.eigenvalues(*map(protect, analyses))
    assert shown.frame["eigenvalue_polychoric"].tolist() == analyses[0].table["eigenvalue"].round(2).tolist()
    assert shown.headlines[0].label == "First eigenvalue over second (polychoric)"
    several = [psychometrics.factor_numbers(survey.responses, correlation=c) for c in ("polychoric", "pearson")]
    frame = tables.factor_numbers(*map(protect, several)).frame
    assert frame["rmsea"].tolist() == [round(value, 3) for result in several for value in result.table["rmsea"]]
    assert "bic" not in frame


def test_items_that_are_turned_are_named_beside_their_means(survey, protect):
    items = [item.model_copy(update={"reversed": item.id == "esis1"}) for item in survey.instrument.items]
    turned = replace(survey, instrument=survey.instrument.model_copy(update={"items": tuple(items)}))
    notes = tables.item_statistics(protect(psychometrics.item_analysis(survey.responses)), survey=turned).cautions
    assert notes[0].startswith("Turned, because worded against the scale: esis1.")


def test_items_are_shown_without_their_shape(survey, protect):
    result = psychometrics.item_analysis(survey.responses)
    frame = tables.item_statistics(protect(result), survey=survey).frame
    assert not {"skewness", "kurtosis", "value_minimum", "largest_part"} & set(frame)
    assert (frame["mean"] - result.table["mean"]).abs().max() <= 0.02 + 1e-9  # half a step of 0.04 at 600 respondents


def test_loadings_of_both_kinds_of_correlation_and_their_difference_stand_side_by_side(survey, protect):
    pearson, polychoric = (
        protect(psychometrics.fit_exploratory_factors(survey.responses, correlation=c, n_factors=1))
        for c in ("pearson", "polychoric")
    )
    both = tables.loadings_by_correlation(pearson, polychoric, survey=survey)
    assert [c.label for c in both.columns] == ["Item", "Statement", "Pearson", "Polychoric", "Difference"]
    assert len(tables.loadings_by_correlation(pearson, None, survey=survey).columns) == 3


def test_the_smallest_average_partial_is_told_for_each_kind_of_correlation(survey, protect):
    partial = psychometrics.minimum_average_partial(survey.responses, correlation="pearson")
    table = tables.minimum_average_partial(protect(partial))
    assert table.notes[0].startswith(f"Pearson: smallest after {partial.n_components};")
