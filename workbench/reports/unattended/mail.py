"""A mail by the settings of the environment, or none where there are none."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from workbench.errors import ParameterError

PREFIX = "WORKBENCH_SMTP_"
_PORTS = {"starttls": 587, "ssl": 465, "none": 25}
_PATIENCE = 30.0  # seconds for each answer of the server


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """Server, sender and recipients; a representation of it holds no password."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    recipients: tuple[str, ...]


def mail_settings(environment: Mapping[str, str]) -> MailSettings | None:
    """Read the settings; None where no server is named.

    Raises
    ------
    ParameterError
        A setting is missing or not allowed; its value is not repeated where it is secret.
    """
    given = {name: environment.get(PREFIX + name, "").strip() for name in ("HOST", "PORT", "USER", "FROM", "TO")}
    if not given["HOST"]:
        return None
    security = environment.get(f"{PREFIX}SECURITY", "starttls").strip().lower()
    if security not in _PORTS:
        raise ParameterError(f"`{PREFIX}SECURITY` is {security[:40]!r}. Give starttls, ssl or none.")
    for name in ("FROM", "TO"):
        if not given[name] or not given[name].isprintable():
            raise ParameterError(f"`{PREFIX}{name}` is empty or has a line break. Give a mail address.")
    port = given["PORT"] or str(_PORTS[security])
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise ParameterError(f"`{PREFIX}PORT` is {port[:40]!r}. Give the number of the server's port, e.g. 587.")
    if given["USER"] and security == "none":
        raise ParameterError(
            f"`{PREFIX}SECURITY` is none, and a password would be sent readable by all. Give starttls or ssl."
        )
    return MailSettings(
        host=given["HOST"],
        port=int(port),
        security=security,
        user=given["USER"],
        password=environment.get(f"{PREFIX}PASSWORD", ""),
        sender=given["FROM"],
        recipients=tuple(address for part in given["TO"].split(",") if (address := part.strip())),
    )


def send_mail(settings: MailSettings, *, subject: str, text: str) -> str:
    """Send a mail; return why it could not be sent, or nothing. What the server says is not repeated."""
    message = EmailMessage()
    message["Subject"] = "".join(sign if sign.isprintable() else " " for sign in subject)  # a line end ends a header
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="workbench.invalid")
    try:
        message["From"], message["To"] = settings.sender, ", ".join(settings.recipients)
        message.set_content(text)
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, settings.password)
            refused = server.send_message(message)
    except (OSError, ValueError, IndexError, smtplib.SMTPException) as error:
        code = getattr(error, "smtp_code", "")
        return f"{type(error).__name__}{f' {code}' if code else ''}"
    return f"{len(refused)} of {len(settings.recipients)} addresses were refused" if refused else ""


def _connected(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "ssl":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=_PATIENCE, context=context)
    server = smtplib.SMTP(settings.host, settings.port, timeout=_PATIENCE)
    if settings.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server
