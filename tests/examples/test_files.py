"""What holds for every file of the examples, byte by byte."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

# RFC 2606: the top-level domain "example", and the second-level names set aside under com, net and org.
RESERVED = re.compile(r"(?:^|\.)(?:example|example\.(?:com|net|org))$")
HOST = re.compile(r"https?://([^\s/)>\"':,`]+)|(?:mailto:)?[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
BARE = re.compile(r"\b(?:[\w-]+\.)+(?:com|org|net|gov|edu|info|int|mil|us|io|ai|co|eu|uk|app|dev)\b", re.IGNORECASE)


def hosts(text: str) -> list[str]:
    return [web or mail for web, mail in HOST.findall(text)]


def test_the_folder_holds_a_whole_bundle_and_nothing_else(files: dict[str, bytes]) -> None:
    bundle = ("campaign.toml", "letter.md", "sources.json", "signatories.csv")
    assert {name for name in files if name.startswith("river-cities/")} == {f"river-cities/{name}" for name in bundle}
    assert "README.md" in files


def test_text_is_composed_utf8_without_a_mark_and_without_hidden_characters(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        text = content.decode("utf-8")
        assert not text.startswith("\ufeff"), name
        assert unicodedata.is_normalized("NFC", text), name
        breaks = {"\n", "\r"} if name.endswith(".csv") else {"\n"}
        # Cc controls, Cf format characters such as bidi overrides, Co private use, Cs surrogates, Cn unassigned
        hidden = {character for character in text if unicodedata.category(character).startswith("C")} - breaks
        assert not hidden, (name, hidden)
        assert not re.search(r"\r(?!\n)", text), name
        assert text.endswith("\n"), name


def test_every_address_is_reserved_for_examples(files: dict[str, bytes]) -> None:
    seen = 0
    for name, content in files.items():
        text = content.decode("utf-8")
        for host in hosts(text):
            assert RESERVED.search(host), (name, host)
            seen += 1
        for match in BARE.findall(text):
            assert RESERVED.search(match), (name, match)
    assert seen > 80


def test_the_address_test_can_fail() -> None:
    for real in ("https://example.gov/a", "http://www.notexample.org", "a.b@example.co", "mailto:x@mail.org"):
        assert not any(RESERVED.search(host) for host in hosts(real)), real
    assert BARE.findall("see water.org")
    for invented in ("https://psc.avonmere.example/x", "https://www.example.org/", "mailto:x@y.example"):
        assert all(RESERVED.search(host) for host in hosts(invented)), invented


def test_telephone_numbers_are_those_of_fiction(files: dict[str, bytes]) -> None:
    """The North American Numbering Plan keeps 555-0100 to 555-0199 for fictional use."""
    numbers = re.findall(r"(?<![\d.-])\d{3}-\d{4}(?![\d-])", files["river-cities/letter.md"].decode("utf-8"))
    assert numbers
    assert all(re.fullmatch(r"555-01\d\d", number) for number in numbers)


def test_the_letter_borrows_no_sentence_from_a_real_one(files: dict[str, bytes], shared: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W\d_]+", text.casefold())
        return {tuple(words[place : place + 7]) for place in range(len(words) - 6)}

    real = runs((shared / "letters" / "dhs-ai" / "letter.md").read_text(encoding="utf-8"))
    assert len(real) > 500
    assert not real & runs(files["river-cities/letter.md"].decode("utf-8"))
