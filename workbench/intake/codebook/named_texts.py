"""Names that are keys of a codebook, such as those of blocks, with a label by language beside what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydantic

from workbench.wording import WordedText

_LABEL = "label"
_TEXT: pydantic.TypeAdapter[str] = pydantic.TypeAdapter(WordedText)


def with_labels(content: Any, *, holds: str) -> Any:
    """Put the label of each entry in the place of its key.

    Parameters
    ----------
    content : object
        ``{name: list}`` or ``{name: {label: …, HOLDS: list}}``, as a codebook has it.
    holds : str
        Key of the list beside the label.

    Raises
    ------
    ValueError
        An entry in the long form without its list, or with other keys.
    """
    if not isinstance(content, Mapping):
        return content
    found: dict[Any, Any] = {}
    for name, entry in content.items():
        label = _label(name, entry, holds) if isinstance(entry, Mapping) else name
        if label in found:
            raise ValueError(f"two entries are called `{label}`; give each a label of its own")
        found[label] = entry[holds] if isinstance(entry, Mapping) else entry
    return found


def _label(name: object, entry: Mapping[Any, Any], holds: str) -> str:
    if set(entry) != {_LABEL, holds}:
        keys = ", ".join(f"`{key}`" for key in entry) or "none"
        raise ValueError(f"`{name}` has the keys {keys}; it needs `{_LABEL}` and `{holds}`, and no others")
    try:
        return _TEXT.validate_python(entry[_LABEL])
    except pydantic.ValidationError as error:
        words = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise ValueError(f"the label of `{name}` is not right: {words}") from None
