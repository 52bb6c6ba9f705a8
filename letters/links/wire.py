"""One request and its answer, over a connection to one address that was checked before.

Written on ``socket``, ``ssl`` and the answer parser of ``http.client``: they let us connect to the very number that was checked
while the certificate is checked against the name, and hold every single read to one end of time and one count of bytes. A
larger library follows redirects, reads proxies from the environment, keeps cookies and unpacks bodies, and each of these would
have to be switched off.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from letters.links.addresses import Address
from letters.links.networks import IPAddress


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a site may take of us: times in seconds, sizes in bytes."""

    total: float = 20.0
    """Everything together: waiting for a turn, names, connections, redirects, headers and bodies."""
    connect: float = 6.0
    """One connection to one address, and then the same for its TLS handshake."""
    reading: float = 6.0
    """One body. The status is known by then; a title is worth no longer wait."""
    headers: int = 64 * 1024
    body: int = 256 * 1024
    redirects: int = 8
    addresses: int = 4
    """How many addresses of a host are tried before it counts as closed."""


class TooMuchError(Exception):
    """A site sends more before its page than any page has."""


class Clockwork:
    """An end of time: how many seconds are left until it."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self.clock = clock
        self.end = clock() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds until the end, ``at_most`` as given; raises TimeoutError when it is over."""
        left = self.end - self.clock()
        if left <= 0:
            raise TimeoutError("time is over")
        return left if at_most is None else min(left, at_most)


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. ``headers`` come from our own code; the address is a checked one."""

    method: str
    address: Address
    headers: Mapping[str, str]
    body: bytes = b""

    def written(self) -> bytes:
        """The request as it goes over the wire (RFC 9112, section 3): no cookies, no compression, no second use."""
        fields = {"Host": self.address.netloc, **self.headers, "Accept-Encoding": "identity", "Connection": "close"}
        if self.body:
            fields["Content-Length"] = str(len(self.body))
        lines = [f"{self.method} {self.address.target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError("a line of a request holds a line break")
        return "\r\n".join([*lines, "", ""]).encode("ascii") + self.body


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status, the fields by their names in lower case, and the first part of the body."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut: bool


def connect(ip: IPAddress, port: int, clockwork: Clockwork, limits: Limits) -> socket.socket:
    """A connection to exactly this address; raises OSError. No name is looked up here: the number is what was checked."""
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(clockwork.left(limits.connect))
        connection.connect((str(ip), port))
    except BaseException:
        connection.close()
        raise
    return connection


def secured(
    connection: socket.socket, host: str, context: ssl.SSLContext, clockwork: Clockwork, limits: Limits
) -> ssl.SSLSocket:
    """The connection under TLS, with the certificate proven for ``host``; raises ssl.SSLError or OSError."""
    try:
        connection.settimeout(clockwork.left(limits.connect))  # the handshake holds this time for all its parts together
        return context.wrap_socket(connection, server_hostname=host)
    except BaseException:
        connection.close()
        raise


def exchange(connection: socket.socket, request: Request, clockwork: Clockwork, limits: Limits) -> Reply:
    """Send the request and read the answer, within the time and sizes given.

    Raises TimeoutError, OSError, TooMuchError or http.client.HTTPException when no whole set of headers came. A body that is
    too long, too slow or breaks off is cut: by then the site has answered.
    """
    connection.settimeout(clockwork.left())
    connection.sendall(request.written())
    stream = _Stream(connection, clockwork, limits.headers)
    door = _Door(stream)
    answer = _begun(door, request.method)
    try:
        headers: dict[str, str] = {}
        for name, value in answer.getheaders():
            headers.setdefault(name.lower(), value)
        # Twice the body: chunks may be as small as a byte, with more around them than in them.
        stream.allow(2 * limits.body, limits.reading)
        body, cut = _body(answer, limits.body)
    finally:
        answer.close()
    return Reply(answer.status, headers, body, cut)


def _begun(door: _Door, method: str) -> http.client.HTTPResponse:
    """The answer up to its body. Hints that come before it (RFC 9110, section 15.2; 103 of RFC 8297) are passed over."""
    while True:
        answer = http.client.HTTPResponse(door, method=method)  # type: ignore[arg-type]
        try:
            answer.begin()
        except BaseException:
            answer.close()
            raise
        if not 101 < answer.status < 200:
            return answer
        answer.fp = None  # type: ignore[assignment]  # or it would close the stream that the real answer is still in


def _body(answer: http.client.HTTPResponse, size: int) -> tuple[bytes, bool]:
    body = bytearray()
    try:
        while len(body) <= size:
            part = answer.read1(min(16_384, size + 1 - len(body)))
            if not part:
                return bytes(body), False
            body += part
    except (OSError, ValueError, TooMuchError, http.client.HTTPException):
        return bytes(body[:size]), True  # ValueError: the size of a chunk that is no number
    return bytes(body[:size]), True


class _Stream(io.RawIOBase):
    """What comes over a connection, each read held to the end of time and to a number of bytes."""

    def __init__(self, connection: socket.socket, clockwork: Clockwork, size: int) -> None:
        super().__init__()
        self._connection = connection
        self._clockwork = clockwork
        self._size = size

    def allow(self, size: int, seconds: float) -> None:
        """From now on so many bytes and seconds more, the seconds never beyond the end of time."""
        self._size = size
        left = self._clockwork.end - self._clockwork.clock()
        self._clockwork = Clockwork(self._clockwork.clock, min(left, seconds))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._connection.settimeout(self._clockwork.left())
        number = self._connection.recv_into(buffer)
        self._size -= number
        if self._size < 0:
            raise TooMuchError
        return number


class _Door:
    """The part of a socket that the answer parser asks for."""

    def __init__(self, stream: _Stream) -> None:
        self._file = io.BufferedReader(stream)

    def makefile(self, _mode: str) -> io.BufferedReader[_Stream]:
        return self._file
