"""What every page of the lab has in common: its language, who may ask for it, and what it may load."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.httputil import url_concat

from workbench.wording import LANGUAGES, asked_languages, say, speak

_POLICY = "default-src 'none'; {allowed}; base-uri 'none'; form-action {sent}; frame-ancestors 'self'"
_COOKIE = "workbench-language"  # of the session: a browser that is closed forgets it


class SpeakingHandler(JupyterHandler):
    """Answers in the language that was chosen on a page, else in the first that pages of reports are asked for in."""

    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's own has an argument for itself
        """Speak the language of the one who asks."""
        chosen, kept = self.get_query_argument("language", ""), self.get_cookie(_COOKIE, "")
        if chosen in LANGUAGES:
            self.set_cookie(_COOKIE, chosen, path=self.base_url, samesite="Strict")
        speak(next((language for language in (chosen, kept) if language in LANGUAGES), asked_languages()[0]))
        await super().prepare()

    def language_links(self) -> dict[str, str]:
        """Return the address of this page in each language."""
        kept = [(name, value) for name in self.request.query_arguments for value in self.get_query_arguments(name)]
        others = [(name, value) for name, value in kept if name not in ("language", "token")]
        return {key: url_concat(self.request.path, [*others, ("language", key)]) for key in LANGUAGES}


class PageHandler(SpeakingHandler):
    """A page or a part of one; Jupyter itself checks the origin of an API request only."""

    auth_resource = "workbench"
    sent_to = "'none'"
    allowed = "script-src 'self'; style-src 'self'; connect-src 'self'"

    @property
    def content_security_policy(self) -> str:
        """What the page may load, and where its forms may be sent."""
        return _POLICY.format(allowed=self.allowed, sent=self.sent_to)

    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's own has an argument for itself
        """Refuse what another site's page asks for."""
        await super().prepare()
        if not self._finished and not self.check_origin():
            raise web.HTTPError(403, say("Another site's page has made this request. Open the address yourself."))

    def send(self, content: bytes | str, *, media_type: str) -> None:
        """Answer with text or picture that a browser asks for again each time."""
        self.set_header("Content-Type", f"{media_type}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(content)
