"""One way to write a file of keys, so that reading it gives the same values in the same order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 120
_STR = "tag:yaml.org,2002:str"


class _Dumper(yaml.SafeDumper):
    """Puts digits that are text into quotes, such as the area code 091; never writes `&` and `*`."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent(self, data: object) -> None:
        """Write the outermost keys line by line, however short the file is."""
        node = self.represent_data(data)
        if isinstance(node, yaml.MappingNode):
            node.flow_style = False
        self.serialize(node)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar(_STR, text, style="'" if text.isdigit() else None)


_Dumper.add_representer(str, _text)


class _InLine(_Dumper):
    """Spells the ends of lines within a text, and other signs that show nothing."""


def _text_in_line(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return _text(dumper, text) if text.isprintable() else dumper.represent_scalar(_STR, text, style='"')


_InLine.add_representer(str, _text_in_line)


def yaml_text(content: Mapping[Any, Any], *, comment: str = "") -> str:
    """Return keys and values as YAML, lists and mappings without further depth in one line.

    Parameters
    ----------
    content : mapping
        Dicts, lists, texts, numbers and truth values.
    comment : str
        Stands above, each line behind a ``#``.
    """
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + yaml.dump(
        dict(content), Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=None, width=WIDTH
    )


def yaml_in_line(value: object) -> str:
    """Write a value in one line, so that it may also stand between brackets."""
    text: str = yaml.dump(
        [value], Dumper=_InLine, sort_keys=False, allow_unicode=True, default_flow_style=True, width=float("inf")
    )
    return text.strip()[1:-1]
