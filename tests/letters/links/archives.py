"""A Wayback Machine and a Perma.cc on this machine: they speak the interfaces of the real ones, and break as they are told."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from tests.letters.links.sites import Site, door, page

NAMES = {"archive.example": ["127.0.0.1"]}


def reply(fields, status="200 OK", **headers):
    """The bytes of an answer in JSON."""
    return page(json.dumps(fields).encode(), status, Content_Type="application/json", **headers)


class WaybackSite(Site):
    """Save Page Now 2. ``states`` are what the status of a job says, one after the other, the last one for ever."""

    JOB = "spn2-dea4b01e7f"

    def __init__(self, *states, asked=None, keys="access:secret"):
        self.states = list(states)
        self.looks = 0
        self._first = asked
        self._keys = keys
        super().__init__({"/save": self._save, f"/save/status/{self.JOB}": self._status})

    def _save(self, connection, _):
        head, body = self.requests[-1]
        form = parse_qs(body.decode())
        if self._keys and f"Authorization: LOW {self._keys}".encode() not in head:
            connection.sendall(reply({"message": "You need to be logged in to use Save Page Now."}, "401 Unauthorized"))
        elif not head.startswith(b"POST ") or b"Accept: application/json" not in head:
            connection.sendall(page(b"<html>The form for people</html>"))
        else:
            connection.sendall(self._first or reply({"url": form["url"][0], "job_id": self.JOB}))

    def _status(self, connection, _):
        state = self.states[min(self.looks, len(self.states) - 1)]
        self.looks += 1
        connection.sendall(state if isinstance(state, bytes) else reply({"job_id": self.JOB, "resources": [], **state}))


class PermaSite(Site):
    """Perma.cc, version 1. ``states`` are what the primary capture's status is, one after the other."""

    GUID = "AB12-CD34"

    def __init__(self, *states, asked=None, key="k" * 40, **fields):
        self.states = list(states)
        self.looks = 0
        self._first = asked
        self._key = key
        self._fields = {"guid": self.GUID, "creation_timestamp": "2026-03-02T15:00:00.516152Z", "is_private": False, **fields}
        super().__init__({"/v1/archives/": self._create, f"/v1/archives/{self.GUID}/": self._show})

    def _let_in(self, connection):
        if f"Authorization: ApiKey {self._key}".encode() in self.requests[-1][0]:
            return True
        connection.sendall(reply({"detail": "Invalid token."}, "401 Unauthorized"))
        return False

    def _captures(self, status):
        return [{"role": "screenshot", "status": "pending"}, {"role": "primary", "status": status}]

    def _create(self, connection, _):
        if self._let_in(connection):
            url = json.loads(self.requests[-1][1])["url"]
            made = reply({**self._fields, "url": url, "captures": self._captures("pending")}, "201 Created")
            connection.sendall(self._first or made)

    def _show(self, connection, _):
        if self._let_in(connection):
            state = self.states[min(self.looks, len(self.states) - 1)]
            self.looks += 1
            whole = isinstance(state, bytes)
            connection.sendall(state if whole else reply({**self._fields, "captures": self._captures(state)}))


def way(site, **other):
    """A fetcher to the archive's site."""
    return door(site, NAMES, **other)
