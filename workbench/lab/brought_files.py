"""A survey file that a browser brings: written as it comes, and given its name once it is whole."""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from workbench.errors import RunError, WorkbenchError
from workbench.lab.my_survey import LARGEST_SURVEY, PRIVATE, place_of
from workbench.lab.page_handler import SpeakingHandler


@web.stream_request_body
class SurveyFileHandler(SpeakingHandler, APIHandler):
    """Takes the file below its last name with a mark, so that a half one is no survey."""

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
