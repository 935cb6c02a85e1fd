"""Labels that look ordered, and labels that do not."""

import pytest

from workbench.intake.codebook.draft.order_of_labels import look_ordered


@pytest.mark.parametrize(
    ("labels", "ordered"),
    [
        (["18–29", "30–49", "50 or over"], True),
        (["Under 18", "18–29", "30+"], True),
        (["Perusaste", "Toinen aste, lukio", "Korkea-aste"], True),
        (["usein", "joskus", "ei koskaan"], True),
        (["very good", "good", "fair", "poor", "very poor"], True),
        (["täysin eri mieltä", "jokseenkin eri mieltä", "jokseenkin samaa mieltä", "täysin samaa mieltä"], True),
        (["Men", "Women", "Other"], False),
        (["Helsinki", "Vantaa", "Espoo"], False),
        (["good", "poor", "very good"], False),
        (["District 1", "District 2", "District 3"], False),
        (["18-29", "50-64", "30-49"], False),
        (["1 vuosi", "2 vuotta", "3 vuotta tai enemmän"], True),
        (["Low", "High"], False),
    ],
)
def test_ordered_labels_are_told_from_others(labels, ordered):
    assert look_ordered(labels) is ordered
