"""The conversation with a server: each step ends in time, and commands that go together mean what they mean one by one."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from contextlib import suppress

import pytest

from configuration import MailSettings
from mail.refusals import BusyError, MailboxError, PermanentError, UnreachableError
from mail.sealing import MailSeal
from mail.sender import ServerSender
from mail.smtp import Conversation, Patience
from tests.mail.test_sender import composed
from tests.tools.waiting import PATIENCE, ended, started

SEAL = MailSeal("a-secret-for-tests-only")
PATIENT = Patience.of(0.5)


class Scripted:
    """A server that says what it is told to, line by line, and keeps what it hears. ``drip`` are the seconds between bytes."""

    def __init__(self, *, ehlo=(b"250-x", b"250-PIPELINING", b"250 8BITMIME"), answers=None, silent_at="", drip_at=""):
        self.heard = []
        self.answers = {"mail": b"250 ok", "rcpt": b"250 ok", "data": b"354 go on", "end": b"250 taken"} | (answers or {})
        self._ehlo, self._silent, self._drip = ehlo, silent_at, drip_at
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._over = threading.Event()
        self._talking = self._listening
        self._thread = started(self._serve)

    def stop(self):
        self._over.set()
        with suppress(OSError):
            self._talking.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 0.1).close()
        ended([self._thread])

    def _serve(self):
        while not self._over.is_set():
            with suppress(OSError):
                connection, _ = self._listening.accept()
                self._talking = connection
                with connection:
                    connection.settimeout(PATIENCE)
                    self._talk(connection)

    def _talk(self, connection):
        file = connection.makefile("rb")
        self._say(connection, "greeting", b"220 hello")
        while line := file.readline():
            self.heard.append(line)
            verb = line.split()[0].lower().decode()
            if verb == "ehlo":
                self._say(connection, "ehlo", b"\r\n".join(self._ehlo))
            elif verb in ("mail", "rcpt", "data"):
                self._say(connection, verb, self.answers[verb])
                if verb == "data" and self.answers["data"].startswith(b"354"):
                    while (line := file.readline()) not in (b".\r\n", b""):
                        self.heard.append(line)
                    self._say(connection, "end", self.answers["end"])
            elif verb == "quit":
                self._say(connection, "quit", b"221 bye")
                return
            else:
                self._say(connection, verb, b"250 ok")

    def _say(self, connection, step, words):
        if step == self._silent:
            self._over.wait(PATIENCE)
            raise OSError
        if step == self._drip:
            for byte in b"250-" + b"and more " * 1000:
                connection.sendall(bytes([byte]))
                if self._over.wait(0.05):
                    break
            raise OSError
        connection.sendall(words + b"\r\n")


@pytest.fixture
def scripted():
    made = []

    def make(**how):
        made.append(Scripted(**how))
        return made[-1]

    yield make
    for server in made:
        server.stop()


def sender(server, **more):
    return ServerSender(MailSettings("127.0.0.1", server.port, security="none", **more), SEAL, patience=PATIENT)


@pytest.mark.parametrize("step", ["greeting", "ehlo", "mail", "rcpt", "data", "end"])
@pytest.mark.parametrize("how", ["silent_at", "drip_at"])
def test_no_step_holds_us(scripted, step, how):
    """Silence, and one byte now and then for minutes: both are over in the time of the step."""
    server = scripted(**{how: step})
    start = time.monotonic()
    with pytest.raises((UnreachableError, smtplib.SMTPException, OSError), match=r"(?i)timed out|closed"):
        sender(server).send(composed())
    assert time.monotonic() - start < PATIENCE / 2


def test_with_a_time_for_each_piece_alone_a_drip_holds_on(scripted):
    """The control: smtplib's own timeout begins anew with each byte."""
    server = scripted(drip_at="greeting")
    over = []

    def wait():
        with suppress(smtplib.SMTPException, OSError):
            smtplib.SMTP("127.0.0.1", server.port, timeout=0.5)
        over.append(1)

    thread = started(wait)
    thread.join(2.0)
    assert not over
    server.stop()
    ended([thread])


