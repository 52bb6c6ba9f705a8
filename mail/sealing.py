"""What mail signs and blinds under the program's secret: addresses to be remembered, links to unsubscribe, return paths. Pure.

Each has a key of its own, so that none passes for another. Another secret makes all of them worthless: who unsubscribed would
be forgotten, and that is one more reason not to change it lightly.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass

from mail.addresses import canonical

_MAC = 16
"""Bytes of a signature that are kept: 128 bits, beyond any guessing over a network."""

_KEY = 32
"""Bytes of a blinded address."""

_SCOPE = re.compile(r"[a-z-]{1,20}:[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """What a genuine link to unsubscribe names: a mailbox, blinded, and what it gets mail about ("campaign:12")."""

    address_key: str
    scope: str


class MailSeal:
    """Makes and reads them under a secret."""

    def __init__(self, secret: str) -> None:
        self._keys = {
            what: hmac.digest(secret.encode(), f"undersigned mail, {what}, 1".encode(), "sha256")
            for what in ("address", "unsubscribe", "return")
        }

    def key(self, address: str) -> str:
        """The name under which a mailbox is remembered: equal for all spellings of it, and nobody reads it back without the
        secret. 64 characters."""
        return self.key_of(canonical(address) or address.lower())

    def key_of(self, mailbox: str) -> str:
        """As :meth:`key`, for an address in its canonical form."""
        return self._mac("address", mailbox.encode()).hex()

    def unsubscribe_token(self, address: str, scope: str) -> str:
        """What a link to unsubscribe ends in. It needs no row to be understood: it works as long as the mail is kept."""
        payload = bytes.fromhex(self.key(address)) + scope.encode("ascii")
        return urlsafe_b64encode(self._mac("unsubscribe", payload)[:_MAC] + payload).decode().rstrip("=")

    def unsubscribing(self, token: str) -> Unsubscribing | None:
        """What ``token`` names; None unless it was made under this secret."""
        if len(token) > 200 or not token.isascii():
            return None
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (Base64Error, ValueError):
            return None
        mac, payload = raw[:_MAC], raw[_MAC:]
        if not hmac.compare_digest(mac, self._mac("unsubscribe", payload)[:_MAC]):
            return None
        scope = payload[_KEY:].decode("ascii", "replace")
        return Unsubscribing(payload[:_KEY].hex(), scope) if _SCOPE.fullmatch(scope) else None

    def mark(self, number: int) -> str:
        """A row of the outbox, in the return path and the Message-ID of its message: "12-abcdefghijklmnop". Letters are small,
        because servers on the way may make them so."""
        return f"{number}-{b32encode(self._mac('return', str(number).encode())[:10]).decode().lower()}"

    def marked(self, mark: str) -> int | None:
        """The row that a mark names; None for a forged one."""
        number, dash, _rest = mark.lower().partition("-")
        if not dash or not number.isascii() or not number.isdigit() or len(number) > 12:
            return None
        return int(number) if hmac.compare_digest(self.mark(int(number)).encode(), mark.lower().encode()) else None

    def _mac(self, what: str, payload: bytes) -> bytes:
        return hmac.new(self._keys[what], payload, hashlib.sha256).digest()
