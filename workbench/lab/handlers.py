"""What Jupyter's server answers below ``workbench/``: the start page, the run, pages of reports.

Token, cookie and XSRF check are Jupyter's own; a request that another site's page has made is refused.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from workbench.errors import ParameterError, WorkbenchError, did_you_mean
from workbench.intake import project_folder
from workbench.lab.form_handlers import form_handlers
from workbench.lab.page_handler import PageHandler, SpeakingHandler
from workbench.lab.page_words import PAGES
from workbench.lab.paths import inside, small_enough
from workbench.lab.runs import Runs
from workbench.lab.start_page import start_page
from workbench.reports.pages import STYLE_SHEET
from workbench.wording import heard, say

_LARGEST_REQUEST = 10_000  # bytes; two paths
_ASKED = ("survey", "codebook")
_PARTS = {
    "report.css": (STYLE_SHEET, "text/css"),
    "start.css": (PAGES / "start.css", "text/css"),
    "start.js": (PAGES / "start.js", "text/javascript"),
    "run.js": (PAGES / "run.js", "text/javascript"),
    "form.css": (PAGES / "survey" / "form.css", "text/css"),
    "form.js": (PAGES / "survey" / "form.js", "text/javascript"),
}
_SHOWN = {".html": "text/html", ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml"}
_SAVED = {".csv": "text/csv", ".ipynb": "application/x-ipynb+json"}


class StartHandler(PageHandler):
    """The start page."""

    @authorized
    def get(self) -> None:
        """Send the page, with the state of the project as it is now."""
        _ = self.xsrf_token  # sets the cookie that the page's requests must repeat
        try:
            page = start_page(
                self.settings["workbench_runs"].project,
                root=Path(self.settings["server_root_dir"]).expanduser(),
                base_url=self.base_url,
                language_links=self.language_links(),
            )
        except WorkbenchError as error:
            raise web.HTTPError(409, str(error)) from error
        self.send(page, media_type="text/html")


class PartHandler(PageHandler):
    """Styles and scripts of the pages."""

    @authorized
    def get(self, name: str) -> None:
        """Send one of these files."""
        path, media_type = _PARTS[name]
        self.send(path.read_bytes(), media_type=media_type)


class ReportHandler(PageHandler):
    """A file of a report, with its relative links intact; no script of it runs."""

    allowed = "img-src 'self' data:; style-src 'unsafe-inline'"

    @authorized
    def get(self, name: str) -> None:
        """Send a page or picture to be shown, a table or notebook to be saved."""
        try:
            path = small_enough(inside(self.settings["workbench_runs"].project / "reports", name))
        except WorkbenchError as error:
            raise web.HTTPError(404 if isinstance(error, ParameterError) else 413, str(error)) from error
        if path.suffix in _SAVED:
            self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(path.name)}")
        elif path.suffix not in _SHOWN:
            raise web.HTTPError(404, say("{file} is no file of a report. Open it from its folder.", file=path.name))
        self.send(path.read_bytes(), media_type=(_SHOWN | _SAVED)[path.suffix])


class RunHandler(SpeakingHandler, APIHandler):
    """The run that the start page started: how far it is, a new one, its end."""

    auth_resource = "workbench"

    @authorized
    def get(self) -> None:
        """Say how far the run is; null before the first one."""
        self.finish(json.dumps(self.runs.state()))

    @authorized
    def post(self) -> None:
        """Start a run."""
        try:
            self.runs.start(**asked(self.request.body))
        except WorkbenchError as error:
            self.set_status(400)
            self.finish(json.dumps({"message": str(error)}))
            return
        self.set_status(202)
        self.finish(json.dumps(self.runs.state()))

    @authorized
    def delete(self) -> None:
        """Stop the run."""
        self.runs.stop()
        self.finish(json.dumps(self.runs.state()))

    @property
    def runs(self) -> Runs:
        """The runs of this server."""
        runs: Runs = self.settings["workbench_runs"]
        return runs


def asked(body: bytes) -> dict[str, Any]:
    """Read which files, parameters and notebook a request names; no files for the example, no notebook for all.

    Raises
    ------
    ParameterError
        The request is too long, no JSON object of texts, or names something else, or one file without the other.
    """
    if len(body) > _LARGEST_REQUEST:
        raise ParameterError(
            say("The request has more than {n} bytes. Send the paths of two files only.", n=_LARGEST_REQUEST)
        )
    try:
        given: Any = json.loads(body)
    except ValueError:
        given = None
    parameters = given.pop("parameters", {}) if isinstance(given, dict) else None
    if not (_are_texts(given) and _are_texts(parameters)):
        raise ParameterError(
            say(
                "The request is no JSON object of texts. Send {example}, or {nothing}.",
                example='{"survey": "…", "codebook": "…"}',
                nothing="{}",
            )
        )
    notebook = given.pop("notebook", None)
    for name in given:
        if name not in _ASKED:
            near = heard(did_you_mean(name, _ASKED))
            raise ParameterError(
                say("The request names `{name}`.{near} Send survey and codebook.", name=name, near=near)
            )
    if len(given) == 1:
        raise ParameterError(
            say("The request names {name} alone. Choose a survey file and its codebook.", name=next(iter(given)))
        )
    return {name: given.get(name) for name in _ASKED} | {"parameters": parameters, "notebook": notebook}


def _are_texts(given: object) -> bool:
    return isinstance(given, dict) and all(isinstance(value, str) for value in given.values())


def add_handlers(server: Any) -> None:
    """Let Jupyter's server answer below ``workbench/`` for the project in whose folder it was started."""
    settings = server.web_app.settings
    settings["workbench_runs"] = Runs(project_folder())
    address = url_path_join(settings["base_url"], "workbench")
    handlers: list[tuple[str, type[JupyterHandler]]] = [
        (f"{address}/?", StartHandler),
        (rf"{address}/parts/({'|'.join(_PARTS)})", PartHandler),
        (rf"{address}/run", RunHandler),
        (rf"{address}/reports/(.+)", ReportHandler),
    ]
    handlers += form_handlers(settings, address)
    server.web_app.add_handlers(".*$", handlers)
