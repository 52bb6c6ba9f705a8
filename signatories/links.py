"""Personal links: tokens that open one thing, for one purpose, and cannot be guessed. Pure.

A token is signed, not stored with what it opens. Whoever reads the database finds one only in a mail that still waits to be
sent (or was caught, where no mail server is set); whoever guesses is told no before any row is looked up. It names a row and
the row's generation: raising that number on the row revokes every earlier token. What a token may do, and until when, is for
the caller to decide from the row and the campaign.
"""

from __future__ import annotations

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass

from mail.sealing import MailSeal

_ROW = struct.Struct(">IH")
_MAC = 16
"""Bytes of the signature that are kept: 128 bits, beyond any guessing over a network."""

_LENGTH = 30
"""Characters of a token: 22 bytes in base64 without padding."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a genuine token names: the row's number, and the generation that the row had when the token was made."""

    number: int
    generation: int


class Seal:
    """Makes and reads tokens under a secret. Another secret makes every token that was handed out worthless."""

    def __init__(self, secret: str) -> None:
        # A key of its own: the same secret signs cookies, and one must never pass for the other.
        self._key = hmac.digest(secret.encode(), b"undersigned personal links, 1", "sha256")
        self.mail = MailSeal(secret)
        """What mail signs and blinds, for whoever has the doors of a letter in hand."""

    def token(self, purpose: str, number: int, generation: int = 0) -> str:
        """A token of 30 characters that are safe in an address. The same arguments give the same token."""
        row = _ROW.pack(number, generation)
        return urlsafe_b64encode(row + self._mac(purpose, row)).decode().rstrip("=")

    def read(self, purpose: str, token: str) -> Opened | None:
        """What ``token`` names; None unless it was made under this secret for this purpose."""
        if len(token) != _LENGTH or not token.isascii():
            return None
        try:
            raw = urlsafe_b64decode(token + "==")
        except (Base64Error, ValueError):
            return None
        row, mac = raw[: _ROW.size], raw[_ROW.size :]
        if not hmac.compare_digest(mac, self._mac(purpose, row)):
            return None
        opened = Opened(*_ROW.unpack(row))
        # Base64 leaves four spare bits in the last character: only one spelling of a token is the token.
        return opened if hmac.compare_digest(self.token(purpose, opened.number, opened.generation), token) else None

    def blind(self, text: str) -> str:
        """A name for ``text`` (a mail address, say) that can be compared, and cannot be read back without the secret."""
        return self._mac("blind", text.encode()).hex()

    def _mac(self, purpose: str, row: bytes) -> bytes:
        return hmac.digest(self._key, purpose.encode() + b"\0" + row, "sha256")[:_MAC]
