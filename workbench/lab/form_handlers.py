"""What Jupyter's server answers below ``workbench/survey``: the pages of the form, and a file that is brought to it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from workbench.errors import WorkbenchError
from workbench.intake import FILE_FORMATS
from workbench.lab.brought_files import SurveyFileHandler
from workbench.lab.foreseen import Foresight
from workbench.lab.my_survey import (
    STEPS,
    Draft,
    Fault,
    Fields,
    Form,
    OutdatedPageError,
    anchor,
    fault_of,
    merged_text,
    next_step,
)
from workbench.lab.notebook_page import choices_of, files_of, questions
from workbench.lab.page_handler import PageHandler
from workbench.lab.page_words import PAGES, page_environment
from workbench.lab.paths import inside
from workbench.lab.runs import command_line, language_words
from workbench.lab.sent_forms import SentFormHandler
from workbench.lab.start_page import codebook_files, survey_files
from workbench.reports.notebooks import load_notebook


class FormHandler(SentFormHandler):
    """A step of the form: shown, and sent."""

    _version = ""  # of the draft that what was sent has made, before anything else changes it

    @authorized
    async def get(self, step: str) -> None:
        """Show a step, or of the check what is found out while somebody looks at it."""
        if step == "check" and self.get_query_argument("part", "") == "foreseen":
            self.send(await asyncio.to_thread(self._part_of_check), media_type="text/html")
            return
        fault = None
        if self.get_query_argument("fault", ""):
            fault = await asyncio.to_thread(self._fault, with_data=True)
        await self._show(step or next(iter(STEPS)), fault)

    async def take(self, step: str, fields: Fields) -> None:
        """Keep what a step has sent, and lead to the next one, or show what is wrong at its field."""
        action = fields.text("wanted")
        try:
            async with self.settings["workbench_form_lock"]:  # in the order in which they come
                await asyncio.to_thread(self._take, step, action, fields)
        except OutdatedPageError as error:
            await self._show(step, Fault(sentence=str(error), step=None, field=""), status=409)
            return
        except (WorkbenchError, OSError) as error:
            await self._show(step, await asyncio.to_thread(self._fault_of, str(error)), fields)
            return
        if "X-Keep" in self.request.headers:
            await self._show(step, None)
            return
        described = action == "next" and step in ("items", "background", "sample", "questions")
        fault = await asyncio.to_thread(self._fault, step) if described else None
        if fault is not None and fault.step == step:
            await self._show(step, fault)
            return
        onward = next_step(step) if action in ("next", "begin", "take up") else step
        undone = "?undone=1" if action == "undo" else ""
        self.redirect(f"{self.base_url}workbench/survey/{onward}{undone}", status=303)

    async def refuse(self, step: str, sentence: str) -> None:
        """Say that the form is too large."""
        await self._show(step, Fault(sentence=sentence, step=None, field=""), status=413)

    def _take(self, step: str, action: str, fields: Fields) -> None:
        form: Form = self.settings["workbench_form"]
        if action not in ("begin", "take up") and "draft.version" in fields:
            form.drafts.check_newest(version=fields.text("draft.version"), survey=fields.text("draft.survey"))
        self._act(form, step, action, fields)
        self._version = form.drafts.version

    @staticmethod
    def _act(form: Form, step: str, action: str, fields: Fields) -> None:
        if action == "undo":
            form.undo()
        elif action == "take up":
            form.drafts.take_up(fields.text("earlier"))
        elif action == "begin":
            chosen = _chosen_files(fields)
            for path in (chosen["survey"], chosen["codebook"]):
                _ = inside(form.project, path) if path else None
            sheet = chosen["sheet"] if chosen["sheet"] in form.sheets(chosen["survey"]) else ""  # else of another file
            form.begin(survey=chosen["survey"], codebook=chosen["codebook"] or None, sheet=sheet or None)
        elif action == "write":
            form.write()
        elif step not in ("file", "check", "run"):
            form.take(step, fields)

    def _fault(self, step: str | None = None, *, with_data: bool = False) -> Fault | None:
        form: Form = self.settings["workbench_form"]
        return form.fault(step, with_data=with_data) if form.drafts.current() else None

    def _fault_of(self, sentence: str) -> Fault:
        draft = self.settings["workbench_form"].drafts.current()
        return fault_of(sentence, draft) if draft else Fault(sentence=sentence, step=None, field="")

    async def _show(self, step: str, fault: Fault | None, sent: Fields | None = None, *, status: int = 422) -> None:
        _ = self.xsrf_token  # sets the cookie that the page's requests must repeat
        if fault is not None:
            self.set_status(status)
        page = await asyncio.to_thread(self._page, step, fault, sent)
        self.send(page, media_type="text/html")

    def _page(self, step: str, fault: Fault | None, sent: Fields | None) -> str:
        form: Form = self.settings["workbench_form"]
        findings, version = None, self._version or form.drafts.version
        shown: dict[str, Any] = {"draft": None}
        try:
            shown = form.shown(step)
            findings = form.findings() if step == "check" and shown["draft"] else None
            shown |= self._foreseen(shown["draft"]) if findings else {}
        except WorkbenchError as error:
            fault = fault or self._fault_of(str(error))
        step = step if shown["draft"] else "file"
        if step == "file":
            chosen = _chosen_files(sent) if sent else _files_of(shown["draft"])
            chosen |= {"survey": survey} if (survey := self.get_query_argument("survey", "")) else {}
            sheets = form.sheets(chosen["survey"]) if chosen["survey"] in survey_files(form.project) else ()
            shown |= {"chosen": chosen, "sheets": sheets, "earlier": form.drafts.earlier()}
        return (
            _environment()
            .get_template(f"{step}.html.j2")
            .render(
                **shown,
                step=step,
                steps=STEPS,
                findings=findings,
                fault=fault,
                version=version,
                undone=form.undone if self.get_query_argument("undone", "") else "",
                outdated=self.get_status() == 409,
                can_undo=form.drafts.can_undo,
                base_url=self.base_url,
                language_links=self.language_links(),
                xsrf=self.xsrf_token.decode(),
                surveys=survey_files(form.project),
                codebooks=codebook_files(form.project),
                formats=sorted(FILE_FORMATS),
                commands=_commands(form, shown),
            )
        )

    def _part_of_check(self) -> str:
        form: Form = self.settings["workbench_form"]
        draft = form.draft()
        return (
            _environment()
            .get_template("foreseen.html.j2")
            .render(
                **self._foreseen(draft), steps=STEPS, base_url=self.base_url, commands=_commands(form, {"draft": draft})
            )
        )

    def _foreseen(self, draft: Draft) -> dict[str, Any]:
        """Return what a report would not show, each sentence with the field that it is about."""
        look = self.settings["workbench_foresight"].look(survey=draft.survey, codebook=draft.codebook)
        lost = [{"fault": fault_of(sentence, draft), "places": places} for sentence, places in look.lost.items()]
        return {"look": look, "lost": lost}


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
                language_links=self.language_links(),
            )
        )


def form_handlers(settings: dict[str, Any], address: str) -> list[tuple[str, type[JupyterHandler]]]:
    """Return the handlers of the form for the project of the runs."""
    settings["workbench_form"] = Form(settings["workbench_runs"].project)
    settings["workbench_form_lock"] = asyncio.Lock()
    settings["workbench_foresight"] = Foresight(settings["workbench_runs"].project)
    return [
        (rf"{address}/survey/?({'|'.join(STEPS)})?", FormHandler),
        (rf"{address}/survey-file", SurveyFileHandler),
        (rf"{address}/(notebooks/.+\.ipynb)", NotebookHandler),
    ]


def _chosen_files(fields: Fields) -> dict[str, str]:
    return {key: fields.text(key) for key in ("survey", "sheet", "codebook")}


def _files_of(draft: Draft | None) -> dict[str, str]:
    if draft is None:
        return {"survey": "", "sheet": "", "codebook": ""}
    return {"survey": draft.survey, "sheet": draft.content.get("sheet", ""), "codebook": ""}


def _commands(form: Form, shown: dict[str, Any]) -> dict[str, str]:
    """Return the commands that do the same as the form, and what its page sends to start the run."""
    draft = shown["draft"]
    if draft is None:
        return {}
    files = ["--data", draft.survey, "--codebook", draft.codebook]
    parameters = [word for name, value in draft.parameters.items() for word in ("-p", f"{name}={value}")]
    return {
        "check": command_line(["check", draft.survey, draft.codebook]),
        "report": command_line(["report", *files, *parameters, *language_words()]),
    }


def _environment() -> Environment:
    environment = page_environment(PAGES / "survey")
    environment.filters |= {"anchor": anchor, "merged": merged_text}
    return environment
