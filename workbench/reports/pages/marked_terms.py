"""Terms of the glossary in the text of a page: where each stands first, it leads to its meaning and shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape

from workbench.wording import Term

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
# Inside these nothing is marked: they lead elsewhere already, are no running text, are read out as a name, or copied.
_CLOSED = frozenset(
    {"a", "button", "caption", "code", "dt", "h1", "h2", "h3", "h4", "pre", "script", "style", "summary", "td", "th"}
)


def marked(html: str, terms: Iterable[Term]) -> str:
    """Return HTML in which each term, where it stands first, is a link with its meaning.

    Other forms of a term count where they begin with it, as plurals in English and most cases in Finnish do.

    Parameters
    ----------
    html : str
        Well-formed, with special signs of its text escaped.
    terms : iterable of Term
    """
    names = {escape(term.name, quote=False): term for term in terms}
    pattern = _any_of(tuple(names))
    open_terms = {name.casefold(): term for name, term in names.items()}

    def mark(found: re.Match[str]) -> str:
        term = open_terms.pop(found[1].casefold(), None)
        if term is None:
            return found[0]
        return f'<a class="term" href="glossary.html#{term.key}" title="{escape(term.meaning)}">{found[0]}</a>'

    pieces, closed = [], 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            name = _NAME.match(piece)
            if name and name[1] in _CLOSED:
                closed += -1 if piece.startswith("</") else 1
        elif not closed and open_terms:
            piece = pattern.sub(mark, piece)
        pieces.append(piece)
    return "".join(pieces)


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Find any of all terms, those marked already too: to compile the others anew after each one took seconds."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})\w*", re.IGNORECASE)
