"""A composed message as the bytes of a mail: its headers and parts.

Written by hand. What the usual writer takes for one message (Flask-Mail's, and so Python's ``email`` package) is twice what a
server takes to receive it; and it breaks the long address in List-Unsubscribe into encoded words, which no program reads.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.header import Header
from email.utils import encode_rfc2231, formataddr, formatdate, parseaddr

from mail.attachments import Attachment
from mail.compose import Composed
from mail.sealing import MailSeal

_VIA = "via Undersigned"

_LINE = 998
"""Bytes of a line at most, its end left out: RFC 5322, section 2.1.1."""


class BadLetterError(Exception):
    """A header holds what would begin another one."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it goes: to whom, as the server is told, and its bytes."""

    recipient: str
    content: bytes


class Letters:
    """Writes letters of one sender: ``sender`` is an address, with or without a name."""

    def __init__(self, sender: str, seal: MailSeal) -> None:
        self._name, self.address = parseaddr(sender)
        self._domain = self.address.rpartition("@")[2] or "localhost"
        self._seal = seal

    def letter(self, message: Composed) -> Letter:
        """The letter. Raises :class:`BadLetterError`, and UnicodeError for an address that cannot be written."""
        if not (message.subject + message.recipient + message.reply_to + message.sender_name).isprintable():
            raise BadLetterError
        recipient = _in_ascii(message.recipient)
        return Letter(recipient, b"\r\n".join(self._lines(message, recipient)))

    def sender_of(self, message: Composed) -> str:
        """The From header: the coalition's or coordinator's name, the settings' address. For another address nobody would
        vouch (SPF, DKIM), and a mail that says it comes from there is taken for forged (DMARC, RFC 7489)."""
        name, via = (message.sender_name, f" {_VIA}") if message.sender_name else (self._name, "")
        if name.isascii():
            return formataddr((name + via, self.address))
        # Each encoded word has 75 characters at most (RFC 2047, section 2); there may be several.
        return f"{Header(name, 'utf-8').encode(linesep=' ').replace('  ', ' ')}{via} <{self.address}>"

    def message_id(self, message: Composed) -> str:
        """The row's own identifier: should a crash make us send a message again, it is recognizable as the same one. It is
        signed, so that a mail that comes back with it and without its return path is known to be ours."""
        return self._message_id(message, self._seal.mark(message.number))

    def _message_id(self, message: Composed, mark: str) -> str:
        return f"<outbox-{mark}.{int(message.written_at.timestamp())}@{self._domain}>"

    def _lines(self, message: Composed, recipient: str) -> Iterator[bytes]:
        mark = self._seal.mark(message.number)
        headers = {
            "From": self.sender_of(message),
            "To": recipient,
            "Subject": _words(message.subject),
            "Date": formatdate(localtime=True),
            "Message-ID": self._message_id(message, mark),
            **({"Reply-To": _in_ascii(message.reply_to)} if message.reply_to else {}),
            **headers_of(message),
            "MIME-Version": "1.0",
        }
        for name, value in headers.items():
            yield f"{name}: {value}".encode("ascii")
        mark = f"=_{mark}"  # "=_" stands in no text that is encoded, and in ours nowhere
        words = _alternatives(message, mark + ".a") if message.html else _text("plain", message.text)
        if not message.attachments:
            yield from words
            return
        yield f'Content-Type: multipart/mixed; boundary="{mark}.m"'.encode()
        for part in (words, *(_file(file) for file in message.attachments)):
            yield f"\r\n--{mark}.m".encode()
            yield from part
        yield f"\r\n--{mark}.m--\r\n".encode()


def headers_of(message: Composed) -> Mapping[str, str]:
    """What a message says of itself beyond the usual."""
    headers = {
        # RFC 3834, section 5: no vacation answer comes back to a message that a program wrote.
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if message.unsubscribe_url:
        # RFC 8058, section 3.1: one press in the mail program, which sends a POST.
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _in_ascii(address: str) -> str:
    """The address with its domain as the name server knows it (RFC 5891)."""
    local, _, domain = address.rpartition("@")
    return address if address.isascii() else f"{local}@{domain.encode('idna').decode('ascii')}"


def _words(text: str) -> str:
    if text.isascii() and len(text) < 65:
        return text
    return Header(text, "us-ascii" if text.isascii() else "utf-8", header_name="Subject").encode(linesep="\r\n")


def _alternatives(message: Composed, mark: str) -> Iterator[bytes]:
    """The same words twice; a reader shows the last kind that it can (RFC 2046, section 5.1.4)."""
    yield f'Content-Type: multipart/alternative; boundary="{mark}"'.encode()
    for subtype, text in (("plain", message.text), ("html", message.html)):
        yield f"\r\n--{mark}".encode()
        yield from _text(subtype, text)
    yield f"\r\n--{mark}--\r\n".encode()


def _text(subtype: str, text: str) -> Iterator[bytes]:
    yield f'Content-Type: text/{subtype}; charset="utf-8"'.encode()
    lines = text.splitlines()
    if text.isascii() and "=_" not in text and max(map(len, lines), default=0) <= _LINE:
        yield b"Content-Transfer-Encoding: 7bit\r\n"
        yield "\r\n".join(lines).encode("ascii")
        return
    yield b"Content-Transfer-Encoding: base64\r\n"
    yield _base64("\r\n".join([*lines, ""]).encode())


def _file(file: Attachment) -> Iterator[bytes]:
    name = file.filename.replace("\\", "_").replace('"', "'")
    name = "".join(mark for mark in name if mark.isprintable())
    plain = f'filename="{name}"' if name.isascii() else f"filename*={encode_rfc2231(name, 'utf-8')}"
    yield f"Content-Type: {file.media_type}".encode("ascii")
    yield b"Content-Transfer-Encoding: base64"
    yield f"Content-Disposition: attachment; {plain}\r\n".encode("ascii")
    yield _base64(file.content)


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
