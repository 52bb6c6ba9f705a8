"""What a hook's message is signed with: the receiver's side of it, and what it must refuse."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from campaign.hooks.seal import genuine, headers, secret_of

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def test_the_scheme_is_the_one_that_receivers_have_libraries_for():
    """Worked out by hand from the Standard Webhooks specification, not by our own code."""
    secret = "whsec_" + b64encode(b"k" * 32).decode()
    sent = headers(secret, "event-7", AT, b'{"a":1}')
    signed = b"event-7." + str(int(AT.timestamp())).encode() + b'.{"a":1}'
    expected = b64encode(hmac.new(b"k" * 32, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{expected}"
    assert (sent["webhook-id"], sent["webhook-timestamp"]) == ("event-7", str(int(AT.timestamp())))


@given(st.binary(max_size=200), st.text("abc123-", min_size=1, max_size=20))
def test_what_was_sent_is_genuine_and_nothing_else_is(body, event):
    secret = secret_of("a secret key", 3, 1)
    sent = dict(headers(secret, event, AT, body))
    assert genuine(secret, sent, body)
    assert not genuine(secret, sent, body + b" ")
    assert not genuine(secret, {**sent, "webhook-timestamp": "1"}, body)
    assert not genuine(secret, {**sent, "webhook-id": event + "x"}, body)
    assert not genuine(secret_of("a secret key", 3, 2), sent, body), "another generation has another secret"
    assert not genuine(secret_of("a secret key", 4, 1), sent, body), "and so has another hook"
    assert not genuine(secret, {}, body)


def test_a_secret_has_the_length_that_the_scheme_asks_for():
    """Between 24 and 64 bytes."""
    assert len(b64decode(secret_of("a secret key", 1, 0).removeprefix("whsec_"))) == 32
