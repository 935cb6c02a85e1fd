"""Lines of YAML that stay what they are when the sign of a comment before them is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.intake.files import Code
from workbench.yaml_files import yaml_in_line

OPEN = '"?"'  # to be filled in; a codebook in which one is left is refused


def prose(text: str, indent: int = 0) -> str:
    """Words for a person: two signs, so that taking one away leaves a comment."""
    return f"{' ' * indent}## {one_line(text)}"


def proposed(line: str, indent: int = 0) -> str:
    """Write a line that is commented out."""
    return f"{' ' * indent}# {line}"


def with_remark(line: str, remark: str) -> str:
    """Put words behind an entry."""
    return f"{line}  # {one_line(remark)}" if remark else line


def block(key: str, taken: Sequence[str], candidates: Sequence[tuple[str, str]]) -> list[str]:
    """Write a key with its entries, and candidates for more: entry in one line, and remark.

    Without an entry the key is open braces around the candidates, so that it is valid with any of these, or none.
    """
    if taken:
        lines = [proposed(with_remark(entry, remark), 2) for entry, remark in candidates]
        return [f"{key}:", *taken, *lines]
    if not candidates:
        return [f"{key}: {{}}"]
    lines = [proposed(with_remark(f"{entry},", remark), 2) for entry, remark in candidates]
    return [f"{key}: {{", *lines, "  }"]


def scalar(value: Code) -> str:
    """One YAML scalar in one line, quoted where it has to be, also between brackets; area codes such as 091 always."""
    return yaml_in_line(value)


def flow(codes: Iterable[Code]) -> str:
    """Write a list in brackets."""
    return f"[{', '.join(scalar(code) for code in codes)}]"


def words(text: str) -> str:
    """Text as a scalar in one line."""
    return scalar(one_line(text))


def one_line(text: str) -> str:
    """Text that cannot leave its line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
