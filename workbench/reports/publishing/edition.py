"""In which languages, how deep and in which formats a report is written: layout, on which no number hangs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.errors import ParameterError, did_you_mean
from workbench.wording import LANGUAGES, asked_languages

SUMMARY, REPORT, ALL = "summary", "report", "appendix"
DEPTHS = (SUMMARY, REPORT, ALL)
FORMATS = ("pdf", "docx", "xlsx", "csv", "json", "figures")  # beside pages and csv files, which there are always


@dataclass(frozen=True, kw_only=True)
class Edition:
    """How a report is written.

    Attributes
    ----------
    languages : tuple of str
        Keys of `LANGUAGES`; the pages of the first one stand in the folder of the run.
    depth : {"appendix", "report", "summary"}
        All that was computed; the pages without their appendices; or the first page alone.
    formats : tuple of str
        Of `FORMATS`, what there is beside pages and csv files.
    """

    languages: tuple[str, ...] = field(default_factory=asked_languages)
    depth: str = ALL
    formats: tuple[str, ...] = ()

    @property
    def depths(self) -> tuple[str, ...]:
        """Depths of the documents that are made: each down to the one that is asked for."""
        return DEPTHS[: DEPTHS.index(self.depth) + 1]

    @property
    def has_pages(self) -> bool:
        """Whether questions have pages of their own."""
        return self.depth != SUMMARY

    @property
    def has_appendices(self) -> bool:
        """Whether pages lead to appendices."""
        return self.depth == ALL


def edition_of(
    *, languages: Iterable[str] | None = None, depth: str | None = None, formats: Iterable[str] | None = None
) -> Edition:
    """Return the edition that somebody asks for; what is not said stays as it is by itself.

    Raises
    ------
    ParameterError
        A language, depth or format that there is not.
    """
    return Edition(
        languages=asked_languages() if languages is None else _known("lang", languages, tuple(LANGUAGES)),
        depth=ALL if depth is None else _known("depth", [depth], DEPTHS)[0],
        formats=() if formats is None else _known("formats", formats, FORMATS),
    )


def _known(option: str, values: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(value.strip() for value in values))
    for value in chosen or ("",):
        if value not in known:
            allowed = ", ".join(f"`{own}`" for own in known)
            raise ParameterError(f"`{option}` names {value!r}.{did_you_mean(value, known)} Choose of {allowed}.")
    return chosen
