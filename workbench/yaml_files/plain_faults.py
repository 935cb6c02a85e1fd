"""What is wrong in a line of YAML, in the words of somebody who writes a codebook, and the repair."""

from __future__ import annotations

import re

import yaml

_KEY = re.compile(r"\s*(?:- +)?(?P<key>[^\s:#][^:#]*?)\s*:(?:\s|$)(?P<value>.*)")
_UNSPACED = re.compile(r"\s*\w+:[^\s:/]")
_BARE = re.compile(r"\s*\w+\s*")
_LONGEST_NAME = 60


def plain_fault(error: yaml.MarkedYAMLError, text: str) -> str:
    """Return the fault with its line, and a sentence with the repair.

    Parameters
    ----------
    error : MarkedYAMLError
        As the scanner or parser of libyaml raised it.
    text : str
        The file.
    """
    lines = text.splitlines() or [""]
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    since = min(error.context_mark.line, len(lines) - 1) if error.context_mark else at
    problem, context = str(error.problem or ""), str(error.context or "")
    if "\t" in (tab := re.match(r"\s*", lines[at])[0]):  # type: ignore[index]  # matches always
        return f"line {at + 1} is indented with {'a tab' if len(tab) == 1 else 'tabs'}. Use spaces in their place."
    if "escape" in problem:
        return (
            f"the text in line {at + 1} has a `\\` that stands for no letter. Write the letter itself, or put the text "
            "in single quotes."
        )
    if "quoted scalar" in context:
        return f"the quote that opens in line {since + 1} is not closed in its place. Close it at the end of the text."
    if "alias" in problem or "alias" in context or "anchor" in context or "cannot start any token" in problem:
        sign = lines[at][mark.column : mark.column + 1] if mark else ""
        sign = sign if "token" in problem else "*" if "alias" in problem + context else "&"
        return f"a value in line {at + 1} begins with the sign `{sign}`. Put the value in quotes."
    if "flow" in context or "node content" in problem:
        opened = f"opens in line {since + 1}" if "flow" in context else f"is open in line {at + 1}"
        return (
            f"the bracket that {opened} is not closed, or a comma is missing in it. Close it, or separate its entries "
            "by commas."
        )
    if "could not find expected ':'" in problem:
        return f"line {since + 1} is not `key: value`. Put a colon and a space after the key."
    if "mapping" in problem or "sequence" in problem or "expected key" in problem or "block" in context:
        if ("keys" in problem or "sequence" in problem) and not lines[at].lstrip().startswith(("-", "?")):
            return _list_or_key(_name(lines[at]), at, a_list="sequence" in problem)
        return _wrong_place(lines, at)
    if "document start" in problem and (first := next(filter(_is_written, lines), "")) and _depth(first):
        number = lines.index(first) + 1
        return f"line {number} is indented, and line {at + 1} below it less. Let both begin without spaces before them."
    return f"{problem or 'it cannot be read'} in line {at + 1}. Correct the line."


def _list_or_key(name: str, at: int, *, a_list: bool) -> str:
    """Say that a value begins as an entry of a list does, or as a long key."""
    what = f"the value of `{name}` in line {at + 1} begins with the sign"
    if a_list:
        return (
            f"{what} `-`, as an entry of a list does. Put the value in quotes, or write each entry of the list in a "
            "line of its own."
        )
    return f"{what} `?`. Write the value in its place, or put it in quotes."


def _wrong_place(lines: list[str], at: int) -> str:
    """Say what stands where no key may stand: a colon in a value, text after a quote, or a key at a wrong depth."""
    key = _KEY.match(lines[at])
    if key and re.search(r":(\s|$)", key["value"]) and key["value"][:1] not in ("'", '"', "[", "{"):
        return (
            f"the value of `{shortened(key['key'])}` in line {at + 1} has a colon in it. Put the value in quotes: "
            f'`{shortened(key["key"])}: "…"`.'
        )
    before = next((p for p in range(at - 1, -1, -1) if _is_written(lines[p])), at)
    if _UNSPACED.match(lines[before]) and not _KEY.match(lines[before]):
        return f"line {before + 1} has no space after its colon. Write `key: value`."
    if before != at and _BARE.fullmatch(lines[before]):
        return f"line {before + 1} is not `key: value`. Put a colon and a space after the key."
    above = _parent(lines, at)
    depth, name = _depth(lines[at]), f" (`{shortened(key['key'])}`)" if key else ""
    beside = next((_depth(line) for line in lines[above + 1 : at] if _is_written(line)), None) if above >= 0 else 0
    if beside is not None and beside != depth:
        under = f"hangs under `{_name(lines[above])}` of line {above + 1}" if above >= 0 else "hangs under no key"
        return (
            f"line {at + 1}{name} is indented by {_spaces(depth)} and {under}, where other lines are indented by "
            f"{_spaces(beside)}. Indent it by {_spaces(beside)}, or as the key that it belongs to."
        )
    if key and beside is None and above >= 0:
        return (
            f"line {at + 1}{name} is indented as if it hung under `{_name(lines[above])}` of line {above + 1}, which "
            f"has a value of its own. Indent it by {_spaces(_depth(lines[above]))}."
        )
    return f"line {at + 1} has text where a key should stand. Write `key: value`, with the whole value in quotes."


def _parent(lines: list[str], at: int) -> int:
    """Place of the nearest line above that is indented less, −1 if there is none."""
    depth = _depth(lines[at])
    return next((p for p in range(at - 1, -1, -1) if _is_written(lines[p]) and _depth(lines[p]) < depth), -1)


def _is_written(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(depth: int) -> str:
    return {0: "no space", 1: "1 space"}.get(depth, f"{depth} spaces")


def _name(line: str) -> str:
    key = _KEY.match(line)
    return shortened(key["key"] if key else line.strip())


def shortened(text: str) -> str:
    """Return at most the beginning of a text that may be long."""
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"
