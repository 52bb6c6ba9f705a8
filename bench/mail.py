"""Mail through the outbox, beside bare smtplib on one connection to the same server; and signing while a mail server stalls."""

from __future__ import annotations

import smtplib
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import delete, select

import campaign.operations.letterhead
import campaign.operations.settling  # noqa: F401
from bench.load import Plan, Result
from bench.serving import PAGE, SECRET, databases, durable, load, own_server, prepare, server, verdict
from campaign.operations.inviting import invite_one
from campaign.queries import find, subject
from coalition.operations import people
from coalition.permissions import Actor
from configuration import MailSettings
from database import Database
from mail.channels import MailChannel
from mail.compose import compose
from mail.letter import Letters
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.sealing import MailSeal
from mail.sender import ServerSender
from mail.worker import Postman
from signatories.models import Invitation

SENDER = "Undersigned <letters@example.org>"
WORDS = [
    "Dear Ada,",
    "",
    "twelve organizations of our valley write to the mayor about the water that they drink, and ask yours to sign with them.",
    "",
    "https://letters.example.org/letters/harbor/i/" + "p" * 30,
    "",
    "Thank you, the coordinators",
]
LEAST_RATIO = 0.6
MOST_SLOWER = 1.2
"""The targets: mails a second as a multiple of bare smtplib's, and the p99 of signing while a mail server stalls."""

KINDS = ("welcome", "invitation")
"""A mail that nothing has to be asked about before it goes, and one whose invitation must still be without an answer."""


@dataclass
class Row:
    """Mails a second of one kind, round by round."""

    kind: str
    own: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios; both of a round were measured one right after the other."""
        return median(own / bare for own, bare in zip(self.own, self.bare, strict=True))


def fill(database: Database, kind: str, count: int, turn: int) -> bytes:
    """Put ``count`` messages into an empty outbox; gives the bytes of one of them."""
    now = datetime.now(UTC)
    with database.write() as session:
        session.execute(delete(OutboxMessage))
        campaign = find(session, "harbor")
        assert campaign is not None
        if kind == "welcome":
            context = {
                "coalition": "Rivers",
                "role": "editor",
                "added_by": "Ana",
                "sign_in_url": "https://letters.example.org/",
            }
            drafts = [Draft(f"p{n}@mills.example", f"coordinator:{turn}", context) for n in range(count)]
        else:
            rows = session.execute(select(Invitation.id, Invitation.contact_email).order_by(Invitation.id).limit(count))
            context = {"subject": "Will you sign?", "lines": WORDS, "letter_url": "https://letters.example.org/letters/harbor"}
            drafts = [Draft(to, f"invitation:{number}", context, scope=subject(campaign)) for number, to in rows]
        enqueue_all(session, kind, drafts, now=now)
        message = session.scalars(select(OutboxMessage).limit(1)).one()
        return Letters(SENDER, MailSeal(SECRET)).letter(compose(message)).content


def invite(database: Database, count: int) -> None:
    """That many organizations are asked to sign."""
    now = datetime.now(UTC)
    with database.write() as session:
        campaign = find(session, "harbor")
        assert campaign is not None
        person = people.person_at(session, "coordinator@rivers.example", now=now)
        by = Actor(person.id, person.email, "Coordinator", {}, 1)
        for n in range(count):
            invite_one(
                session,
                campaign,
                organization=f"Mill {n}",
                contact_name="Ada",
                contact_title="",
                email=f"p{n}@mills.example",
                by=by,
                now=now,
            )


def through_outbox(url: str, port: int, count: int) -> float:
    """Messages a second that a worker sends."""
    database = Database(url)
    seal = MailSeal(SECRET)
    sender = ServerSender(MailSettings("127.0.0.1", port, security="none", sender=SENDER), seal)
    postman = Postman(database, {"mail": MailChannel(sender, seal, "https://letters.example.org")})
    start = time.perf_counter()
    report = postman.work(datetime.now(UTC), count)
    elapsed = time.perf_counter() - start
    database.dispose()
    if report.sent != count:
        raise SystemExit(f"of {count} messages went {report}")
    return count / elapsed


def bare(port: int, content: bytes, count: int) -> float:
    """The same bytes, a second, by smtplib on one connection."""
    with smtplib.SMTP("127.0.0.1", port) as connection:
        start = time.perf_counter()
        for n in range(count):
            connection.sendmail("letters@example.org", [f"p{n}@mills.example"], content)
        return count / (time.perf_counter() - start)


def throughput(url: str, rounds: int, count: int) -> list[Row]:
    """Both kinds, in rounds; the outbox and smtplib take turns to go first."""
    database = prepare(url)
    invite(database, count)
    rows = [Row(kind) for kind in KINDS]
    with server(["-m", "bench.sink", "{port}"], {}) as sink:
        for turn in range(rounds):
            for row in rows:
                content = fill(database, row.kind, count, turn)
                if turn % 2:
                    row.bare.append(bare(sink.port, content, count))
                row.own.append(through_outbox(url, sink.port, count))
                if not turn % 2:
                    row.bare.append(bare(sink.port, content, count))
            print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    database.dispose()
    return rows


def signing(url: str, seconds: float, rounds: int) -> tuple[list[Result], list[Result]]:
    """Signing on a server whose worker talks to a mail server that takes everything, and to one that stalls at each message."""
    found: dict[str, list[Result]] = {"": [], "stalling": []}
    words, environment = own_server(url)
    for turn in range(rounds):
        for how in ("", "stalling") if turn % 2 else ("stalling", ""):
            with server(["-m", "bench.sink", "{port}", how], {}) as sink:
                mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(sink.port), "MAIL_SECURITY": "none", "WORKER": "on"}
                more = {f"UNDERSIGNED_{name}": value for name, value in mail.items()}
                with server(words, environment | more) as own:
                    load(Plan(own.port, PAGE, f"{PAGE}/sign", 4, 0.5, f"w{turn}{how}"))
                    found[how].append(load(Plan(own.port, PAGE, f"{PAGE}/sign", 4, seconds, f"m{turn}{how}")))
    return found[""], found["stalling"]


def report(quick: bool) -> bool:
    """Measure and print; gives whether a target is missed."""
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, url in databases(folder).items():
            rows = throughput(url, 2 if quick else 5, 500 if quick else 2_000)
            print(f"\n{name + durable(url):<18} {'mails a second':>15} {'smtplib':>9} {'ratio':>7}")
            for row in rows:
                said = verdict(row.ratio >= LEAST_RATIO, f"≥ {LEAST_RATIO}×")
                print(f"{row.kind:<18} {median(row.own):>15.0f} {median(row.bare):>9.0f} {row.ratio:>6.2f}×  {said}")
                missed = missed or "MISSED" in said
            flowing, stalling = signing(url, 1.5 if quick else 4.0, 2 if quick else 3)
            p50, p99 = (
                [median(result.percentile(part) for result in results) for results in (flowing, stalling)]
                for part in (0.5, 0.99)
            )
            said = verdict(p99[1] <= MOST_SLOWER * p99[0], f"≤ {MOST_SLOWER}×")
            print(f"{'signing while mail':<18} {'p50 ms':>8} {'p99 ms':>8}")
            print(f"{'  flows':<18} {p50[0]:>8.1f} {p99[0]:>8.1f}")
            print(f"{'  stalls':<18} {p50[1]:>8.1f} {p99[1]:>8.1f} {p99[1] / p99[0]:>6.2f}×  {said}")
            missed = missed or "MISSED" in said
    return missed
