"""Reading BibTeX and biblatex: entries as CSL-JSON items."""

from __future__ import annotations

import re

from letters.library.bibtex import tables
from letters.library.bibtex.dating import dated, issued
from letters.library.bibtex.inherit import inherited
from letters.library.bibtex.latex import decode
from letters.library.bibtex.names import Name, read_names
from letters.library.bibtex.syntax import Entry, parse
from letters.library.bibtex.verbatim import verbatim
from letters.library.keys import Ids, usable
from letters.library.reading import Item, Read, Told, capped, short, too_long
from letters.library.variables import DATES, NAMES, NUMBERS, TEXTS

_TEXT_FIELDS = {**{name.lower(): name for name in sorted(NUMBERS | TEXTS) if name != "number"}, **tables.FIELDS}
_DATE_FIELDS = {**{name: name for name in DATES}, **tables.DATE_FIELDS}
_NAME_FIELDS = {**{name: name for name in NAMES}, **tables.NAME_FIELDS}
_SUBTITLES = {"title": ("subtitle",), "journaltitle": ("journalsubtitle",), "booktitle": ("booksubtitle",)}
_PREFIXES = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def read(text: str) -> Read:
    """Read a ``.bib`` file. Fields that CSL has no place for are kept under ``custom.bibtex`` as they were written.

    Web addresses, DOIs and the like come over character by character; institutions in braces stay one name whatever words they
    hold. Never raises on broken input: an entry that cannot be read is a problem with its line.
    """
    if refusal := too_long(text):
        return refusal
    told = Told()
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if control := _CONTROL.search(text):
        told.line("Control characters were left out, here and below.", text.count("\n", 0, control.start()) + 1)
        text = _CONTROL.sub(" ", text)
    parsed = parse(text, told)
    items: list[Item] = []
    ids = Ids()
    for entry in inherited(parsed.entries, told):
        if entry.kind == "set":
            told.line(f"@set “{short(entry.key, 40)}” was left out: it names no work of its own.", entry.line)
            continue
        item = _Item(entry, told).done()
        key = entry.key
        if usable(key) and key not in ids:
            ids.add(key)
        else:
            item["id"] = ids.new(item)
            if key:
                why = "is there twice" if key in ids else "cannot be named by a citation"
                told.line(f"The key “{short(key)}” {why}; this entry is now called “{item['id']}”.", entry.line)
            else:
                told.line(f"This entry has no key; it is now called “{item['id']}”.", entry.line)
        items.append(item)
    problems = parsed.problems or (() if items else ("There is no entry in it that names a source.",))
    return Read(tuple(items), capped(problems), told.lines(), "bibtex")


