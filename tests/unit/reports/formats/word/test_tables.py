"""Widths and type of tables in Word files."""

from workbench.reports.formats.word.tables import _layout


def test_widths_and_type_give_way_before_words_do():
    few, many = _layout([["Group", "Share"], ["Women", "9.9 %"]]), _layout([["x" * 12] * 9])
    assert (few.size, few.across) == (9.5, False)
    assert many.size < few.size or many.across
    crowded = _layout([["x" * 30] * 14])  # nothing fits: no column is lost all the same
    assert len(crowded.widths) == 14 and sum(crowded.widths) <= 14572


def test_capitals_have_more_room_than_digits_in_brackets():
    heads, numbers = _layout([["Step", "ΔRMSEA", "RMSEA"], ["loadings", "0.000", "0.000 (0.000–0.008)"]]).widths[1:]
    assert heads > 6 * 11.5 * 9.5 and numbers < 19 * 11.5 * 9.5
