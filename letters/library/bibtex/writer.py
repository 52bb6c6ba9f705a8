"""Writing a library as BibTeX or biblatex."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from letters.library.bibtex import tables, verbatim
from letters.library.bibtex.dating import issued_fields
from letters.library.bibtex.encode import encode
from letters.library.bibtex.names import write_name
from letters.library.dates import date_text, to_iso
from letters.library.keys import Ids
from letters.library.reading import Told, Written
from letters.library.variables import DATES, NAMES, NUMBERS, TEXTS

_OWN_FIELDS = {variable: name for name, variable in reversed(tables.FIELDS.items())}
_OWN_NAMES = {variable: name for name, variable in tables.NAME_FIELDS.items()}
_OWN_DATES = {variable: name for name, variable in tables.DATE_FIELDS.items() if name != "date"}
_LISTS = frozenset({"publisher", "institution", "school", "organization", "location", "origpublisher", "origlocation"})
_LANGIDS = {tag: name for name, tag in reversed(tables.LANGUAGES.items())}
_KEY = re.compile(r"[^\s,{}()=\"#%'\\~@]+")
_BALANCED = re.compile(r"[{}]")
_FIELD_NAME = re.compile(r"[a-z][a-z0-9+_:.-]*")


def write(items: Iterable[Mapping[str, object]], *, biblatex: bool = True) -> Written:
    """``items`` as a ``.bib`` file, for biblatex in UTF-8, or for BibTeX with accents as commands.

    A variable that neither has a name for goes into a field of its CSL name: their styles pass over it, and our reader takes it
    back. What cannot be held at all (our archive copies, an override of the full form) is in ``losses``.
    """
    told = Told()
    ids = Ids()
    taken: set[str] = set()
    entries: list[str] = []
    for item in items:
        key = _key(item, taken, ids, told)
        taken.add(key.casefold())
        entries.append(_Entry(item, key, biblatex, told).text())
    return Written("\n".join(entries), told.lines())


def _key(item: Mapping[str, object], taken: set[str], ids: Ids, told: Told) -> str:
    """The id, unless BibTeX, which does not mind case in keys, would take it for another one's or not at all."""
    key = str(item.get("id", ""))
    if _KEY.fullmatch(key) and key.casefold() not in taken:
        ids.add(key)
        return key
    fresh = ids.new(item)
    told.line(f"“{key}” cannot be a key in BibTeX; that source is called “{fresh}” in the file.")
    return fresh


