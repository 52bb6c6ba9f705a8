"""Makes ``signatories/ordering/root.py`` of the Unicode Consortium's table: ``python -m tests.tools.collation_table ALLKEYS``.

ALLKEYS is allkeys.txt (UTS #10, DUCET), which every Perl has. Of its two megabytes we keep what puts the letters of living
scripts in order, and leave out what Python's own tables of Unicode tell as well: that É is an accented E, that ﬁ reads as fi.
"""

from __future__ import annotations

import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

TABLE = Path(__file__).parents[2] / "signatories" / "ordering" / "root.py"
_ELEMENT = re.compile(r"\[([.*])([0-9A-F]{4})\.([0-9A-F]{4})\.[0-9A-F]{4}\]")
_VARIANTS = range(0x118, 0x11D)
"""Secondary weights that belong to no mark: they tell æ from ae. Private characters stand for them."""

Elements = tuple[tuple[int, int], ...]
Classes = Mapping[int, list[str]]

_TEMPLATE = '''"""The order of letters: an extract of the Default Unicode Collation Element Table, {version} (UTS #10).

Made by ``tests/tools/collation_table.py``. © Unicode, Inc.; used under the Unicode License (https://www.unicode.org/license.txt).
Loaded when the first name comes that is not plain ASCII. Letters that are looked up as one stand together, or joined by "+".
"""

LATIN = """
{latin}
"""
"""Letters of their own, behind the one of ours that they follow."""

BEFORE_KANA = """
{before}
"""
"""The other scripts in their order, up to Hangul: code points, whole runs with a hyphen."""

FROM_KANA = """
{behind}
"""

MARKS = """
{marks}
"""
"""Accents, from the least to the heaviest. U+E118 and the next are ours: what tells æ from ae."""

SPELLED = """
{spelled}
"""
"""Letters that are looked up as others with a mark."""
'''


def elements(allkeys: str) -> dict[str, Elements]:
    """Of each letter and each mark of the first plane: its weights, the first and the second of each element."""
    found: dict[str, Elements] = {}
    for line in allkeys.splitlines():
        codes, _, rest = line.partition(";")
        if re.fullmatch(r"[0-9A-F]{4} +", codes) and unicodedata.category(chr(int(codes, 16)))[0] in "LM":
            read = _ELEMENT.findall(rest)
            if all(kind == "." for kind, _, _ in read):
                found[chr(int(codes, 16))] = tuple((int(first, 16), int(second, 16)) for _, first, second in read)
    return found


def needed(mark: str, its: Elements, known: Mapping[str, Elements]) -> bool:
    """Whether the table has to know it."""
    name = unicodedata.name(mark, "")
    if mark.isascii() or not any(its[0]) or name.startswith(("HANGUL", "CJK", "MODIFIER LETTER")):
        return False
    if its[0][0] and name.startswith("COMBINING"):  # letters over letters, of medieval books
        return False
    for other in (unicodedata.normalize("NFD", mark), mark.casefold(), unicodedata.normalize("NFKD", mark)):
        if other != mark:
            return its != tuple(element for piece in other for element in known.get(piece, ((-1, -1),)))
    return True


def made(allkeys: str) -> str:
    """The module's text."""
    known = elements(allkeys)
    plain = {its[0][0]: mark.lower() for mark, its in known.items() if mark.isascii()}
    marks: dict[int, list[str]] = {weight: [chr(0xE000 + weight)] for weight in _VARIANTS}
    letters: dict[int, list[str]] = {}
    spelled: dict[str, Elements] = {}
    for mark, its in known.items():
        if not needed(mark, its, known):
            continue
        if len(its) == 1 and not its[0][0]:
            marks.setdefault(its[0][1], []).append(mark)
        elif len(its) == 1 and its[0][1] == 0x20:
            letters.setdefault(its[0][0], []).append(mark)
        else:
            spelled[mark] = its
    latin: dict[str, list[list[str]]] = {}
    anchor = ""
    for weight in sorted({*letters, *plain}):
        anchor = plain.get(weight, anchor)
        if weight in letters and _is_latin(letters[weight]):
            latin.setdefault(anchor, []).append(letters[weight])
    kana = known["ぁ"][0][0]
    others = {weight: these for weight, these in sorted(letters.items()) if not _is_latin(these)}
    return _TEMPLATE.format(
        version=re.search(r"@version (\S+)", allkeys)[1],  # type: ignore[index]  # every edition of it has one
        latin="\n".join(_wrapped([letter, *("".join(one) for one in latin[letter])]) for letter in sorted(latin)),
        before=_wrapped(_runs(these for weight, these in others.items() if weight < kana)),
        behind=_wrapped(_runs(these for weight, these in others.items() if weight >= kana)),
        marks=_wrapped(_runs(these for _, these in sorted(marks.items()))),
        spelled=_wrapped(_spellings(spelled, plain, letters, marks)),
    )


def _is_latin(these: Sequence[str]) -> bool:
    return unicodedata.name(these[0]).startswith("LATIN")


def _spellings(spelled: Mapping[str, Elements], plain: Mapping[int, str], letters: Classes, marks: Classes) -> Iterable[str]:
    first_of = {weight: these[0] for weight, these in (*marks.items(), *letters.items())} | plain
    for mark, its in spelled.items():
        weights = [weight for first, second in its for weight in (first, second) if weight not in (0, 0x20)]
        if all(weight in first_of for weight in weights):
            yield "=".join(("+".join(_hex([mark])), "+".join(_hex([first_of[weight] for weight in weights]))))


def _hex(these: Iterable[str]) -> list[str]:
    return [f"{ord(mark):x}" for mark in these]


def _runs(classes: Iterable[Sequence[str]]) -> Iterable[str]:
    run: list[str] = []
    for one, following in pairwise([*classes, ["", ""]]):
        run += one if len(one) == 1 else []
        if len(one) > 1:
            yield "+".join(_hex(one))
        elif len(following) > 1 or ord(following[0]) != ord(one[0]) + 1:
            yield "-".join(dict.fromkeys(_hex([run[0], run[-1]])))
            run = []


def _wrapped(words: Iterable[str]) -> str:
    return textwrap.fill(" ".join(words), 120, break_on_hyphens=False, break_long_words=False, subsequent_indent="")


if __name__ == "__main__":
    TABLE.write_text(made(Path(sys.argv[1]).read_text("utf-8")), "utf-8")
