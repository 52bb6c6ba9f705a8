"""The real sender against a real server in a thread."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

import mail.wanted
from configuration import MailSettings
from mail.compose import Composed
from mail.models import OutboxMessage
from mail.outbox import enqueue
from mail.refusals import MailboxError, PermanentError, UnreachableError
from mail.sealing import MailSeal
from mail.sender import PER_CONNECTION, CaughtSender, ServerSender, sender_for
from mail.smtp import Patience
from mail.worker import Report
from tests.tools.sending import send_due
from tests.tools.waiting import PATIENCE, ended, free_port

SEAL = MailSeal("a-secret-for-tests-only")

MOMENT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def composed(**other):
    values = {
        "number": 7,
        "written_at": MOMENT,
        "recipient": "ana@rivers.example",
        "subject": "Hello",
        "text": "Text\n",
    } | other
    return Composed(**values)


class Mailbox:
    """What a server does with mail; ``answer`` is said to each recipient."""

    def __init__(self):
        self.received = []
        self.sessions = set()
        self.answer = "250 OK"
        self.data_answer = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data_answer.startswith("250"):
            self.sessions.add(session.peer)
            self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.data_answer


@pytest.fixture
def box():
    return Mailbox()


@pytest.fixture
def server(box):
    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"right", handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=authenticate,
        auth_require_tls=False,
        ready_timeout=PATIENCE,
    )
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def mail_settings(server):
    return MailSettings("127.0.0.1", server.port, security="none", sender="Undersigned <letters@example.org>")


@pytest.fixture
def sender(mail_settings):
    made = ServerSender(mail_settings, SEAL)
    yield made
    made.close()


def test_what_arrives(box, sender):
    sender.send(composed(subject="Signed: “Über Flüsse” (closes March 9)", text="Dear Ana,\n\n.\nFrom here: naïve ✓\n"))
    ((mail_from, recipients, content),) = box.received
    assert (mail_from, recipients) == ("letters@example.org", ["ana@rivers.example"])
    letter = email.message_from_bytes(content, policy=email.policy.default)
    assert letter["From"] == "Undersigned <letters@example.org>"
    assert letter["To"] == "ana@rivers.example"
    assert letter["Subject"] == "Signed: “Über Flüsse” (closes March 9)"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == f"<outbox-{SEAL.mark(7)}.{int(MOMENT.timestamp())}@example.org>"
    assert letter["Date"].datetime.tzinfo is not None
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == "Dear Ana,\n\n.\nFrom here: naïve ✓\n"
    assert letter["Content-Language"] == "en"
    assert letter["Reply-To"] is None
    assert letter["List-Unsubscribe"] is None
    assert not letter.defects


def test_one_connection_for_many_and_a_new_one_when_it_had_enough(box, sender):
    for number in range(PER_CONNECTION + 1):
        sender.send(composed(number=number))
    assert len(box.received) == PER_CONNECTION + 1
    assert len(box.sessions) == 2


def test_no_such_mailbox_is_for_good(box, sender):
    box.answer = "550 5.1.1 no such mailbox"
    with pytest.raises(PermanentError, match=r"550 5[.]1[.]1 no such mailbox"):
        sender.send(composed())
    box.answer = "250 OK"
    sender.send(composed())
    assert len(box.received) == 1


@pytest.mark.parametrize("answer", ["554 5.7.1 looks like spam", "552 5.2.2 over quota", "550 no"])
def test_a_refused_content_is_for_good_and_says_nothing_of_the_mailbox(box, sender, answer):
    box.data_answer = answer
    with pytest.raises(PermanentError, match=answer[:3]) as caught:
        sender.send(composed())
    assert not isinstance(caught.value, MailboxError)


@pytest.mark.parametrize(
    ("answer", "dead"),
    [
        ("550 5.1.1 no such mailbox", True),
        ("550 5.1.10 no such mailbox", True),
        ("550 5.2.1 disabled", True),
        ("550 user unknown", True),
        ("550 5.7.1 relaying denied", False),
        ("552 5.2.2 mailbox full", False),
        ("550 5.1.8 sender domain does not exist", False),
        ("554 5.4.4 no route", False),
    ],
)
def test_a_refused_address_is_a_dead_mailbox_unless_the_server_says_otherwise(box, sender, answer, dead):
    box.answer = answer
    with pytest.raises(PermanentError) as caught:
        sender.send(composed())
    assert isinstance(caught.value, MailboxError) is dead


def test_a_mailbox_that_is_told_of_late_is_dead_as_well(box, sender):
    """Some servers take the address and the message, and only then look."""
    box.data_answer = "550 5.1.1 no such mailbox"
    with pytest.raises(MailboxError):
        sender.send(composed())


@pytest.mark.parametrize("answer", ["451 4.7.1 greylisted", "452 4.2.2 mailbox full"])
def test_not_now_is_not_for_good(box, sender, answer):
    box.answer = answer
    with pytest.raises(Exception, match=answer[:3]) as caught:
        sender.send(composed())
    assert not isinstance(caught.value, PermanentError | UnreachableError)


def test_wrong_credentials_are_our_mistake_and_not_the_messages(mail_settings):
    """A mistyped password (535) must not throw all waiting mail away."""
    from dataclasses import replace

    with pytest.raises(UnreachableError, match="Authentication"):
        ServerSender(replace(mail_settings, username="u", password="wrong"), SEAL).send(composed())
    right = ServerSender(replace(mail_settings, username="u", password="right"), SEAL)
    right.send(composed())
    right.close()


def test_without_encryption_nothing_is_sent_where_it_was_asked_for(box, mail_settings):
    from dataclasses import replace

    with pytest.raises(UnreachableError):
        ServerSender(replace(mail_settings, security="starttls"), SEAL).send(composed())
    assert not box.received


def test_a_silent_server_does_not_hold_the_worker():
    """It accepts the connection and never says a word. Flask-Mail alone would wait for good."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = MailSettings("127.0.0.1", silent.getsockname()[1], security="none")
        with pytest.raises(UnreachableError, match=r"(?i)timed out|timeout"):
            ServerSender(settings, SEAL, patience=Patience.of(0.3)).send(composed())


