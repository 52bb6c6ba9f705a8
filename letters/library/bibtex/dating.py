"""Dates in ``.bib`` files: biblatex's ``date``, BibTeX's ``year``, ``month`` and ``day``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from letters.library.bibtex.encode import encode
from letters.library.bibtex.latex import decode
from letters.library.dates import MONTHS, date_text, from_iso, month_number, numbers, parts, to_iso

_MACROS = tuple(name[:3].lower() for name in MONTHS)


def issued(year: str, month: str, day: str) -> dict[str, Any] | None:
    """The date of BibTeX's three fields as written; None if they are all empty.

    Styles put the day into the month ("10~" # jan, or "March 28"); what is no date is kept as a literal.
    """
    words = [decode(value).text for value in (month, day, year)]
    month, day, year = words
    if match := re.fullmatch(r"(?:([0-9]{1,2})\.? )?([A-Za-z]{3,9}\.?|[0-9]{1,2})(?: ([0-9]{1,2}))?", month):
        number = month_number(match[2])
        day = day or match[1] or match[3] or ""
        if number and re.fullmatch(r"-?[0-9]{1,4}", year) and re.fullmatch(r"[0-9]{0,2}", day):
            found = parts(int(year), number, int(day or 0))
            if found:
                return {"date-parts": [found]}
    if not month and not day:
        found = parts(int(year)) if re.fullmatch(r"-?[0-9]{1,4}", year) else None
        return {"date-parts": [found]} if found else {"literal": year} if year else None
    return {"literal": " ".join(word for word in words if word)}


def dated(value: str) -> dict[str, Any] | None:
    """The date of one of biblatex's date fields; what is no ISO 8601 date is kept as a literal."""
    text = decode(value.replace("~", r"\textasciitilde{}")).text
    return from_iso(text) or ({"literal": text} if text else None)


def issued_fields(date: Mapping[str, Any], *, extended: bool, ascii_only: bool) -> dict[str, str]:
    """``date`` as fields with their marks (``year = {2024}``, ``month = mar``); ``extended`` writes biblatex's ``date``.

    BibTeX gets a ``date`` beside its own fields where those cannot say it (a range, a season): its styles pass over it.
    """
    iso, given = to_iso(date), numbers(date)
    if extended and iso:
        return {"date": f"{{{iso}}}"}
    if not iso or not given:
        return {"year": f"{{{encode(date_text(date), ascii_only=ascii_only)}}}"}
    first = given[0]
    fields = {"year": f"{{{first[0]}}}"}
    if len(first) > 1:
        fields["month"] = _MACROS[first[1] - 1]
    if len(first) > 2:
        fields["day"] = f"{{{first[2]}}}"
    if len(given) > 1 or set(date) - {"date-parts"}:
        fields["date"] = f"{{{iso}}}"
    return fields
