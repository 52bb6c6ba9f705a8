"""Sending what is due.

A message is *claimed*, asked about once more, sent outside any transaction, and its result recorded at once. Any number of
workers may do so at the same time. What this cannot promise is "exactly once": a worker that dies between the server's "250 OK"
and the record leaves a claim behind; another one takes it over when its lease ends (:mod:`mail.leases`) and sends the message
again. The second copy carries the same Message-ID as the first. So each "250 OK" is recorded before the next message is given,
and the record is safe from any end that a process can come to. It is on the disk when the next batch is claimed, or the pass
ends: when the power goes, up to a batch may go twice.

Nothing here knows how a message goes: that is for its *channel* (:mod:`mail.channels`).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import event, update

from database import Database
from mail.channels import Channel, Go
from mail.claims import claim_due, give_back, record, record_sent, renew
from mail.leases import Held, Leases
from mail.models import OutboxMessage
from mail.pace import Pace
from mail.refusals import BusyError, MailboxError, PermanentError, UnreachableError
from mail.retries import MOST_CUT_OFF, next_try
from mail.undeliverable import Trouble, follow_up
from mail.wanted import Later, answers

PASS = 60.0
"""Seconds after which a pass takes no new messages: whoever works has other things to do as well."""

FRESH = 0.5
"""Seconds for which it is known that a message is still wanted. A server that takes its time has each message asked about anew
right before it goes."""

LIMIT = 1000
"""Messages that a pass takes at most."""

SOONEST = timedelta(minutes=1)
"""A message that is put off is not asked about again before that, whatever its check says."""
CUT_OFF = "every attempt was cut off before it ended"

log = logging.getLogger("undersigned.mail")

Outcome = Literal["sent", "skipped", "failed", "postponed"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a pass did: how many messages were sent, skipped, given up, and put off until later."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0
    postponed: int = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that may go: since when it is known (monotonic seconds), why not after all, what sends it, the trouble
    with its mailbox where there is some, and what went wrong with getting it ready."""

    at: float
    unwanted: str | Later | None
    go: Go | None
    trouble: Trouble | None = None
    error: Exception | None = None


class _Spare:
    """What is done while a server thinks: one thing at a time, in this order."""

    def __init__(self, *works: Callable[[], None]) -> None:
        self._works = list(works)

    def __call__(self) -> None:
        if self._works:
            self._works.pop(0)()


