"""Handing a message to the mail server, or keeping it to be read in the app while no server is set."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Protocol, runtime_checkable

import flask_mail
from flask import Flask

from configuration import MailSettings, Settings
from database import Database
from mail.compose import Composed
from mail.letter import BadLetterError, Letter, Letters, headers_of
from mail.models import CaughtMessage
from mail.refusals import BusyError, MailboxError, PermanentError, UnreachableError
from mail.sealing import MailSeal
from mail.smtp import Conversation, Patience

Work = Callable[[], None]

PER_CONNECTION = 100
"""Messages after which a new connection is made: many servers close one that asks for more."""


class Sender(Protocol):
    """Something that takes a mail away."""

    def send(self, message: Composed) -> None:
        """Give the message away for good. Raises what :mod:`mail.refusals` names, or anything else for "try again later"."""

    def close(self) -> None:
        """Let go of what was held open; called when nothing is left to send. Never raises."""


@runtime_checkable
class BusySender(Sender, Protocol):
    """A sender that can be of use while it waits for its server."""

    def written(self, message: Composed) -> Callable[[Work], None]:
        """The message as it goes. What comes back sends it, as :meth:`send` does, and calls the work that it is given while it
        waits: once before the message is given away, and perhaps again after that."""


def _nothing() -> None:
    """No work to do meanwhile."""


class CaughtSender:
    """Keeps messages in the database, to be read at ``/mail``."""

    def __init__(self, database: Database, clock: Callable[[], datetime], letters: Letters | None = None) -> None:
        self._database = database
        self._clock = clock
        self._letters = letters

    def send(self, message: Composed) -> None:
        """Keep the message."""
        headers = dict(headers_of(message))
        if self._letters is not None:
            headers["From"] = self._letters.sender_of(message)
        if message.reply_to:
            headers["Reply-To"] = message.reply_to
        if message.attachments:
            headers["Attachments"] = ", ".join(file.filename for file in message.attachments)
        caught = CaughtMessage(
            recipient=message.recipient,
            subject=message.subject[:400],
            text=message.text,
            html=message.html,
            headers=headers,
            caught_at=self._clock(),
        )
        with self._database.write() as session:
            session.add(caught)

    def close(self) -> None:
        """Nothing is held open."""


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection with a time for each step, and with a look at the server's certificate: it has neither."""

    host: Conversation | None

    def carry(self, letter: Letter, return_path: str, meanwhile: Work) -> None:
        """Send a letter. Flask-Mail's own ``send`` takes addresses apart and puts them together several times for each."""
        assert self.host is not None
        self.host.carry(return_path, letter.recipient, letter.content, meanwhile)
        self.num_emails += 1

    def __init__(self, mail: flask_mail.Mail, patience: Patience, context: ssl.SSLContext) -> None:
        super().__init__(mail)
        self._patience = patience
        self._context = context

    def configure_host(self) -> Conversation:
        mail = self.mail
        host = Conversation(mail.server, mail.port, self._patience, context=self._context if mail.use_ssl else None)
        try:
            # Here, and not before the first mail: a server that is silent about it cannot be talked to.
            host.ehlo_or_helo_if_needed()
            if mail.use_tls:
                host.starttls(context=self._context)
                host.ehlo_or_helo_if_needed()
            if mail.username:
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host


