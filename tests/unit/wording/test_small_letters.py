"""Labels inside a sentence begin with a small letter where they are known to be ordinary words."""

import pytest

from workbench.wording import inside_sentence, speaking, spoken, worded


@pytest.mark.parametrize(
    ("language", "label", "inside"),
    [
        ("en", "Self-rated health", "self-rated health"),
        ("fi", "Työmarkkina-asema", "työmarkkina-asema"),
        ("sv", "Ålder", "ålder"),
        ("en", "Wellbeing services county (fictional)", "wellbeing services county (fictional)"),
        ("en", "EU citizen", "EU citizen"),
        ("en", "Main Activity", "Main Activity"),
        ("en", "Swedish at home", "Swedish at home"),
        ("fi", "Suomen kieli", "Suomen kieli"),
        ("sv", "Åbo eller annan stad", "Åbo eller annan stad"),
        ("en", "1. Sex", "1. Sex"),
        ("en", "X", "X"),
        ("en", "sex", "sex"),
    ],
)
def test_ordinary_words_of_a_label_by_language(language, label, inside):
    with speaking(language):
        assert inside_sentence(spoken(worded({language: label}))) == inside


def test_a_label_in_one_wording_stays_as_it_is():
    assert inside_sentence("Geschlecht") == "Geschlecht"
