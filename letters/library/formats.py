"""The formats of the library: recognized by what a file holds, never by its name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from letters.library.reading import Read, Written

Format = Literal["csl-json", "biblatex", "bibtex", "ris"]

MEDIA: dict[Format, tuple[str, str]] = {
    "csl-json": ("application/vnd.citationstyles.csl+json", ".json"),
    "biblatex": ("application/x-bibtex", ".bib"),
    "bibtex": ("application/x-bibtex", ".bib"),
    "ris": ("application/x-research-info-systems", ".ris"),
}
"""The media type and the ending of a file in each format."""

_RIS = re.compile(r"^[ \t]{0,4}TY {1,2}-", re.MULTILINE)
_BIB = re.compile(r"@[ \t]{0,20}[A-Za-z]{1,40}[ \t]{0,20}[{(]")


def read(text: str, name_hint: str = "") -> Read:
    """Read a library in any of the formats.

    ``name_hint`` is the file's name; its ending decides only where the text does not. Never raises: what cannot be read is a
    problem with its line, what could not be kept a loss.
    """
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        return Read((), ("There is nothing in it.",))
    found = _recognized(start, name_hint)
    if found == "csl-json":
        from letters.library import csl_json  # late: a process that reads no library saves 1 MB

        return csl_json.read(text)
    if found == "bibtex":
        from letters.library import bibtex

        return bibtex.read(text)
    if found == "ris":
        from letters.library import ris

        return ris.read(text)
    return Read((), ("This is neither CSL-JSON nor BibTeX nor RIS.",))


def read_bytes(data: bytes, name_hint: str = "") -> Read:
    """Read a file as it was uploaded: UTF-8, UTF-16 with its mark, or else as Western European text, which is told."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return read(data.decode("utf-16"), name_hint)
        return read(data.decode("utf-8-sig"), name_hint)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        result = read(text, name_hint)
        told = f"line {line}: The file is not UTF-8; it was read as Western European text. Look at the accented letters."
        return Read(result.items, result.problems, (told, *result.losses), result.format)


def write(items: Sequence[Mapping[str, object]], format: Format) -> Written:  # noqa: A002 - the word for it
    """``items`` in a format, with a line for each thing that it cannot hold."""
    match format:
        case "csl-json":
            from letters.library import csl_json

            return csl_json.write(items)
        case "ris":
            from letters.library import ris

            return ris.write(items)
        case _:
            from letters.library import bibtex

            return bibtex.write(items, biblatex=format == "biblatex")


def _recognized(start: str, name: str) -> str:
    if start[0] in "[{":
        return "csl-json"
    tagged, entry = _RIS.search(start), _BIB.search(start)
    if tagged and (entry is None or tagged.start() < entry.start()):
        return "ris"
    if entry:
        return "bibtex"
    ending = name.rpartition(".")[2].lower()
    return {"json": "csl-json", "bib": "bibtex", "bibtex": "bibtex", "ris": "ris"}.get(ending, "")