class ServerSender:
    """Sends through an SMTP server with Flask-Mail. One connection serves many messages."""

    def __init__(self, mail: MailSettings, seal: MailSeal, *, patience: Patience | None = None) -> None:
        self._letters = Letters(mail.sender, seal)
        self._seal = seal
        self._bounces = mail.bounces
        self._patience = patience or Patience()
        self._context = ssl.create_default_context()
        # Flask-Mail reads its settings from an application; the worker has none of its own, so it gets a bare one.
        app = Flask("undersigned.mail", static_folder=None)
        app.config.update(
            MAIL_SERVER=mail.server,
            MAIL_PORT=mail.port,
            MAIL_USERNAME=mail.username or None,
            MAIL_PASSWORD=mail.password,
            MAIL_USE_TLS=mail.security == "starttls",
            MAIL_USE_SSL=mail.security == "tls",
            MAIL_SUPPRESS_SEND=False,
        )
        self._mail = flask_mail.Mail(app)
        self._connection: _Connection | None = None

    def send(self, message: Composed) -> None:
        """Send the message; see :class:`Sender` for what it raises."""
        self.written(message)(_nothing)

    def written(self, message: Composed) -> Callable[[Work], None]:
        """The letter, ready to be sent; see :class:`BusySender`."""
        if not message.recipient.rpartition("@")[0].isascii():
            raise MailboxError("the part before the @ has letters that only servers with SMTPUTF8 (RFC 6531) take")
        try:
            letter = self._letters.letter(message)
        except (UnicodeError, BadLetterError) as error:
            raise PermanentError(f"this cannot be written as a mail: {type(error).__name__}") from None
        return partial(self._send, letter, self._return_path(message))

    def _send(self, letter: Letter, return_path: str, work: Work) -> None:
        if self._connection is None:
            work()  # connecting may take its time
            work = _nothing
        connection = self._connected()
        try:
            connection.carry(letter, return_path, work)
        except smtplib.SMTPException as error:
            self._after(error)
            raise refusal_of(error) from None
        except OSError:
            self._drop()
            raise
        except BaseException:
            self._drop()
            raise
        # Counted here: Flask-Mail's own limit reconnects inside send(), and a failure there would look like a mail not sent.
        if connection.num_emails >= PER_CONNECTION:
            self.close()

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.host is not None:
            connection.host.goodbye()

    def _connected(self) -> _Connection:
        if self._connection is not None and self._connection.host is not None:
            self._connection.host.begin()
            return self._connection
        connection = _Connection(self._mail, self._patience, self._context)
        try:
            connection.__enter__()
        except (smtplib.SMTPException, OSError) as error:
            raise UnreachableError(_said(error)) from None
        self._connection = connection
        return connection

    def _return_path(self, message: Composed) -> str:
        """Where the mail comes back to when it cannot be delivered: an address of its own, by which it is known (VERP)."""
        return self._bounces.replace("*", self._seal.mark(message.number)) if self._bounces else self._letters.address

    def _after(self, error: smtplib.SMTPException) -> None:
        """A refusal ends the message, and the conversation goes on; after anything else the next one gets a new connection."""
        refused = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException)
        host = self._connection.host if self._connection is not None else None
        if not refused or host is None or host.sock is None:
            self._drop()

    def _drop(self) -> None:
        """Close without a word: whoever does not answer would not answer QUIT either."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.host is not None:
            with suppress(OSError):
                connection.host.close()


def sender_for(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Sender:
    """The sender that the settings ask for: a server's when one is named, else the catching one."""
    seal = MailSeal(settings.secret_key)
    if settings.mail.server:
        return ServerSender(settings.mail, seal)
    return CaughtSender(database, clock, Letters(settings.mail.sender, seal))


def refusal_of(error: smtplib.SMTPException) -> Exception:
    """What a server's answer means for what is done next; the error itself when it is one of "not now"."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _meaning(code, answer, of_recipient=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        said = _meaning(error.smtp_code, error.smtp_error)
        # RFC 1870, section 6.1: 552 here is about the size of the message. Any other refusal for good is about the sender whom
        # our settings name, and must not throw away all the mail that waits.
        return UnreachableError(str(said)) if isinstance(said, PermanentError) and error.smtp_code != 552 else said
    if isinstance(error, smtplib.SMTPDataError):
        return _meaning(error.smtp_code, error.smtp_error)
    return error


_DETAILED = re.compile(r"\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
"""An enhanced status code (RFC 3463) at the beginning of a server's words."""


def _meaning(code: int, answer: bytes | str, *, of_recipient: bool = False) -> Exception:
    """What a server's refusal means; ``of_recipient`` when it refused the address, before it saw anything of the message."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = f"{code} {text}"[:500]
    if code == 421 or (code == 452 and _detail(text)[:1] != (2,)):  # 4.2.2 is this mailbox that is full, not the server
        return BusyError(said)
    if not 500 <= code < 600:
        return smtplib.SMTPException(said)
    return MailboxError(said) if of_mailbox(text, otherwise=of_recipient) else PermanentError(said)


def _detail(text: str) -> tuple[int, ...]:
    detailed = _DETAILED.match(text)
    return () if detailed is None else (int(detailed.group(1)), int(detailed.group(2)))


def of_mailbox(text: str, *, otherwise: bool) -> bool:
    """Whether a refusal for good is about the mailbox. RFC 3463, section 3.2 and 3.3: X.1.* is about the address (7 and 8 about
    the sender's), X.2.1 a mailbox that is disabled.

    Where a server says more than "550", its word counts: a relay that is denied (5.7.1) and a full mailbox (5.2.2) are refused
    at the same place. ``otherwise`` is the answer where it says no more.
    """
    detail = _detail(text)
    if not detail:
        return otherwise
    subject, number = detail
    return (subject == 1 and number not in (7, 8)) or (subject, number) == (2, 1)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
