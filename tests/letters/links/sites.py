"""Web sites on this machine that behave as badly as they are told to."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

from letters.links.fetch import Fetcher, Passage
from letters.links.throttle import Throttle
from letters.links.wire import Limits
from tests.tools.waiting import PATIENCE

CERTIFICATE = Path(__file__).with_name("page.example.pem")
"""Key and certificate of page.example, signed by itself, for these tests alone."""

PATIENT = Limits(total=PATIENCE, connect=PATIENCE, reading=PATIENCE)
"""For sites that are judged by what they send: a machine that is busy with other things must not make them late."""

FOREVER = 2 * PATIENCE
"""Seconds that a site hangs or drips, unless the test is over: a visitor who is back in half of them did not wait for it."""


def page(body=b"<title>A page</title>", status="200 OK", **fields):
    """The bytes of a whole answer. Underscores in field names stand for hyphens."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    if "Content_Length" not in fields and "Transfer_Encoding" not in fields:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def to(location, status="302 Found"):
    """The bytes of a redirect."""
    return page(b"", status, Location=location)


class Site:
    """A server, on a free port unless one is given.

    ``pages`` has, by path ("*" for the others), bytes or a function that takes the connection and the path.
    """

    def __init__(self, pages, host="127.0.0.1", port=0, context=None):
        self.pages = pages
        self.asked = []
        self.requests = []
        self.connections = 0
        self._context = context
        self._listener = socket.create_server((host, port))
        self.port = self._listener.getsockname()[1]
        self._ending = threading.Event()
        self._threads = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ending.set()
        # Closing alone does not wake an accept; a last visitor does.
        socket.create_connection(self._listener.getsockname()).close()
        self._accepting.join()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def drip(self, connection, parts, pause):
        """Send part after part with a pause between, until the other side has had enough or the test is over."""
        for part in parts:
            connection.sendall(part)
            if self._ending.wait(pause):
                return

    def hang(self):
        """Say nothing, as long as that is."""
        self._ending.wait(FOREVER)

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            if self._ending.is_set():
                connection.close()
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        try:
            with connection:
                if self._context is not None:
                    connection = self._context.wrap_socket(connection, server_side=True)
                with connection:
                    self._answer(connection)
        except OSError:
            pass  # the visitor left in the middle, as visitors of bad sites should

    def _answer(self, connection):
        connection.settimeout(PATIENCE)
        request = b""
        while b"\r\n\r\n" not in request:
            part = connection.recv(65536)
            if not part:
                return
            request += part
        head, _, body = request.partition(b"\r\n\r\n")
        length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        path = head.split(b" ")[1].decode()
        self.requests.append((head, body))
        self.asked.append(path)
        found = self.pages.get(path, self.pages.get("*", page(b"no", "404 Not Found")))
        if callable(found):
            found(connection, path)
        else:
            connection.sendall(found)


def names(table):
    """A resolver that knows these names. A list of lists gives another answer each time."""
    asked: list[str] = []

    def resolve(host, seconds):
        asked.append(host)
        answer = table.get(host)
        if answer is None:
            raise OSError("unknown")
        if answer and isinstance(answer[0], list):
            answer = answer[min(asked.count(host), len(answer)) - 1]
        return [ip_address(number) for number in answer]

    resolve.asked = asked  # type: ignore[attr-defined]
    return resolve


def door(
    site: Site | None,
    table=None,
    *,
    allowed: Callable[..., bool] = lambda ip: str(ip) == "127.0.0.1",
    limits=PATIENT,
    context: ssl.SSLContext | None = None,
    resolve=None,
    **other,
) -> Fetcher:
    """A fetcher for which 127.0.0.1 (and nothing else) is the open internet, and every port is the site's."""
    port = site.port if site else 9
    return Fetcher(
        resolve=resolve or names(table or {"page.example": ["127.0.0.1"]}),
        throttle=Throttle(pause=0),
        limits=limits,
        passage=Passage(allowed, {80: port, 443: port}, context),
        **other,
    )
