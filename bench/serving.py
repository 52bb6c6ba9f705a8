"""Signing and reading over HTTP, beside a floor that does the bare minimum, in the same run and on the same database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from types import SimpleNamespace

from sqlalchemy import text
from sqlalchemy.engine import make_url

import migrations
from bench.load import Plan, Result
from database import Database
from serving import why_not_free
from tests.tools.campaigns import Campaigns

SECRET = "for this run only, and nothing else"  # noqa: S105
PAGE = "/letters/harbor"
CLIENTS = (1, 8, 64)
LEAST_RATIO = 0.8
BEYOND = 2.5
PROCESSES = 2
MOST_P99 = {8: 65.0, 64: 330.0}
MOST_MEMORY = 1.3
"""The targets: rates and memory as multiples of the floor's, milliseconds. BEYOND is what we are after. The floor's memory is
what Python and its C library take by themselves; ours are told to be sparing (:func:`serving.spare_memory`)."""


@dataclass
class Row:
    """One thing measured in several rounds, on both servers."""

    name: str
    plan: Plan
    floor_plan: Plan
    targets: dict[str, float]
    own: list[Result] = field(default_factory=list)
    floor: list[Result] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios; both of a round were measured one right after the other."""
        return median(own.rate / floor.rate for own, floor in zip(self.own, self.floor, strict=True))

    @property
    def failures(self) -> int:
        """Answers with a status of 500 and up, and connections that ended."""
        return sum(count for result in self.own for status, count in result.statuses.items() if status >= 500 or status == 0)

    def verdicts(self) -> list[str]:
        """What of the targets is met."""
        p99 = median(result.percentile(0.99) for result in self.own)
        found = []
        if "ratio" in self.targets:
            found.append(verdict(self.ratio >= self.targets["ratio"], f"≥ {self.targets['ratio']}×"))
        if "p99" in self.targets:
            found.append(verdict(p99 <= self.targets["p99"], f"p99 ≤ {self.targets['p99']:.0f} ms"))
        found.append(verdict(not self.failures and all(result.seconds for result in self.own), "no 5xx"))
        if "beyond" in self.targets:
            found.append(f"{'beyond' if self.ratio >= BEYOND else 'not yet'}: {BEYOND}×")
        return found

    def line(self) -> str:
        """The row as it is printed."""
        figures = [
            f"{median(result.rate for result in results):>8.0f} {median(result.percentile(0.5) for result in results):>7.1f}"
            f" {median(result.percentile(0.99) for result in results):>7.1f}"
            for results in (self.own, self.floor)
        ]
        return f"{self.name:<18} {figures[0]}  {figures[1]} {self.ratio:>6.2f}×  {', '.join(self.verdicts())}"


def verdict(met: bool, target: str) -> str:
    """A target and whether it is met."""
    return f"{'met' if met else 'MISSED'}: {target}"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    port: int
    process: subprocess.Popen[bytes]

    def megabytes(self) -> float:
        """Resident memory of the process that serves, which is the child of the one that was started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(megabytes_of(int(child)) for child in children)


def megabytes_of(process: int, what: str = "VmRSS") -> float:
    """Memory of a process (0: this one) as Linux tells it: VmRSS now, VmHWM at its highest."""
    status = Path(f"/proc/{process or 'self'}/status").read_text()
    return int(status.split(f"{what}:")[1].split()[0]) / 1024


@contextmanager
def server(words: list[str], environment: dict[str, str]) -> Iterator[Running]:
    """Run a server until the block ends; ``{port}`` in ``words`` becomes its port."""
    port = next(number for number in range(18200, 18400) if not why_not_free("127.0.0.1", number))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSIGNED_")}
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
        [sys.executable, *(word.format(port=port) for word in words)],
        env=clean | {name: value.format(port=port) for name, value in environment.items()},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 60
        while not why_not_free("127.0.0.1", port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{' '.join(words)} does not start")
            time.sleep(0.05)
        yield Running(port, process)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=40)


def own_server(url: str, processes: int = 1) -> tuple[list[str], dict[str, str]]:
    """How to run the real one: no worker beside it and no limits, because the floor has neither."""
    return ["-c", "from app import main; main()", "serve", "--port", "{port}", "--processes", str(processes)], {
        "UNDERSIGNED_DATABASE_URL": url,
        "UNDERSIGNED_SECRET_KEY": SECRET,
        "UNDERSIGNED_BASE_URL": "http://127.0.0.1:{port}",
        "UNDERSIGNED_WORKER": "off",
        "UNDERSIGNED_LIMITS": "off",
    }


def load(plan: Plan) -> Result:
    """Have a process of its own do as the plan says."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bench.load", json.dumps(asdict(plan))], capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr.strip()[-2000:])
    found = json.loads(done.stdout)
    return Result(found["elapsed"], {int(key): value for key, value in found["statuses"].items()}, found["seconds"])


