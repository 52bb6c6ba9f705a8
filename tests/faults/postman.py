"""A worker that sends mail until it is killed, started for a fault test: ``python -m tests.faults.postman URL PORT LEASE``.

The word ``careless`` takes the claiming away, for the control: it looks what waits, sends it, and writes that down.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

import mail.worker
from configuration import MailSettings
from database import Database
from mail.channels import MailChannel
from mail.leases import Held, Leases
from mail.models import OutboxMessage
from mail.pace import Pace
from mail.sealing import MailSeal
from mail.sender import ServerSender
from mail.worker import Postman

SECRET = "the same in every round"


def look_only(
    database: Database, moment: datetime, leases: Leases, most: int, channels: Sequence[str]
) -> tuple[Held, list[OutboxMessage]]:
    """What one would write first: see what waits, and begin."""
    with database.read() as session:
        waiting = select(OutboxMessage).where(OutboxMessage.status == "waiting").order_by(OutboxMessage.id).limit(most)
        return Held("", leases), list(session.scalars(waiting))


def just_record(connection: Any, number: int, _word: str, values: Any) -> None:
    connection.execute(update(OutboxMessage.__table__).where(OutboxMessage.id == number).values(status="sent", **values))


if __name__ == "__main__":
    logging.disable()
    url, port, lease = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    if "careless" in sys.argv:
        mail.worker.claim_due = look_only
        mail.worker.record_sent = just_record
    database = Database(url)
    seal = MailSeal(SECRET)
    sender = ServerSender(MailSettings("127.0.0.1", port, security="none", sender="Undersigned <letters@example.org>"), seal)
    postman = Postman(
        database,
        {"mail": MailChannel(sender, seal)},
        leases=Leases(timedelta(seconds=lease)),
        pace=Pace(first=0.05, longest=0.5),
    )
    while True:
        postman.work(datetime.now(UTC))
        time.sleep(0.1)
