"""Many clients at once against one server on this machine: ``python -m bench.load PLAN`` prints what they met, as JSON.

Each client keeps its connection, has a cookie and a form mark of its own, and sends its next request once it has an answer.
A plain loop over sockets: it has to cost less than the server that it measures.
"""

from __future__ import annotations

import http.client
import json
import re
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

MOST_SECONDS = 30.0
MOST_CLIENTS = 64
"""Bounds of what anybody can ask of this program."""

CODINGS = "gzip, br"

TYPED = {"contact_name": "Ada Okafor", "contact_title": "Director", "authorized": "y"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: ``action`` is the path that gets the form ("" to fetch ``page`` instead), ``mark`` keeps names apart."""

    port: int
    page: str
    action: str
    clients: int
    seconds: float
    mark: str = ""
    etag: bool = False


@dataclass(slots=True)
class Result:
    """What came back, counted by status; seconds of each answer that was as it should be."""

    elapsed: float
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.seconds) / self.elapsed

    def percentile(self, share: float) -> float:
        """The time in milliseconds that this share of the good answers kept."""
        ordered = sorted(self.seconds)
        return 1e3 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


class Client:
    """One visitor with a connection, a cookie and a form."""

    def __init__(self, plan: Plan, number: int) -> None:
        self._plan, self._number, self._turn = plan, number, 0
        self.closed = True
        self._head, self._form = self._opened()
        self._sent = 0.0
        self._answer = b""

    def connect(self) -> None:
        """Open a connection. Not before everybody is ready: a server soon hangs up on who says nothing."""
        self.socket = socket.create_connection(("127.0.0.1", self._plan.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.closed = False

    def send(self) -> None:
        """Send the next request: every one signs for another organization, from another address."""
        self._turn += 1
        self._answer = b""
        if self.closed:
            self.connect()
        if self._plan.action:
            name = f"{self._plan.mark}-{self._number}-{self._turn}"
            own = f"&organization=Organization+{name}&contact_email=ada%40org-{name}.example"
            body = (self._form + own).encode()
            request = self._head + str(len(body)).encode() + b"\r\n\r\n" + body
        else:
            request = self._head
        self._sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, float] | None:
        """Status and seconds, once the whole answer is here; status 0 when the connection ended."""
        piece = self.socket.recv(262_144)
        self._answer += piece
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if found:
            status = int(head[9:12])
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if status == 304 or (length and len(body) >= int(length[1])):
                seconds = time.perf_counter() - self._sent
                if re.search(rb"(?i)\r\nconnection: *close", head):
                    self.closed = True
                    self.socket.close()
                return status, seconds
        return None if piece else (0, 0.0)

    def _opened(self) -> tuple[bytes, str]:
        """Fetch the page as a browser does, and prepare what is the same in every request."""
        plan = self._plan
        connection = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=20)
        # The tag of the compressed page is wanted where no form has to be read.
        coding = "identity" if plan.action else CODINGS
        connection.request("GET", plan.page, headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        if answer.status != 200:
            raise SystemExit(f"{plan.page} answers {answer.status}")
        cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
        tag = answer.getheader("ETag") or ""
        connection.close()
        head = f"Host: 127.0.0.1:{plan.port}\r\nCookie: {cookie}\r\nAccept-Encoding: {CODINGS}\r\n"
        if not plan.action:
            if plan.etag:
                head += f"If-None-Match: {tag}\r\n"
            return f"GET {plan.page} HTTP/1.1\r\n{head}\r\n".encode(), ""
        hidden = dict(re.findall(r'<input(?=[^>]*type="hidden")[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        return f"POST {plan.action} HTTP/1.1\r\n{head}".encode(), urlencode(hidden | TYPED)


def run(plan: Plan) -> Result:
    """Do as the plan says."""
    expected = 303 if plan.action else 304 if plan.etag else 200
    selector = selectors.DefaultSelector()
    clients = [Client(plan, number) for number in range(min(plan.clients, MOST_CLIENTS))]
    start = time.perf_counter()
    end = start + min(plan.seconds, MOST_SECONDS)
    for client in clients:
        client.send()
        selector.register(client.socket, selectors.EVENT_READ, client)
    result = Result(0.0)
    while selector.get_map():
        for key, _ in selector.select(timeout=10) or _nobody_answers():
            client = key.data
            answered = client.receive()
            if answered is None:
                continue
            status, seconds = answered
            result.statuses[status] = result.statuses.get(status, 0) + 1
            if status == expected:
                result.seconds.append(seconds)
            selector.unregister(key.fileobj)
            if status and time.perf_counter() < end:
                client.send()
                selector.register(client.socket, selectors.EVENT_READ, client)
            else:
                client.socket.close()
    result.elapsed = time.perf_counter() - start
    return result


def _nobody_answers() -> list[tuple[selectors.SelectorKey, int]]:
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    json.dump(asdict(run(Plan(**json.loads(sys.argv[1])))), sys.stdout)
