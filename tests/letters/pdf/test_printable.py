"""What a name may hold: cleaned names stay as they are, and what is called printable does print."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from letters.document.nodes import Letter, Paragraph, Text
from letters.document.printable import Cleaned, character_name, clean, unprintable
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.fonts import coverage
from letters.pdf import MissingGlyphError, write
from tests.letters.pdf.examples import MOMENT

PRINTABLE = sorted(
    {chr(code) for face in coverage.faces() for pair in zip(face.firsts, face.lasts, strict=True) for code in pair}
)
MARKS = "\u0301\u0323\u0306\u20dd\u0e31\u093e\u064b\u3099\u200d\u200c\ufe0f\u200b\u202e\u2066\u034f\u00ad\u200f\U0001f3fd"

names = st.one_of(
    st.text(max_size=20),
    st.text(alphabet=st.sampled_from(PRINTABLE), min_size=1, max_size=12),
    st.lists(st.one_of(st.sampled_from(PRINTABLE), st.sampled_from(MARKS), st.characters()), min_size=1, max_size=12).map(
        "".join
    ),
)


@pytest.mark.parametrize(
    ("typed", "kept", "removed"),
    [
        ("  ACLU\u00a0of \u3000Ohio\n", "ACLU of Ohio", ""),
        ("Cafe\u0301", "Café", ""),
        ("a\u202eb", "ab", "\u202e"),
        ("\u2066a\u2069", "a", "\u2066\u2069"),
        ("\ufeffx", "x", "\ufeff"),
        ("a\x00b\x1cc", "abc", "\x00\x1c"),
        ("\ud800x\ue000\u0378\ufdd0", "x", "\ud800\ue000\u0378\ufdd0"),
        ("می\u200cخواهم", "می\u200cخواهم", ""),
        ("क्\u200dष", "क्\u200dष", ""),
        ("a\u200cb\u200dc", "abc", "\u200c\u200d"),
        ("❤️‍🔥 Fund", "❤️‍🔥 Fund", ""),
        ("👩🏽‍🚀", "👩🏽‍🚀", ""),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f", ""),
        ("🏴\U000e0067x", "🏴x", "\U000e0067"),
        ("葛\U000e0100城 a\U000e0100", "葛\U000e0100城 a", "\U000e0100"),
        ("1️⃣ 1️", "1️⃣ 1", "\ufe0f"),
        ("ក\u200bខ a\u200bb", "ក\u200bខ ab", "\u200b"),
        ("ع\u200f x", "ع\u200f x", ""),
        ("x\u200f", "x", "\u200f"),
        ("e\u200b\u0301", "é", "\u200b"),
        ("q" + "\u0301" * 9, "q" + "\u0301" * 4, "\u0301"),
        ("\u3164 \u115f", "", "\u3164\u115f"),
    ],
)
def test_cleaning(typed: str, kept: str, removed: str) -> None:
    assert clean(typed) == Cleaned(kept, tuple(removed))


@given(names)
@example("\u200d\u0301\u200d")
@example("\U000e007f\U000e007f🏴\U000e0061\U000e007f")
def test_a_clean_name_is_left_alone(typed: str) -> None:
    once = clean(typed).text
    assert clean(once) == Cleaned(once, ())
    assert unicodedata.is_normalized("NFC", once)
    assert once == " ".join(once.split())


@given(names)
def test_nothing_goes_missing_in_silence(typed: str) -> None:
    cleaned = clean(typed)
    before = {letter for letter in unicodedata.normalize("NFD", typed) if not letter.isspace()}
    after = set(unicodedata.normalize("NFD", cleaned.text))
    gone = {letter for taken in cleaned.removed for letter in unicodedata.normalize("NFD", taken)}
    spaces = {letter for letter in typed if letter.isspace()}
    assert before - after <= gone | spaces


def test_characters_that_nothing_prints_are_named() -> None:
    assert unprintable("Fund 𠀀𠀀 for 𗀀") == ("𠀀", "𗀀")
    assert unprintable("Caf\ufffd") == ("\ufffd",)
    assert character_name("🧿") == "U+1F9FF NAZAR AMULET"
    assert character_name("\x07") == "U+0007 (control character)"


def test_a_mark_that_no_face_has_with_its_letter_is_named() -> None:
    letter = next(chr(code) for code in range(0x4E00, 0x5000) if coverage.face_of(chr(code)) is not None)
    mark = "\U0001e2ae"
    assert coverage.face_of(letter) is not None
    assert coverage.face_of(mark) is not None
    assert unprintable(letter + mark) == (mark,)
    with pytest.raises(MissingGlyphError, match="U\\+1E2AE"):
        _print([letter + mark])


def _print(texts: list[str]) -> bytes:
    letter = Letter(body=(Paragraph((Text("Names"),)),), closing="Signed,")
    group = SignatoryGroup(tuple(SignatoryLine(text) for text in texts))
    return write(Rendition(letter, "Names", MOMENT, Signatories((group,), 3)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(names, min_size=40, max_size=80))
def test_every_accepted_name_prints(typed: list[str]) -> None:
    """PDF/UA and PDF/A forbid a missing shape, and the compile stops at one: so a PDF is the proof that every name printed."""
    accepted = [text for text in (clean(name).text for name in typed) if text and not unprintable(text)]
    assert _print(accepted or ["Nobody"]).startswith(b"%PDF-1.7")


def test_the_characters_on_the_shelf_print_by_themselves() -> None:
    """Every fourth is tried.

    Not printable are some compatibility ideographs, which composition (NFC) turns into others that are not there.
    """
    every = {
        clean(chr(code)).text
        for face in coverage.faces()
        for first, last in zip(face.firsts, face.lasts, strict=True)
        for code in range(first, last + 1)
    }
    accepted = sorted(text for text in every if text and not unprintable(text))
    assert len(accepted) > 70_000
    assert len(every) - len(accepted) < 50
    tried = accepted[::4]
    assert _print([" ".join(tried[start : start + 200]) for start in range(0, len(tried), 200)])


LATIN = "".join(chr(code) for code in range(0x20, 0x350)) + "‐‑–—‘’“”…\u2009\u200b\u2028"


@given(st.text(LATIN, max_size=12) | names)
def test_the_short_way_for_common_text_gives_what_the_long_way_gives(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        short = clean(text)
        patch.setattr("letters.document.printable._CLEAN", re.compile(r"(?!)"))  # matches nothing: always the long way
        assert clean(text) == short
