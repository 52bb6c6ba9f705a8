"""What may not stand in a letter, character by character, and which addresses it may link to."""

from __future__ import annotations

import unicodedata

import pytest

from letters.document.characters import FORBIDDEN, forbidden_in, named
from letters.document.hrefs import LONGEST, is_safe, repaired

EVERY = [chr(code) for code in range(0x110000)]


def test_every_code_point_is_judged_by_what_it_is() -> None:
    turning = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    expected = [
        character
        for character in EVERY
        if unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp")
        or unicodedata.bidirectional(character) in turning
        or ord(character) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(character) <= 0xFDEF
    ]
    assert [character for character in EVERY if FORBIDDEN.match(character)] == expected


def test_names() -> None:
    assert forbidden_in("a\u202eb\x00\u202e") == ("\u202e", "\x00")
    assert [named(character) for character in "\u202e\x00\ue000"] == [
        "U+202E (RIGHT-TO-LEFT OVERRIDE)",
        "U+0000 (NUL)",
        "U+E000",
    ]


@pytest.mark.parametrize("character", ["\u202e", "\x07", "\ue000", "\ud800", "\ufffe"])
def test_addresses_hold_nothing_that_a_text_may_not(character: str) -> None:
    assert is_safe("https://x.org/ab")
    assert not is_safe(f"https://x.org/a{character}b")


def test_addresses_have_an_end() -> None:
    assert is_safe("https://x.org/" + "a" * (LONGEST - 14))
    assert not is_safe("https://x.org/" + "a" * (LONGEST - 13))


def test_typed_addresses_are_mended() -> None:
    assert repaired(' https://x.org/a b"c ') == "https://x.org/a%20b%22c"
    assert repaired("https://x.org/a%20b") == "https://x.org/a%20b"
    assert repaired("javascript:alert(1)") is None
