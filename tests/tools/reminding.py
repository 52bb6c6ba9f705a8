"""A worker for tests: it reminds and sends at the moment that the clock shows, and everything it sends is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from campaign.operations import digesting, reminding
from database import Database
from mail.compose import Composed
from tests.tools.invitations import doors
from tests.tools.sending import send_due

BASE = "https://l.example"


@dataclass
class Sent:
    """Keeps what it is given, with the moment."""

    clock: Any
    mails: list[tuple[datetime, Composed]] = field(default_factory=list)

    def send(self, message: Composed) -> None:
        self.mails.append((self.clock.now, message))

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Reminder:
    """Works on ``database`` as one worker does."""

    database: Database
    clock: Any
    sender: Any = None

    def __post_init__(self) -> None:
        self.sender = self.sender or Sent(self.clock)

    def plan_only(self) -> reminding.Round:
        """Put into the outbox what is due."""
        done = reminding.work(self.database, lambda slug: doors(slug, BASE), self.clock.now)
        digesting.digest_due(self.database, BASE, self.clock.now)
        return done

    def work(self) -> reminding.Round:
        """One round: remind, then send."""
        done = self.plan_only()
        send_due(self.database, self.sender, self.clock.now, limit=10_000)
        return done

    def until(self, moment: datetime, step: timedelta = timedelta(hours=1)) -> None:
        """Work again and again until ``moment``."""
        while self.clock.now < moment:
            self.clock.now = min(moment, self.clock.now + step)
            self.work()
