"""How a message goes to a hook: one POST, signed, to an address of the open internet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.hooks.models import Hook
from campaign.hooks.seal import headers, secret_of
from campaign.hooks.told import event_id, told
from coalition.models import AuditEntry
from letters.links.outcomes import Failure
from mail.models import OutboxMessage
from mail.refusals import PermanentError
from mail.undeliverable import Trouble, when_undeliverable

if TYPE_CHECKING:
    from letters.links.fetch import Fetcher
    from mail.channels import Go

AGENT = "Undersigned (tells what happens to sign-on letters)"

GONE = 410


class NotTakenError(Exception):
    """The receiver did not take it this time; it is tried again."""


class HookChannel:
    """The channel of hooks (:class:`mail.channels.Channel`).

    A receiver that fails does so alone: unlike a mail server that cannot be reached, it says nothing about the others.
    """

    def __init__(self, fetcher: Fetcher, secret_key: str, doors: Callable[[str], Doors], clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._secret_key = secret_key
        self._doors = doors
        self._clock = clock

    def stopped(self, session: Session, messages: Sequence[OutboxMessage]) -> dict[int, Trouble]:
        """Which of these go to a hook that was taken away."""
        hooks = {one.id: hook_of(session, one) for one in messages if one.channel == "hook"}
        gone = Trouble("the hook was taken away", mailbox=False, unwanted=True)
        return {number: gone for number, hook in hooks.items() if hook is None or hook.removed_at is not None}

    def prepare(self, session: Session, message: OutboxMessage) -> Go:
        """Read the act and what it was about; what comes back posts it. Raises PermanentError for an act that nobody knows."""
        hook, entry = hook_of(session, message), _entry_of(session, message)
        if hook is None or entry is None:
            raise PermanentError("there is nothing to tell")
        body = told(session, entry, doors=self._doors, now=self._clock())
        sent = headers(secret_of(self._secret_key, hook.id, hook.generation), event_id(entry), self._clock(), body)
        return _Post(self._fetcher, hook.url, sent, body)

    def close(self) -> None:
        """Nothing is held open."""


class _Post:
    """One POST, ready to go."""

    def __init__(self, fetcher: Fetcher, url: str, sent: Mapping[str, str], body: bytes) -> None:
        self._fetcher, self._url, self._sent, self._body = fetcher, url, sent, body

    def write(self) -> None:
        """It is written."""

    def __call__(self, work: Callable[[], None]) -> None:
        """Send it. Raises :class:`NotTakenError`, or PermanentError for a receiver that is gone for good."""
        work()
        answer = self._fetcher.send("POST", self._url, self._sent, self._body)
        if isinstance(answer, Failure):
            raise NotTakenError(answer.sentence)
        if answer.status == GONE:
            raise PermanentError("410: the receiver says that it is gone for good")
        if not 200 <= answer.status < 300:
            raise NotTakenError(f"the receiver answered {answer.status}")


def hook_of(session: Session, message: OutboxMessage) -> Hook | None:
    """The hook that a message goes to."""
    number = message.recipient.rpartition(":")[2]
    return session.get(Hook, int(number)) if number.isdigit() else None


def _entry_of(session: Session, message: OutboxMessage) -> AuditEntry | None:
    number = message.about.rpartition(":")[2]
    return session.get(AuditEntry, int(number)) if number.isdigit() else None


@when_undeliverable("hook")
def _pause(session: Session, message: OutboxMessage, trouble: Trouble, now: datetime) -> None:
    """A receiver that took nothing for a whole day is left alone until somebody looks: what it missed waits with it."""
    hook = hook_of(session, message)
    if hook is not None and hook.paused_at is None and not trouble.unwanted:
        hook.paused_at, hook.pause_reason = now, trouble.reason[:300]
