"""The syntax of a ``.bib`` file: entries, fields, strings and their concatenation; what the values mean is not its business.

Written for this program because none of the readers that were tried keeps what a letter needs: a web address was cut at its
first percent sign, ``#`` left a value unjoined, and a broken entry vanished without a line number for the person.

The grammar is BibTeX's (Oren Patashnik, "BibTeXing", 1988) as biber reads it: braces count even after a backslash; text
outside entries is a comment; names of fields, entry types and strings do not mind case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from letters.library.dates import MONTHS
from letters.library.reading import MOST_CHARACTERS, Told, short

LONGEST_VALUE = 1_000_000
"""The most characters of one value: strings that double each other twenty times must not fill the memory."""
LONGEST_ALL = 2 * MOST_CHARACTERS
"""The most characters of all values together, for the same reason."""
_DEEPEST = 60
_MOST_PROBLEMS = 300

_ENTRY = re.compile(r"@[ \t]*([A-Za-z][A-Za-z0-9_-]{0,40})\s{0,20}([{(])")
_ENTRY_AT_LINE = re.compile(r"^[ \t]{0,20}@[ \t]{0,20}[A-Za-z][A-Za-z0-9_-]{0,40}[ \t]{0,20}[{(]", re.MULTILINE)
_KEY = re.compile(r"\s*+([^,{}=\"#%\n]{0,200}+)\s*+(?=[,}])")
_NAME = re.compile(r"\s*([^\s\"#%'(),={}@]{1,200})\s*=")
_BARE = re.compile(r"[^\s\"#%'(),={}@]{1,200}")
_BRACE = re.compile(r"[{}]")
_QUOTED = re.compile(r'[{}"]')
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its type and field names in lower case, its values as written, without their outer marks."""

    kind: str
    key: str
    fields: dict[str, str]
    line: int


