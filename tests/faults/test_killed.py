"""Promise 1: an acknowledged signature survives. The server is killed with signal 9 in the middle of many signing at once.

One round runs with every test run; ``make faults`` runs more. All traffic stays on the loopback address, ends with its round,
and every process is ended by its own number.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

import migrations
from database import Database
from mail.models import OutboxMessage
from signatories.models import Signature
from tests.tools.campaigns import ENTRY, Campaigns

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("UNDERSIGNED_FAULT_ROUNDS", "1"))
SIGNERS = 4
SECONDS = 1.5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(database_url: str, port: int, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server in a process group of its own; whatever is left of it is killed at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSIGNED_")}
    environment |= {"UNDERSIGNED_DATABASE_URL": database_url, "UNDERSIGNED_BASE_URL": f"http://127.0.0.1:{port}"}
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


def kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def form(port: int) -> tuple[str, dict[str, str]]:
    """The cookie and the hidden fields of the sign form, once the server answers."""
    until = time.monotonic() + 30
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/letters/harbor")
            answer = connection.getresponse()
            page = answer.read().decode()
            assert answer.status == 200
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            version = re.search(r'name="version" value="([^"]+)"', page)
            assert token is not None
            assert version is not None
            cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
            return cookie, {"csrf_token": token[1], "version": version[1]}
        except OSError:
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.1)
        finally:
            connection.close()


def sign_until_killed(port: int, signer: int, cookie: str, hidden: dict[str, str], thanked: list[str]) -> None:
    """Sign again and again under new names, noting each one that was acknowledged. At most 2,000 times."""
    for turn in range(2000):
        name = f"Signer {signer} Organization {turn}"
        body = urlencode({**ENTRY, **hidden, "organization": name})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("POST", "/letters/harbor/sign", body, headers)
            if connection.getresponse().status == 303:
                thanked.append(name)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


def one_round(database_url: str, *words: str) -> list[str]:
    """Let many sign, kill the server in the middle; gives the names that were acknowledged."""
    port = free_port()
    thanked: list[str] = []
    with running(database_url, port, *words) as process:
        cookie, hidden = form(port)
        signers = [
            threading.Thread(target=sign_until_killed, args=(port, number, cookie, hidden, thanked))
            for number in range(SIGNERS)
        ]
        for signer in signers:
            signer.start()
        time.sleep(SECONDS)
        kill(process)
        for signer in signers:
            signer.join(timeout=30)
    return thanked


@pytest.fixture
def opened(tmp_path: Path, migrated: Path) -> str:
    """A database file with a letter that is open for signature for a day."""
    path = tmp_path / "killed.db"
    path.write_bytes(migrated.read_bytes())
    database = Database(f"sqlite:///{path}")
    now = datetime.now(UTC)
    until = (now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    Campaigns(database, SimpleNamespace(now=now)).open(deadline=until)
    assert migrations.current(database.engine) == migrations.head()
    database.dispose()
    return f"sqlite:///{path}"


def kept(database_url: str) -> tuple[list[str], set[str]]:
    """The names in the database, and what the outbox has receipts for."""
    database = Database(database_url)
    with database.read() as session:
        names = list(session.scalars(select(Signature.line)))
        ids = {f"signature:{number}" for number in session.scalars(select(Signature.id))}
        receipts = set(session.scalars(select(OutboxMessage.about).where(OutboxMessage.kind == "receipt")))
    database.dispose()
    assert receipts == ids, "a signature and its receipt are written together"
    return names, receipts


def test_every_acknowledged_signature_is_there_after_the_kill(opened: str) -> None:
    thanked: list[str] = []
    for _ in range(ROUNDS):
        before, _receipts = kept(opened)
        this_round = one_round(opened)
        after, _receipts = kept(opened)
        # Names repeat from round to round: count them. At most one per signer was on its way when the server died.
        fresh = sorted(after)
        for name in before:
            fresh.remove(name)
        assert sorted(set(this_round)) == sorted(this_round)
        assert set(this_round) <= set(fresh), "an acknowledged signature is gone"
        assert len(fresh) - len(this_round) <= SIGNERS
        thanked += this_round
    assert len(thanked) > 10 * ROUNDS, "too few signed for the test to mean anything"


def test_a_server_that_thanks_before_it_writes_is_caught(opened: str) -> None:
    """The control: the same round finds what such a server loses."""
    thanked = one_round(opened, "forgetful")
    names, _ = kept(opened)
    assert len(set(thanked) - set(names)) > 10
