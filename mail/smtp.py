"""A conversation with a mail server that ends in time, whatever the server does.

``smtplib`` waits for each piece of an answer on its own: a server that sends one byte now and then holds it for good. Here each
step has a time in which all of its answer must be there, and a message as a whole has one as well.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

USUAL: Mapping[str, float] = {
    "connect": 15.0,
    "greeting": 30.0,
    "ehlo": 20.0,
    "helo": 20.0,
    "starttls": 20.0,
    "auth": 20.0,
    "mail": 30.0,
    "rcpt": 45.0,
    "data": 30.0,
    "content": 60.0,
    "end": 100.0,
    "rset": 20.0,
    "quit": 3.0,
}
"""Seconds for each step. RFC 5321, section 4.5.3.2, names five minutes for most, two for DATA, and ten for the answer to its
end ("content" is the text itself, "end" that answer). Servers that are well answer within a second or a few; the end of DATA
has the most, because whoever leaves too early there sends the message twice."""

LONGEST = 190.0
"""Seconds for one message with all its steps, a new connection included. Less than two thirds of a lease (mail.leases)."""

_DOTS = re.compile(rb"(?m)^\.")

_LONGEST_REPLY = 65_536
"""Bytes of one answer. RFC 5321, section 4.5.3.1.5, has 512 for a line; a few dozen lines are many."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: for each step, and for all steps of a message. Seconds."""

    steps: Mapping[str, float] = field(default_factory=lambda: USUAL)
    longest: float = LONGEST

    @classmethod
    def of(cls, seconds: float) -> Patience:
        """The same for each step, and three times that for a message: for tests that do not want to wait."""
        return cls(dict.fromkeys(USUAL, seconds), 3 * seconds)


class _Lines:
    """Reads lines from a socket, all of a reply before its time is over."""

    def __init__(self, conversation: Conversation, sock: socket.socket) -> None:
        self._conversation = conversation
        self._socket = sock
        self._rest = b""
        self.room = _LONGEST_REPLY

    def readline(self, limit: int) -> bytes:
        """One line with its end, or less at the end of the connection or after ``limit`` bytes. Raises TimeoutError."""
        while b"\n" not in self._rest and len(self._rest) < limit:
            self._socket.settimeout(self._conversation.left())
            piece = self._socket.recv(8192)
            if not piece:
                break
            self._rest += piece
        end = self._rest.find(b"\n") + 1 or len(self._rest)
        line, self._rest = self._rest[: min(end, limit)], self._rest[min(end, limit) :]
        self.room -= len(line)
        if self.room < 0:
            raise OSError("the server does not stop talking")
        return line

    def close(self) -> None:
        """Nothing of its own to close."""


