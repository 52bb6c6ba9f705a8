"""Numbers in names, written out: under the rule "as words" the "100 Black Men" stand where "One Hundred Black Men" would."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

MOST = 999_999
"""Greater numbers stay as they are, and stand by their value."""

_NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:(st|nd|rd|th)(?![a-z]))?", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]")


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_ENGLISH = _words("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""")
_ENGLISH_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}

_SPANISH = _words("""cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho
veintinueve""")
_SPANISH_TENS = _words("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_SPANISH_HUNDREDS = _words("""ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos
novecientos""")


def speller(language: str) -> Callable[[str], str] | None:
    """What writes the numbers of a name out in ``language`` ("en-US"); None for a language whose numbers we cannot say."""
    return _SPELLERS.get(language.partition("-")[0].lower())


def english(number: int) -> str:
    """A number up to :data:`MOST`, as it is said: 121 is "one hundred twenty one"."""
    thousands, rest = divmod(number, 1000)
    hundreds, last = divmod(rest, 100)
    words = [english(thousands), "thousand"] if thousands else []
    words += [_ENGLISH[hundreds], "hundred"] if hundreds else []
    return " ".join([*words, *_below_hundred(last, _ENGLISH, _ENGLISH_TENS, "")] if last or not number else words)


def ordinal(number: int) -> str:
    """The same for "121st": "one hundred twenty first"."""
    before, _, last = english(number).rpartition(" ")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{before} {last}".strip()


def spanish(number: int) -> str:
    """A number up to :data:`MOST` in Spanish: 121 is "ciento veintiuno"."""
    thousands, rest = divmod(number, 1000)
    hundreds, last = divmod(rest, 100)
    words = ([] if thousands == 1 else [_before_thousand(thousands)]) + ["mil"] if thousands else []
    words += ["cien" if rest == 100 else _SPANISH_HUNDREDS[hundreds - 1]] if hundreds else []
    return " ".join([*words, *_below_hundred(last, _SPANISH, _SPANISH_TENS, "y")] if last or not number else words)


def _before_thousand(thousands: int) -> str:
    said = spanish(thousands)  # veintiún mil, treinta y un mil
    return said[:-5] + "tiún" if said.endswith("tiuno") else said[:-1] if said.endswith("uno") else said


def _below_hundred(number: int, ones: Sequence[str], tens: Sequence[str], joined: str) -> list[str]:
    if number < len(ones):
        return [ones[number]]
    ten, one = divmod(number, 10)
    first = tens[ten - len(ones) // 10]
    return [word for word in (first, joined, ones[one]) if word] if one else [first]


def _written_out(name: str, say: Callable[[int], str], say_ordinal: Callable[[int], str]) -> str:
    def words(found: re.Match[str]) -> str:
        number = int(found[1].replace(",", "")) if len(found[1]) < 12 else MOST + 1
        if number > MOST:
            return found[0]
        return f" {say_ordinal(number) if found[2] else say(number)} "

    return _NUMBER.sub(words, name) if _DIGITS.search(name) else name


_SPELLERS: dict[str, Callable[[str], str]] = {
    "en": lambda name: _written_out(name, english, ordinal),
    "es": lambda name: _written_out(name, spanish, spanish),
}