def test_flask_mail_alone_has_no_timeout():
    """The control: the same silent server and Flask-Mail as it comes. It still waits after five times our patience."""
    import flask_mail
    from flask import Flask

    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = Flask("control", static_folder=None)
        app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=silent.getsockname()[1])
        plain = flask_mail.Mail(app)

        def connect():
            with suppress(OSError):
                plain.connect().configure_host()

        waiting = threading.Thread(target=connect, daemon=True)
        waiting.start()
        waiting.join(1.5)
        assert waiting.is_alive()
        connection, _ = silent.accept()
        connection.close()
        ended([waiting])


def test_no_server_at_all():
    with pytest.raises(UnreachableError):
        ServerSender(MailSettings("127.0.0.1", free_port(), security="none"), SEAL).send(composed())


def test_a_header_cannot_be_smuggled_in(box, sender):
    for wrong in ({"subject": "a\r\nBcc: x@y.example"}, {"recipient": "ana@rivers.example\r\nBcc: x@y.example"}):
        with pytest.raises(PermanentError):
            sender.send(composed(**wrong))
    assert not box.received


def test_an_address_that_cannot_be_written_is_said(box, sender):
    """Flask-Mail would make another address of it, and somebody else would get the mail."""
    with pytest.raises(PermanentError, match="SMTPUTF8"):
        sender.send(composed(recipient="josé@rivers.example"))
    sender.send(composed(recipient="ana@flüsse.example"))
    assert [recipients for _, recipients, _ in box.received] == [["ana@xn--flsse-lva.example"]]


def test_from_the_outbox_to_the_mailbox(database, clock, box, sender):
    context = {
        "coalition": "Rivers\r\nBcc: x@y.example",
        "role": "owner",
        "added_by": "",
        "sign_in_url": "http://localhost/desk",
    }
    with database.write() as session:
        enqueue(session, "welcome", to="ana@rivers.example", about="c:1", context=context, now=clock.now)
        enqueue(session, "welcome", to="ben@rivers.example", about="c:2", context=context, now=clock.now)
    assert send_due(database, sender, clock.now) == Report(sent=2)
    letter = email.message_from_bytes(box.received[0][2], policy=email.policy.default)
    assert letter["Bcc"] is None
    assert letter["Subject"] == "You are now a coordinator of Rivers Bcc: x@y.example"
    assert [recipients for _, recipients, _ in box.received] == [["ana@rivers.example"], ["ben@rivers.example"]]


def test_a_hanging_server_ends_the_pass(database, clock, monkeypatch):
    with database.write() as session:
        for n in range(10):
            context = {"url": "http://localhost/", "minutes": 30}
            enqueue(session, "sign_in", to="ana@rivers.example", about=f"sign-in:{n}", context=context, now=clock.now)
        monkeypatch.delitem(mail.wanted._checks, "sign_in", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = MailSettings("127.0.0.1", silent.getsockname()[1], security="none")
        assert send_due(database, ServerSender(settings, SEAL, patience=Patience.of(0.3)), clock.now) == Report(postponed=1)


def test_without_a_server_mail_is_caught(database, clock, settings):
    sender = sender_for(settings, database, clock)
    assert isinstance(sender, CaughtSender)
    with database.write() as session:
        context = {"coalition": "Rivers", "role": "owner", "added_by": "", "sign_in_url": "http://localhost/desk"}
        enqueue(session, "welcome", to="ana@rivers.example", about="c:1", context=context, now=clock.now)
    assert send_due(database, sender, clock.now) == Report(sent=1)
    from mail.models import CaughtMessage

    with database.read() as session:
        caught = session.query(CaughtMessage).one()
        assert (caught.recipient, caught.caught_at) == ("ana@rivers.example", clock.now)
        assert session.query(OutboxMessage).one().status == "sent"


def test_with_a_server_it_is_sent(settings, database, clock, mail_settings):
    from dataclasses import replace

    assert isinstance(sender_for(replace(settings, mail=mail_settings), database, clock), ServerSender)
