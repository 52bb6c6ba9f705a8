"""Signing cookies and marks: the same as itsdangerous does it, with keys that are derived once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from signers import SHORT, OneSigner

SECRET, SALT = "a secret", "for tests"
TEXTS = st.one_of(st.text(), st.text(alphabet="ab", min_size=SHORT, max_size=4 * SHORT))
WAYS = pytest.mark.parametrize("way", ["django-concat", "hmac"])


def both(way, secret=SECRET, salt=SALT):
    options = {"key_derivation": way}
    return OneSigner(secret, salt=salt, signer_kwargs=options), URLSafeTimedSerializer(secret, salt=salt, signer_kwargs=options)


@WAYS
@given(TEXTS)
def test_what_it_signs_the_library_reads_and_the_other_way_round(way, said):
    own, library = both(way)
    assert library.loads(own.dumps(said)) == said
    assert own.loads(library.dumps(said)) == said
    assert own.loads(own.dumps(said), return_timestamp=True)[0] == said


@WAYS
def test_what_is_long_is_compressed_as_before(way):
    own, library = both(way)
    said = {"desk": "a" * 1000}
    assert own.dumps(said).startswith(".")
    assert len(own.dumps(said)) == len(library.dumps(said))
    assert own.loads(own.dumps(said)) == said


@WAYS
def test_another_secret_and_another_purpose_are_none_of_ours(way):
    own, _ = both(way)
    for other in both(way, secret="another"), both(way, salt="another"):
        for one in other:
            with pytest.raises(BadSignature):
                own.loads(one.dumps("Ada"))
    signed = own.dumps("Ada")
    for place in range(len(signed) - 1):  # the last character has spare bits
        broken = signed[:place] + ("A" if signed[place] != "A" else "B") + signed[place + 1 :]
        with pytest.raises(BadSignature):
            own.loads(broken)
    assert own.loads(own.dumps("Ada", salt="elsewhere"), salt="elsewhere") == "Ada"


@WAYS
def test_its_age_is_looked_at(way):
    own, _ = both(way)
    with pytest.raises(SignatureExpired):
        own.loads(own.dumps("Ada"), max_age=-1)
    assert own.loads(own.dumps("Ada"), max_age=60) == "Ada"


def test_an_older_secret_still_opens():
    own = OneSigner(["old", "new"], salt=SALT)
    assert own.loads(OneSigner("old", salt=SALT).dumps("Ada")) == "Ada"
    assert OneSigner("new", salt=SALT).loads(own.dumps("Ada")) == "Ada"
