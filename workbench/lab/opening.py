"""JupyterLab opened on the project, also as root and in a container, where it refuses or finds no browser by itself."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from workbench.intake import project_folder

_EXTENSIONS = Path(__file__).parent / "labextensions"
_PORT = "8888"  # of JupyterLab, unless told otherwise
_PORT_OPTION = re.compile(r"--(?:ServerApp\.)?port[= ](\d+)")
_MARKS_OF_CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))
_AS_ROOT = (
    "You are root, and JupyterLab starts for root only with `--allow-root`, which the workbench adds. Whoever has the "
    "address below can do what root can; start it as another user where there is one."
)
_IN_CONTAINER = (
    "This is a container, in which no browser can be opened. Publish its port {port}, start `workbench lab "
    "--ip=0.0.0.0` in it, and open the address with 127.0.0.1 that is printed below in a browser outside."
)


def lab_arguments(options: Sequence[str]) -> list[str]:
    """Return the arguments of ``jupyter lab``: the project as its folder, our extension, nothing fetched from outside.

    The extension is named here too, although ``make setup`` installs it, so that what runs is the file of this package.

    Parameters
    ----------
    options : sequence of str
        Further options, which stand last and so go before ours.
    """
    arguments = [
        f"--ServerApp.root_dir={project_folder()}",
        "--ServerApp.jpserver_extensions=workbench.lab=True",
        f"--LabServerApp.extra_labextensions_path={_EXTENSIONS}",
        "--LabApp.extension_manager=readonly",
    ]
    if _is_root():
        arguments.append("--allow-root")
    if _is_container():
        arguments.append("--no-browser")
    return [*arguments, *options]


def lab_notices(options: Sequence[str]) -> list[str]:
    """Say what is done for root, whom JupyterLab refuses, and what to do in a container, where nobody could see it."""
    notices = [_AS_ROOT] if _is_root() else []
    if _is_container() and not any(option.startswith(("--ip", "--ServerApp.ip")) for option in options):
        ports = _PORT_OPTION.findall(" ".join(options))
        notices.append(_IN_CONTAINER.format(port=ports[-1] if ports else _PORT))
    return notices


def open_lab(options: Sequence[str]) -> None:
    """Open JupyterLab on the project, with the start page in front, and stay until it is closed."""
    from jupyterlab.labapp import LabApp

    os.chdir(project_folder())
    LabApp.launch_instance(lab_arguments(options))


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _is_container() -> bool:
    return any(mark.exists() for mark in _MARKS_OF_CONTAINERS)
