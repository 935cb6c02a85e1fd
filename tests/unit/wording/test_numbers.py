import pytest

from workbench.wording import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.125, 2, "0.12"), (-0.5, 1, "−0.5"), (-0.001, 2, "0.00"), (12345.678, 1, "12 345.7"), (float("inf"), 2, "∞")],
)
def test_number(value, decimals, text):
    assert numbers.number(value, decimals) == text.replace(" ", "\u202f")


def test_count_has_no_decimals():
    assert numbers.count(6000.0) == "6\u202f000"


@pytest.mark.parametrize(("value", "text"), [(0.0, "< 0.001"), (0.00099, "< 0.001"), (0.0451, "0.045"), (1.0, "1.000")])
def test_p_value_is_never_zero(value, text):
    assert numbers.p_value(value) == text


def test_interval_uses_a_word_where_a_minus_sign_stands():
    assert numbers.interval(0.1, 0.25) == "0.10–0.25"
    assert numbers.interval(-0.1, 0.25) == "−0.10 to 0.25"


def test_percent_interval_names_the_unit_once():
    assert numbers.interval(0.091, 0.112, 1, as_percent=True) == "9.1–11.2 %"
