"""The cells that are in a sheet's file, and nothing else of it.

openpyxl's own walk hands out a million blank rows where a file says so, reads links, rules and drawings on the way, and does
not tell a formula without a saved value from a blank cell. Its reading of one row is sound, so that is what we use.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from types import TracebackType
from typing import Any
from xml.etree.ElementTree import iterparse  # expat caps what entities may grow to; the workbook's types were looked at before

from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser

_MERGED = MERGE_TAG.removesuffix("s")
_MOST_MERGES = 20_000


class _Parser(WorkSheetParser):
    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        return cell


class SheetCells:
    """A sheet of a workbook that was opened read-only, as a context manager. ``merges`` is whole once the rows were walked."""

    def __init__(self, sheet: Any) -> None:
        book = sheet.parent
        self.merges: list[str] = []
        self._source = sheet._get_source()
        self._parser: Any = _Parser(
            self._source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def __enter__(self) -> SheetCells:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._source.close()

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Each row that is in the file: its number, and its cells with ``column``, ``value``, ``data_type`` and ``formula``."""
        for _, element in iterparse(self._source):  # noqa: S314
            if element.tag == ROW_TAG:
                yield self._parser.parse_row(element)
                element.clear()
            elif element.tag == _MERGED and len(self.merges) < _MOST_MERGES:
                self.merges.append(element.get("ref") or "")


def text_of(cell: dict[str, Any]) -> str:
    """A cell's value as it would be typed; "" for a blank one and for an error."""
    value = cell["value"]
    if value is None or cell["data_type"] == "e":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
