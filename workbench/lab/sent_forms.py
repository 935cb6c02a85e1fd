"""A page that a browser sends as a form: its body is read here, because Jupyter's server takes a thousand fields only.

The server also reads the names of fields as Latin-1, which is no name of a column with ä or ö.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbench.errors import RunError
from workbench.lab.my_survey import Fields
from workbench.lab.page_handler import PageHandler
from workbench.wording import say

LARGEST_FORM = 32_000_000  # bytes
MOST_FIELDS = 200_000


def read_fields(body: bytes) -> Fields:
    """Read a form that was sent as ``application/x-www-form-urlencoded`` in UTF-8.

    Raises
    ------
    RunError
        More bytes than `LARGEST_FORM`, or more fields than `MOST_FIELDS`.
    """
    if len(body) > LARGEST_FORM:
        raise RunError(
            say(
                "The page has sent more than {n} bytes. Leave some background variables out, or describe them in the "
                "codebook file.",
                n=LARGEST_FORM,
            )
        )
    if body.count(b"&") >= MOST_FIELDS:
        raise RunError(
            say(
                "The page has sent more than {n} fields. Leave some background variables out, or describe them in the "
                "codebook file.",
                n=MOST_FIELDS,
            )
        )
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    return Fields.of(pairs)


@web.stream_request_body
class SentFormHandler(PageHandler):
    """A page with a form: `take` answers what it sends, `refuse` a form that is too large."""

    sent_to = "'self'"
    _body_is_whole = False

    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's own has an argument for itself
        """Begin with an empty body."""
        self._body = bytearray()
        await super().prepare()

    def data_received(self, chunk: bytes) -> None:
        """Keep the next part of the body, as long as it is not too large."""
        if len(self._body) <= LARGEST_FORM:
            self._body += chunk

    def check_xsrf_cookie(self) -> None:
        """Check the token as Jupyter does, but not before the body has come, which holds it."""
        if self._body_is_whole:
            super().check_xsrf_cookie()

    @authorized
    async def post(self, step: str) -> None:
        """Read the form, check its token, and answer it."""
        self._body_is_whole = True
        try:
            fields = read_fields(bytes(self._body))
        except RunError as error:
            await self.refuse(step, str(error))
            return
        self.request.arguments["_xsrf"] = [fields.text("_xsrf").encode()]
        self.check_xsrf_cookie()
        await self.take(step, fields)

    async def take(self, step: str, fields: Fields) -> None:
        """Answer what a step has sent."""
        raise NotImplementedError

    async def refuse(self, step: str, sentence: str) -> None:
        """Say that the form is too large."""
        raise NotImplementedError
