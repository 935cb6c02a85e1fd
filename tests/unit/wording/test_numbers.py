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


@pytest.mark.parametrize(
    ("middle", "width", "text"),
    [(2, 5, "<5"), (7, 5, "7"), (4.5, 5, "<10"), (14.5, 5, "10–19"), (2.5, 6, "<6"), (8.5, 6, "6–11"),
     (5.5, 6, "<12"), (17.5, 6, "12–23"), (3, 7, "<7"), (0, 1, "0"), (1234, 1, "1 234"), (1232, 5, "1 232")],
)  # fmt: skip
def test_number_of_people_is_its_window(middle, width, text):
    assert numbers.people(middle, width) == text.replace(" ", "\u202f")


@pytest.mark.parametrize(
    ("middle", "width", "text"),
    [(2, 5, "fewer than 5"), (12, 5, "about 12"), (4.5, 5, "fewer than 10"), (14.5, 5, "10 to 19"),
     (8.5, 6, "6 to 11"), (12, 1, "12")],
)  # fmt: skip
def test_number_of_people_inside_a_sentence(middle, width, text):
    assert numbers.about(middle, width) == text


@pytest.mark.parametrize(("share", "text"), [(0.13, "under 13 %"), (0.042, "under 4.2 %"), (1.0, "under 100 %")])
def test_bound_has_no_more_decimals_than_it_was_given(share, text):
    assert numbers.bound(share, "under") == text


def test_p_value_of_an_open_survey_is_no_band():
    assert [numbers.p_band(p) for p in (0.001, 1, 0.0132)] == ["< .001", "≥ .05", "0.013"]
