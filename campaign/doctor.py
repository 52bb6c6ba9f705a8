"""What may be wrong with an installation, and what to do about it. Each check is given facts and finds one thing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Literal
from urllib.parse import urlsplit

from configuration import Settings
from mail.health import Health
from mail.records import Wanted

Level = Literal["ok", "warn", "wrong"]

LATE = timedelta(minutes=15)
"""How long something may wait that is due: a pass of the worker takes a minute at most, and a slow server some more."""

LEAST_ROOM = 200 * 1024 * 1024
"""Bytes free on the disk, below which signing may stop soon."""

NAMED = 5
"""Of how many the names are said."""

CLOCKS_APART = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands, in a sentence, and what to do; "" where nothing is to be done."""

    level: Level
    sentence: str
    advice: str = ""


def server_set(settings: Settings) -> Finding:
    """Whether mail leaves this machine at all."""
    if settings.mail.server:
        return Finding("ok", f"Mail goes through {settings.mail.server}, port {settings.mail.port}.")
    return Finding("warn", "No mail server is set: mail is caught and not sent.", "Set UNDERSIGNED_MAIL_SERVER.")


def sender_good(settings: Settings) -> Finding:
    """Whether mail comes from an address that others can answer and check."""
    address = parseaddr(settings.mail.sender)[1]
    domain = address.rpartition("@")[2].lower()
    if "." not in domain or domain.endswith((".localhost", ".invalid", ".example")):
        level: Level = "wrong" if settings.mail.server else "warn"
        return Finding(level, f"Mail would come from {address}, which is nobody’s.", "Set UNDERSIGNED_MAIL_SENDER.")
    return Finding("ok", f"Mail comes from {address}.")


def returns_known(settings: Settings) -> Finding:
    """Whether mail that comes back is known by its address."""
    if settings.mail.bounces:
        return Finding("ok", f"Mail that comes back goes to {settings.mail.bounces}.")
    if not settings.mail.server:
        return Finding("ok", "No mail goes out, so none comes back.")
    return Finding(
        "warn",
        "Mail that comes back goes to the sender’s mailbox, and nobody here learns of it.",
        "Set UNDERSIGNED_MAIL_BOUNCES, and have that address piped to “undersigned bounce”.",
    )


def address_public(settings: Settings) -> Finding:
    """Whether the links in mails lead somewhere, and over https."""
    host = urlsplit(settings.base_url).hostname or ""
    if host in ("localhost", "127.0.0.1", "::1"):
        level: Level = "wrong" if settings.mail.server else "warn"
        return Finding(level, f"Links in mails lead to {settings.base_url}: this machine only.", "Set UNDERSIGNED_BASE_URL.")
    if not settings.secure:
        return Finding(
            "wrong",
            f"Links in mails lead to {settings.base_url}, without encryption; mail programs do not unsubscribe there.",
            "Put a web server with https in front, and say so in UNDERSIGNED_BASE_URL.",
        )
    return Finding("ok", f"Links in mails lead to {settings.base_url}.")


def somebody_works(health: Health) -> Finding:
    """Whether a worker is alive."""
    if health.alive:
        return Finding("ok", f"{counted(health.alive, 'worker is', 'workers are')} alive.")
    return Finding("wrong", "No worker has given a sign of life lately.", "Run “undersigned serve” or “undersigned work”.")