class Postman:
    """Takes what is due out of the outbox, for one channel or several, pass after pass.

    ``leases`` and ``pace`` are what it remembers from one pass to the next. ``stopping`` says whether to end after the message
    at hand.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        *,
        leases: Leases | None = None,
        pace: Pace | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._channels = channels
        self._leases = leases or Leases()
        self._pace = pace or Pace()
        self._stopping = stopping
        self._unsettled: tuple[int, datetime] | None = None
        """The newest message whose record need not be on the disk yet, and when it was sent."""
        self._unrecorded: list[tuple[int, str, dict[str, Any]]] = []
        """What was sent and is not written down yet: mostly for as long as the next message takes to begin."""

    def work(self, now: datetime, limit: int = LIMIT) -> Report:
        """Send what is due at ``now`` (aware), at most ``limit`` messages and for about a minute; then give an account.

        Ends early when the server cannot be reached or is busy. Mail that the server or a template makes impossible never
        raises here: it is recorded in its row. Only a database that fails raises.
        """
        counts: Counter[Outcome] = Counter()
        started = self._leases.monotonic()
        self._catch_up()
        try:
            while not self._pace.resting and counts.total() < limit and not self._stopping():
                spent = self._leases.monotonic() - started
                most = min(self._pace.batch, limit - counts.total())
                moment = now + timedelta(seconds=spent)
                if spent >= PASS:
                    break
                held, batch = claim_due(self._database, moment, self._leases, most, tuple(self._channels))
                if not batch:
                    break
                self._unsettled = None  # claiming waited for the disk, and so for all that was written before it
                self._carry(held, batch, lambda: now + timedelta(seconds=self._leases.monotonic() - started), counts)
        finally:
            for channel in self._channels.values():
                channel.close()
            self._settle()
        return Report(counts["sent"], counts["skipped"], counts["failed"], counts["postponed"])

    def _carry(self, held: Held, batch: list[OutboxMessage], clock: Callable[[], datetime], counts: Counter[Outcome]) -> None:
        """Send what was claimed; what is left when the server wants no more is given back."""
        left = {one.id: one for one in batch}
        ready: dict[int, Ready] = {}
        try:
            for message in batch:
                if self._pace.resting or self._stopping():
                    break
                if held.growing_old:
                    self._catch_up()  # with the word that it was claimed with
                    ours = renew(self._database, held)
                    left = {number: one for number, one in left.items() if number in ours}
                if message.id not in left:
                    continue
                if message.id not in ready or self._leases.monotonic() - ready[message.id].at > FRESH:
                    ready = self._get_ready(list(left.values()), clock())
                del left[message.id]
                following = next((ready[number].go for number in left if number in ready), None)
                counts[self._deliver(message, ready[message.id], held, clock(), following)] += 1
        finally:
            self._catch_up()
            if left:
                give_back(self._database, held, list(left))

    def _get_ready(self, messages: Sequence[OutboxMessage], moment: datetime) -> dict[int, Ready]:
        """Ask of each message whether it is still wanted, and prepare it. All at once: it is one look at the database, and what
        they share is read once."""
        found: dict[int, Ready] = {}
        at = self._leases.monotonic()
        with self._database.read() as session:
            kept: list[object] = []  # a session forgets what nobody holds, and all of these are about one campaign
            event.listen(session, "loaded_as_persistent", lambda _session, row: kept.append(row))
            reasons = answers(session, messages, moment)
            stopped = {name: channel.stopped(session, messages) for name, channel in self._channels.items()}
            for message in messages:
                channel = self._channels[message.channel]
                try:
                    trouble = stopped[message.channel].get(message.id)
                    unwanted = reasons.get(message.id) or (trouble.reason if trouble else None)
                    if isinstance(unwanted, Exception):
                        raise unwanted
                    go = None if unwanted is not None else channel.prepare(session, message)
                    found[message.id] = Ready(at, unwanted, go, trouble)
                except Exception as error:
                    found[message.id] = Ready(at, None, None, error=error)
                    session.rollback()  # PostgreSQL answers nothing more in a transaction in which a statement failed
        return found

    def _deliver(self, message: OutboxMessage, ready: Ready, held: Held, moment: datetime, following: Go | None) -> Outcome:
        """Send one claimed message and record how it went. While the server thinks, it is recorded that the one before was
        sent, which is a moment later and costs no time; and the ``following`` one is written."""
        if message.cut_off > MOST_CUT_OFF:
            # Each of these attempts took the whole process down, or it would have been recorded.
            return self._end(message, held, "failed", CUT_OFF, moment, Trouble(CUT_OFF, mailbox=False))
        if isinstance(ready.unwanted, Later):
            return self._put_off(message, held, max(ready.unwanted.moment, moment + SOONEST))
        if ready.unwanted is not None:
            return self._end(message, held, "skipped", ready.unwanted, moment, ready.trouble)
        try:
            if ready.go is None:
                raise ready.error or RuntimeError("a message that is wanted was not got ready")
            ready.go(_Spare(self._catch_up, *([following.write] if following is not None else [])))
        except PermanentError as error:
            trouble = Trouble(str(error)[:500], isinstance(error, MailboxError))
            return self._end(message, held, "failed", trouble.reason, moment, trouble)
        except (UnreachableError, BusyError) as error:
            self._pace.trouble()
            return self._postpone(message, held, str(error), moment)
        except Exception as error:
            # A server's passing trouble, or a mistake of ours in a template or a check: others must not wait behind it.
            log.warning("message %d (%s) could not be sent: %s", message.id, message.kind, type(error).__name__)
            return self._postpone(message, held, f"{type(error).__name__}: {error}", moment)
        self._pace.went()
        self._catch_up()  # whoever had no time meanwhile
        self._unrecorded.append((message.id, held.word, {"sent_at": moment, **_tried(message, moment)}))
        return "sent"

    def _put_off(self, message: OutboxMessage, held: Held, until: datetime) -> Outcome:
        """Let it wait until its hour has come. Nothing went wrong, so this was no attempt."""
        with self._database.write() as session:
            record(session, message.id, held.word, status="waiting", next_at=until, reason="waits for a better hour")
        return "postponed"

    def _postpone(self, message: OutboxMessage, held: Held, reason: str, moment: datetime) -> Outcome:
        attempts = message.attempts + 1
        first = message.first_tried_at or moment
        later = next_try(moment, first, attempts)
        if later is None:
            return self._end(message, held, "failed", reason, moment, Trouble(reason[:500], mailbox=False))
        values = {"next_at": later, "attempts": attempts, "first_tried_at": first, "reason": reason[:500]}
        with self._database.write() as session:
            record(session, message.id, held.word, status="waiting", **values)
        return "postponed"

    def _end(
        self,
        message: OutboxMessage,
        held: Held,
        status: Literal["skipped", "failed"],
        reason: str,
        moment: datetime,
        trouble: Trouble | None = None,
    ) -> Outcome:
        """Write down the end of a message that did not go, and what follows from the trouble with it. Its context goes: it may
        hold a link that opens something."""
        values: dict[str, Any] = _tried(message, moment) if status == "failed" else {}
        with self._database.write() as session:
            ours = record(session, message.id, held.word, status=status, reason=reason[:500], context={}, **values)
            if ours and trouble is not None:
                follow_up(session, message, trouble, moment)
        return status

    def _catch_up(self) -> None:
        """Write down that messages were sent, and empty their contexts.

        Where the database cannot take it (the disk is full, say), the claim stands meanwhile, and the next pass begins with it:
        were the message given back, it would go once more.
        """
        while self._unrecorded:
            number, word, values = self._unrecorded[-1]
            with self._database.write_soon() as connection:
                record_sent(connection, number, word, values)
            self._unsettled = (number, values["sent_at"])
            self._unrecorded.pop()

    def _settle(self) -> None:
        """Wait for the disk: with the newest record, all of them are on it."""
        if self._unsettled is not None:
            number, sent_at = self._unsettled
            with self._database.write() as session:
                session.execute(
                    update(OutboxMessage)
                    .where(OutboxMessage.id == number, OutboxMessage.status == "sent")
                    .values(sent_at=sent_at)
                )
            self._unsettled = None


def _tried(message: OutboxMessage, moment: datetime) -> dict[str, Any]:
    return {"attempts": message.attempts + 1, "first_tried_at": message.first_tried_at or moment}


def sending(postman: Postman) -> Callable[[Database, datetime], None]:
    """The worker's job of sending what is due."""

    def send_mail(_database: Database, now: datetime) -> None:
        report = postman.work(now)
        if report != Report():
            log.info(
                "mail: %d sent, %d skipped, %d failed, %d to try again",
                report.sent,
                report.skipped,
                report.failed,
                report.postponed,
            )

    return send_mail
