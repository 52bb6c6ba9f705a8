"""The key by which a name is looked up, as the Unicode Collation Algorithm has it (UTS #10, its default table).

A key compares three things, each only where those before it are equal: the letters; the accents; case and punctuation, small
letters first. Where the algorithm leaves a choice, ours is that of a list which people read:

- Words stand as words: "New York" before "Newark". Spaces, hyphens and most punctuation divide words, however many they are.
- Apostrophes and full stops are passed over: "A.C.L.U." stands with "ACLU", and "O’Neill" with "ONeill".
- A number stands by its value, before all letters: "9 to 5" before "100 Black Men". 1,000 is a thousand.

Most names have only characters that need no table of the world's letters. Those are done all together and in bytes, which takes
a tenth of the time: a list of 100,000 is sorted while it is written out. The others go through
:mod:`signatories.ordering.letters`, loaded when the first one comes. Both make the same key of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

PASSED_OVER = "'.`"
"""The ASCII characters that are passed over."""

_PLAIN = bytes(
    code if code == 0 or code >= 128 else ord(chr(code).lower() if chr(code).isalnum() else " ") for code in range(256)
)
"""Lower case, and a space for what is no letter or digit. NUL divides names."""

_COMMA = re.compile(r",(?<=[0-9],)(?=[0-9]{3}(?![0-9]))")
_POINT = re.compile(r"\.(?<=[0-9]\.)(?=[0-9])")
_NUMBER = re.compile(rb"([0-9]+)")
_ZERO = ord("0")
_THE = b"the "


class _Lengths(dict[int, bytes]):
    """How many digits a number has, as one character before the letters; more than forty are counted as forty."""

    def __missing__(self, digits: int) -> bytes:
        return bytes([_ZERO + min(digits, 40)])


_LENGTHS = _Lengths({digits: bytes([_ZERO + digits]) for digits in range(20)})


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in names: the words of each, and the accents of those that are not plain ASCII, by the name's number."""

    words: list[bytes]
    accents: Mapping[int, bytes]


def words_of(names: Sequence[str]) -> list[bytes]:
    """The words of each name: what is left without case, accents and punctuation. The first part of its key."""
    return looked_at(names).words


def keys_of(
    names: Sequence[str], looked: Looked | None = None, *, ignore_the: bool = False, but_of: Container[int] = ()
) -> list[bytes]:
    """The key of each name. Its parts are divided by NUL, which sorts before everything; two names never share a key.

    ``looked`` is what was seen in the names, or in the names with their numbers written out. ``ignore_the`` passes over a "The"
    at the beginning, but not of the names of the numbers ``but_of``: there are people whose surname is The.
    """
    looked = looked or looked_at(names)
    names, joined = _with_nul_between(names)
    words, accents = looked.words, looked.accents
    if ignore_the:
        # The accents of "The Álamo" begin with three letters that have none; an end without any is cut off.
        the = {number for number, one in enumerate(words) if one.startswith(_THE) and number not in but_of}
        accents = {number: one[3:] if number in the else one for number, one in accents.items()}
        words = [one[4:] if number in the else one for number, one in enumerate(words)] if the else words
    # Bytes: turning the case of text asks for each character what it is in the world's letters.
    ends = _ascii_of(joined, names).encode().swapcase().split(b"\0") if names else []
    keys = [one + b"\0\0" + end for one, end in zip(words, ends, strict=True)]
    if b"" in ends:
        for number in [number for number, name in enumerate(names) if not name.isascii()]:
            name = names[number]
            keys[number] = b"%b\0%b\0%b" % (words[number], accents.get(number, b""), _turned(name))
    return keys


def looked_at(names: Sequence[str]) -> Looked:
    """What is seen in each name."""
    _, joined = _with_nul_between(names)
    joined = joined.replace("’", "")
    if "," in joined or "." in joined:
        joined = _POINT.sub(" ", _COMMA.sub("", joined))
    texts = joined.split("\0") if names and not joined.isascii() else []
    found = _ascii_of(joined, texts).encode().translate(_PLAIN, PASSED_OVER.encode())
    while b"  " in found:
        found = found.replace(b"  ", b" ")
    found = found.replace(b" \0", b"\0").replace(b"\0 ", b"\0").strip(b" ")
    words = _by_value(found).split(b"\0")[: len(names)]
    accents = {}
    for number, text in [(number, text) for number, text in enumerate(texts) if not text.isascii()]:
        words[number], accents[number] = _in_any_script(text)
    return Looked(words, accents)


def _with_nul_between(names: Sequence[str]) -> tuple[Sequence[str], str]:
    """The names, and all of them with NUL between them. Nothing that we keep has one; where it has, it counts as a space."""
    joined = "\0".join(names)
    if joined.count("\0") < len(names):
        return names, joined
    names = [name.replace("\0", " ") for name in names]
    return names, "\0".join(names)


def _ascii_of(joined: str, texts: Sequence[str]) -> str:
    """All texts with NUL between them, as ``joined`` has them; those that are not plain ASCII are left empty."""
    return joined if joined.isascii() else "\0".join([text if text.isascii() else "" for text in texts])


def _turned(name: str) -> bytes:
    from signatories.ordering.letters import turned

    return turned(name).encode()


def _in_any_script(name: str) -> tuple[bytes, bytes]:
    from signatories.ordering.letters import letters_of  # late: many lists need none

    words, accents = letters_of(name)
    return _by_value(words.encode()), accents.encode()


def _by_value(words: bytes) -> bytes:
    """Words whose numbers sort by their value: how many digits they have stands before them, and leading zeros are gone."""
    parts = _NUMBER.split(words)
    parts[1::2] = [_LENGTHS[len(one)] + one if one[0] != _ZERO else _shorter(one) for one in parts[1::2]]
    return b"".join(parts)


def _shorter(number: bytes) -> bytes:
    rest = number.lstrip(b"0") or b"0"
    return _LENGTHS[len(rest)] + rest