def prepare(url: str) -> Database:
    """A database with a letter that is open for signature until tomorrow."""
    database = Database(url)
    if not database.is_sqlite:
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    migrations.upgrade(database.engine)
    now = datetime.now(UTC)
    Campaigns(database, SimpleNamespace(now=now)).open(deadline=(now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    return database


def measure(url: str, rounds: int, seconds: float) -> tuple[list[Row], float, float]:
    """All rows on one database, and the megabytes of both servers after that."""
    prepare(url).dispose()
    with server(*own_server(url)) as own:
        first = load(Plan(own.port, PAGE, f"{PAGE}/sign", 1, 0.0, "first"))
        if first.statuses != {303: 1}:
            raise SystemExit(f"signing answers {first.statuses}")
        with (
            server(["-m", "bench.floor", "{port}", url, str(_length(own.port))], {}) as floor,
            server(*own_server(url, PROCESSES)) as several,
        ):
            rows = [*_rows(own.port, floor.port, seconds), *_rows_of_several(several.port, floor.port, seconds)]
            for turn in range(-1, rounds):
                for row in rows:
                    _one_round(row, turn)
                print(f"round {turn + 1} of {rounds}", file=sys.stderr)
            return rows, own.megabytes(), floor.megabytes()


def _one_round(row: Row, turn: int) -> None:
    """Measure both, taking turns to go first. The round before the first warms up and is not kept."""
    for is_own in (True, False) if turn % 2 else (False, True):
        plan = row.plan if is_own else row.floor_plan
        plan = replace(plan, mark=f"{plan.port}x{row.plan.clients}x{row.plan.port}x{turn + 1}")
        if turn < 0:
            load(replace(plan, seconds=0.3))
        else:
            (row.own if is_own else row.floor).append(load(plan))


def _rows(own: int, floor: int, seconds: float) -> list[Row]:
    rows = [
        Row(
            f"sign, {clients} at once",
            Plan(own, PAGE, f"{PAGE}/sign", clients, seconds),
            Plan(floor, "/", "/sign", clients, seconds),
            {"ratio": LEAST_RATIO} | ({"p99": MOST_P99[clients]} if clients in MOST_P99 else {}),
        )
        for clients in CLIENTS
    ]
    read, least = Plan(floor, "/", "", 8, seconds), Plan(own, PAGE, "", 8, seconds)
    rows.append(Row("read, 8 at once", least, read, {"ratio": LEAST_RATIO}))
    rows.append(Row("read again (304)", replace(least, etag=True), read, {"ratio": LEAST_RATIO}))
    return rows


def _rows_of_several(own: int, floor: int, seconds: float) -> list[Row]:
    """The real one with a process for each processor, beside the same floor, which has one: what a letter can take at most."""
    return [
        Row(
            f"sign, {clients}, {PROCESSES} proc.",
            Plan(own, PAGE, f"{PAGE}/sign", clients, seconds),
            Plan(floor, "/", "/sign", clients, seconds),
            {"beyond": BEYOND},
        )
        for clients in CLIENTS[1:]
    ]


def _length(port: int) -> int:
    """Bytes of the real page."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", PAGE)
    length = len(connection.getresponse().read())
    connection.close()
    return length


def databases(folder: str) -> dict[str, str]:
    """What to measure on, by name: SQLite always, PostgreSQL where the tests' one is named."""
    found = {"SQLite": f"sqlite:///{folder}/bench.db"}
    postgresql = os.environ.get("UNDERSIGNED_TEST_POSTGRESQL", "")
    if postgresql:
        url = make_url(postgresql).set(drivername="postgresql+psycopg")
        if "test" not in (url.database or ""):
            raise SystemExit("the measurements empty the database: its name must contain “test”")
        found["PostgreSQL"] = url.render_as_string(hide_password=False)
    return found


def report(quick: bool) -> bool:
    """Measure and print; gives whether a target is missed."""
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, url in databases(folder).items():
            rows, own, floor = measure(url, 2 if quick else 5, 1.5 if quick else 4.0)
            print(
                f"\n{name + durable(url):<18} {'a second':>8} {'p50 ms':>7} {'p99 ms':>7}  {'floor':>8} {'':>15} {'ratio':>7}"
            )
            for row in rows:
                print(row.line())
                missed = missed or "MISSED" in row.line()
            memory = verdict(own <= MOST_MEMORY * floor, f"≤ {MOST_MEMORY}×")
            print(f"{'memory, MB':<18} {own:>8.0f} {'':>15}  {floor:>8.0f} {'':>15} {own / floor:>6.2f}×  {memory}")
            missed = missed or "MISSED" in memory
    return missed


def durable(url: str) -> str:
    """What to say beside the database's name when it does not wait for the disk."""
    if url.startswith("sqlite"):
        return ""
    database = Database(url)
    with database.read() as session:
        on = session.scalar(text("SHOW fsync")) == "on"
    database.dispose()
    return "" if on else " (fsync off!)"
