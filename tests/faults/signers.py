"""Many who sign at once, and a server that something happens to.

All traffic stays on the loopback address and ends with its round; every process is ended by its own number.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

from sqlalchemy import select

from database import Database
from mail.models import OutboxMessage
from signatories.models import Signature
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.waiting import PATIENCE, ended, free_port, started

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("UNDERSIGNED_FAULT_ROUNDS", "1"))
SIGNERS = 32
SECONDS = 1.5
MOST_TURNS = 500
"""Signatures that one signer sends at most in a round."""


def open_letter(database_url: str) -> None:
    """A letter in the migrated database that is open for signature for a day."""
    database = Database(database_url)
    now = datetime.now(UTC)
    Campaigns(database, SimpleNamespace(now=now)).open(deadline=(now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    database.dispose()


@contextmanager
def running(database_url: str, port: int, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server in a process group of its own; whatever is left of it is killed at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSIGNED_")}
    environment |= {
        "UNDERSIGNED_DATABASE_URL": database_url,
        "UNDERSIGNED_SECRET_KEY": "the same in every round",
        "UNDERSIGNED_BASE_URL": f"http://127.0.0.1:{port}",
        "UNDERSIGNED_LIMITS": "off",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.server", str(port), *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
    """Send a signal to the server and its children; after SIGKILL wait for its end."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    if number == signal.SIGKILL:
        process.wait(timeout=PATIENCE)
        until = time.monotonic() + PATIENCE
        while _somebody_runs(process.pid) and time.monotonic() < until:
            time.sleep(0.02)


def _somebody_runs(group: int) -> bool:
    """Whether a process of the group is alive: its files are open until the last one is gone."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return True
    return False


class Signer:
    """Somebody with a cookie and a form, who signs for one organization after the other."""

    def __init__(self, port: int, name: str) -> None:
        self.port, self.name, self.turn = port, name, 0
        self.cookie, self.hidden = self._form()

    def get(self, path: str = "/letters/harbor") -> tuple[int, http.client.HTTPResponse, str]:
        """Fetch a page: the letter's, or another one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer, answer.read().decode()
        finally:
            connection.close()

    def sign(self) -> tuple[int, http.client.HTTPResponse, str]:
        """Sign under a new name; gives status, answer, and the name. Raises OSError or HTTPException when nobody answers."""
        self.turn += 1
        name = f"Organization {self.turn} of {self.name}"
        mailbox = re.sub(r"\W+", "-", name.lower()).strip("-")
        body = urlencode({**ENTRY, **self.hidden, "organization": name, "contact_email": f"ada@{mailbox}.example"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", "/letters/harbor/sign", body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer, name
        finally:
            connection.close()

    def _form(self) -> tuple[str, dict[str, str]]:
        """The cookie and the hidden fields of the sign form, once the server answers."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                status, answer, page = self.get()
            except OSError:
                assert time.monotonic() < until, "the server does not start"
                time.sleep(0.1)
                continue
            assert status == 200
            hidden = dict(re.findall(r'<input(?=[^>]*type="hidden")[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
            assert {"csrf_token", "version"} <= hidden.keys()
            return str(answer.getheader("Set-Cookie")).split(";")[0], hidden


def sign_until(database_url: str, happens: Callable[[subprocess.Popen[bytes]], None], *words: str, mark: str = "") -> list[str]:
    """Let many sign until something happens to the server; gives the names that were thanked for before it did.

    ``happens`` gets the server's process. The server is dead when this returns.
    """
    port, thanked, over = free_port(), [], threading.Event()

    def work(signer: Signer) -> None:
        with suppress(OSError, http.client.HTTPException):
            while signer.turn < MOST_TURNS and not over.is_set():
                status, _, name = signer.sign()
                if status == 303:
                    thanked.append(name)

    with running(database_url, port, *words) as process:
        first = Signer(port, "the first")
        everybody = [Signer(port, f"signer {number} {mark}") for number in range(SIGNERS)]
        threads = [started(work, signer) for signer in everybody]
        until = time.monotonic() + PATIENCE
        time.sleep(SECONDS)
        while len(thanked) < 2 * SIGNERS and time.monotonic() < until:
            time.sleep(0.05)  # on a machine that is busy with other things
        assert first.cookie
        happens(process)
        over.set()
        kill(process)
        ended(threads)
    return list(thanked)


def kept(database_url: str) -> Counter[str]:
    """The names in the database, each with its count. Every signature has its mail in the outbox, every mail its signature."""
    database = Database(database_url)
    with database.read() as session:
        names = Counter(session.scalars(select(Signature.line)))
        ids = sorted(f"signature:{number}" for number in session.scalars(select(Signature.id)))
        mails = sorted(session.scalars(select(OutboxMessage.about).where(OutboxMessage.kind == "confirm")))
    database.dispose()
    assert mails == ids, "a signature and its mail are written together"
    return names
