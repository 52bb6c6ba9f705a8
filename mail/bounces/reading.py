"""What a mail that came back says. Pure, and never raises, whatever the bytes are.

Servers have a standard for it (RFC 3464, in a multipart/report) and many do without. So the message of ours that it is about is
looked for in several places: the address that it came back to (VERP), and the Message-ID in the part of our mail that is sent
along. Both carry our mark; what carries none is about nobody, however much it looks like a bounce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Literal

What = Literal["failed", "delayed", "complaint", "reply", "nothing"]
"""Given up; still tried; called junk by its reader (RFC 5965); an answer by a program or a person; none of these."""

MOST_BYTES = 2_000_000
"""Bytes that are looked at. A report with our whole mail inside has a tenth of it."""

MOST_PARTS = 100
_MOST_TEXT = 100_000

_MARK = re.compile(r"(?<![a-z0-9])(\d{1,12}-[a-z2-7]{16})(?![a-z0-9])", re.IGNORECASE)
"""A row's mark (:meth:`mail.sealing.MailSeal.mark`), in an address or a Message-ID. Whether it is genuine is asked later."""

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_SMTP_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")

_GONE = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|recipient|address)|mailbox (?:not found|unavailable|does not exist)"
    r"|does(?:n't| not) (?:exist|have an account)|no mailbox here|recipient (?:not found|unknown)|invalid recipient"
    r"|address (?:not found|rejected)|account (?:disabled|has been disabled|does not exist)|recipientnotfound",
    re.IGNORECASE,
)
_FULL = re.compile(r"(?:mailbox|quota|storage).{0,40}(?:full|exceeded)|over ?quota", re.IGNORECASE)
_GIVEN_UP = re.compile(
    r"permanent(?:ly)? (?:error|fail)|could not be delivered|couldn't be delivered|undeliverable|delivery (?:has )?failed"
    r"|failed (?:permanently|recipient)|giving up|i(?:'m| am) afraid|returned mail|delivery failure|wasn't delivered",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"delay(?:ed)?\b|has not (?:yet )?been delivered|warning:? (?:message )?.{0,20}still|will (?:continue to )?(?:re)?try"
    r"|no action is required",
    re.IGNORECASE,
)
_OURS_BEGINS = re.compile(
    r"(?im)^-{2,}.{0,30}(?:below this line|original message|copy of (?:your|the) message|returned message|headers).{0,80}$"
    r"|^(?:return-path|received|message-id): "
)


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: ``marks`` name the messages of ours that it may be about, ``status`` is an enhanced code ("5.1.1") or ""
    and ``mailbox`` whether there is no such mailbox, as far as the report tells."""

    what: What
    marks: tuple[str, ...] = ()
    status: str = ""
    mailbox: bool = False


def read(raw: bytes) -> Returned:
    """What these bytes of a mail say."""
    try:
        return _read(raw[:MOST_BYTES])
    except Exception:  # the parser is Python's own, and hostile mail finds holes in it: that such a mail says nothing is enough
        return Returned("nothing")


def _read(raw: bytes) -> Returned:
    message = BytesParser(policy=policy.compat32).parsebytes(raw.replace(b"\x00", b""))
    parts = list(_parts(message))
    marks = _marks(message, parts)
    report = _report_type(message)
    if report == "feedback-report" or any(part.get_content_type() == "message/feedback-report" for part in parts):
        return Returned("complaint", marks)
    fields = [group for part in parts if part.get_content_type() == "message/delivery-status" for group in _groups(part)]
    if fields:
        return _by_fields(fields, marks)
    if _is_answer(message):
        return Returned("reply", marks)
    return _by_words(message, marks)


def _by_fields(fields: list[dict[str, str]], marks: tuple[str, ...]) -> Returned:
    """RFC 3464: a group of fields for each recipient, with Action and Status. Ours has one recipient."""
    actions = [(group.get("action", "").strip().lower(), group) for group in fields if group.get("action")]
    failed = [group for action, group in actions if action == "failed"]
    for group in failed:
        said = group.get("diagnostic-code", "")
        status = _status(group.get("status", ""))
        detailed = _status(said)
        # "5.0.0" says nothing; the server's own words may say more.
        if status in ("", "5.0.0") and detailed.startswith("5"):
            status = detailed
        if status.startswith("4"):
            return Returned("failed", marks, status)  # given up after days of "later": the mailbox may be there
        return Returned("failed", marks, status, _gone(status, said))
    if any(action == "delayed" for action, _ in actions):
        return Returned("delayed", marks, _status(next(group.get("status", "") for _, group in actions)))
    return Returned("nothing", marks)  # delivered, relayed, expanded


def _by_words(message: Message, marks: tuple[str, ...]) -> Returned:
    """Without those fields: what a person would read. Only what comes from a mail system counts, and of it only what stands
    before our own words."""
    if not _from_a_system(message):
        return Returned("reply", marks)
    text = _own_text(list(_own_parts(message)))
    said = f"{_header(message, 'Subject')}\n{text}"
    status = _status(text)
    if status.startswith("4") or (_DELAYED.search(said) and not status.startswith("5") and not _GONE.search(text)):
        return Returned("delayed", marks, status)
    code = _SMTP_CODE.search(text)
    given_up = status.startswith("5") or _header(message, "X-Failed-Recipients") or _GONE.search(text) or _GIVEN_UP.search(said)
    if given_up or (code and code.group(1) == "5"):
        return Returned("failed", marks, status, _gone(status, text))
    return Returned("nothing", marks)


def _gone(status: str, said: str) -> bool:
    """RFC 3463: X.1.0 to X.1.6 and X.1.10 are about the address, X.2.1 about a mailbox that is disabled. Where the code says
    nothing of that kind, the words do."""
    found = _STATUS.search(status)
    if found is not None:
        subject, detail = int(found.group(2)), int(found.group(3))
        if (subject == 1 and detail not in (7, 8, 9)) or (subject, detail) == (2, 1):
            return True
        if subject != 0 and (subject, detail) not in ((5, 0), (4, 0)):
            return subject == 5 and bool(_GONE.search(said)) and not _FULL.search(said)
    return bool(_GONE.search(said)) and not _FULL.search(said)


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number == MOST_PARTS:
            return
        yield part


def _own_parts(message: Message) -> Iterator[Message]:
    """The parts that the system wrote: not those of the mail that it sends along."""
    if message.get_content_maintype() == "message":
        return
    payload = message.get_payload()
    if not message.is_multipart() or not isinstance(payload, list):
        yield message
        return
    for part in payload[:MOST_PARTS]:
        if isinstance(part, Message):
            yield from _own_parts(part)


def _marks(message: Message, parts: list[Message]) -> tuple[str, ...]:
    """The marks in the addresses that it came back to, then those in the part of our mail that came along."""
    found: dict[str, None] = {}
    for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "X-Envelope-To", "In-Reply-To", "References"):
        for value in message.get_all(name, []):
            found |= dict.fromkeys(_MARK.findall(str(value)[:2000]))
    for part in parts:
        if part is message:
            continue
        for name in ("Message-ID", "Return-Path", "Original-Mail-From", "Original-Envelope-Id"):
            for value in part.get_all(name, []):
                found |= dict.fromkeys(_MARK.findall(str(value)[:2000]))
    for part in parts:
        if part.get_content_maintype() == "text" or part.get_content_type() == "message/feedback-report":
            for line in _text(part).splitlines():
                if re.match(r"(?i)\s*>?\s*(message-id|return-path|original-mail-from|original-envelope-id):", line):
                    found |= dict.fromkeys(_MARK.findall(line[:2000]))
    return tuple(mark.lower() for mark in found)[:10]


def _groups(part: Message) -> Iterator[dict[str, str]]:
    """The groups of fields in a delivery-status part. Python's parser makes a message of each; some servers write one long
    text, or put blank lines where none belong."""
    payload = part.get_payload()
    groups = payload if isinstance(payload, list) else []
    for group in groups[:MOST_PARTS]:
        if isinstance(group, Message):
            yield {name.lower(): " ".join(str(value).split()) for name, value in group.items()}
    if not groups:
        fields: dict[str, str] = {}
        for line in re.sub(r"\r?\n[ \t]+", " ", _text(part)).splitlines():
            name, colon, value = line.partition(":")
            if colon:
                fields.setdefault(name.strip().lower(), value.strip())
        yield fields


def _report_type(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    found = message.get_param("report-type", "")
    return (found if isinstance(found, str) else "").lower()


def _from_a_system(message: Message) -> bool:
    """A bounce comes from what is no person; so does an answer by a program, but that has a person's address."""
    sender = _header(message, "From").lower()
    daemon = re.search(r"mailer-daemon|postmaster|mail delivery|microsoft ?exchange|mail administrator", sender)
    return bool(daemon) or bool(_header(message, "X-Failed-Recipients"))


def _is_answer(message: Message) -> bool:
    """RFC 3834, section 5: Auto-Submitted, and what programs wrote before there was that."""
    if _from_a_system(message):
        return False
    if _header(message, "Auto-Submitted").lower().startswith(("auto-replied", "auto-notified")):
        return True
    precedence = _header(message, "Precedence").strip().lower()
    return bool(_header(message, "X-Autoreply") or _header(message, "X-Autorespond")) or precedence == "auto_reply"


def _own_text(parts: list[Message]) -> str:
    """What the system wrote, without what it quotes of ours."""
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == wanted:
                text = re.sub(r"<[^>]{0,500}>", " ", _text(part)) if wanted == "text/html" else _text(part)
                cut = _OURS_BEGINS.search(text)
                return text[: cut.start()] if cut else text
    return ""


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        # In whatever charset it says: what is looked for is ASCII in all that mail is written in.
        return payload[:_MOST_TEXT].decode("utf-8", "replace")
    plain = part.get_payload()
    return plain[:_MOST_TEXT] if isinstance(plain, str) else ""


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))[:2000]


def _status(text: str) -> str:
    found = _STATUS.search(text)
    return found.group(0) if found else ""
