"""The cells of a notebook, run in this very process by IPython's shell: no kernel, no sockets between."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import numbers
import sys
import types
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

import traitlets
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from workbench.reports.told_errors import describe

Output = dict[str, Any]


class CellOutputs:
    """What the cell that runs has shown so far, in order, as nbformat writes it."""

    def __init__(self) -> None:
        self.list: list[Output] = []
        self._shown: dict[str, Output] = {}
        self._clear_first = False

    def take(self) -> list[Output]:
        """Return the outputs of the cell that ended, and begin anew."""
        taken, self.list = self.list, []
        self._shown.clear()
        self._clear_first = False
        return taken

    def add(self, output: Output, *, display_id: str | None = None) -> None:
        """Append an output; one with a display id may be replaced by a later cell's line."""
        if self._clear_first:
            self.clear(wait=False)
        self.list.append(output)
        if display_id is not None:
            self._shown[display_id] = output

    def replace(self, data: dict[str, Any], metadata: dict[str, Any], *, display_id: str | None) -> None:
        """Put other content into the output of this cell with that display id."""
        if display_id in self._shown:
            self._shown[display_id].update(data=data, metadata=metadata)

    def clear(self, *, wait: bool) -> None:
        """Forget what was shown, now or when the next output comes."""
        self._clear_first = wait
        if not wait:
            self.list.clear()

    def write(self, name: str, text: str) -> None:
        """Append to a stream; what follows directly on the same stream is one output."""
        last = self.list[-1] if self.list and not self._clear_first else None
        if last is not None and last.get("name") == name:
            last["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})


class _Stream(io.TextIOBase):
    """What a cell prints."""

    def __init__(self, name: str, outputs: CellOutputs) -> None:
        self._name = name
        self._outputs = outputs

    def write(self, text: str) -> int:
        if text:
            self._outputs.write(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    outputs = traitlets.Any()

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: str | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        content, about = plain(data), plain(metadata or {})
        display_id = (transient or {}).get("display_id")
        if update:
            self.outputs.replace(content, about, display_id=display_id)
        else:
            shown = {"output_type": "display_data", "data": content, "metadata": about}
            self.outputs.add(shown, display_id=display_id)

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.clear(wait=wait)


class _Hook(DisplayHook):
    outputs = traitlets.Any()

    def start_displayhook(self) -> None:
        self._is_active = True

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.outputs.add(
            {
                "output_type": "execute_result",
                "data": plain(format_dict),
                "metadata": plain(md_dict or {}),
                "execution_count": None,  # `run_cells` counts
            }
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """IPython's shell, which hands every output to `CellOutputs`."""

    outputs = traitlets.Any()
    described = traitlets.Bool(True)  # whether errors are told as `describe` tells them, or whole

    def init_history(self) -> None:
        """Keep no history on disk."""
        self.config.HistoryManager.enabled = False
        super().init_history()  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: str | None = None) -> None:
        """There are no windows."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        told = [describe(etype, evalue, getattr(evalue, "__traceback__", None))] if self.described else list(stb)
        value = "" if self.described else str(evalue)
        self.outputs.add({"output_type": "error", "ename": etype.__name__, "evalue": value, "traceback": told})


def run(request: dict[str, Any], connection: Connection) -> None:
    """Run the cells of a request, ``{"cells", "described"}``, as a task of a child, and tell what `run_cells` tells."""
    run_cells(
        request["cells"],
        shell=new_shell(described=request["described"]),
        tell=lambda message: connection.send_bytes(json.dumps(message).encode()),
    )


def new_shell(*, described: bool) -> Shell:
    """Make a shell whose names live in a new `__main__`."""
    outputs = CellOutputs()
    module = types.ModuleType("__main__")
    shell = Shell.instance(  # `display` asks for the one instance
        user_module=module,
        user_ns=module.__dict__,
        displayhook_class=_Hook,
        display_pub_class=_Publisher,
        outputs=outputs,
        described=described,
    )
    for part in (shell.displayhook, shell.display_pub):
        part.set_trait("outputs", outputs)
    return shell


def run_cells(cells: list[dict[str, Any]], *, shell: Shell, tell: Callable[[dict[str, Any]], None]) -> None:
    """Run code cells in order until one shows an error.

    Parameters
    ----------
    cells : list of dict
        Of a notebook, as JSON.
    shell : Shell
        From `new_shell`.
    tell : callable
        Called with ``{"starts": place}`` before each code cell, and with ``{"ends": place, "outputs": …, "count": …,
        "right": …}`` after it.
    """
    sources = [(place, "".join(cell["source"])) for place, cell in enumerate(cells) if cell["cell_type"] == "code"]
    for count, (place, source) in enumerate(((place, source) for place, source in sources if source.strip()), start=1):
        tell({"starts": place})
        with _streams(shell.outputs):
            result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        shown = shell.outputs.take()
        for output in shown:
            if output["output_type"] == "execute_result":
                output["execution_count"] = count
        tell({"ends": place, "outputs": shown, "count": count, "right": bool(result.success)})
        if not result.success:
            return


@contextlib.contextmanager
def _streams(outputs: CellOutputs) -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("stdout", outputs), _Stream("stderr", outputs)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def plain(content: Any) -> Any:
    """Return display data as JSON has it: bytes in base 64, NumPy's numbers as Python's."""
    if isinstance(content, dict):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(value) for value in content]
    if isinstance(content, bytes):
        return base64.b64encode(content).decode("ascii")
    if isinstance(content, bool) or content is None or isinstance(content, str):
        return content
    if isinstance(content, numbers.Integral):
        return int(content)
    if isinstance(content, numbers.Real):
        return float(content)
    return str(content)
