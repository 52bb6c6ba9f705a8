"""Reading RIS: records as CSL-JSON items."""

from __future__ import annotations

import re
from typing import Any

from letters.library.bibtex.tables import LANGUAGES
from letters.library.dates import date_from_text, parts
from letters.library.keys import Ids, usable
from letters.library.reading import Item, Read, Told, short, too_long
from letters.library.ris import tables
from letters.library.ris.lines import Record, records
from letters.library.ris.names import read_name

_DATE = re.compile(r"([0-9]{1,4})(?:/([0-9]{0,2})(?:/([0-9]{0,2})(?:/(.*))?)?)?/?")
_ARCHIVES = {
    "web.archive.org": "wayback",
    "perma.cc": "perma",
    "archive.ph": "archive.today",
    "archive.is": "archive.today",
}
_ISBN = re.compile(r"(?:97[89])?[0-9]{9}[0-9X]")
_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9X]")
_PREFIXES = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def read(text: str) -> Read:
    """Read an RIS file. Tags that CSL has no place for are kept under ``custom.ris``; a second address that is an archive copy
    goes to ``custom.archive``."""
    if refusal := too_long(text):
        return refusal
    told = Told()
    items: list[Item] = []
    ids = Ids()
    for record in records(text, told):
        item = _Item(record, told).done()
        key = item["id"]
        if usable(key) and key not in ids:
            ids.add(key)
        else:
            item["id"] = ids.new(item)
            if key:
                why = "is there twice" if key in ids else "cannot be named by a citation"
                told.line(f"The id “{short(key)}” {why}; this source is now called “{item['id']}”.", record.line)
        items.append(item)
    problems = () if items else ("There is no record in it: none begins with “TY  - ”.",)
    return Read(tuple(items), problems, told.lines(), "ris")


class _Item:
    def __init__(self, record: Record, told: Told) -> None:
        self.record = record
        self.told = told
        self.values: dict[str, list[str]] = {}
        for tag, value, _ in record.tags:
            if value:
                self.values.setdefault(tag, []).append(value)
        self.item: Item = {"id": ""}
        self.custom: Item = {}
        self.unknown: dict[str, list[str]] = {}

    def done(self) -> Item:
        code = self.record.kind
        kind = tables.FROM_TYPE.get(code.upper(), "")
        if not kind:
            kind = "document"
            self._lost(f"“{short(code, 20)}” is no type of source that is known; it became “document”")
        self.item["type"] = kind
        self._take("ID", lambda values: self._one("id", "ID", values))
        for tag, variable in tables.NAMES.items():
            self._take(tag, lambda values, variable=variable: self._names(variable, values))
        self._numbers()
        for tag, variable in tables.TEXTS.items():
            self._take(tag, lambda values, tag=tag, variable=variable: self._one(self._variable(variable), tag, values))
        if "language" in self.item:
            self.item["language"] = LANGUAGES.get(self.item["language"].lower(), self.item["language"])
        if "DOI" in self.item:
            self.item["DOI"] = _PREFIXES.sub("", self.item["DOI"])
        for tag, variable in tables.DATES.items():
            self._take(tag, lambda values, tag=tag, variable=variable: self._date(variable, tag, values))
        self._pages()
        self._take("KW", lambda values: self.item.update(keyword=", ".join(values)))
        self._addresses()
        for tag, values in self.values.items():
            if tag in tables.LEFT_OUT and not all(value.startswith(("http://", "https://")) for value in values):
                self._lost(f"{tag} was left out: it names a file on somebody's computer")
            else:
                self.unknown.setdefault(tag, []).extend(values)
        if self.unknown:
            self.custom["ris"] = self.unknown
        if self.custom:
            self.item["custom"] = self.custom
        return self.item

    def _take(self, tag: str, use: Any) -> None:
        values = self.values.pop(tag, None)
        if values:
            use(values)

    def _variable(self, variable: str) -> str:
        return "authority" if variable == "publisher" and self.item["type"] in tables.COURT else variable

    def _one(self, variable: str, tag: str, values: list[str]) -> None:
        """The first value counts; others that say something else are kept as they were."""
        if not self.item.get(variable):
            self.item[variable] = values[0]
        rest = [value for value in values if value != self.item[variable]]
        if rest:
            self.unknown[tag] = rest

    def _names(self, variable: str, values: list[str]) -> None:
        names = [name for name in map(read_name, values) if name]
        if len(names) < len(values):
            self._lost(f"{variable}: a name that is empty was left out")
        if names:
            self.item[variable] = [*self.item.get(variable, []), *names]

    def _numbers(self) -> None:
        """``SN`` is an ISSN, an ISBN or, in a report, its number; the form tells."""
        kind = self.item["type"]
        for value in self.values.pop("SN", []):
            plain = re.sub(r"[\s-]", "", value).upper()
            if _ISBN.fullmatch(plain):
                self._one("ISBN", "SN", [value])
            elif _ISSN.fullmatch(plain):
                self._one("ISSN", "SN", [value])
            elif kind in ("report", "patent", "standard", "bill", "legislation"):
                self._one("number", "SN", [value])
            else:
                self._one("ISBN" if kind in tables.BOOKISH else "ISSN", "SN", [value])

    def _date(self, variable: str, tag: str, values: list[str]) -> None:
        date = read_date(values[0])
        known = self.item.get(variable)
        if known is None:
            self.item[variable] = date
        elif "literal" in known and "date-parts" in date:
            self.item[variable] = date
            self.unknown[tag] = [known["literal"]]
        elif "literal" in date or date["date-parts"][0][0] != known.get("date-parts", [[0]])[0][0]:
            self.unknown[tag] = values[:1]
        if len(values) > 1:
            self.unknown.setdefault(tag, []).extend(values[1:])

    def _pages(self) -> None:
        first, last = self.values.pop("SP", []), self.values.pop("EP", [])
        if first and last and first[0] != last[0] and "-" not in first[0]:
            self.item["page"] = f"{first[0]}-{last[0]}"
        elif first or last:
            self.item["page"] = (first or last)[0]

    def _addresses(self) -> None:
        found = [*self.values.pop("UR", []), *self.values.pop("LK", [])]
        # Some programs put several addresses into one tag.
        addresses = [part for value in found for part in re.split(r"\s*;\s*(?=https?://)|\s+(?=https?://)", value) if part]
        rest: list[str] = []
        for address in dict.fromkeys(addresses):
            service = next((name for host, name in _ARCHIVES.items() if re.match(rf"https?://{re.escape(host)}/", address)), "")
            if service and len(addresses) > 1:
                self.custom.setdefault("archive", []).append({"url": address, "service": service})
            elif "URL" not in self.item:
                self.item["URL"] = address
            else:
                rest.append(address)
        if rest:
            self.unknown["UR"] = rest

    def _lost(self, text: str) -> None:
        self.told.line(f"{text}.", self.record.line)


def read_date(text: str) -> dict[str, Any]:
    """The CSL date of RIS's "2024/03/28/other words", of an ISO date, or of words ("///in press")."""
    if text.startswith("///"):
        return {"literal": text.strip("/ ")}
    match = _DATE.fullmatch(text.strip())
    if match and not match[4]:
        found = parts(int(match[1]), int(match[2] or 0), int(match[3] or 0))
        if found:
            return {"date-parts": [found]}
    date = date_from_text(text.strip("/ "))
    return date or {"literal": text}
