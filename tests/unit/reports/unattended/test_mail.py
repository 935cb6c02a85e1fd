"""Mail by a real server on this machine."""

import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from workbench.errors import ParameterError
from workbench.reports.unattended.mail import mail_settings, send_mail

GIVEN = {
    "WORKBENCH_SMTP_HOST": "127.0.0.1",
    "WORKBENCH_SMTP_FROM": "workbench@example.org",
    "WORKBENCH_SMTP_TO": "ann@example.org, ben@example.org",
    "WORKBENCH_SMTP_SECURITY": "none",
}


class Kept(Message):
    def __init__(self):
        super().__init__()
        self.messages = []

    def handle_message(self, message):
        self.messages.append(message)


@pytest.fixture
def server():
    """A server that keeps what it gets."""
    kept = Kept()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield port, kept.messages
    controller.stop()


def settings(port, **others):
    return mail_settings(GIVEN | {"WORKBENCH_SMTP_PORT": str(port)} | others)


def test_a_mail_arrives_with_its_text_at_all_addresses(server):
    port, messages = server
    assert send_mail(settings(port), subject="Viikko: died", text="Äänekoski: died.\n.\nlast line\n") == ""
    (message,) = messages
    assert message["To"] == "ann@example.org, ben@example.org"
    assert message["X-RcptTo"] == "ann@example.org, ben@example.org"
    assert message["Subject"] == "Viikko: died"
    assert message.get_payload(decode=True).decode("utf-8").splitlines() == ["Äänekoski: died.", ".", "last line"]


def test_no_subject_adds_a_header(server):
    port, messages = server
    subject = "a.yaml\r\nBcc: eve@example.org\n\nAnother text\u2028x\x00"
    assert send_mail(settings(port), subject=subject, text="text") == ""
    (message,) = messages
    assert message["Bcc"] is None
    assert message["X-RcptTo"] == "ann@example.org, ben@example.org"
    assert message.get_payload(decode=True).strip() == b"text"


def test_a_server_that_offers_no_encryption_gets_neither_mail_nor_password(server):
    port, messages = server
    given = settings(
        port, WORKBENCH_SMTP_SECURITY="starttls", WORKBENCH_SMTP_USER="ann", WORKBENCH_SMTP_PASSWORD="s3cret"
    )
    fault = send_mail(given, subject="x", text="y")
    assert fault == "SMTPNotSupportedError"
    assert messages == []
    assert "s3cret" not in repr(given)


def test_a_server_that_is_not_there_is_told_in_a_word(server):
    port, _ = server
    assert send_mail(settings(port, WORKBENCH_SMTP_SECURITY="ssl"), subject="x", text="y").startswith("SSL")
    assert "Refused" in send_mail(settings(1), subject="x", text="y")


def test_without_a_host_nothing_is_sent():
    assert mail_settings({"WORKBENCH_SMTP_TO": "ann@example.org"}) is None


def test_the_port_follows_from_the_encryption():
    for security, port in (("starttls", 587), ("SSL", 465), ("none", 25)):
        assert mail_settings(GIVEN | {"WORKBENCH_SMTP_SECURITY": security}).port == port
    assert mail_settings({k: v for k, v in GIVEN.items() if "SECURITY" not in k}).security == "starttls"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURITY", "tls"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "²"),
        ("TO", ""),
        ("TO", "ann@example.org\nBcc: eve@example.org"),
        ("FROM", "a\rb"),
        ("USER", "ann"),
    ],
)
def test_settings_are_checked_before_anything_is_sent(name, value):
    with pytest.raises(ParameterError) as caught:
        mail_settings(GIVEN | {f"WORKBENCH_SMTP_{name}": value, "WORKBENCH_SMTP_PASSWORD": "s3cret"})
    assert "s3cret" not in str(caught.value)
