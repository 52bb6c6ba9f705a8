"""Perma.cc, the archive that law libraries keep. It needs a key, and an account that may make links.

The interface (perma.cc/docs/developer, version 1): an archive is created by posting ``{"url": …}`` to ``/v1/archives/``; the
answer (201) has a ``guid``, under which ``/v1/archives/GUID/`` tells how it goes: the capture whose role is "primary" is
"pending", "success" or "failed". The copy is at ``perma.cc/GUID``. What is wrong with a request comes with 400, in sentences by
field; a used-up quota too.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

from letters.links.addresses import refused
from letters.links.archive.interface import Failed, Kept, Progress, Waiting
from letters.links.archive.talking import reply, words
from letters.links.fetch import Fetcher

CALLED = "Perma.cc"
PAUSE = timedelta(seconds=20)
_GUID = re.compile(r"[A-Z0-9]{2,5}-[A-Z0-9]{2,5}")


class Perma:
    """Perma.cc. ``key`` is an account's key; ``folder`` the number of the folder that links are put into (and paid from).

    ``base`` is where its interface is, ``reading`` where its copies are, both without a slash at the end.
    """

    name = "perma"

    def __init__(
        self,
        fetcher: Fetcher,
        key: str,
        folder: int | None = None,
        base: str = "https://api.perma.cc",
        reading: str = "https://perma.cc",
    ) -> None:
        if not re.fullmatch("[A-Za-z0-9]{1,200}", key):
            raise ValueError("Perma.cc's key is letters and digits")
        self._fetcher = fetcher
        self._folder = folder
        self._base = base
        self._reading = reading
        # In a header, not in the address (which the interface allows too): addresses end up in logs.
        self._headers = {"Authorization": f"ApiKey {key}"}

    def ask(self, url: str) -> Progress:
        """Ask for a copy of ``url``."""
        unfit = refused(url)
        if unfit:
            return Failed(unfit, again=False)
        wish: dict[str, object] = {"url": url}
        if self._folder is not None:
            wish["folder"] = self._folder
        headers = {**self._headers, "Content-Type": "application/json"}
        answer = reply(self._fetcher, CALLED, "POST", f"{self._base}/v1/archives/", headers, json.dumps(wish).encode("ascii"))
        if isinstance(answer, Failed):
            return answer
        status, fields = answer
        guid = fields.get("guid")
        if status in (200, 201) and isinstance(guid, str) and _GUID.fullmatch(guid):
            return Waiting(guid, PAUSE)
        said = _said(fields)
        # What it does not like about an address it will not like tomorrow; a used-up quota is for a person to settle.
        return Failed(f"{CALLED} could not keep the page: {said or f'it does not say why ({status})'}", again=status < 400)

    def look(self, job: str, url: str) -> Progress:  # noqa: ARG002 - the interface's; Perma.cc's jobs know their address
        """How the copy is going."""
        if not _GUID.fullmatch(job):
            return Failed(f"{CALLED} lost the job.", again=True)
        answer = reply(self._fetcher, CALLED, "GET", f"{self._base}/v1/archives/{job}/", self._headers)
        if isinstance(answer, Failed):
            return Waiting(job, answer.pause or timedelta(minutes=2)) if answer.again else answer
        status, fields = answer
        if status >= 400:
            return Failed(f"{CALLED} does not know the copy any more.", again=status == 404)
        match _primary(fields):
            case "success" if fields.get("is_private") is True:
                return Failed(f"{CALLED} keeps the copy ({job}), but as a private one that readers cannot open.", again=False)
            case "success":
                return Kept(f"{self._reading}/{job}", _moment(fields.get("creation_timestamp")))
            case "failed":
                return Failed(f"{CALLED} could not keep the page.", again=True, pause=timedelta(hours=1))
            case _:
                return Waiting(job, PAUSE)


def _primary(fields: dict[str, object]) -> str:
    """The state of the capture that counts; screenshots and icons are beside it."""
    captures = fields.get("captures")
    for capture in captures if isinstance(captures, list) else []:
        if isinstance(capture, dict) and capture.get("role") == "primary":
            return words(capture.get("status"))
    return ""


def _said(fields: dict[str, object]) -> str:
    """The sentences of a refusal: ``{"detail": "…"}`` or ``{"url": ["…"]}``."""
    said: list[str] = []
    for value in fields.values():
        said.extend(words(sentence) for sentence in (value if isinstance(value, list) else [value]))
    return " ".join(sentence for sentence in said if sentence)[:300]


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
