"""Jupyter's server with the pages of the lab, in a thread of the tests, and requests to it."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from tests.reports import toys

TOKEN = "a-token-of-the-tests"
AS_A_PROGRAM = {"Authorization": f"token {TOKEN}"}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    port: int

    def ask(
        self, path: str, *, method: str = "GET", body: object = None, headers: dict[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, body=content, headers=headers or {})
        answer = connection.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def browser(self) -> dict[str, str]:
        """Log in as a browser does, and return the cookies of the session."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", f"/workbench/?token={TOKEN}")
        answer = connection.getresponse()
        answer.read()
        cookies = [v.split(";")[0] for k, v in answer.getheaders() if k.lower() == "set-cookie"]
        return dict(cookie.split("=", 1) for cookie in cookies)


@contextmanager
def serve(project: Path, scratch: Path, *, root: Path | None = None) -> Iterator[Server]:
    """Serve a project from inside its folder, as `workbench lab` does."""
    with toys.inside(project), pytest.MonkeyPatch.context() as patch:
        for variable in ("CONFIG", "DATA", "RUNTIME"):
            patch.setenv(f"JUPYTER_{variable}_DIR", str(scratch / variable))
        patch.setenv("JUPYTER_NO_CONFIG", "1")
        patch.setattr(ServerApp, "init_signal", lambda self: None)  # a thread of the tests gets no signals
        started: list[tuple[ServerApp, asyncio.AbstractEventLoop]] = []
        ready = threading.Event()
        arguments = [f"--ServerApp.root_dir={root or project}", "--ServerApp.jpserver_extensions=workbench.lab=True"]
        arguments += [f"--IdentityProvider.token={TOKEN}", "--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1"]

        def work() -> None:
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            app = ServerApp()
            app.initialize(argv=arguments)
            started.append((app, loop))
            loop.call_soon(ready.set)
            loop.run_forever()
            loop.run_until_complete(app._cleanup())

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        assert ready.wait(60), "Jupyter's server did not start"
        app, loop = started[0]
        try:
            yield Server(app.port)
        finally:
            app.web_app.settings["workbench_runs"].close()
            loop.call_soon_threadsafe(loop.stop)
            thread.join(30)
