"""LaTeX commands as they stand in ``.bib`` files, to plain Unicode text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
"""LaTeX's accent commands and the combining characters that they stand for (LaTeX2e reference, "Accents")."""

SYMBOLS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "S": "§",
    "textsection": "§",
    "P": "¶",
    "textparagraph": "¶",
    "pounds": "£",
    "textsterling": "£",
    "euro": "€",
    "texteuro": "€",
    "textcent": "¢",
    "textyen": "¥",
    "copyright": "©",
    "textcopyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "textdegree": "°",
    "dots": "…",
    "ldots": "…",
    "textellipsis": "…",
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "guillemotleft": "«",
    "guillemotright": "»",
    "guillemetleft": "«",
    "guillemetright": "»",
    "quotesinglbase": "‚",
    "quotedblbase": "„",
    "textbullet": "•",
    "textperiodcentered": "·",
    "textdagger": "†",
    "dag": "†",
    "textdaggerdbl": "‡",
    "ddag": "‡",
    "textexclamdown": "¡",
    "textquestiondown": "¿",
    "textonehalf": "½",
    "textonequarter": "¼",
    "textthreequarters": "¾",
    "textordfeminine": "ª",
    "textordmasculine": "º",
    "textpm": "±",
    "texttimes": "×",
    "textmu": "µ",
    "textnumero": "№",
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textdollar": "$",
    "lbrace": "{",
    "rbrace": "}",
    "backslash": "\\",
    "slash": "/",
    "hyphen": "-",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    "space": " ",
    "quad": " ",
    "newline": " ",
    "par": " ",
}
_SIGNS = {
    " ": " ",
    "\n": " ",
    "\t": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    "\\": " ",
    "-": "",
    "/": "",
    "@": "",
    "!": "",
    "(": "",
    ")": "",
}
_PLAIN_WORDS = """
    text textrm textup textnormal textmd mbox hbox fbox ensuremath url nolinkurl path uppercase relax protect
    NoCaseChange MakeUppercase mathrm bibstring autocap string natexlab noopsort
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_EMPHASIS_WORDS = """
    emph textit textsl textbf texttt textsc textsf underline mkbibemph mkbibitalic mkbibbold textsuperscript
    textsubscript em it bf sc tt sl rm sf itshape bfseries scshape slshape ttfamily rmfamily sffamily mathit mathbf
    mathtt
"""
_EMPHASIS = frozenset(_EMPHASIS_WORDS.split())
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t]*\n?[ \t]*|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})|(?P<math>\$[^$]{1,2000}\$)"
    r"|(?P<mark>---|--|``|''|~|`|')|(?P<plain>[^\\{}$~`'-]+)|(?P<other>.)",
    re.DOTALL,
)
_MARKS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without LaTeX, and a sentence part for each thing that was dropped ("the emphasis", "the command \\foo")."""

    text: str
    dropped: tuple[str, ...] = ()


@lru_cache(maxsize=64)  # thousands of entries may inherit one long text
def decode(value: str) -> Plain:
    """``value``, whose braces are balanced, as Unicode text in NFC with single spaces.

    Braces that only protect case are taken off; fonts are dropped, formulas stay as written, of a command that is not known the
    argument stays, and each of these is told.
    """
    if not re.search(r"[\\{}$~`'-]", value):
        return Plain(_spaced(value))
    reading = _Decoding(value)
    text = reading.group()
    while reading.place < len(reading.tokens):  # a closing brace too many, which only a joined value can have
        reading.place += 1
        text += reading.group()
    return Plain(_spaced(text), tuple(reading.dropped))


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


class _Decoding:
    def __init__(self, value: str) -> None:
        self.tokens = [(match.lastgroup or "", match[0], match) for match in _TOKEN.finditer(value)]
        self.place = 0
        self.rest = ""  # what an accent left of the plain run that it took its letter from
        self.quotes = 0
        self.dropped: list[str] = []

    def group(self) -> str:
        """The text up to the brace that closes this group, or to the end; that brace itself is not passed."""
        pieces: list[str] = []
        while self.rest or self.place < len(self.tokens):
            if not self.rest and self.tokens[self.place][0] == "close":
                break
            pieces.append(self.one(pieces[-1][-1:] if pieces else ""))
        return "".join(pieces)

    def one(self, before: str = "") -> str:
        if self.rest:
            rest, self.rest = self.rest, ""
            return rest
        name, text, match = self.tokens[self.place]
        self.place += 1
        match name:
            case "word":
                return self.command(match["word"])
            case "sign":
                return self.sign(match["sign"])
            case "open":
                inside = self.group()
                self.place += 1
                return inside
            case "mark":
                return self.mark(text, before)
            case "math":
                self.drop("the setting of a formula")
                return text
        return text

    def mark(self, text: str, before: str) -> str:
        if text == "`":
            self.quotes += 1
            return "‘"
        if text == "'":
            after = self.tokens[self.place][1][:1] if self.place < len(self.tokens) else ""
            if self.quotes and before and not after.isalnum():
                self.quotes -= 1
                return "’"
            return text
        return _MARKS[text]

    def sign(self, sign: str) -> str:
        if sign in ACCENTS:
            return self.accented(sign)
        return _SIGNS.get(sign, sign)

    def command(self, word: str) -> str:
        if word in SYMBOLS:
            return SYMBOLS[word]
        if word in ACCENTS:
            return self.accented(word)
        if word in ("enquote", "mkbibquote"):
            return f"“{self.argument()}”"
        if word == "href":
            self.drop(f"the link to {self.argument()}")
        elif word in _EMPHASIS:
            self.drop("the emphasis")
        elif word not in _PLAIN:
            self.drop(f"the command \\{word[:40]}")
        return ""

    def accented(self, accent: str) -> str:
        base = self.argument()
        if not base:
            return {"~": "~", "^": "^", "`": "`", "'": "´", '"': "¨"}.get(accent, "")
        first = base[0]
        if first in "ıȷ" and accent not in "dckb":
            first = "i" if first == "ı" else "j"
        if not first.isalpha():
            return base
        # A second accent goes on the letter, not on the first accent's letter's neighbour: "\'{\^e}" is one letter.
        end = 1
        while end < len(base) and unicodedata.combining(base[end]):
            end += 1
        return unicodedata.normalize("NFC", first + base[1:end] + ACCENTS[accent]) + base[end:]

    def argument(self) -> str:
        """The next group or, without braces, the next single character or command."""
        while self.place < len(self.tokens) and self.tokens[self.place][0] == "plain" and self.tokens[self.place][1].isspace():
            self.place += 1
        if self.place >= len(self.tokens) or self.tokens[self.place][0] == "close":
            return ""
        name, text, _ = self.tokens[self.place]
        if name == "plain":
            self.place += 1
            text = text.lstrip()
            self.rest = text[1:]
            return text[0]
        return self.one()

    def drop(self, what: str) -> None:
        if what not in self.dropped:
            self.dropped.append(what)
