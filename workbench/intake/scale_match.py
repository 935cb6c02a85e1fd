"""Which scale the items of a survey were taken for, how each was matched, and that somebody has looked."""

from __future__ import annotations

from workbench.errors import DataError
from workbench.intake.codebook import check_statements
from workbench.intake.survey import Survey

_LONGEST_WORDS = 120


def scale_sentence(survey: Survey) -> str:
    """Say which scale the items were taken for, and how many of them were matched by wording and by hand."""
    scale, n = survey.instrument, len(survey.matched)
    by_wording = sum(item.by_wording for item in survey.matched.values())
    how = []
    if by_wording:
        how.append(f"{by_wording} of {n} by the wording of their statements")
    if by_wording < n:
        told = "confirmed in the codebook" if survey.codebook.confirmed else "not confirmed"
        how.append(f"{n - by_wording} of {n} by hand ({told})")
    return f"The items were taken for {scale.name}: {' and '.join(how)}."


def how_matched(survey: Survey) -> dict[str, str]:
    """Say of each item how its column was matched: `wording` or `by hand`."""
    return {item: "wording" if match.by_wording else "by hand" for item, match in survey.matched.items()}


def check_confirmed(survey: Survey) -> None:
    """Refuse items whose statements the file's words do not show, unless the codebook says that somebody compared them.

    Raises
    ------
    DataError
        Items matched by hand, and no `confirmed: true`; columns and statements stand side by side. A column with the
        statement of another item, whatever somebody has confirmed.
    """
    check_statements(survey.matched)
    by_hand = {item: match for item, match in survey.matched.items() if not match.by_wording}
    if survey.codebook.confirmed or not by_hand:
        return
    statements = {item.id: item.statement for item in survey.instrument.items}
    pairs = [
        f"{item}: column `{match.column}`{_words(match.column, match.words)} for “{statements[item]}”"
        for item, match in by_hand.items()
    ]
    raise DataError(
        f"The words of the file do not show that {len(by_hand)} of {len(survey.matched)} items are those of "
        f"{survey.instrument.short_name}: {'; '.join(pairs)}. Compare each column with its statement in the "
        "questionnaire; if all agree, write `confirmed: true` in the codebook, and if not, correct `items` or "
        "`instrument`."
    )


def _words(column: str, words: str) -> str:
    return "" if words == column else f" (“{words[:_LONGEST_WORDS]}”)"
