"""A mail server that stalls, drops, and says "later" and "never": every message that can arrive does, and none too often.

Each kind of fault comes a few times in every test run; ``make faults`` has ten thousand messages. The day in which messages are
tried again is over in a moment: only the server is real, and the time of day is not.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from configuration import MailSettings
from database import Database
from mail.channels import MailChannel
from mail.leases import Leases
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.pace import Pace
from mail.sealing import MailSeal
from mail.sender import ServerSender
from mail.smtp import Patience
from mail.worker import Postman
from tests.faults.mail_server import FAULTS, FOR_GOOD, MailServer

MAILS = int(os.environ.get("UNDERSIGNED_FAULT_MAILS", "150"))
STEPS = {
    "connect": ("stall at connect", "421"),
    "EHLO": ("stall at EHLO",),
    "RCPT": ("451", "452", "550"),
    "DATA": ("421", "552", "drop before 250", "drop after 250", "stall at DATA", "drip"),
}
OFTEN = {"connect": 0.2, "EHLO": 0.1, "RCPT": 0.08, "DATA": 0.1}
"""How often something goes wrong at a step. Those that are waited for cost a third of a second each."""
SLOW = ("stall at connect", "stall at EHLO", "stall at DATA", "drip")
MOST_SLOW = 60


class Hostile:
    """The plan: by chance, but each fault at least once, and what has to be waited for not more than a minute's worth."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._never_yet = {step: list(faults) for step, faults in STEPS.items()}
        self._slow = 0

    def __call__(self, step: str, count: int) -> str:
        if step not in STEPS or self._chance.random() > OFTEN[step]:
            return ""
        fault = self._never_yet[step].pop() if self._never_yet[step] else self._chance.choice(STEPS[step])
        if fault in SLOW:
            self._slow += 1
            if self._slow > MOST_SLOW:
                return ""
        return fault


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hostile_server_loses_nothing(database: Database, seed: int) -> None:
    now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    context = {"coalition": "Rivers", "role": "editor", "added_by": "", "sign_in_url": "http://localhost/desk/sign-in"}
    with database.write() as session:
        drafts = (Draft(f"p{number}@rivers.example", "coordinator:1", context) for number in range(MAILS))
        enqueue_all(session, "welcome", drafts, now=now)
    server = MailServer(Hostile(seed)).start()
    try:
        seal = MailSeal("a-secret-for-tests-only")
        settings = MailSettings("127.0.0.1", server.port, security="none", sender="U <u@example.org>")
        sender = ServerSender(settings, seal, patience=Patience.of(0.35))
        ticking = [0.0]

        def monotonic() -> float:
            return ticking[0]

        postman = Postman(
            database, {"mail": MailChannel(sender, seal)}, leases=Leases(monotonic=monotonic), pace=Pace(monotonic=monotonic)
        )
        while waiting(database):
            postman.work(now + timedelta(seconds=ticking[0]))
            ticking[0] += 20
            assert ticking[0] < 86_400, "a day is over"
    finally:
        server.stop()
    missing = {f"p{number}@rivers.example" for number in range(MAILS)} - server.accepted.keys()
    assert missing <= server.refused, "only what was refused for good is not there"
    for recipient, ids in server.accepted.items():
        assert len(set(ids)) == 1, "whatever goes twice is recognizable"
        assert len(ids) <= 1 + server.lost[recipient], "once more for each answer that was lost, and no more"
    assert set(server.happened) == {fault for faults in STEPS.values() for fault in faults} == set(FAULTS)
    assert len(server.refused) == statuses(database)["failed"]
    assert server.happened["550"] + server.happened["552"] == len(server.refused)
    assert statuses(database)["sent"] == MAILS - len(server.refused)
    assert set(FOR_GOOD) <= set(server.happened)


def waiting(database: Database) -> int:
    found = statuses(database)
    return found["waiting"] + found["claimed"]


def statuses(database: Database) -> Counter[str]:
    with database.read() as session:
        rows = session.execute(select(OutboxMessage.status, func.count()).group_by(OutboxMessage.status))
        return Counter({row[0]: row[1] for row in rows})
