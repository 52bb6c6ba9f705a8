"""Workers say from time to time that they are alive, so that somebody can see when none is."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from database import Database
from mail.models import WorkerBeat
from mail.outbox import insert_or_pass

EVERY = 30.0
"""Seconds between two signs of life."""

ALIVE = timedelta(minutes=3)
"""How long after its last sign a worker is taken to be alive: one that sends a slow message comes round late."""

FORGET = timedelta(days=1)
"""When a worker that is gone is not told of any more."""


def beating(worker: str, monotonic: Callable[[], float] = time.monotonic) -> Callable[[Database, datetime], None]:
    """The job of saying that the worker of this name, in this process, is alive. It goes first in each round."""
    name = f"{socket.gethostname()[:60]}:{os.getpid()} {worker}"[:120]
    last = float("-inf")

    def beat(database: Database, now: datetime) -> None:
        nonlocal last
        if monotonic() - last < EVERY:
            return
        with database.write_soon() as connection:
            row = {"name": name, "started_at": now, "beat_at": now}
            connection.execute(insert_or_pass(WorkerBeat, connection.dialect.name), [row])
            connection.execute(update(WorkerBeat).where(WorkerBeat.name == name).values(beat_at=now))
            connection.execute(delete(WorkerBeat).where(WorkerBeat.beat_at < now - FORGET))
        last = monotonic()

    return beat


def alive(database: Database, now: datetime) -> list[str]:
    """The workers that gave a sign of life lately, by name."""
    with database.read() as session:
        query = select(WorkerBeat.name).where(WorkerBeat.beat_at > now - ALIVE).order_by(WorkerBeat.name)
        return list(session.scalars(query))