def test_a_server_that_does_not_stop_talking_is_left(scripted):
    server = scripted(ehlo=[b"250-and on and on"] * 10_000)
    with pytest.raises(UnreachableError):
        sender(server).send(composed())


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, None),
        ({"rcpt": b"251 forwarded"}, None),
        ({"rcpt": b"550 5.1.1 nobody", "data": b"503 no recipients"}, MailboxError),
        ({"rcpt": b"550 5.1.1 nobody"}, MailboxError),
        ({"rcpt": b"451 4.7.1 later", "data": b"503 no recipients"}, smtplib.SMTPException),
        ({"rcpt": b"452 4.5.3 too many", "data": b"503 no"}, BusyError),
        ({"mail": b"550 5.7.1 not you", "rcpt": b"503 x", "data": b"503 x"}, UnreachableError),
        ({"mail": b"552 5.3.4 too large", "rcpt": b"503 x", "data": b"503 x"}, PermanentError),
        ({"mail": b"421 4.3.2 down"}, BusyError),
        ({"data": b"554 5.5.1 no"}, PermanentError),
        ({"end": b"554 5.7.1 spam"}, PermanentError),
        ({"end": b"421 4.3.2 down"}, BusyError),
        ({"end": b"451 4.3.0 later"}, smtplib.SMTPException),
        ({"mail": b"nonsense"}, smtplib.SMTPException),
    ],
)
def test_what_an_answer_means_does_not_depend_on_how_commands_go(scripted, together, answers, error):
    ehlo = (b"250-x", b"250-PIPELINING", b"250 8BITMIME") if together else (b"250-x", b"250 8BITMIME")
    server = scripted(answers=answers, ehlo=ehlo)
    through = sender(server)
    if error is None:
        through.send(composed())
    else:
        with pytest.raises(error) as caught:
            through.send(composed())
        if error is smtplib.SMTPException:
            assert not isinstance(caught.value, PermanentError | BusyError)
    server.answers = {"mail": b"250 ok", "rcpt": b"250 ok", "data": b"354 go on", "end": b"250 taken"}
    through.send(composed(subject="the next one"))
    through.close()
    assert any(b"the next one" in line for line in server.heard), "and the conversation goes on, or a new one is begun"
    if error is None:
        assert not any(line.lower().startswith(b"rset") for line in server.heard)


def test_dots_at_the_beginning_of_a_line_arrive(scripted):
    server = scripted()
    conversation = Conversation("127.0.0.1", server.port, PATIENT)
    conversation.carry("a@x.example", "b@x.example", b"one\r\n.two\r\n..\r\nthree", lambda: None)
    conversation.goodbye()
    assert [line for line in server.heard if line[:1] in (b"o", b".", b"t")] == [
        b"one\r\n",
        b"..two\r\n",
        b"...\r\n",
        b"three\r\n",
    ]


def test_the_return_path_is_the_messages_own(scripted):
    server = scripted()
    through = sender(server, bounces="bounce+*@letters.example.org")
    through.send(composed())
    through.close()
    assert f"mail FROM:<bounce+{SEAL.mark(7)}@letters.example.org>".encode() in server.heard[1]


def test_what_is_done_meanwhile_is_done_before_the_message_is_given_away(scripted):
    server = scripted()
    through, when = sender(server), []
    through.send(composed())
    through.written(composed())(lambda: when.append(sum(line.startswith(b"Subject") for line in server.heard)))
    through.close()
    assert when[0] == 1, "the second one had not been given"


def test_work_that_fails_keeps_the_message_from_going(scripted):
    server = scripted()
    through = sender(server)
    through.send(composed())

    def fail():
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        through.written(composed(subject="never"))(fail)
    through.send(composed(subject="the next one"))
    through.close()
    heard = b"".join(server.heard)
    assert b"never" not in heard
    assert b"the next one" in heard
