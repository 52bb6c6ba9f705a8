"""Personal links: they open what they were made for, and nothing else opens anything."""

from __future__ import annotations

from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.doors import PATHS, Doors
from signatories.links import Opened, Seal

SEAL = Seal("a-secret-for-tests-only")
PURPOSES = st.sampled_from(sorted(PATHS))
NUMBERS = st.integers(0, 2**31 - 1)
GENERATIONS = st.integers(0, 2**16 - 1)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@given(PURPOSES, NUMBERS, GENERATIONS)
def test_a_token_opens_what_it_was_made_for(purpose: str, number: int, generation: int) -> None:
    token = SEAL.token(purpose, number, generation)
    assert len(token) == 30
    assert set(token) <= set(LETTERS)
    assert SEAL.read(purpose, token) == Opened(number, generation)
    assert SEAL.token(purpose, number, generation) == token


@given(PURPOSES, NUMBERS, GENERATIONS, st.integers(0, 29), st.sampled_from(LETTERS + "é=+/ \x00"))
def test_any_changed_character_opens_nothing(purpose: str, number: int, generation: int, place: int, letter: str) -> None:
    token = SEAL.token(purpose, number, generation)
    mangled = token[:place] + letter + token[place + 1 :]
    assert SEAL.read(purpose, mangled) == (Opened(number, generation) if mangled == token else None)


@given(NUMBERS, GENERATIONS, PURPOSES, PURPOSES)
def test_a_token_serves_one_purpose(number: int, generation: int, one: str, other: str) -> None:
    found = SEAL.read(other, SEAL.token(one, number, generation))
    assert found == (Opened(number, generation) if one == other else None)


@given(st.text(max_size=60))
def test_what_is_no_token_opens_nothing(text: str) -> None:
    assert SEAL.read("own", text) is None


def test_the_last_character_has_one_spelling() -> None:
    """Base64 leaves four spare bits there: sixteen spellings decode to the same bytes, and one of them is the token."""
    token = SEAL.token("own", 7, 1)
    raw = urlsafe_b64decode(token + "==")
    same = [token[:-1] + letter for letter in LETTERS if urlsafe_b64decode(token[:-1] + letter + "==") == raw]
    assert len(same) == 16, "the control: there are more spellings than one"
    assert [spelling for spelling in same if SEAL.read("own", spelling)] == [token]


def test_another_secret_opens_nothing() -> None:
    assert Seal("another secret").read("own", SEAL.token("own", 1)) is None
    assert Seal("a-secret-for-tests-only").read("own", SEAL.token("own", 1)) == Opened(1, 0)


def test_neighbours_do_not_look_alike() -> None:
    """Nobody who has one link can tell another: only the row's number shows, never the proof."""
    proofs = {SEAL.token("own", number)[8:] for number in range(500)}
    assert len(proofs) == 500


@pytest.mark.parametrize(("number", "generation"), [(-1, 0), (2**32, 0), (1, -1), (1, 2**16)])
def test_a_number_that_does_not_fit_is_our_mistake(number: int, generation: int) -> None:
    import struct

    with pytest.raises(struct.error):
        SEAL.token("own", number, generation)


def test_doors_give_addresses_under_the_letter() -> None:
    doors = Doors("https://x.example", SEAL, "harbor")
    assert doors.letter == "https://x.example/letters/harbor"
    assert doors.recovery == "https://x.example/letters/harbor/links"
    assert len(set(PATHS.values())) == len(PATHS)
    for purpose, middle in PATHS.items():
        start, _, token = doors.to(purpose, 3, 2).rpartition("/")
        assert start == f"https://x.example/letters/harbor/{middle}"
        assert doors.opened(purpose, token) == Opened(3, 2)
