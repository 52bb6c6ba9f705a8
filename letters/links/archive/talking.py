"""Talking with an archive's programming interface, in a way that no answer of it can hurt us."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from letters.document.printable import clean
from letters.links.archive.interface import Failed
from letters.links.fetch import Fetcher
from letters.links.outcomes import Answer, Failure

LONGEST_PAUSE = timedelta(days=1)
JOB = re.compile(r"[A-Za-z0-9_-]{1,200}")
"""What a job may be called. It becomes a part of an address, so it must not be able to become another one."""


def reply(
    fetcher: Fetcher, called: str, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
) -> tuple[int, dict[str, object]] | Failed:
    """The status and the JSON object that the archive answered with; Failed where there is no such thing.

    Refusals that every archive has in common (401, 403, 429, 5xx) are told apart here. ``called`` is the archive's name in
    sentences.
    """
    answer = fetcher.send(method, url, {**headers, "Accept": "application/json"}, body)
    if isinstance(answer, Failure):
        return Failed(f"{called} could not be reached. {answer.sentence}", again=answer.kind != "refused")
    if answer.status in (401, 403):
        return Failed(f"{called} does not let us in ({answer.status}): it wants a key, or another one.", again=False)
    if answer.status == 429:
        return Failed(f"{called} says that we asked too often.", again=True, pause=_pause(answer))
    if answer.status >= 500:
        return Failed(f"{called} has trouble of its own ({answer.status}).", again=True, pause=_pause(answer))
    found = _object(answer)
    if found is None:
        return Failed(f"{called} gave an answer that we do not understand ({answer.status}).", again=True)
    return answer.status, found


def words(value: object) -> str:
    """Text out of an archive's answer, fit to be shown in one line: cleaned, short, "" for anything that is no text."""
    if not isinstance(value, str):
        return ""
    return " ".join(clean(re.sub("<[^<>]{0,200}>", "", value[:1000])).text.split())[:200]


def _object(answer: Answer) -> dict[str, object] | None:
    if answer.cut:  # longer than any honest answer; half of it is none
        return None
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _pause(answer: Answer) -> timedelta | None:
    """How long to stay away: seconds or a date (RFC 9110, section 10.2.3), at most a day."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(timedelta(seconds=int(value[:9])), LONGEST_PAUSE)
    sent = answer.headers.get("date", "")
    try:
        # Against the server's own Date: its clock may differ from ours, and this module has none.
        pause = _moment(value) - _moment(sent)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(pause, timedelta()), LONGEST_PAUSE)


def _moment(value: str) -> datetime:
    moment = parsedate_to_datetime(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
