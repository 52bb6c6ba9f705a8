"""How a hook's receiver knows that a message is from us, whole, and not an old one again. Pure.

The shape is that of the Standard Webhooks specification (version 1.0.0, "Webhook headers" and "Signature scheme"), which has
libraries in many languages: HMAC-SHA256 over "id.timestamp.body" under a secret that is written "whsec_" and base64.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime

_PREFIX = "whsec_"


def secret_of(secret_key: str, number: int, generation: int) -> str:
    """The secret of hook ``number``, from the program's own: nothing of it needs to be kept. A new generation has another."""
    key = hmac.digest(secret_key.encode(), b"undersigned hooks, 1", "sha256")
    return _PREFIX + b64encode(hmac.digest(key, f"{number}.{generation}".encode(), "sha256")).decode()


def headers(secret: str, event: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """The headers that go with ``body``: the event's own id, the moment of this attempt (aware), and the signature of all.

    A retry has the same id, by which the receiver knows it again, and its own moment: an old message that somebody kept and
    plays back is recognized by its age.
    """
    moment = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": event,
        "webhook-timestamp": moment,
        "webhook-signature": "v1," + _signature(secret, event, moment, body),
    }


def genuine(secret: str, sent: Mapping[str, str], body: bytes) -> bool:
    """Whether the headers ``sent`` fit ``body``: what a receiver does, here for the tests and as an example."""
    expected = _signature(secret, sent.get("webhook-id", ""), sent.get("webhook-timestamp", ""), body)
    given = [one.removeprefix("v1,") for one in sent.get("webhook-signature", "").split(" ") if one.startswith("v1,")]
    return any(hmac.compare_digest(expected, one) for one in given)


def _signature(secret: str, event: str, moment: str, body: bytes) -> str:
    key = b64decode(secret.removeprefix(_PREFIX))
    return b64encode(hmac.new(key, f"{event}.{moment}.".encode() + body, hashlib.sha256).digest()).decode()
