"""Bring the catalogues up to date: new messages are added without a translation, those that nobody says go."""

import io
import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.catalogues.messages import catalogue
from workbench.wording import ENGLISH, LANGUAGES
from workbench.wording.catalogue import CATALOGUES

HEADER = """# {language} words of the inclusion workbench. The messages are those of its sources:
# `python -m tests.catalogues` brings this file up to date.
msgid ""
msgstr ""
"Language: {key}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def up_to_date(language: str, wanted: Catalog) -> tuple[str, int]:
    """Return the file of a language, and how many messages it lacks."""
    path = CATALOGUES / f"{language}.po"
    known = Catalog(locale=language)
    if path.exists():
        with path.open(encoding="utf-8") as file:
            known = read_po(file, locale=language)
    whole, missing = Catalog(locale=language, fuzzy=False), 0
    for message in wanted:
        if message.id:
            before = known.get(message.id, message.context)
            # a message that is counted now has not the words of the one that was not
            string = before.string if before and before.pluralizable == message.pluralizable else ""
            missing += not any(string)
            whole.add(message.id, string, locations=message.locations, context=message.context)
    text = io.BytesIO()
    write_po(text, whole, width=120, omit_header=True, include_lineno=False)
    return HEADER.format(language=LANGUAGES[language], key=language) + text.getvalue().decode(), missing


def main() -> None:
    """Write both files."""
    wanted = catalogue()
    for language in LANGUAGES:
        if language != ENGLISH:
            text, missing = up_to_date(language, wanted)
            (CATALOGUES / f"{language}.po").write_text(text, encoding="utf-8")
            sys.stdout.write(f"{language}.po: {len(wanted)} messages, {missing} without a translation\n")


if __name__ == "__main__":
    main()
