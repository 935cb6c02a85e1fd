"""What Jupyter's server answers below ``workbench/survey``: the pages of the form, and a file that is brought to it."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from markupsafe import Markup, escape
from tornado import web

from workbench.errors import RunError, WorkbenchError
from workbench.intake import FILE_FORMATS
from workbench.lab.my_survey import (
    LARGEST_SURVEY,
    PRIVATE,
    STEPS,
    Fault,
    Fields,
    Form,
    anchor,
    fault_of,
    next_step,
    place_of,
)
from workbench.lab.notebook_page import choices_of, files_of, questions
from workbench.lab.page_handler import PageHandler
from workbench.lab.paths import inside
from workbench.lab.runs import command_line
from workbench.lab.start_page import PAGES, codebook_files, survey_files
from workbench.reports.notebooks import load_notebook

LARGEST_FORM = 2_000_000  # bytes


class FormHandler(PageHandler):
    """A step of the form: shown, and sent."""

    sent_to = "'self'"

    @authorized
    async def get(self, step: str) -> None:
        """Show a step."""
        fault = None
        if self.get_query_argument("fault", ""):
            fault = await asyncio.to_thread(self._fault, with_data=True)
        await self._show(step or next(iter(STEPS)), fault)

    @authorized
    async def post(self, step: str) -> None:
        """Keep what a step has sent, and lead to the next one, or show what is wrong at its field."""
        if len(self.request.body) > LARGEST_FORM:
            raise web.HTTPError(413, f"The page has sent more than {LARGEST_FORM} bytes. Describe fewer columns.")
        sent = self.request.body_arguments.items()
        fields = Fields(values={name: [value.decode("utf-8", "replace") for value in values] for name, values in sent})
        action = fields.text("wanted")
        try:
            async with self.settings["workbench_form_lock"]:  # in the order in which they come
                await asyncio.to_thread(self._take, step, action, fields)
        except (WorkbenchError, OSError) as error:
            await self._show(step, await asyncio.to_thread(self._fault_of, str(error)))
            return
        if "X-Keep" in self.request.headers:
            await self._show(step, None)
            return
        fault = await asyncio.to_thread(self._fault) if action == "next" and step != "file" else None
        if fault is not None and fault.step == step:
            await self._show(step, fault)
            return
        onward = next_step(step) if action in ("next", "begin") else step
        self.redirect(f"{self.base_url}workbench/survey/{onward}", status=303)

    def _take(self, step: str, action: str, fields: Fields) -> None:
        form: Form = self.settings["workbench_form"]
        if action == "undo":
            form.drafts.undo()
        elif action == "begin":
            survey, codebook = fields.text("survey"), fields.text("codebook")
            for path in (survey, codebook):
                _ = inside(form.project, path) if path else None
            form.begin(survey=survey, codebook=codebook or None)
        elif action == "write":
            form.write()
        elif step not in ("file", "check", "run"):
            form.take(step, fields)

    def _fault(self, *, with_data: bool = False) -> Fault | None:
        form: Form = self.settings["workbench_form"]
        return form.fault(with_data=with_data) if form.drafts.current() else None

    def _fault_of(self, sentence: str) -> Fault:
        draft = self.settings["workbench_form"].drafts.current()
        return fault_of(sentence, draft) if draft else Fault(sentence=sentence, step=None, field="")

    async def _show(self, step: str, fault: Fault | None) -> None:
        _ = self.xsrf_token  # sets the cookie that the page's requests must repeat
        if fault is not None:
            self.set_status(422)
        page = await asyncio.to_thread(self._page, step, fault)
        self.send(page, media_type="text/html")

    def _page(self, step: str, fault: Fault | None) -> str:
        form: Form = self.settings["workbench_form"]
        findings = None
        shown: dict[str, Any] = {"draft": None}
        try:
            shown = form.shown(step)
            findings = form.findings() if step == "check" and shown["draft"] else None
        except WorkbenchError as error:
            fault = fault or self._fault_of(str(error))
        step = step if shown["draft"] else "file"
        return (
            _environment()
            .get_template(f"{step}.html.j2")
            .render(
                **shown,
                step=step,
                steps=STEPS,
                findings=findings,
                fault=fault,
                can_undo=form.drafts.can_undo,
                base_url=self.base_url,
                xsrf=self.xsrf_token.decode(),
                surveys=survey_files(form.project),
                codebooks=codebook_files(form.project),
                formats=sorted(FILE_FORMATS),
                commands=_commands(form, shown),
            )
        )


class NotebookHandler(PageHandler):
    """The parameters of a notebook, to be chosen and run."""

    sent_to = "'self'"

    @authorized
    async def get(self, path: str) -> None:
        """Show them, with the groups of the codebook that the request names."""
        _ = self.xsrf_token
        try:
            page = await asyncio.to_thread(self._page, path)
        except WorkbenchError as error:
            raise web.HTTPError(404, str(error)) from error
        self.send(page, media_type="text/html")

    def _page(self, path: str) -> str:
        project: Path = self.settings["workbench_form"].project
        notebook = load_notebook(inside(project, path), position=1)
        chosen = {key: self.get_query_argument(key, "") for key in ("survey", "codebook")}
        for file in filter(None, chosen.values()):
            inside(project, file)
        files = files_of(notebook, **chosen)
        choices, problem = choices_of(project / files["codebook"])
        return (
            _environment()
            .get_template("notebook.html.j2")
            .render(
                notebook=notebook,
                path=path,
                files=files,
                problem=problem,
                questions=questions(notebook, choices),
                asked={**files, "notebook": path, "parameters": {}},
                surveys=survey_files(project),
                codebooks=codebook_files(project),
                base_url=self.base_url,
            )
        )


@web.stream_request_body
class SurveyFileHandler(APIHandler):
    """A survey file that the browser brings: written as it comes, and given its name once it is whole."""

    auth_resource = "workbench"

    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's own has an argument for itself
        """Refuse a wrong name and too large a file before a byte of it is read."""
        self._file: Path | None = None
        await super().prepare()
        if self._finished:
            return
        length = int(self.request.headers.get("Content-Length", LARGEST_SURVEY + 1))
        try:
            project: Path = self.settings["workbench_form"].project
            self._file = place_of(project, name=self.get_query_argument("name", ""), length=length)
        except WorkbenchError as error:
            self._refuse(error)
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._part.unlink(missing_ok=True)
        self._part.touch(mode=0o600)

    def data_received(self, chunk: bytes) -> None:
        """Write the next part."""
        if self._file is not None:
            with self._part.open("ab") as file:
                file.write(chunk)

    @authorized
    def put(self) -> None:
        """Keep the file once it is whole."""
        if self._file is None:
            return
        self._part.rename(self._file)
        self.finish(json.dumps({"survey": f"{PRIVATE}/{self._file.name}"}))

    def on_connection_close(self) -> None:
        """Remove what came of a file whose sending was broken off."""
        if self._file is not None:
            self._part.unlink(missing_ok=True)

    @property
    def _part(self) -> Path:
        file = self._file or Path()
        return file.with_name(f".{file.name}.part")

    def _refuse(self, error: WorkbenchError) -> None:
        self.set_status(413 if isinstance(error, RunError) else 400)
        self.finish(json.dumps({"message": str(error)}))


def form_handlers(settings: dict[str, Any], address: str) -> list[tuple[str, type[JupyterHandler]]]:
    """Return the handlers of the form for the project of the runs."""
    settings["workbench_form"] = Form(settings["workbench_runs"].project)
    settings["workbench_form_lock"] = asyncio.Lock()
    return [
        (rf"{address}/survey/?({'|'.join(STEPS)})?", FormHandler),
        (rf"{address}/survey-file", SurveyFileHandler),
        (rf"{address}/(notebooks/.+\.ipynb)", NotebookHandler),
    ]


def _commands(form: Form, shown: dict[str, Any]) -> dict[str, str]:
    """Return the commands that do the same as the form, and what its page sends to start the run."""
    draft = shown["draft"]
    if draft is None:
        return {}
    files = ["--data", draft.survey, "--codebook", draft.codebook]
    parameters = [word for name, value in draft.parameters.items() for word in ("-p", f"{name}={value}")]
    return {
        "check": command_line(form.project, ["check", draft.survey, draft.codebook]),
        "report": command_line(form.project, ["report", *files, *parameters]),
    }


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES / "survey"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"anchor": anchor, "marked": _marked}
    return environment


def _marked(sentence: str) -> Markup:
    """Show keys and names that stand between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(sentence))))
