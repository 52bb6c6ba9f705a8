"""Handing a message to the mail server, or keeping it to be read in the app while no server is set."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.utils import parseaddr
from typing import Protocol

import flask_mail
from flask import Flask

from configuration import MailSettings, Settings
from database import Database
from mail.compose import Composed
from mail.models import CaughtMessage

TIMEOUT = 20.0
"""Seconds for each step of the conversation with the server. Without it one silent server would stop all mail for good."""

PER_CONNECTION = 50
"""Messages after which a new connection is made: many servers close one that asks for more."""


class PermanentError(Exception):
    """The server will never take this message: for its content, a rule of its own, a mailbox that is full."""


class MailboxError(PermanentError):
    """There is no such mailbox, or it takes no mail from anybody. Nothing that is sent there will ever arrive."""


class UnreachableError(Exception):
    """The server cannot be talked to at all; trying the next message now would be no better."""


class Sender(Protocol):
    """Something that takes a message away."""

    def send(self, message: Composed) -> None:
        """Give the message away for good. Raises PermanentError, UnreachableError, or anything else for "try again later"."""

    def close(self) -> None:
        """Let go of what was held open; called when nothing is left to send. Never raises."""


class CaughtSender:
    """Keeps messages in the database, to be read at ``/mail``."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def send(self, message: Composed) -> None:
        """Keep the message."""
        caught = CaughtMessage(
            recipient=message.recipient, subject=message.subject[:400], text=message.text, caught_at=self._clock()
        )
        with self._database.write() as session:
            session.add(caught)

    def close(self) -> None:
        """Nothing is held open."""


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection with a timeout, and with a look at the server's certificate, neither of which it has."""

    def configure_host(self) -> smtplib.SMTP:
        mail = self.mail
        if mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(mail.server, mail.port, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=TIMEOUT)
        try:
            if mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if mail.username:
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host


class ServerSender:
    """Sends through an SMTP server with Flask-Mail. One connection serves a whole pass of the worker."""

    def __init__(self, mail: MailSettings) -> None:
        self._sender = mail.sender
        self._domain = parseaddr(mail.sender)[1].rpartition("@")[2] or "localhost"
        # Flask-Mail reads its settings from an application; the worker has none of its own, so it gets a bare one.
        self._app = Flask("undersigned.mail", static_folder=None)
        self._app.config.update(
            MAIL_SERVER=mail.server,
            MAIL_PORT=mail.port,
            MAIL_USERNAME=mail.username or None,
            MAIL_PASSWORD=mail.password,
            MAIL_USE_TLS=mail.security == "starttls",
            MAIL_USE_SSL=mail.security == "tls",
            MAIL_SUPPRESS_SEND=False,
        )
        self._mail = flask_mail.Mail(self._app)
        self._connection: _Connection | None = None

    def send(self, message: Composed) -> None:
        """Send the message; see :class:`Sender` for what it raises. After an error the next message gets a new connection."""
        if not message.recipient.rpartition("@")[0].isascii():
            raise MailboxError("the part before the @ has letters that only servers with SMTPUTF8 (RFC 6531) take")
        with self._app.app_context():
            try:
                connection = self._connected()
                connection.send(self._letter(message))
            except smtplib.SMTPRecipientsRefused as error:
                self.close()
                code, answer = next(iter(error.recipients.values()))
                raise _refusal(code, answer, of_recipient=True) from None
            except smtplib.SMTPDataError as error:
                self.close()
                raise _refusal(error.smtp_code, error.smtp_error) from None
            except (smtplib.SMTPException, OSError):
                self.close()
                raise
            except (UnicodeError, flask_mail.BadHeaderError) as error:
                raise PermanentError(f"this cannot be written as a mail: {type(error).__name__}") from None
        # Counted here: Flask-Mail's own limit reconnects inside send(), and a failure there would look like a mail not sent.
        if connection.num_emails >= PER_CONNECTION:
            self.close()

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.host is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.host.quit()
            connection.host.close()

    def _connected(self) -> _Connection:
        if self._connection is None:
            connection = _Connection(self._mail)
            try:
                connection.__enter__()
            except (smtplib.SMTPException, OSError) as error:
                raise UnreachableError(_said(error)) from None
            self._connection = connection
        return self._connection

    def _letter(self, message: Composed) -> flask_mail.Message:
        letter = flask_mail.Message(
            subject=message.subject,
            recipients=[message.recipient],
            body=message.text,
            sender=self._sender,
            # RFC 3834, section 5: no vacation answer comes back to a message that a program wrote.
            extra_headers={"Auto-Submitted": "auto-generated"},
        )
        # The row's own identifier: should a crash make us send a message again, it is recognizable as the same one.
        letter.msgId = f"<outbox-{message.number}.{int(message.written_at.timestamp())}@{self._domain}>"
        return letter


def sender_for(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Sender:
    """The sender that the settings ask for: a server's when one is named, else the catching one."""
    return ServerSender(settings.mail) if settings.mail.server else CaughtSender(database, clock)


_DETAILED = re.compile(r"\s*5\.(\d{1,3})\.(\d{1,3})\b")
"""An enhanced status code (RFC 3463) at the beginning of a server's words."""


def _refusal(code: int, answer: bytes | str, *, of_recipient: bool = False) -> Exception:
    """What a server's refusal means; ``of_recipient`` when it refused the address, before it saw anything of the message."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = f"{code} {text}"[:500]
    if not 500 <= code < 600:
        return smtplib.SMTPException(said)
    return MailboxError(said) if _of_mailbox(text, of_recipient=of_recipient) else PermanentError(said)


def _of_mailbox(text: str, *, of_recipient: bool) -> bool:
    """RFC 3463, section 3.2 and 3.3: X.1.* is about the address (7 and 8 about the sender's), X.2.1 a mailbox that is disabled.

    Where a server says more than "550", its word counts: a relay that is denied (5.7.1) and a full mailbox (5.2.2) are refused
    at the same place.
    """
    detailed = _DETAILED.match(text)
    if detailed is None:
        return of_recipient
    subject, detail = int(detailed.group(1)), int(detailed.group(2))
    return (subject == 1 and detail not in (7, 8)) or (subject, detail) == (2, 1)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
