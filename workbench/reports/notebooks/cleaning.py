"""What of an executed notebook may be kept: our tables and figures, and errors without anybody's data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nbformat

from workbench.media_types import FIGURE_MIME, LANGUAGES_MIME, REFUSAL_MIME, TABLE_MIME
from workbench.reports.notebooks.parameters import Value
from workbench.wording import ENGLISH, is_sentence, say, speaking

_KEPT_MIMES = {"text/plain", "text/html", "image/png", "image/svg+xml", TABLE_MIME, FIGURE_MIME, LANGUAGES_MIME}
_MARKER = "papermill-error-cell-tag"  # a cell of its own that says, in HTML, that there was an error
_INJECTED = "injected-parameters"


@dataclass(frozen=True, kw_only=True)
class CellError:
    """An error of a cell, as far as it may be told (see `told_errors.describe`)."""

    type: str
    kinds: tuple[str, ...] = ()
    message: str = ""
    frames: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The message of our own errors, what to do where memory was full; the type alone of all others."""
        if self.message:
            return self.message
        if self.type.endswith("MemoryError"):  # Python's, numpy's and Arrow's
            return (
                "It asked for more memory than a notebook may take or the machine has. Close other programs, take a "
                "larger machine, or give it more with `--memory`."
            )
        return f"{self.type}. Its message may quote data and is not shown; run the notebook in JupyterLab to read it."


def first_error(executed: nbformat.NotebookNode) -> CellError | None:
    """Return the first error among the outputs, None if there is none."""
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                return _cell_error(output)
    return None


def _cell_error(output: Mapping[str, Any]) -> CellError:
    try:
        described = json.loads(output["traceback"][0])
        return CellError(
            type=str(described["type"]),
            kinds=tuple(described["kinds"]),
            message=str(described["message"]),
            frames=tuple(described["frames"]),
        )
    except (ValueError, KeyError, IndexError, TypeError):
        return CellError(type=str(output.get("ename", "Error")))  # not described by our kernel: only its type


def clean(executed: nbformat.NotebookNode, *, shown_parameters: Mapping[str, Value], hidden: Mapping[str, str]) -> None:
    """Strip an executed notebook, in place, of everything that is not to be kept.

    Streams, plain reprs, tracebacks and papermill's metadata go, and so do tables without rows and figures without
    anything drawn: the survey has nothing for them. Tables, figures and the sentences of refusals and errors stay.

    Parameters
    ----------
    executed : NotebookNode
    shown_parameters : mapping
        What the injected parameters cell may show.
    hidden : mapping of str to str
        Texts to be replaced in error sentences, such as full paths by file names.
    """
    executed.metadata = nbformat.from_dict(
        {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            **{key: executed.metadata[key] for key in ("workbench",) if key in executed.metadata},
        }
    )
    executed.cells = [cell for cell in executed.cells if _MARKER not in cell.metadata.get("tags", [])]
    executed.nbformat_minor = 5  # the first minor version with cell ids
    for place, cell in enumerate(executed.cells):
        tags = list(cell.metadata.get("tags", []))
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.id = f"cell-{place + 1:02d}"  # papermill draws a random id for its own cell
        if cell.cell_type != "code":
            continue
        if _INJECTED in tags:
            cell.source = _injected_source(shown_parameters)
        cell.outputs = [kept for output in cell.outputs for kept in _kept(output, hidden)]


def _kept(output: nbformat.NotebookNode, hidden: Mapping[str, str]) -> list[nbformat.NotebookNode]:
    if output.output_type == "error":
        error = _cell_error(output)
        return [
            nbformat.v4.new_output(
                "error",
                ename=error.type,
                evalue=shorten(error.sentence, hidden),
                traceback=[shorten(error.sentence, hidden), *error.frames],
            )
        ]
    data = output.get("data", {})
    if REFUSAL_MIME in data:
        if not data[REFUSAL_MIME]["in_survey"]:
            return []
        told = _refusal(str(data[REFUSAL_MIME]["sentence"]), hidden)
        if LANGUAGES_MIME in data:
            told[LANGUAGES_MIME] = {
                language: _refusal(str(words["sentence"]), hidden, language)[REFUSAL_MIME]
                for language, words in data[LANGUAGES_MIME].items()
            }
        return [nbformat.v4.new_output("display_data", data=told)]
    has_rows = TABLE_MIME in data and bool(data[TABLE_MIME]["rows"])
    is_drawn = FIGURE_MIME in data and not data[FIGURE_MIME].get("empty")
    if not has_rows and not is_drawn:
        return []
    kept = {mime: content for mime, content in data.items() if mime in _KEPT_MIMES}
    return [nbformat.v4.new_output("display_data", data=kept, metadata=output.get("metadata", {}))]


def _refusal(sentence: str, hidden: Mapping[str, str], language: str = ENGLISH) -> dict[str, Any]:
    """Write a refusal anew, from its sentence alone, as far as it is one."""
    from workbench.page import Refusal  # with all chapters: seconds, which a look at parameters does not cost

    with speaking(language):
        unsaid = say("It cannot be estimated. Run the notebook in JupyterLab to read why.")
    told = sentence if is_sentence(sentence) else str(unsaid)
    return Refusal(shorten(told, hidden))._repr_mimebundle_()


def shorten(text: str, hidden: Mapping[str, str]) -> str:
    """Replace each hidden text by what may be shown."""
    for secret, shown in hidden.items():
        text = text.replace(secret, shown)
    return text


def _injected_source(shown: Mapping[str, Value]) -> str:
    lines = [f"{name} = {value!r}" for name, value in shown.items()]
    return "\n".join(["# Parameters of this run; files outside the project folder are given by name only.", *lines])
