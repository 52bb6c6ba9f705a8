"""The one door through which Undersigned looks at pages elsewhere.

A link in a letter is typed by anyone, and the server that opens it stands inside a network where it is trusted. So: an address
is judged by its spelling; its name is resolved here, once, and *every* number it has must be of the open internet (an answer
with one private number among public ones is how a name is turned against its visitor); the connection goes to a number that was
judged, and no name is looked up again in between; every redirect begins anew with all of that.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

from letters.links.addresses import Address, RefusedError, taken_apart
from letters.links.networks import IPAddress, is_open
from letters.links.outcomes import Answer, Failure, FailureKind, Fetched, Hop
from letters.links.resolving import Resolve, system_resolve
from letters.links.throttle import Throttle
from letters.links.wire import Clockwork, Limits, Reply, Request, TooMuchError, connect, exchange, secured

AGENT = "Undersigned (checks the links of sign-on letters)"

REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Passage:
    """A way past the judgement of numbers, for tests with servers on the same machine. The program itself never makes one.

    ``allowed`` stands in for :func:`letters.links.networks.is_open`; a connection to a port in ``ports`` goes to the port it is
    mapped to; ``context`` stands in for the certificates that the system trusts.
    """

    allowed: Callable[[IPAddress], bool]
    ports: Mapping[int, int] = field(default_factory=dict)
    context: ssl.SSLContext | None = None


class _Ended(Exception):  # noqa: N818 - how a request leaves its many steps, not an error of the program
    def __init__(self, kind: FailureKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence


class Fetcher:
    """Opens addresses safely. One may be shared by threads.

    ``clock`` gives seconds that never go back. ``agent`` is how we introduce ourselves; say where a site's owner can read more.
    Nothing is kept between requests: no cookies, no connections. Proxies in the environment are not used.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = system_resolve,
        clock: Callable[[], float] = time.monotonic,
        throttle: Throttle | None = None,
        limits: Limits | None = None,
        agent: str = AGENT,
        passage: Passage | None = None,
    ) -> None:
        self._resolve = resolve
        self._clock = clock
        self._throttle = throttle or Throttle(clock=clock)
        self._limits = limits or Limits()
        self._agent = agent
        self._opened = passage.allowed if passage else is_open
        self._ports = passage.ports if passage else {}
        self._context = (passage.context if passage else None) or ssl.create_default_context()

    def fetch(self, url: str) -> Fetched:
        """Open ``url`` and follow where it leads. Never raises for what a site does; ends within ``limits.total`` seconds."""
        clockwork = Clockwork(self._clock, self._limits.total)
        hops: tuple[Hop, ...] = ()
        seen: set[str] = set()
        while True:
            try:
                address = self._judged(url)
                if address.url in seen:
                    raise _Ended("loop", "The site sends visitors in circles. It may want cookies, which we do not keep.")
                seen.add(address.url)
                reply = self._one(Request("GET", address, self._introduction()), clockwork)
            except _Ended as ended:
                return Failure(ended.kind, ended.sentence, url, hops)
            location = reply.headers.get("location", "")
            if reply.status not in REDIRECTS or not location:
                return Answer(address.url, reply.status, reply.headers, reply.body, hops, reply.cut)
            hops = (*hops, Hop(address.url, reply.status))
            if len(hops) > self._limits.redirects:
                return Failure("redirects", "The site sends visitors on and on.", address.url, hops)
            url = _joined(address.url, location)

    def send(self, method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Fetched:
        """One request of any method and its answer, redirects not followed: for the programming interface of an archive.

        ``headers`` must come from our own code. Safety and limits are those of :meth:`fetch`.
        """
        clockwork = Clockwork(self._clock, self._limits.total)
        try:
            address = self._judged(url)
            reply = self._one(Request(method, address, self._introduction() | dict(headers or {}), body), clockwork)
        except _Ended as ended:
            return Failure(ended.kind, ended.sentence, url)
        return Answer(address.url, reply.status, reply.headers, reply.body, (), reply.cut)

    def _introduction(self) -> dict[str, str]:
        return {"User-Agent": self._agent, "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.8", "Accept-Language": "en"}

    def _judged(self, url: str) -> Address:
        try:
            return taken_apart(url, self._opened)
        except RefusedError as error:
            raise _Ended("refused", error.sentence) from None

    def _one(self, request: Request, clockwork: Clockwork) -> Reply:
        try:
            if not self._throttle.wait(request.address.host, clockwork.left()):
                raise _Ended("timeout", "Too many links lead to this site at the moment.")
            connection = self._connected(request.address, self._numbers(request.address, clockwork), clockwork)
            with connection:
                return exchange(connection, request, clockwork, self._limits)
        except TimeoutError:
            raise _Ended("timeout", "The site took too long to answer.") from None
        except TooMuchError:
            raise _Ended("protocol", "The site sent more before its page than any page has.") from None
        except (http.client.HTTPException, ValueError):
            raise _Ended("protocol", "What the site sent is not a web page's answer.") from None
        except OSError:
            raise _Ended("connection", "The connection to the site broke off.") from None

    def _numbers(self, address: Address, clockwork: Clockwork) -> Sequence[IPAddress]:
        """The numbers behind the address, every one of them judged; one bad among them refuses all."""
        if address.ip is not None:
            return (address.ip,)
        try:
            numbers = self._resolve(address.host, clockwork.left())
        except TimeoutError:
            raise
        except OSError:
            numbers = ()
        if not numbers:
            raise _Ended("name", f"There is no site by the name {address.host}.")
        if not all(self._opened(number) for number in numbers):
            raise _Ended("refused", f"The name {address.host} leads into a private network, not to a public web site.")
        return numbers[: self._limits.addresses]

    def _connected(self, address: Address, numbers: Sequence[IPAddress], clockwork: Clockwork) -> socket.socket:
        """A connection to the first number that takes one, under TLS if the address asks for it."""
        late = False
        for number in numbers:
            try:
                connection = connect(number, self._ports.get(address.port, address.port), clockwork, self._limits)
            except TimeoutError:
                clockwork.left()  # raises when it is all over; otherwise the next number gets its chance
                late = True
                continue
            except OSError:
                continue
            if address.scheme == "http":
                return connection
            try:
                return secured(connection, address.host, self._context, clockwork, self._limits)
            except ssl.SSLCertVerificationError:
                sentence = "The site could not prove to be the one it is called: its certificate is not valid."
                raise _Ended("certificate", sentence) from None
            except TimeoutError:
                raise
            except (ssl.SSLError, ValueError):
                raise _Ended("certificate", "No secure connection to the site could be made.") from None
            except OSError:
                continue
        if late:
            raise TimeoutError
        raise _Ended("connection", "The site does not take up connections.")


def _joined(base: str, location: str) -> str:
    """Where a redirect leads. Field values arrive as Latin-1; sites that put other letters there mean UTF-8."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, location.strip().replace(" ", "%20"))
    except ValueError:  # brackets that hold no number: the next judgement refuses it
        return location
