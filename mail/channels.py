"""How a message goes, by its row's ``channel``. Claiming, trying again and giving up are the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from sqlalchemy.orm import Session

from mail.attachments import Attachment, attachments_of
from mail.compose import Composed, compose
from mail.kinds import need_of
from mail.letterheads import Letterhead, head_of
from mail.models import OutboxMessage
from mail.sealing import MailSeal
from mail.sender import BusySender, Sender, Work
from mail.suppression import reasons_to_suppress
from mail.undeliverable import Trouble


class Go(Protocol):
    """A message that only has to be given away."""

    def write(self) -> None:
        """Make what goes of it, ahead of time. Never raises: what goes wrong comes when it is called."""

    def __call__(self, work: Work) -> None:
        """Give it away for good, outside any transaction, and call ``work`` while waiting for somebody: once before the message
        is given away, and perhaps again. Raises what :mod:`mail.refusals` names, or anything else for "try again later"."""


class Channel(Protocol):
    """A way for messages to go."""

    def stopped(self, session: Session, messages: Sequence[OutboxMessage]) -> dict[int, Trouble]:
        """Which of these messages (those of this channel) must not go, whatever they say, and why."""

    def prepare(self, session: Session, message: OutboxMessage) -> Go:
        """Read all that the message needs."""

    def close(self) -> None:
        """Let go of what was held open; called when nothing is left to send. Never raises."""


class _Mail:
    """A mail that is composed and written when there is time for it, and at the latest when it goes."""

    def __init__(self, sender: Sender, made: Callable[[], Composed]) -> None:
        self._sender, self._made = sender, made
        self._written: Callable[[Work], None] | None = None

    def write(self) -> None:
        """Compose it, and write it where the sender does that ahead."""
        try:
            self._write()
        except Exception as error:
            self._written = partial(_fail, error)

    def __call__(self, work: Work) -> None:
        """Send it."""
        (self._written or self._write())(work)

    def _write(self) -> Callable[[Work], None]:
        sender, composed = self._sender, self._made()
        if isinstance(sender, BusySender):
            self._written = sender.written(composed)
        else:

            def send(work: Work) -> None:
                work()
                sender.send(composed)

            self._written = send
        return self._written


def _fail(error: Exception, _work: Work) -> None:
    raise error


class MailChannel:
    """Mail. With a ``seal`` it passes by suppressed mailboxes; with a ``base_url`` as well, recipients can unsubscribe. The
    ``clock`` (aware) tells what is private at the moment of writing."""

    def __init__(
        self,
        sender: Sender,
        seal: MailSeal | None = None,
        base_url: str = "",
        clock: Callable[[], datetime] = partial(datetime.now, UTC),  # noqa: B008  (it is called later)
    ) -> None:
        self._clock = clock
        self._sender = sender
        self._seal = seal
        self._base_url = base_url
        self._heads: dict[str, Letterhead] = {}
        self._attached: tuple[tuple[str, ...], tuple[Attachment, ...]] = ((), ())

    def stopped(self, session: Session, messages: Sequence[OutboxMessage]) -> dict[int, Trouble]:
        """Whose recipient gets no mail of this kind any more."""
        mails = [one for one in messages if one.channel == "mail"]
        return reasons_to_suppress(session, self._seal, mails) if self._seal is not None else {}

    def prepare(self, session: Session, message: OutboxMessage) -> Go:
        """Find letterhead and attachments, and fill the templates."""
        head = self._heads.get(message.scope) or self._heads.setdefault(message.scope, head_of(session, message.scope))
        private = head.private_until is not None and self._clock() < head.private_until
        filled = partial(
            compose,
            message,
            head=head,
            unsubscribe_url=self._way_out(message),
            attachments=self._files(session, message),
            private=private,
        )
        return _Mail(self._sender, filled)

    def _files(self, session: Session, message: OutboxMessage) -> tuple[Attachment, ...]:
        """Many messages in a row have the same files: they are made once."""
        names = tuple(message.attach or ())
        if names != self._attached[0]:
            self._attached = (names, attachments_of(session, names))
        return self._attached[1]

    def close(self) -> None:
        """Say goodbye to the server, and ask anew next time whose letterheads there are."""
        self._heads.clear()
        self._attached = ((), ())
        self._sender.close()

    def _way_out(self, message: OutboxMessage) -> str:
        """RFC 8058, section 3.1: the address must be https and needs no signing in. While the app is tried without https, the
        page is there all the same."""
        if self._seal is None or not self._base_url or not message.scope or need_of(message.kind) != "unasked":
            return ""
        return f"{self._base_url}/unsubscribe/{self._seal.unsubscribe_token(message.recipient, message.scope)}"
