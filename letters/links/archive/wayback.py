"""The Internet Archive's Wayback Machine, through Save Page Now 2.

The interface (the Internet Archive's "Save Page Now 2 Public API Docs"): a form is posted to ``/save``; the answer names a job;
``/save/status/JOB`` says "pending", "success" with the copy's timestamp, or "error" with a code. Errors come with status 200
too, already to the first request. The status of a job is kept for about an hour. At most so many copies of one address are made
in a day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from letters.links.addresses import refused
from letters.links.archive.interface import Failed, Kept, Progress, Waiting
from letters.links.archive.talking import JOB, reply, words
from letters.links.fetch import Fetcher

CALLED = "The Wayback Machine"
PAUSE = timedelta(seconds=10)
"""A copy takes 10 seconds to 2 minutes."""
RECENT = "1d"
"""A copy that is younger than this is as good as a new one."""

_HOPELESS = {
    "error:not-found": "The page is not there (404).",
    "error:gone": "The page is gone (410).",
    "error:no-access": "The site does not let the Wayback Machine in (403).",
    "error:unauthorized": "The site asks visitors to sign in.",
    "error:blocked": "The site does not want its pages to be kept.",
    "error:blocked-url": "The Wayback Machine does not keep pages of this site.",
    "error:invalid-url-syntax": "The Wayback Machine does not understand the address.",
    "error:filesize-limit": "The file is too large for the Wayback Machine.",
    "error:ftp-access-denied": "The site does not let the Wayback Machine in.",
    "error:method-not-allowed": "The site does not let the Wayback Machine in.",
    "error:too-many-redirects": "The site sends visitors on and on.",
}
"""Codes after which asking again does not help, and what they mean."""

_PATIENCE = {
    "error:too-many-daily-captures": timedelta(days=1),
    "error:too-many-requests": timedelta(hours=1),
    "error:user-session-limit": timedelta(minutes=5),
}
"""Codes that ask to be left alone, and for how long."""


class Wayback:
    """The Wayback Machine. ``keys`` is "access:secret" of an archive.org account; without keys it takes much less from us.

    ``base`` is where its interface is, without a slash at the end.
    """

    name = "wayback"

    def __init__(self, fetcher: Fetcher, keys: str = "", base: str = "https://web.archive.org") -> None:
        if keys and (":" not in keys or not keys.isascii() or any(sign.isspace() for sign in keys)):
            raise ValueError("the Wayback Machine's keys are written access:secret")
        self._fetcher = fetcher
        self._base = base
        self._headers = {"Authorization": f"LOW {keys}"} if keys else {}

    def ask(self, url: str) -> Progress:
        """Ask for a copy of ``url``, or for the last one if it is younger than a day."""
        unfit = refused(url)
        if unfit:
            return Failed(unfit, again=False)
        form = {"url": url, "skip_first_archive": "1", "if_not_archived_within": RECENT}
        headers = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(form, errors="replace").encode("ascii")
        answer = reply(self._fetcher, CALLED, "POST", f"{self._base}/save", headers, body)
        if isinstance(answer, Failed):
            return answer
        _, fields = answer
        job = fields.get("job_id")
        if isinstance(job, str) and JOB.fullmatch(job):
            return Waiting(job, PAUSE)
        return _error(fields)

    def look(self, job: str, url: str) -> Progress:
        """How the copy of ``url`` is going."""
        if not JOB.fullmatch(job):
            return Failed(f"{CALLED} lost the job.", again=True)
        answer = reply(self._fetcher, CALLED, "GET", f"{self._base}/save/status/{job}", self._headers)
        if isinstance(answer, Failed):
            # It may well be at work all the same: a page that cannot be seen for a moment is no reason to begin anew.
            return Waiting(job, answer.pause or timedelta(minutes=1)) if answer.again else answer
        _, fields = answer
        match fields.get("status"):
            case "pending":
                return Waiting(job, PAUSE)
            case "success":
                return self._kept(fields, url)
            case _:
                return _error(fields)

    def _kept(self, fields: dict[str, object], url: str) -> Progress:
        stamp, original = fields.get("timestamp"), fields.get("original_url")
        moment = _moment(stamp) if isinstance(stamp, str) else None
        if moment is None:
            return Failed(f"{CALLED} did not say where the copy is.", again=True)
        # What it kept is where our address led to, and that is the name the copy goes by.
        page = original if isinstance(original, str) and not refused(original) else url
        return Kept(f"{self._base}/web/{moment:%Y%m%d%H%M%S}/{page}", moment)


def _error(fields: dict[str, object]) -> Failed:
    code = fields.get("status_ext")
    code = code if isinstance(code, str) else ""
    if code in _HOPELESS:
        return Failed(_HOPELESS[code], again=False)
    said = words(fields.get("message"))
    pause = _PATIENCE.get(code)
    if "same snapshot" in said.lower():  # there is a young copy, but this answer does not name its moment
        pause = timedelta(days=1)
    return Failed(f"{CALLED} could not keep the page: {said or words(code) or 'it does not say why'}", True, pause)


def _moment(stamp: str) -> datetime | None:
    """The Wayback Machine's way of writing a moment: YYYYMMDDHHMMSS, in UTC."""
    if len(stamp) != 14 or not stamp.isascii() or not stamp.isdigit():
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
