"""Sending what is due.

A message is *claimed*, asked about once more, sent outside any transaction, and its result recorded at once. Any number of
workers may do so at the same time. What this cannot promise is "exactly once": a worker that dies between the server's "250 OK"
and the record leaves a claim behind; another one takes it over when its lease ends (:mod:`mail.leases`) and sends the message
again. The second copy carries the same Message-ID as the first. So each "250 OK" is recorded before the next message is begun.

Nothing here knows how a message goes: that is for its *channel* (:mod:`mail.channels`).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from database import Database
from mail.channels import Channel, MailChannel
from mail.claims import claim_due, give_back, record, renew
from mail.leases import Held, Leases
from mail.models import OutboxMessage
from mail.pace import Pace
from mail.refusals import BusyError, MailboxError, PermanentError, UnreachableError
from mail.retries import MOST_CUT_OFF, next_try
from mail.sender import Sender
from mail.undeliverable import Trouble, follow_up
from mail.wanted import Later, asked

PASS = 60.0
"""Seconds after which a pass takes no new messages: whoever works has other things to do as well."""

LIMIT = 1000
"""Messages that a pass takes at most."""

SOONEST = timedelta(minutes=1)
"""A message that is put off is not asked about again before that, whatever its check says."""

log = logging.getLogger("undersigned.mail")

Outcome = Literal["sent", "skipped", "failed", "postponed"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a pass did: how many messages were sent, skipped, given up, and put off until later."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0
    postponed: int = 0


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
        self._unrecorded: list[tuple[int, str, dict[str, Any]]] = []
        """What was sent while the database could not take it down."""

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
                self._carry(held, batch, lambda: now + timedelta(seconds=self._leases.monotonic() - started), counts)
        finally:
            for channel in self._channels.values():
                channel.close()
        return Report(counts["sent"], counts["skipped"], counts["failed"], counts["postponed"])

    def _carry(self, held: Held, batch: list[OutboxMessage], clock: Callable[[], datetime], counts: Counter[Outcome]) -> None:
        """Send what was claimed; what is left when the server wants no more is given back."""
        left = [one.id for one in batch]
        try:
            for message in batch:
                if self._pace.resting or self._stopping():
                    break
                if held.growing_old:
                    ours = renew(self._database, held)
                    left = [number for number in left if number in ours]
                if message.id in left:
                    left.remove(message.id)
                    counts[self._deliver(message, held, clock())] += 1
        finally:
            if left:
                give_back(self._database, held, left)

    def _deliver(self, message: OutboxMessage, held: Held, moment: datetime) -> Outcome:
        """Send one claimed message and record how it went."""
        if message.cut_off > MOST_CUT_OFF:
            # Each of these attempts took the whole process down, or it would have been recorded.
            return self._end(message, held, "failed", "every attempt was cut off before it ended", moment)
        try:
            with self._database.read() as session:
                channel = self._channels[message.channel]
                unwanted = asked(session, message, moment) or channel.reason_to_skip(session, message)
                go = None if unwanted is not None else channel.prepare(session, message)
            if isinstance(unwanted, Later):
                return self._put_off(message, held, max(unwanted.moment, moment + SOONEST))
            if go is None:
                return self._end(message, held, "skipped", unwanted or "", moment)
            go()
        except PermanentError as error:
            return self._end(message, held, "failed", str(error), moment, mailbox=isinstance(error, MailboxError))
        except (UnreachableError, BusyError) as error:
            self._pace.trouble()
            return self._postpone(message, held, str(error), moment)
        except Exception as error:
            # A server's passing trouble, or a mistake of ours in a template or a check: others must not wait behind it.
            log.warning("message %d (%s) could not be sent: %s", message.id, message.kind, type(error).__name__)
            return self._postpone(message, held, f"{type(error).__name__}: {error}", moment)
        self._pace.went()
        return self._end(message, held, "sent", "", moment)

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
            return self._end(message, held, "failed", reason, moment)
        values = {"next_at": later, "attempts": attempts, "first_tried_at": first, "reason": reason[:500]}
        with self._database.write() as session:
            record(session, message.id, held.word, status="waiting", **values)
        return "postponed"

    def _end(
        self,
        message: OutboxMessage,
        held: Held,
        status: Literal["sent", "skipped", "failed"],
        reason: str,
        moment: datetime,
        *,
        mailbox: bool = False,
    ) -> Outcome:
        """Write down the end of a message. Its context goes: it may hold a link that opens something. ``mailbox`` is as in
        :class:`~mail.undeliverable.Trouble`."""
        reason = reason[:500]
        values: dict[str, Any] = {"status": status, "reason": reason, "context": {}}
        if status == "sent":
            values["sent_at"] = moment
        if status != "skipped":
            values |= {"attempts": message.attempts + 1, "first_tried_at": message.first_tried_at or moment}
        try:
            with self._database.write() as session:
                if record(session, message.id, held.word, **values) and status == "failed":
                    follow_up(session, message, Trouble(reason, mailbox), moment)
        except Exception:
            if status == "sent":
                # The disk is full, say. The claim stands meanwhile: were it given back, the message would go once more.
                self._unrecorded.append((message.id, held.word, values))
            raise
        return status

    def _catch_up(self) -> None:
        while self._unrecorded:
            number, word, values = self._unrecorded[-1]
            with self._database.write() as session:
                record(session, number, word, **values)
            self._unrecorded.pop()


def send_due(database: Database, sender: Sender, now: datetime, limit: int = LIMIT) -> Report:
    """Send the mail that is due at ``now``, once; see :meth:`Postman.work`.

    Claims that others abandoned are left: whoever looks once cannot tell them from claims of somebody who is at work.
    """
    return Postman(database, {"mail": MailChannel(sender)}).work(now, limit)


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