class Conversation(smtplib.SMTP):
    """smtplib's client with a time for each step (:class:`Patience`). Give ``context`` for a server that speaks TLS from the
    first byte. :meth:`begin` starts the time of a message."""

    def __init__(self, host: str, port: int, patience: Patience, *, context: ssl.SSLContext | None = None) -> None:
        self.patience = patience
        self._context = context
        self._step = "greeting"
        self._step_ends = self._all_ends = 0.0
        self.begin()
        super().__init__(host, port, local_hostname=None, timeout=patience.steps["connect"])

    def begin(self) -> None:
        """From now on the time of a message runs."""
        self._all_ends = time.monotonic() + self.patience.longest

    def left(self) -> float:
        """Seconds left for this step. Raises TimeoutError when there are none."""
        left = min(self._step_ends, self._all_ends) - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"timed out at {self._step}")
        return left

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command; its answer must be there in the time of its step."""
        verb = cmd.partition(" ")[0].lower()
        # What follows AUTH is lines without a verb.
        self._enter(verb if verb in self.patience.steps else "auth")
        super().putcmd(cmd, args)

    def send(self, s: Any) -> None:
        """Send bytes, all of them in the time that is left."""
        if self._step == "data content":
            self._enter("content")
        if self.sock is not None:
            self.sock.settimeout(self.left())
        super().send(s)
        if self._step == "content":
            self._enter("end")

    def getreply(self) -> tuple[int, bytes]:
        """A whole reply. Raises SMTPServerDisconnected when it is not there in time."""
        if self.file is None and self.sock is not None:
            self.file = _Lines(self, self.sock)  # as much of a file as smtplib uses
        if self.file is not None:
            self.file.room = _LONGEST_REPLY
        code, said = super().getreply()
        if self._step == "data" and code == 354:
            self._step = "data content"
        return code, said

    def carry(self, sender: str, recipient: str, content: bytes, meanwhile: Callable[[], None]) -> None:
        """Hand over one mail to one recipient. ``meanwhile`` is called while the server looks at the first command, and once
        more while it takes the mail in; then it must not raise.

        Where the server can take several commands at once (PIPELINING, RFC 2920), they go at once: two waits instead of four.
        Raises as ``smtplib.SMTP.sendmail``.
        """
        self.ehlo_or_helo_if_needed()
        size = f" size={len(content)}" if self.has_extn("size") else ""
        commands = (
            ("mail", f"mail FROM:{smtplib.quoteaddr(sender)}{size}"),
            ("rcpt", f"rcpt TO:{smtplib.quoteaddr(recipient)}"),
            ("data", "data"),
        )
        together = self.has_extn("pipelining")
        replies: list[tuple[int, bytes]] = []
        for step, command in commands:
            if not together or step == "mail":
                self._enter(step)
                self.send("\r\n".join(text for _, text in commands) + "\r\n" if together else f"{command}\r\n")
            if step == "mail":
                meanwhile()
            self._enter(step)
            replies.append(self.getreply())
            if replies[-1][0] in (-1, 421) or (replies[-1][0] // 100 not in (2, 3) and not together):
                break
        self._judge(replies, sender, recipient)
        self.send(_DOTS.sub(b"..", content) + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"))
        meanwhile()
        code, said = self.getreply()
        if code != 250:
            self._refused(code)
            raise smtplib.SMTPDataError(code, said)

    def _judge(self, replies: list[tuple[int, bytes]], sender: str, recipient: str) -> None:
        """Raise what the first refusal among the replies to MAIL, RCPT and DATA means."""
        wanted = ((250,), (250, 251), (354,))
        wrong = next((n for n, (code, _) in enumerate(replies) if code not in wanted[n]), None)
        if wrong is None:
            return
        code, said = replies[wrong]
        if len(replies) == 3 and replies[2][0] == 354:
            # It wants a text although it has nobody to give it to: RFC 2920, section 3.1, has it end at once.
            self.send(b".\r\n")
            self.getreply()
        self._refused(code)
        if wrong == 0:
            raise smtplib.SMTPSenderRefused(code, said, sender)
        if wrong == 1:
            raise smtplib.SMTPRecipientsRefused({recipient: (code, said)})
        raise smtplib.SMTPDataError(code, said)

    def _refused(self, code: int) -> None:
        """Make ready for the next mail, if there is to be one on this connection."""
        if code == -1:
            self.close()
            raise smtplib.SMTPServerDisconnected("the server does not speak SMTP")
        if code == 421:
            self.close()
            return
        with suppress(smtplib.SMTPServerDisconnected):
            self.rset()

    def starttls(self, *, context: ssl.SSLContext, **_: Any) -> tuple[int, bytes]:  # type: ignore[override]
        """Begin TLS. The handshake has the rest of the step's time."""
        return super().starttls(context=context)

    def goodbye(self) -> None:
        """Say QUIT, hear the answer if it comes at once, and close. Never raises."""
        self.begin()
        with suppress(smtplib.SMTPException, OSError):
            if self.sock is not None:
                self.docmd("quit")
        with suppress(OSError):
            self.close()

    def _enter(self, step: str) -> None:
        self._step = step
        self._step_ends = time.monotonic() + self.patience.steps[step]

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        """Try the addresses of a host one after the other, all of them in the time for connecting."""
        self._enter("connect")
        trouble: OSError = OSError(f"{host} has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(self.left())
                made.connect(address)
                if self._context is not None:
                    made.settimeout(self.left())
                    made = self._context.wrap_socket(made, server_hostname=host)
            except OSError as error:
                made.close()
                trouble = error
                continue
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._enter("greeting")
            return made
        raise trouble
