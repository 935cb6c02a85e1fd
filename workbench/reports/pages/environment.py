"""What fills templates: messages, sentences and numbers in the language that is spoken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workbench.reports.pages.blocks import markdown
from workbench.reports.pages.folding import folding
from workbench.wording import Said, as_html, heard, numbers, say, say_count, spoken, translated


@cache
def environment(templates: Path) -> Environment:
    """Return what fills the templates of a folder; it escapes what it fills in."""
    filled = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda shown: spoken(shown) if isinstance(shown, str) else shown,
    )
    filled.filters |= {"markdown": markdown, "folding": folding}
    filled.filters["sentence"] = lambda text: Markup(as_html(spoken(text) if isinstance(text, Said) else heard(text)))
    filled.filters["count"] = numbers.count
    filled.globals |= {"say": say, "say_count": say_count}
    filled.filters |= {"translated": translated, "spoken": spoken}
    filled.filters["whole"] = lambda text: text.replace(" %", "\N{NO-BREAK SPACE}%")
    filled.filters["shown"] = lambda value: "None" if value is None else str(value)
    return filled