class _Entry:
    def __init__(self, item: Mapping[str, object], key: str, biblatex: bool, told: Told) -> None:
        self.item = item
        self.key = key
        self.biblatex = biblatex
        self.told = told
        kind = item.get("type")
        self.kind = kind if isinstance(kind, str) else "document"
        self.fields: dict[str, str] = {}

    def text(self) -> str:
        entry = self._entry_type()
        for name, value in self.item.items():
            if name in ("id", "type") or value in ("", None, []):
                continue
            self._field(name, value)
        lines = "".join(f"  {name} = {value},\n" for name, value in self.fields.items())
        return f"@{entry}{{{self.key},\n{lines}}}\n"

    def _entry(self) -> str:
        entry = (tables.TO_BIBLATEX if self.biblatex else tables.TO_BIBTEX).get(self.kind, "misc")
        if entry != "phdthesis":
            return entry
        # BibTeX prints "PhD thesis" by itself: nobody is made a doctor who is none.
        genre = str(self.item.get("genre", "")).lower()
        if "master" in genre:
            return "mastersthesis"
        return entry if re.search(r"ph\.? ?d|doctor|dissertation", genre) else "misc"

    def _entry_type(self) -> str:
        entry = self._entry()
        read_as = tables.FROM_ENTRY[entry]
        address = self.item.get("URL")
        if entry == "misc" and isinstance(address, str) and tables.ADDRESS.search(address):
            read_as = "webpage"
        if read_as != self.kind:
            if self.kind in tables.SUBTYPES:
                press = self.kind in ("article-newspaper", "article-magazine")
                self._put("entrysubtype", self.kind.removeprefix("article-") if press else self.kind)
            else:
                self.told.of(f"The type “{self.kind[:40]}” is not one of CSL's and becomes “{read_as}”", self.key)
        return entry

    def _field(self, name: str, value: object) -> None:
        if name == "custom" and isinstance(value, Mapping):
            self._custom(value)
        elif name in NAMES and isinstance(value, list):
            self._names(name, value)
        elif name in DATES and isinstance(value, Mapping):
            self._date(name, value)
        elif name in NUMBERS | TEXTS and isinstance(value, str | int | float) and not isinstance(value, bool):
            self._text(name, str(value))
        else:
            self._lost(name)

    def _text(self, name: str, text: str) -> None:
        if "\n" in text.strip():
            self.told.of(f"Line breaks in “{name}” became spaces", self.key)
        if name in ("URL", "DOI"):
            written = verbatim.written(text)
            if written != text:
                self.told.of(f"Characters that “{name}” cannot hold in BibTeX were escaped or left out", self.key)
            self._put(name.lower(), written)
            return
        if name == "language":
            if text in _LANGIDS and self.biblatex:
                self._put("langid", _LANGIDS[text])
            else:
                self._put("language", self._code(text))
            return
        code = self._code(text)
        if name == "title":
            # The second braces keep the capitals: styles would print "Department of homeland security".
            code = f"{{{code}}}"
        elif name == "page":
            code = re.sub(r"(?<=[0-9A-Za-z])-(?=[0-9A-Za-z])", "--", code)
        field = self._name(name)
        if field in _LISTS and self.biblatex and re.search(r"\sand\s", code):
            code = f"{{{code}}}"  # biblatex would make two publishers of "Simon and Schuster"
        self._put(field, code)

    def _name(self, variable: str) -> str:
        """The field for a variable; where an entry type has a field of its own for it, that one."""
        entry = self._entry()
        periodical = self.kind in tables.PERIODICAL
        match variable:
            case "container-title" if self.kind == "book":
                return variable  # a book's "booktitle" is only for its chapters to inherit
            case "container-title":
                return ("journaltitle" if self.biblatex else "journal") if entry in ("article", "review") else "booktitle"
            case "issue":
                return "number" if periodical else "issue"
            case "number" if periodical or self.kind in tables.NUMBERED_IN_SERIES:
                # "number" means the issue here, or the place in a series.
                return "x-number"
            case "number":
                return variable
            case "collection-number":
                return "number" if self.kind in tables.NUMBERED_IN_SERIES else "collection-number"
            case "publisher" if entry in ("phdthesis", "mastersthesis"):
                return "school"
            case "publisher":
                return "institution" if entry in ("report", "techreport", "thesis") else "publisher"
            case "publisher-place":
                return "location" if self.biblatex else "address"
            case "annote":
                return "annotation" if self.biblatex else "annote"
        return _OWN_FIELDS.get(variable, variable.lower())

    def _names(self, name: str, value: Sequence[object]) -> None:
        written: list[str] = []
        for entry in value:
            if not isinstance(entry, Mapping) or not any(isinstance(part, str) and part for part in entry.values()):
                self.told.of(f"A name in “{name}” that is none was left out", self.key)
                continue
            text, same = write_name(entry, extended=self.biblatex, ascii_only=not self.biblatex)
            if not same:
                self.told.of(f"A name in “{name}” has parts that BibTeX does not keep apart", self.key)
            if text:
                written.append(text)
        custom = self.item.get("custom")
        others = custom.get("others") if isinstance(custom, Mapping) else None
        if isinstance(others, list) and name in others:
            written.append("others")
        if written:
            self._put(_OWN_NAMES.get(name, name), " and ".join(written))

    def _date(self, name: str, date: Mapping[str, object]) -> None:
        iso, words = to_iso(date), date_text(date)
        if not iso and set(date) - {"literal"}:
            self.told.of(f"“{name}” is kept as words, without what else it holds", self.key)
        if name == "issued":
            for field, value in issued_fields(date, extended=self.biblatex, ascii_only=not self.biblatex).items():
                self.fields.setdefault(field, value)
        elif iso or words:
            self._put(_OWN_DATES.get(name, name), iso or self._code(words))

    def _custom(self, custom: Mapping[str, object]) -> None:
        for name, value in custom.items():
            if name == "short" and isinstance(value, str) and value:
                self._put("shortauthor", f"{{{self._code(value)}}}")
            elif name == "bibtex" and isinstance(value, Mapping):
                self._unknown(value)
            elif name != "others":
                self._lost(f"custom.{name}")

    def _unknown(self, fields: Mapping[str, object]) -> None:
        """Fields that our reader kept as they were written; a person may have changed them to what would break the file."""
        for name, raw in fields.items():
            if isinstance(raw, str) and _FIELD_NAME.fullmatch(name) and _is_balanced(raw) and name not in self.fields:
                self._put(name, raw)
            else:
                self._lost(f"custom.bibtex.{name}")

    def _code(self, text: str) -> str:
        return encode(text, ascii_only=not self.biblatex)

    def _put(self, name: str, value: str) -> None:
        if name in self.fields:
            self._lost(name)
        else:
            self.fields[name] = f"{{{value}}}"

    def _lost(self, name: str) -> None:
        self.told.of(f"“{name[:60]}” has no place in BibTeX", self.key)


def _is_balanced(raw: str) -> bool:
    depth = 0
    for mark in _BALANCED.finditer(raw):
        depth += 1 if mark[0] == "{" else -1
        if depth < 0 or depth > 50:
            return False
    return depth == 0
