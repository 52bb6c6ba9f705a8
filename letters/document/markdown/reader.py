"""Reading a letter from Markdown."""

from __future__ import annotations

import re

from markdown_it.token import Token

from letters.document.characters import FORBIDDEN, forbidden_in, named
from letters.document.losses import Loss
from letters.document.markdown.block_reader import BlockReader, closing
from letters.document.markdown.errors import MarkdownError
from letters.document.markdown.front_matter import read_fields, split
from letters.document.markdown.notes import Notes
from letters.document.markdown.parser import parser
from letters.document.markdown.reading import Definition, Reading
from letters.document.nodes import Letter, Note
from letters.document.normal import normalize
from letters.document.walk import inlines_of

LONGEST = 4_000_000
"""In characters: twice what a letter may hold, for its marks and escapes."""

_LINE_END = re.compile(r"\r\n?")
_PARTING = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def read(text: str) -> tuple[Letter, tuple[Loss, ...]]:
    """The letter in ``text``, in its normal form, and everything that it could not hold, in the order of its lines.

    Raises :class:`MarkdownError` for a text that cannot be a letter: broken front matter, a field of the wrong kind, lists
    nested too deeply, a text too long. A loss that is ``fatal`` leaves a hole: such a letter must not be saved.
    """
    if len(text) > LONGEST:
        raise MarkdownError(f"The text is longer than {LONGEST:,} characters.")
    try:
        return _read(text)
    except RecursionError as error:
        raise MarkdownError("The text is nested too deeply.") from error


def _read(text: str) -> tuple[Letter, tuple[Loss, ...]]:
    reading = Reading()
    front, body = split(_printable(text, reading))
    fields = read_fields(front, reading)
    # The line end keeps the box rule from looking behind the end of a quote that ends in a bare ">".
    tokens = _without_definitions(parser().parse(body + "\n", reading.env), reading)
    reading.name_the_rest()
    notes = Notes(reading)
    letter = normalize(Letter(tuple(BlockReader(reading, notes).blocks(tokens)), **fields))
    notes.report_unused()
    reading.report_unused_links()
    known = {node.id for node in inlines_of(letter.body) if isinstance(node, Note)}
    for target, line in reading.references:
        if target not in known:
            sentence = f"The text refers to a note “{target}”, but no note of that name is in the letter."
            reading.lose("reference-missing", sentence, line, fatal=True)
    return letter, tuple(sorted(reading.losses, key=lambda loss: loss.line))


def _printable(text: str, reading: Reading) -> str:
    """``text`` without a byte order mark and what may not stand in a letter, its lines ended by line feeds."""
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    for character in forbidden_in(text):
        if character not in "\t\n":
            line = text.count("\n", 0, text.index(character)) + 1
            times = text.count(character)
            more = f" ({times:,} times)" if times > 1 else ""
            sentence = f"The character {named(character)} may not stand in a letter and was left out{more}."
            reading.lose("character", sentence, line)
    return FORBIDDEN.sub(lambda match: match[0] if match[0] in "\t\n" else "", _PARTING.sub(" ", text))


def _without_definitions(tokens: list[Token], reading: Reading) -> list[Token]:
    """``tokens`` without the notes' definitions, which may stand anywhere, and go to ``reading``."""
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type != "note_definition_open":
            kept.append(token)
            place += 1
            continue
        end = closing(tokens, place)
        inside = _without_definitions(tokens[place + 1 : end], reading)
        reading.define(Definition(token.info, tuple(inside), token.map[0] + 1 if token.map else 0))
        place = end + 1
    return kept
