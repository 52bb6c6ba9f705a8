"""Signing what a browser keeps: session cookies and the marks of forms, in itsdangerous' own format.

Its serializers make a signer for every text that they sign or read, and derive its key from the secret each time. A program has
one secret; every request reads a cookie, and nearly every one signs or reads a mark.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any

from itsdangerous import TimestampSigner, URLSafeTimedSerializer, base64_encode
from itsdangerous.signer import SigningAlgorithm
from itsdangerous.url_safe import URLSafeSerializerMixin

SHORT = 80
"""Bytes up to which nothing is compressed: they hardly ever get fewer, and trying takes as long as signing."""


class _Sha1(SigningAlgorithm):
    """HMAC-SHA1, itsdangerous' own default, in one call (RFC 2104; what breaks SHA-1 alone does not break it)."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """The signature of ``value``."""
        return hmac.digest(key, value, "sha1")


class _Deriver(TimestampSigner):
    """A signer that derives each of its keys once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.algorithm = _Sha1()
        self._derived: dict[str | bytes | None, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """The key of this signer's purpose under ``secret_key`` (default: the newest secret)."""
        key = self._derived.get(secret_key)
        if key is None:
            key = self._derived[secret_key] = super().derive_key(secret_key)
        return key


class OneSigner(URLSafeTimedSerializer):
    """As URLSafeTimedSerializer, with the same signer for everything. Any thread may use it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signer = self._make()

    def make_signer(self, salt: str | bytes | None = None) -> TimestampSigner:
        """The signer; another one for another ``salt``."""
        return self._signer if salt is None or salt == self.salt else self._make(salt)

    def iter_unsigners(self, salt: str | bytes | None = None) -> Iterator[TimestampSigner]:
        """What may have signed a text: the signer."""
        yield self.make_signer(salt)

    def dump_payload(self, obj: Any) -> bytes:
        """``obj`` as it is signed: JSON in base64. A long one is compressed if that helps, and says so with a dot."""
        plain = super(URLSafeSerializerMixin, self).dump_payload(obj)
        return base64_encode(plain) if len(plain) <= SHORT else super().dump_payload(obj)

    def _make(self, salt: str | bytes | None = None) -> TimestampSigner:
        return _Deriver(self.secret_keys, salt=self.salt if salt is None else salt, **self.signer_kwargs)
