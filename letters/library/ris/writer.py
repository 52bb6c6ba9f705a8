"""Writing a library as RIS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from letters.library.dates import date_text, numbers
from letters.library.reading import Told, Written
from letters.library.ris import tables
from letters.library.ris.names import write_name
from letters.library.ris.reader import read_date
from letters.library.variables import DATES

_TAGS: dict[str, str] = {}
for _tag, _variable in tables.TEXTS.items():
    _TAGS.setdefault(_variable, _tag)
_NAME_TAGS = {"author": "AU", "editor": "A2", "collection-editor": "A3", "translator": "A4"}
_PAGES = re.compile(r"([0-9A-Za-z.:]+)-([0-9A-Za-z.:]+)")
_TAG = re.compile(r"[A-Z][A-Z0-9]")


def write(items: Iterable[Mapping[str, object]]) -> Written:
    """``items`` as RIS in UTF-8, with CRLF as its description asks. Long values stay on one line, addresses above all."""
    told = Told()
    return Written("".join(_Record(item, told).text() for item in items), told.lines())


class _Record:
    def __init__(self, item: Mapping[str, object], told: Told) -> None:
        self.item = item
        self.key = str(item.get("id", ""))
        self.told = told
        self.lines: list[str] = []

    def text(self) -> str:
        kind = self.item.get("type")
        known = kind if isinstance(kind, str) and kind in tables.TO_TYPE else "document"
        if kind != known:
            self.told.of(f"The type “{str(kind)[:40]}” has no place in RIS and becomes “{known}”", self.key)
        self._line("TY", tables.TO_TYPE[known])
        self._line("ID", self.key)
        for name, value in self.item.items():
            if name not in ("id", "type") and value not in ("", None, []):
                self._field(name, value)
        return "\r\n".join([*self.lines, "ER  - ", "", ""])

    def _field(self, name: str, value: object) -> None:
        if name in _NAME_TAGS and isinstance(value, list):
            self._names(name, value)
        elif name in ("issued", "accessed") and name in DATES and isinstance(value, Mapping):
            self._date(name, value)
        elif name == "custom" and isinstance(value, Mapping):
            self._custom(value)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            self._text(name, str(value))
        else:
            self._lost(name)

    def _text(self, name: str, text: str) -> None:
        if "\n" in text.strip():
            self.told.of(f"Line breaks in “{name}” became spaces", self.key)
        kind = self.item.get("type")
        if name == "page":
            match = _PAGES.fullmatch(text)
            self._line("SP", match[1] if match else text)
            if match:
                self._line("EP", match[2])
        elif name == "URL":
            self._line("UR", "".join(text.split()))
        elif name in ("ISBN", "ISSN"):
            self._line("SN", text)
        elif name == "keyword":
            for word in text.split(","):
                self._line("KW", word)
        elif name == "authority" and kind in tables.COURT:
            self._line("PB", text)
        elif name in _TAGS and not (name == "publisher" and kind in tables.COURT):
            self._line(_TAGS[name], text)
        else:
            self._lost(name)

    def _names(self, name: str, value: Sequence[object]) -> None:
        for entry in value:
            text, same = write_name(entry) if isinstance(entry, Mapping) else ("", False)
            if not same:
                self.told.of(f"A name in “{name}” has parts that RIS does not keep apart", self.key)
            self._line(_NAME_TAGS[name], text)

    def _date(self, name: str, date: Mapping[str, object]) -> None:
        given = numbers(date)
        if given:
            values = [*(f"{value:04d}" if place == 0 else f"{value:02d}" for place, value in enumerate(given[0])), "", ""][:3]
            text = "/".join(values) + "/"
        else:
            text = f"///{date_text(date)}" if date_text(date) else ""
        if text and name == "issued" and given:
            self._line("PY", values[0])
        self._line("DA" if name == "issued" else "Y2", text)
        if read_date(text or "///") != {key: value for key, value in date.items() if value is not None}:
            self.told.of(f"“{name}” has more than a day (a range, a season, “about”), which RIS cannot say", self.key)

    def _custom(self, custom: Mapping[str, object]) -> None:
        for name, value in custom.items():
            if name == "ris" and isinstance(value, Mapping):
                for tag, values in value.items():
                    if _TAG.fullmatch(str(tag)) and tag not in ("TY", "ER") and isinstance(values, list):
                        for entry in values:
                            self._line(str(tag), str(entry))
                    else:
                        self._lost(f"custom.ris.{tag}")
            elif name == "archive" and isinstance(value, list):
                for copy in value:
                    address = copy.get("url") if isinstance(copy, Mapping) else None
                    if isinstance(address, str):
                        self._line("UR", "".join(address.split()))
                self.told.of("Of archive copies only the address is kept", self.key)
            else:
                self._lost(f"custom.{name}")

    def _line(self, tag: str, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self.lines.append(f"{tag}  - {text}")

    def _lost(self, name: str) -> None:
        self.told.of(f"“{name[:60]}” has no place in RIS", self.key)