class _Item:
    def __init__(self, entry: Entry, told: Told) -> None:
        self.entry = entry
        self.told = told
        self.fields = dict(entry.fields)
        self.item: Item = {"id": entry.key}
        self.custom: Item = {}
        self.unknown: dict[str, str] = {}
        self.drops = re.search(r"\buseprefix\s*=\s*false\b", entry.fields.get("options", "")) is not None

    def done(self) -> Item:
        self._kind()
        for name in [name for name in _SUBTITLES if name in self.fields]:
            self._joined(name)
        self._dates()
        self._others_last()
        for name in list(self.fields):
            if name in self.fields:
                self._field(name, self.fields[name])
        if self.unknown:
            self.custom["bibtex"] = self.unknown
        if self.custom:
            self.item["custom"] = self.custom
        return self.item

    def _kind(self) -> None:
        entry = self.entry.kind
        kind = tables.FROM_ENTRY.get(entry, "")
        if not kind:
            kind = "document"
            self._lost(f"@{short(entry, 30)} is no type of source that is known; it became “document”")
        subtype = decode(self.fields.get("entrysubtype", "")).text.lower()
        if subtype in tables.SUBTYPES:
            kind = tables.SUBTYPES[subtype]
            del self.fields["entrysubtype"]
        elif kind == "document" and entry == "misc" and ("url" in self.fields or "howpublished" in self.fields):
            kind = "webpage" if tables.ADDRESS.search(self.fields.get("url") or self.fields.get("howpublished", "")) else kind
        self.item["type"] = kind
        if entry in ("phdthesis", "mastersthesis") and "type" not in self.fields:
            self.item["genre"] = tables.GENRES[entry]

    def _joined(self, name: str) -> None:
        """A subtitle goes behind its title, with the colon that biblatex would print."""
        for other in _SUBTITLES[name]:
            if other in self.fields:
                title, more = self.fields[name].rstrip(), self.fields.pop(other)
                colon = " " if decode(title).text.endswith((":", "?", "!", "—")) else ": "
                self.fields[name] = f"{title}{colon}{more}"

    def _dates(self) -> None:
        day = self.fields.pop("day", "")
        year, month = self.fields.pop("year", ""), self.fields.pop("month", "")
        date = dated(self.fields.pop("date")) if "date" in self.fields else issued(year, month, day)
        if date:
            self.item["issued"] = date

    def _others_last(self) -> None:
        """Fields in the order in which the first of several that mean the same counts."""
        order = [name for name in tables.FIELDS if name in self.fields]
        rest = [name for name in self.fields if name not in tables.FIELDS]
        self.fields = {name: self.fields[name] for name in [*rest, *order]}

    def _field(self, name: str, value: str) -> None:
        if not value.strip():
            return
        if name in tables.LEFT_OUT:
            self.told.of(f"“{name}” was left out: it {tables.LEFT_OUT[name]}", self.entry.key)
        elif name in _NAME_FIELDS:
            self._names(_NAME_FIELDS[name], value)
        elif name in _DATE_FIELDS:
            date = dated(value)
            if date:
                self.item[_DATE_FIELDS[name]] = date
        elif name == "booktitle" and self.item["type"] == "book":
            self.unknown[name] = value  # stands at a book only for its chapters to inherit
        elif name == "number":
            self._set(self._number(), name, self._plain(name, value))
        elif name in ("langid", "hyphenation", "language"):
            self._language(name, value)
        elif name == "shortauthor":
            self.custom["short"] = "; ".join(_whole(part) for part in read_names(value).names) or self._plain(name, value)
        elif name in ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass"):
            self._eprint(name, value)
        elif name == "howpublished" and tables.ADDRESS.search(value):
            self._set("URL", name, verbatim(value))
        elif name in _TEXT_FIELDS:
            if name == "pages":
                value = re.sub(r" *--+ *", "-", value)
            plain = verbatim(value) if name in tables.VERBATIM else self._plain(name, value)
            self._set(_TEXT_FIELDS[name], name, self._settled(name, plain))
        else:
            self.unknown[name] = value

    def _settled(self, name: str, text: str) -> str:
        if name == "doi":
            return _PREFIXES.sub("", text)
        if name == "type":
            return tables.GENRES.get(text, text)
        return text

    def _set(self, variable: str, name: str, text: str) -> None:
        if self.item.get(variable) in (None, text) or (variable == "genre" and name == "type"):
            if text:
                self.item[variable] = text
        else:
            self.unknown[name] = self.entry.fields.get(name, self.fields[name])

    def _number(self) -> str:
        kind = self.item["type"]
        if kind in tables.PERIODICAL:
            # biblatex: the issue of a journal is its "number"; "issue" is for names such as "Spring".
            return "issue" if "issue" not in self.fields else "number"
        return "collection-number" if kind in tables.NUMBERED_IN_SERIES else "number"

    def _names(self, variable: str, value: str) -> None:
        found = read_names(value)
        names = [_dropping(name) for name in found.names] if self.drops else list(found.names)
        if names:
            self.item[variable] = names
        for loss in found.losses:
            self._lost(f"{variable}: {loss}")
        if found.others:
            self.custom.setdefault("others", []).append(variable)
        elif not found.names:
            self._lost(f"{variable}: “{short(value)}” holds no name")

    def _language(self, name: str, value: str) -> None:
        text = self._plain(name, value)
        tag = tables.LANGUAGES.get(text.lower(), "")
        if not tag and re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text):
            tag = text
        if tag and "language" not in self.item:
            self.item["language"] = tag
        elif tag != self.item.get("language"):
            self.unknown[name] = value

    def _eprint(self, name: str, value: str) -> None:
        """arXiv's number becomes an address where there is none, PubMed's its own variable; the fields are kept besides."""
        kind = self._plain(name, self.fields.get("eprinttype") or self.fields.get("archiveprefix", "")).lower()
        if name == "eprint":
            number = verbatim(value)
            if kind == "pubmed":
                self._set("PMID", name, number)
                return
            if kind == "arxiv" and not {"url", "doi"} & self.fields.keys():
                self.item["URL"] = f"https://arxiv.org/abs/{number}"
        elif kind == "pubmed" and "eprint" in self.entry.fields:
            return
        self.unknown[name] = value

    def _plain(self, name: str, value: str) -> str:
        plain = decode(value)
        for dropped in plain.dropped:
            self._lost(f"{name}: {dropped} was dropped")
        return plain.text

    def _lost(self, text: str) -> None:
        self.told.line(f"“{short(self.entry.key, 40)}”: {text}.", self.entry.line)


def _dropping(name: Name) -> Name:
    """``name`` with a particle that goes unsaid in the short form, as the entry's option "useprefix=false" asks."""
    return {"dropping-particle" if part == "non-dropping-particle" else part: value for part, value in name.items()}


def _whole(name: Name) -> str:
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    return " ".join(str(name[part]) for part in order if part in name)
