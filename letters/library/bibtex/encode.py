"""Plain Unicode text as LaTeX that reads back as the same text."""

from __future__ import annotations

import re
import unicodedata

from letters.library.bibtex.latex import ACCENTS, SYMBOLS

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "\u00a0": "~",
}
_RUN = re.compile(r"--+|''+")
_COMMANDS = {
    character: name for name, character in reversed(SYMBOLS.items()) if len(character) == 1 and not character.isascii()
}
_MARKS = {mark: accent for accent, mark in ACCENTS.items() if accent != "t"}
_TAGS = {"i": "textit", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}
_TAG = re.compile(r"<(i|b|sup|sub)>([^<>]*)</\1>")


def encode(text: str, *, ascii_only: bool = False) -> str:
    """``text`` for a value in braces. ``ascii_only`` also writes accented letters and typographic signs as commands, for
    programs older than biber; what has no command stays as it is.

    The four simple tags of CSL's rich text (``<i>``, ``<b>``, ``<sup>``, ``<sub>``) become commands.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()) if "\u00a0" not in text else re.sub(r"[^\S\u00a0]+", " ", text))
    pieces: list[str] = []
    end = 0
    for tag in _TAG.finditer(text):
        pieces += (_plain(text[end : tag.start()], ascii_only), f"\\{_TAGS[tag[1]]}{{{_plain(tag[2], ascii_only)}}}")
        end = tag.end()
    return "".join([*pieces, _plain(text[end:], ascii_only)])


def _plain(text: str, ascii_only: bool) -> str:
    written = "".join(
        _SPECIAL.get(letter) or (_command(letter) if ascii_only and not letter.isascii() else letter) for letter in text
    )
    # Two hyphens or apostrophes in a row would be read as a dash or a quotation mark.
    return _RUN.sub(lambda run: "{}".join(run[0]), written)


def _command(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _COMMANDS:
        return f"\\{_COMMANDS[letter]}{{}}"
    whole = unicodedata.normalize("NFD", letter)
    if len(whole) < 2 or not (whole[0].isascii() and whole[0].isalpha()) or not all(mark in _MARKS for mark in whole[1:]):
        return letter
    written = whole[0]
    for mark in whole[1:]:
        written = f"\\{_MARKS[mark]}{{{written}}}"
    return written