class BibTeXError(Exception):
    """An entry that cannot be read. ``place`` is the offset in the text where that shows."""

    def __init__(self, sentence: str, place: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.place = place


@dataclass(frozen=True, slots=True)
class Parsed:
    """The entries of a file in their order; problems as lines with numbers."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


def parse(text: str, told: Told) -> Parsed:
    """Read the entries of ``text``; what is left out of the file goes to ``told``. Takes time in proportion to the text."""
    return _Parser(text, told).done()


class _Parser:
    def __init__(self, text: str, told: Told) -> None:
        self.text = text
        self.told = told
        self.lines = [match.start() for match in re.finditer("\n", text)]
        self.strings = {name[:3].lower(): name for name in MONTHS}
        self.problems: list[str] = []
        self.length = 0
        # Once a brace has stayed open to the end of the file, each further entry is searched only to the next one's beginning:
        # otherwise a thousand broken entries would each be searched to the end of the file.
        self.careful = False

    def done(self) -> Parsed:
        entries = tuple(self._entries())
        return Parsed(entries, tuple(self.problems))

    def line(self, place: int) -> int:
        return bisect_right(self.lines, place - 1) + 1

    def _entries(self) -> Iterator[Entry]:
        place = 0
        while match := _ENTRY.search(self.text, place):
            self._between(place, match.start())
            try:
                entry, place = self._entry(match)
            except BibTeXError as problem:
                kind = short(match[1], 20)
                self.problems.append(f"line {self.line(match.start())}: this @{kind} cannot be read: {problem.sentence}")
                following = _ENTRY_AT_LINE.search(self.text, match.end())
                if following is None:
                    return
                if len(self.problems) >= _MOST_PROBLEMS or self.length > LONGEST_ALL:
                    self.problems.append(
                        f"line {self.line(following.start())}: too much of this file is broken; the rest was not read."
                    )
                    return
                place = following.start()
            else:
                if entry is not None:
                    yield entry
        self._between(place, len(self.text))

    def _between(self, start: int, end: int) -> None:
        words = self.text[start : min(end, start + 2000)].strip()
        if words and not all(line.lstrip().startswith("%") or not line.strip() for line in words.splitlines()):
            place = start + len(self.text[start:end]) - len(self.text[start:end].lstrip())
            self.told.line(
                f"“{short(' '.join(words.split()), 40)}” stands outside of the entries and was left out.", self.line(place)
            )

    def _entry(self, match: re.Match[str]) -> tuple[Entry | None, int]:
        kind, closing = match[1].lower(), "}" if match[2] == "{" else ")"
        line = self.line(match.start())
        if kind in ("comment", "preamble"):
            end = self._closed(match.end(), len(self.text)) if closing == "}" else self._next_line(match.end())
            self.told.line(f"@{kind} was left out.", line)
            return None, end
        if kind == "string":
            fields, place = self._fields(match.end(), closing)
            self.strings.update(fields)
            return None, place
        key = _KEY.match(self.text, match.end())
        if key is None:
            raise BibTeXError("there is no key with a comma after it.", match.end())
        place = key.end()
        if self.text[place] == ",":
            place += 1
        fields, place = self._fields(place, closing)
        return Entry(kind, key[1].strip(), fields, line), place

    def _fields(self, place: int, closing: str) -> tuple[dict[str, str], int]:
        fields: dict[str, str] = {}
        while True:
            place = self._space(place)
            if self.text.startswith(closing, place):
                return fields, place + 1
            if self.text.startswith(",", place):
                place += 1
                continue
            name = _NAME.match(self.text, place)
            if name is None:
                raise BibTeXError(self._unexpected(place), place)
            value, place = self._value(name.end())
            field = name[1].lower()
            if field in fields:
                self.told.line(f"“{short(field)}” is there twice; “{short(value, 40)}” was left out.", self.line(name.start(1)))
            else:
                fields[field] = value
            place = self._space(place)
            if not self.text.startswith((",", closing), place):
                raise BibTeXError(self._unexpected(place), place)

    def _value(self, place: int) -> tuple[str, int]:
        pieces: list[str] = []
        length = 0
        while True:
            place = self._space(place)
            piece, place = self._piece(place)
            length += len(piece)
            if length > LONGEST_VALUE or self.length + length > LONGEST_ALL:
                raise BibTeXError(f"a value on line {self.line(place)} is too long (a million characters at most).", place)
            self.length += len(piece)
            pieces.append(piece)
            after = self._space(place)
            if not self.text.startswith("#", after):
                return "".join(pieces), place
            place = after + 1

    def _piece(self, place: int) -> tuple[str, int]:
        if self.text.startswith("{", place):
            end = self._closed(place + 1, self._limit(place))
            inside = self.text[place + 1 : end - 1]
            if "\n" in inside and _ENTRY_AT_LINE.search(inside):
                self.told.line("A value holds what looks like an entry; is a brace missing?", self.line(place))
            return inside, end
        if self.text.startswith('"', place):
            end = self._closed(place + 1, self._limit(place), quoted=True)
            return self.text[place + 1 : end - 1], end
        bare = _BARE.match(self.text, place)
        if bare is None:
            raise BibTeXError(self._unexpected(place), place)
        word = bare[0]
        if word.isascii() and word.isdigit():
            return word, bare.end()
        known = self.strings.get(word.lower())
        if known is None:
            self.told.line(f"“{short(word)}” is no number and no @string; it is kept as a word.", self.line(place))
        return word if known is None else known, bare.end()

    def _closed(self, place: int, limit: int, *, quoted: bool = False) -> int:
        """The place behind the brace (or the quotation mark) that closes what was opened before ``place``."""
        depth = 0
        for mark in (_QUOTED if quoted else _BRACE).finditer(self.text, place, limit):
            if mark[0] == '"':
                if depth == 0:
                    return mark.end()
            elif mark[0] == "{":
                depth += 1
                if depth > _DEEPEST:
                    raise BibTeXError(f"its braces on line {self.line(mark.start())} are nested too deeply.", mark.start())
            elif depth == 0:
                if quoted:
                    raise BibTeXError(f"line {self.line(mark.start())} has a brace that closes nothing.", mark.start())
                return mark.end()
            else:
                depth -= 1
        self.careful = True
        what = "quotation mark" if quoted else "brace"
        raise BibTeXError(f"the {what} on line {self.line(place)} is never closed.", place)

    def _limit(self, place: int) -> int:
        if not self.careful:
            return len(self.text)
        following = _ENTRY_AT_LINE.search(self.text, place)
        return following.start() if following else len(self.text)

    def _next_line(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end

    def _space(self, place: int) -> int:
        match = _SPACE.match(self.text, place)
        return match.end() if match else place

    def _unexpected(self, place: int) -> str:
        if place >= len(self.text):
            return "the file ends inside it."
        return (
            f"“{short(self.text[place : place + 20].split(chr(10))[0], 20)}” on line {self.line(place)} was not expected there."
        )
