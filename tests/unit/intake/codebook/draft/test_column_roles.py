"""Which words mean that there is no answer, and which columns are numbers."""

import pytest

from workbench.intake.codebook.draft.column_roles import means_no_answer

_NONE = """Keine Angabe
keine Angaben
k. A.
k.A.
Weiß nicht
weiss ich nicht
verweigert
Antwort verweigert
Möchte ich nicht sagen
Keine Antwort
ohne Angabe
nicht beantwortet
vet inte
Vill inte svara
Vill ej uppge
Uppgift saknas
Kan inte svara
Inget svar
en kerro
En halua kertoa
EOS
en vastaa
Tieto puuttuu
Prefer not to say
No response
Not stated
n/a""".splitlines()
_ANSWERS = """trifft nicht zu
Trifft gar nicht zu
Stimme nicht zu
Weder noch
nie
Andere / keine Angabe
Sonstiges, weiß nicht
Inte alls
ei koskaan
Ei vastaa kokemustani
Not at all""".splitlines()


@pytest.mark.parametrize("words", _NONE)
def test_usual_words_of_four_languages_mean_no_answer(words):
    assert means_no_answer(words)


@pytest.mark.parametrize("words", _ANSWERS)
def test_an_answer_is_none_of_these(words):
    assert not means_no_answer(words)
