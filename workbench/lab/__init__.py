"""JupyterLab as the workbench: a start page in a panel, and the part of Jupyter's server that serves it."""

from typing import Any

from workbench.lab.opening import lab_notices, open_lab

__all__ = ["lab_notices", "open_lab"]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Name this package to Jupyter's server."""
    return [{"module": "workbench.lab"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the start page to Jupyter's server, which calls this when it starts."""
    from workbench.lab.handlers import add_handlers  # not needed to open the lab

    add_handlers(server)
