"""Promise 1: an acknowledged signature survives. The server is killed with signal 9 while 32 sign at once.

One round runs with every test run; ``make faults`` runs more.
"""

from __future__ import annotations

import pytest

from tests.faults.signers import ROUNDS, SIGNERS, kept, kill, open_letter, sign_until


@pytest.fixture
def opened(database_url: str) -> str:
    open_letter(database_url)
    return database_url


def test_every_acknowledged_signature_is_there_after_the_kill(opened: str) -> None:
    before = kept(opened)
    for turn in range(ROUNDS):
        thanked = sign_until(opened, kill, mark=f"in round {turn}")
        after = kept(opened)
        fresh = after - before
        assert len(set(thanked)) == len(thanked) >= 2 * SIGNERS, "too few signed for the test to mean anything"
        assert set(thanked) <= fresh.keys(), "an acknowledged signature is gone"
        assert set(fresh.values()) == {1}
        assert len(fresh) - len(thanked) <= SIGNERS, "one per signer may have been on its way when the server died"
        assert not before - after
        before = after


def test_a_server_that_thanks_before_it_writes_is_caught(opened: str) -> None:
    """The control: the same round finds what such a server loses."""
    thanked = sign_until(opened, kill, "forgetful")
    assert len(set(thanked) - kept(opened).keys()) > 10
