"""What every page of the lab has in common: who may ask for it, and what it may load."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

_POLICY = "default-src 'none'; {allowed}; base-uri 'none'; form-action {sent}; frame-ancestors 'self'"


class PageHandler(JupyterHandler):
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
            raise web.HTTPError(403, "Another site's page has made this request. Open the address yourself.")

    def send(self, content: bytes | str, *, media_type: str) -> None:
        """Answer with text or picture that a browser asks for again each time."""
        self.set_header("Content-Type", f"{media_type}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(content)
