"""A mail server on the loopback address that remembers what it accepted, and misbehaves as a plan says."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.tools.waiting import PATIENCE, free_port

FAULTS = (
    "stall at connect",
    "stall at EHLO",
    "stall at DATA",
    "drip",
    "421",
    "451",
    "452",
    "550",
    "552",
    "drop before 250",
    "drop after 250",
)
"""What can go wrong. "drop after 250": the server has accepted the message, and its answer is lost."""

FOR_GOOD = ("550", "552")

Plan = Callable[[str, int], str]
"""From the step ("connect", "EHLO", "RCPT", "DATA") and how many of it there were before, to a fault or ""."""


class _Session(SMTP):
    """aiosmtpd's server, which can also say nothing at all."""

    def __init__(self, plan: Plan, counts: Counter[str], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._plan, self._counts = plan, counts

    def connection_made(self, transport: Any) -> None:
        self._counts["connect"] += 1
        fault = self._plan("connect", self._counts["connect"])
        if fault == "421":
            transport.write(b"421 4.3.2 too many of you\r\n")
            transport.close()
        elif fault != "stall at connect":
            super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport is not None:
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self.transport is not None:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self.transport is not None else None


class MailServer:
    """Runs in a thread until :meth:`stop`. ``accepted`` has the Message-IDs by recipient, ``lost`` how many answers to an
    accepted message were lost, ``refused`` who was refused for good. ``delay`` is how long it looks
    for a mailbox, in seconds; taking a message in takes an eighth of that."""

    def __init__(self, plan: Plan = lambda _step, _count: "", *, delay: float = 0.0) -> None:
        self.accepted: dict[str, list[str]] = defaultdict(list)
        self.lost: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.happened: Counter[str] = Counter()
        self._plan, self._delay = plan, delay
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        outer = self

        class Served(Controller):
            def factory(self) -> SMTP:
                return _Session(outer._noted, outer._counts, self.handler, enable_SMTPUTF8=False, timeout=PATIENCE)

        self._controller = Served(self, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE)

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def start(self) -> MailServer:
        # aiosmtpd looks whether it answers, which a server that stalls at connect need not.
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    @property
    def total(self) -> int:
        """How many messages were accepted, doubles too."""
        with self._lock:
            return sum(map(len, self.accepted.values()))

    def doubled(self) -> int:
        """How many were accepted more often than once."""
        return sum(len(ids) - 1 for ids in self.accepted.values())

    def _noted(self, step: str, count: int) -> str:
        fault = self._plan(step, count)
        if fault:
            self.happened[fault] += 1
        return fault

    def _fault(self, step: str) -> str:
        self._counts[step] += 1
        return self._noted(step, self._counts[step])

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802
        if self._fault("EHLO") == "stall at EHLO":
            await asyncio.sleep(PATIENCE)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        fault = self._fault("RCPT")
        if self._delay:
            await asyncio.sleep(self._delay)
        if fault == "451":
            return "451 4.7.1 greylisted, come again"
        if fault == "452":
            return "452 4.3.1 no room just now"
        if fault == "550":
            self.refused.add(address)
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        fault = self._fault("DATA")
        (recipient,) = envelope.rcpt_tos
        if self._delay:
            await asyncio.sleep(self._delay / 8)
        if fault == "552":
            self.refused.add(recipient)
            return "552 5.3.4 too large for us"
        if fault == "421":
            return "421 4.3.2 going down"
        if fault == "drop before 250":
            server.transport.abort()
            return "250 never heard"
        if fault == "stall at DATA":
            await asyncio.sleep(PATIENCE)
            return "250 never waited for"
        found = re.search(rb"(?mi)^Message-ID: *(\S+)", envelope.content)
        assert found is not None
        with self._lock:
            self.accepted[recipient].append(found.group(1).decode())
        if fault == "drop after 250":
            self.lost[recipient] += 1
            server.transport.abort()
        if fault == "drip":  # it has the message, and says so one letter at a time
            self.lost[recipient] += 1
            for letter in b"250-" + b"and more " * 50:
                server._writer.write(bytes([letter]))
                await asyncio.sleep(0.05)
        return "250 OK"
