"""The table of 100,000 signatures, in a process of its own: ``python -m bench.table DATABASE_URL SUBJECT`` prints JSON.

SUBJECT "prepare" fills a fresh database, "own" writes the CSV as the desk sends it, "floor" selects the same columns in the
order of their keys and hands them to Python's csv module, and does nothing else.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert, select

from bench.letter import names
from bench.serving import megabytes_of, prepare, verdict
from campaign.models import Campaign
from campaign.queries import circulating_text
from campaign.tables import csv_pieces
from database import Database
from signatories.models import Signature

COUNT = 100_000
MOST_SECONDS = 0.8
MOST_FIRST = 0.1
MOST_MEGABYTES = 20.0
"""The targets: for the whole, for the first byte, and how much more memory the process may take."""

_FEW = 100
"""Rows written before memory is measured: what is loaded once is not the table's."""


def fill(url: str) -> None:
    """A letter with :data:`COUNT` signatures that print, each from an address of its own."""
    database = prepare(url)
    with database.write() as session:
        campaign = session.scalars(select(Campaign)).one()
        text = circulating_text(session, campaign)
        at = campaign.created_at
        rows = [
            {
                "campaign_id": campaign.id,
                "version_id": text.id,
                "version_hash": text.content_hash,
                "name_typed": line.name,
                "line": line.name,
                "scope": "national",
                "website": f"https://org{number}.example",
                "contact_name": "Ada Okafor",
                "contact_title": "Director",
                "contact_email": f"ada@org{number}.example",
                "address_key": f"ada@org{number}.example",
                "authorized": True,
                "attestation": "I am authorized to sign this letter for the organization named above.",
                "origin": "form",
                "signed_at": at + timedelta(seconds=number),
                "status": "accepted",
                "confirmed_at": at + timedelta(seconds=number),
                "confirmed_how": "mail",
            }
            for number, line in enumerate(names(COUNT))
        ]
        session.execute(insert(Signature), rows)
    database.dispose()


def own(database: Database) -> tuple[float, float, int]:
    """Seconds to the first byte and to the last, and how many lines there were."""
    start = time.perf_counter()
    pieces = csv_pieces(database.read, 1)
    lines = next(pieces).count(b"\n")
    first = time.perf_counter() - start
    lines += sum(piece.count(b"\n") for piece in pieces)
    return first, time.perf_counter() - start, lines


def floor(database: Database) -> tuple[float, float, int]:
    """The same figures of the bare minimum, which has the whole in memory."""
    start = time.perf_counter()
    columns = "line status kind name_typed title affiliation scope state type website contact_name contact_title contact_email"
    columns += " signed_at version_id version_hash origin"
    table = Signature.__table__.c
    buffer = io.StringIO()
    with database.read() as session:
        found = session.connection().execute(select(*(table[name] for name in columns.split())).order_by(table.id))
        csv.writer(buffer).writerows(found)
    data = buffer.getvalue().encode()
    seconds = time.perf_counter() - start
    return seconds, seconds, data.count(b"\n") + 1


def child(url: str, subject: str) -> None:
    """Do one thing and print what it took."""
    if subject == "prepare":
        fill(url)
        return
    database = Database(url)
    with database.read() as session:
        session.execute(select(Signature).limit(_FEW)).all()
    before = megabytes_of(0)
    first, seconds, lines = (own if subject == "own" else floor)(database)
    if lines != COUNT + 1:
        raise SystemExit(f"{lines} lines")
    json.dump({"first": first, "seconds": seconds, "megabytes": megabytes_of(0, "VmHWM") - before}, sys.stdout)


def measured(url: str, subject: str) -> dict[str, float]:
    """What a child says."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bench.table", url, subject], capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr.strip()[-2000:])
    found: dict[str, float] = json.loads(done.stdout or "{}")
    return found


def report(rounds: int) -> bool:
    """Measure and print; gives whether a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'table.db'}"
        measured(url, "prepare")
        turns = [(measured(url, "own"), measured(url, "floor")) for _ in range(rounds)]
    first, seconds, memory = (median(own[name] for own, _ in turns) for name in ("first", "seconds", "megabytes"))
    ratio = median(own["seconds"] / floor["seconds"] for own, floor in turns)
    print(f"\nCSV of {COUNT:,} signatures: {seconds:.2f} s, {ratio:.2f}× the bare csv module, which holds everything at once")
    verdicts = (
        verdict(seconds <= MOST_SECONDS, f"≤ {MOST_SECONDS} s whole"),
        verdict(first <= MOST_FIRST, f"first byte in {MOST_FIRST} s ({1e3 * first:.0f} ms)"),
        verdict(memory <= MOST_MEGABYTES, f"≤ {MOST_MEGABYTES:.0f} MB more ({memory:.0f} MB)"),
    )
    print("  " + ", ".join(verdicts))
    return any("MISSED" in text for text in verdicts)


if __name__ == "__main__":
    child(*sys.argv[1:3])