def mail_flows(health: Health, now: datetime) -> Finding:
    """Whether what is due goes."""
    count = sum(one.count for one in health.due)
    if health.oldest is None or now - health.oldest < LATE:
        later = counted(health.later, "message waits", "messages wait")
        return Finding("ok", f"Nothing waits that should have gone ({later} for a later moment).")
    minutes = int((now - health.oldest).total_seconds() // 60)
    sentence = f"{counted(count, 'message is', 'messages are')} due, the oldest for {minutes:,} minutes"
    if health.last_trouble:
        sentence += f"; the last trouble: {health.last_trouble[:200]}"
    return Finding("wrong", sentence + ".", "Look whether a worker runs and whether the mail server can be reached.")


def server_takes(health: Health) -> Finding:
    """Whether the server takes what it is given."""
    if health.retried:
        tried = counted(health.retried, "message was", "messages were")
        words = (
            f"{tried} tried in vain and will be tried again: {health.last_trouble[:200] or 'the server’s words are kept back'}"
        )
        return Finding(
            "warn", words, "Nothing, if this is new: servers say “later”. After an hour, ask who runs the mail server."
        )
    return Finding("ok", "No message waits to be tried again.")


def mail_arrives(health: Health) -> Finding:
    """Whether much of it fails."""
    lost = health.failed + health.returned
    if lost:
        return Finding(
            "warn",
            f"Within the last day {counted(lost, 'message was', 'messages were')} given up or came back.",
            "The tables of invitations say whose.",
        )
    return Finding("ok", "No message of the last day was given up or came back.")


def reminders_on_time(overdue: int, oldest: datetime | None, now: datetime) -> Finding:
    """Whether the steps of reminders are done at their time; ``overdue`` counts those that could have been for an hour."""
    if not overdue or oldest is None:
        return Finding("ok", "No reminder is overdue.")
    hours = int((now - oldest).total_seconds() // 3600)
    steps, ago = counted(overdue, "step", "steps"), counted(hours, "hour", "hours")
    return Finding(
        "wrong",
        f"{steps} of reminders should have been done, the oldest {ago} ago.",
        "Look whether a worker runs. “undersigned remind --now --dry-run” says which they are.",
    )


def hooks_awake(paused: Sequence[tuple[str, str]]) -> Finding:
    """Whether all hooks are told; ``paused`` has the host and the reason of each that is not."""
    if not paused:
        return Finding("ok", "No hook is paused.")
    names = "; ".join(f"{host} ({reason[:80]})" for host, reason in paused[:NAMED])
    return Finding(
        "warn",
        f"{counted(len(paused), 'hook is', 'hooks are')} paused: {names}.",
        "Its owner resumes it under Hooks at the desk.",
    )


def edition_files_written(troubles: Sequence[tuple[str, str]]) -> Finding:
    """Whether the files of editions could be written; ``troubles`` has which could not, and why."""
    if not troubles:
        return Finding("ok", "Every file of an edition could be written.")
    names = "; ".join(f"{which}: {why[:200]}" for which, why in troubles[:NAMED])
    return Finding(
        "wrong",
        f"{counted(len(troubles), 'file of an edition', 'files of editions')} could not be written: {names}",
        "It is tried again by itself. The page Editions of the campaign says more.",
    )


def counted(number: int, one: str, many: str) -> str:
    """The number with the words for one or for many: "1 worker is", "1,204 messages were"."""
    return f"{number:,} {one if number == 1 else many}"


def database_new(state: str | None, head: str) -> Finding:
    """Whether the tables are those of this version."""
    if state == head:
        return Finding("ok", f"The database is at {head}.")
    return Finding("wrong", f"The database is at {state or 'no version'}, and {head} is needed.", "Run “undersigned upgrade”.")


def database_safe(journal: str | None) -> Finding:
    """Whether SQLite keeps what it is given while others read; ``journal`` is its mode, None on PostgreSQL."""
    if journal is None or journal == "wal":
        return Finding("ok", "The database writes as it should.")
    return Finding("wrong", f"The database’s journal is “{journal}”.", "Put the file on a disk of this machine: WAL needs one.")


def room_left(free: int | None) -> Finding:
    """Whether there is room on the disk; ``free`` in bytes, None where the database is elsewhere."""
    if free is None:
        return Finding("ok", "The database keeps its files elsewhere.")
    megabytes = f"{free // (1024 * 1024):,} MB are free on the database’s disk."
    return (
        Finding("ok", megabytes)
        if free >= LEAST_ROOM
        else Finding("wrong", megabytes, "Make room: signing stops when it is full.")
    )


def clocks_agree(apart: timedelta) -> Finding:
    """Whether this machine's clock and the database's are one: deadlines are kept by ours."""
    if abs(apart) <= CLOCKS_APART:
        return Finding("ok", "The clocks of this machine and of the database agree.")
    seconds = int(apart.total_seconds())
    return Finding(
        "wrong", f"The clocks of this machine and of the database are {seconds:,} seconds apart.", "Set them by NTP."
    )


def fonts_there(missing: Sequence[str]) -> Finding:
    """Whether the typefaces are there that the PDF is set in."""
    if not missing:
        return Finding("ok", "The typefaces for the PDF are there.")
    return Finding("wrong", f"Typefaces are missing: {', '.join(missing)}.", "Install the program again.")


def records_set(records: Sequence[Wanted]) -> list[Finding]:
    """Whether the name server vouches for the sender; one finding for each record."""
    found = []
    for record in records:
        advice = f"Set a TXT record at {record.name}: {record.example}"
        if record.is_there:
            found.append(Finding("ok", f"{record.what} is set at {record.name}."))
        elif record.is_there is None:
            found.append(Finding("warn", f"{record.what} at {record.name} was not looked up.", advice))
        else:
            found.append(Finding("wrong", f"{record.what} is not set at {record.name}.", advice))
    return found
