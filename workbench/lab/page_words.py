"""The words of the pages: their language, what their scripts say, and how a run and its pages stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from markupsafe import Markup, escape

from workbench.reports.publishing import status_words as outcome_words
from workbench.wording import LANGUAGES, say, say_count, spoken, spoken_language, translated

PAGES = Path(__file__).parent / "pages"


def page_environment(*folders: Path, strict: bool = False) -> Environment:
    """Return what renders templates in the language that is spoken then, also of texts that were said before.

    Parameters
    ----------
    *folders : Path
        Where templates are looked for, before those that all pages share.
    strict : bool
        Whether a name that is not given is refused.
    """
    environment = Environment(
        loader=FileSystemLoader([*folders, PAGES]),
        autoescape=True,
        undefined=StrictUndefined if strict else Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda shown: spoken(shown) if isinstance(shown, str) else shown,
    )
    said: dict[str, Callable[..., Any]] = {
        "say": say,
        "say_count": say_count,
        "translated": translated,
        "spoken_language": spoken_language,
        "script_words": script_words,
        "status_words": status_words,
    }
    environment.globals |= said | {"languages": LANGUAGES}
    environment.filters["marked"] = _marked
    return environment


def _marked(sentence: str) -> Markup:
    """Show keys and names that stand between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(spoken(sentence)))))


def status_words() -> dict[str, str]:
    """Return how a run, one of its pages or a plan stands, in words."""
    of_pages = {str(status): words for status, words in outcome_words().items()}
    return of_pages | {
        "running": say("running"),
        "waiting": say("waiting"),
        "not reached": say("not reached"),
        "whole": say("whole"),
        "going on": say("going on"),
        "interrupted": say("interrupted"),
        "unfinished": say("unfinished"),
        "nothing to do": say("nothing to do"),
        "has not run yet": say("has not run yet"),
    }


def script_words() -> dict[str, str]:
    """Return what the scripts of the pages say; they fill the places that are left."""
    return {
        "running": say("The report is being made."),
        "whole": say("The report is finished."),
        "failed": say("The run failed."),
        "refused": say("The run was refused before it began."),
        "interrupted": say("The run was stopped."),
        "begins": say("The run begins."),
        "page": say("Page {place} of {n}: {title}.", place="{place}", n="{n}", title="{title}"),
        "silent": say("JupyterLab does not answer. If you closed it, start it again with `workbench lab`."),
        "answered": say("The server answered {status}. Load this page again.", status="{status}"),
        "copying": say("Copying {file} …", file="{file}"),
        "copied": say("{file} is in data/private/ and chosen.", file="{file}"),
        "not_copied": say("The file could not be copied. Copy it into data/private/ yourself."),
        "left_out": say(
            "{name} is left out. Undo the last change to have it again, or add the column anew.", name="{name}"
        ),
    }
