"""A list brought along: read, and its columns said. What is to become of its rows is each purpose's own.

The list itself is kept nowhere. The page that shows what would become of it carries its text along, and the coordinator can
mend it there.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import NumberRange, Optional

from blame import blame
from campaign.desk.forms import WholeNumber
from campaign.operations.batches import mapped_last_time
from errors import UserError
from signatories.formulas import harmless
from signatories.models import ListMapping
from signatories.reading import Columns, Purpose, ReadList, guess, headings, read_list
from web import attachment

LARGEST_TEXT = 1_800_000
"""Bytes. What was read is shown and sent once more, and a form's text has at most 2 MB."""

SHOWN = 200
"""Rows of each verdict on the page; all of them are in the file to download."""

_CUTS: list[tuple[str, Any]] = [
    ("", _l("Find out")),
    (",", _l("Commas")),
    (";", _l("Semicolons")),
    ("tab", _l("Tabs")),
    ("|", _l("Bars ( | )")),
]


class ListForm(FlaskForm):  # type: ignore[misc]
    """A list to be read. ``other`` is how its purpose calls a text that is no table: the separator and its words."""

    purpose: Purpose
    other: tuple[str, Any]

    text = TextAreaField(_l("Paste the list"))
    file = FileField(_l("Or choose a file"))
    separator = SelectField(_l("What stands between the cells"), choices=lambda: _CUTS, default="")
    heading = WholeNumber(_l("Rows above the first one that is meant"), [Optional(), NumberRange(0, 50, _l("From 0 to 50."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.separator.choices = [*_CUTS, self.other]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A list as it was sent: what was read, and what its columns are. ``said``: the coordinator has seen them; ``last``: they
    are as somebody said last time."""

    read: ReadList
    columns: Columns
    said: bool = False
    last: ListMapping | None = None

    @property
    def columns_shown(self) -> list[tuple[str, str, str]]:
        """Each column's heading, an example from it, and its role."""
        people = [row.cells for row in self.read.rows[self.columns.heading :] if not row.empty]
        examples = [next((cells[place] for cells in people if cells[place].strip()), "") for place in range(self.read.width)]
        return list(zip(headings(self.read, self.columns.heading), examples, self.columns.roles, strict=True))

    @property
    def kept(self) -> dict[str, Any]:
        """What a batch keeps of how it was read; nothing of what stood in it."""
        return {"columns": list(self.columns.roles), "heading": self.columns.heading, "read_as": self.read.source}


class Judged(Protocol):
    """A row of a list with what becomes of it."""

    @property
    def verdict(self) -> str:
        """What becomes of it, in a word."""


R = TypeVar("R", bound=Judged)
V = TypeVar("V")


class ByVerdict(Generic[R]):
    """Every row of a list, by what becomes of it."""

    __slots__ = ()

    rows: Sequence[R]
    """All of them; none while it is not said what the columns are."""

    @property
    def counts(self) -> Counter[str]:
        """How many rows have each verdict."""
        return Counter(row.verdict for row in self.rows)

    def shown(self, verdict: str) -> list[R]:
        """The first rows with that verdict."""
        return [row for row in self.rows if row.verdict == verdict][:SHOWN]


def marked(*agreed: object) -> str:
    """A short mark of exactly this: agreeing to it is not agreeing to what was changed later."""
    return hashlib.sha256(repr(agreed).encode()).hexdigest()[:16]


def read_sent(form: ListForm) -> ReadList:
    """The list that was sent. A file's text goes into the field, so that it can be shown, mended and sent again.

    Raises :class:`~errors.UserError` for none, for what cannot be read, and for more than a form can carry.
    """
    file = form.file.data
    if file:
        read = read_list(file.read(), file.filename or "", purpose=form.purpose)
        _say_separator(form, read)
    else:
        text = form.text.data or ""
        if not text.strip():
            raise UserError("Paste a list, or choose a file.")
        cut = "\t" if form.separator.data == "tab" else form.separator.data or ""
        read = read_list(text, separator=cut, purpose=form.purpose)
    if len(read.text.encode()) > LARGEST_TEXT:
        form.text.data = ""
        raise UserError("That is more than 2 megabytes of text. Bring the list in parts.")
    form.text.data = read.text
    return read


def looked_at(form: ListForm, review: Callable[[ReadList], V]) -> tuple[V | None, bool]:
    """What ``review`` makes of the list that was sent, and whether one can act upon it. Where not, the form says why, and there
    may be nothing to show: None."""
    found, valid = None, False
    try:
        sent = read_sent(form)
        valid = form.validate()
        found = review(sent)
    except UserError as error:
        blame(form, error)
    return found, found is not None and valid and not form.errors


def mapped(session: Session, coalition_id: int, form: ListForm, read: ReadList) -> Mapped:
    """The list with its columns: as the coordinator said on the page, else as said last time, else as guessed."""
    columns, last = _columns_sent(form, read), None
    said = columns is not None
    if columns is None and not request.form.get("guess"):
        last = mapped_last_time(session, coalition_id, form.purpose, read)
        columns = Columns(tuple(last.columns), last.heading) if last else None
    columns = columns or guess(read, form.purpose)
    form.heading.process_data(columns.heading)
    _say_separator(form, read)
    return Mapped(read, columns, said, last)


def _say_separator(form: ListForm, read: ReadList) -> None:
    form.separator.process_data("tab" if read.separator == "\t" else read.separator)


def _columns_sent(form: ListForm, read: ReadList) -> Columns | None:
    """What the coordinator said the columns are; None for a list whose columns they have not seen yet."""
    if form.file.data or request.form.get("width") != str(read.width) or request.form.get("guess"):
        return None
    roles = tuple(request.form.get(f"column_{place}", "") for place in range(read.width))
    known = tuple(role if role in form.purpose.roles else "" for role in roles)
    return Columns(known, min(form.heading.data or 0, len(read.rows)))


def source_of(form: ListForm) -> str:
    """What the list is called: its file's name, carried along from page to page; "" for what was pasted."""
    file = form.file.data
    return (file.filename if file else request.form.get("source", "")) or ""


def kept_source() -> str:
    """The same as it is written down."""
    return request.form.get("source", "") or str(_("pasted"))


def report(of: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """What would become of each row, as a table to download, called after what the list is for."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return attachment(buffer.getvalue().encode("utf-8-sig"), f"{of}-list-checked.csv", "text/csv; charset=utf-8")
