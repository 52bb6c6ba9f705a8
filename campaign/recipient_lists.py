"""A list of recipients: a legislature with its addresses, salutations and states. What is to become of each row. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from campaign.recipient_entries import RecipientEntry, checked, words_of_channels
from signatories.reading import Columns, Printing, RawRow, ReadList
from signatories.reading.cells import CleanRow
from signatories.reading.columns import check
from signatories.reading.purposes import Purpose

LINES = ("line_1", "line_2", "line_3", "line_4", "line_5")

RECEIVING = Purpose(
    name="recipients",
    headings={
        "email": ("email", "e mail", "email address", "e mail address", "mail address", "office email", "correo electronico"),
        "portal": ("portal", "contact form", "web form", "webform", "portal address", "contact url", "formulario"),
        "block": ("address block", "block", "inside address", "full address", "mailing address", "destinatario completo"),
        "line_1": ("line 1", "address line 1", "address 1", "address", "title", "office", "position", "direccion", "cargo"),
        "line_2": ("line 2", "address line 2", "address 2", "chamber", "body", "agency", "committee", "district"),
        "line_3": ("line 3", "address line 3", "address 3", "street", "building", "room"),
        "line_4": ("line 4", "address line 4", "address 4", "city state zip", "city", "ciudad"),
        "line_5": ("line 5", "address line 5", "address 5", "zip", "zip code", "postal code", "codigo postal"),
        "salutation": ("salutation", "greeting", "dear", "saludo"),
        "state": ("state", "home state", "state represented", "estado"),
        "channel": ("channel", "channels", "by", "via", "delivery", "canal", "envio"),
        "language": ("language", "idioma"),
        "note": ("note", "notes", "comment", "comments", "nota", "notas"),
        "first_name": ("first name", "first", "given name", "nombre de pila"),
        "last_name": ("last name", "last", "surname", "family name", "apellido", "apellidos"),
        "name": ("name", "full name", "recipient", "member", "official", "addressee", "nombre", "destinatario"),
    },
    parts=(
        ("email", r"e ?mails?|correos?"),
        ("portal", r"portal|web ?form|contact form"),
        ("salutation", r"salutation|greeting|saludo"),
        ("first_name", r"first name|given name"),
        ("last_name", r"last name|surname|apellidos?"),
        ("name", r"name|nombre|recipient|member"),
        ("state", r"states?|estado"),
    ),
    needs=("name", "last_name", "block"),
    missing="Say which column holds the names of the recipients, or their address blocks.",
    never=r"phone|telephone|telefono|fax|party|partido|twitter|birthday|gender",
)
"""Recipients, each with a copy of their own. The block is whole in one column, or put together from the name and the lines."""

ROLE_NAMES = {
    "": "not used",
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "block": "Whole address block",
    **{role: f"Address line {number}" for number, role in enumerate(LINES, start=2)},
    "salutation": "Salutation",
    "state": "State (for the count)",
    "channel": "How it is delivered",
    "email": "E-mail address",
    "portal": "Form on their website",
    "language": "Language of the mail",
    "note": "Note",
}


_NOBODY = RecipientEntry("")


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One row of the list, and what becomes of it: "new", "double", "problem", "empty" or "heading"."""

    place: int
    verdict: str
    entry: RecipientEntry = _NOBODY
    sentence: str = ""
    remarks: tuple[str, ...] = ()


def key_of(entry: RecipientEntry) -> str:
    """What two recipients share that are one: all that stands in the block, without case and spaces."""
    return "".join("".join((entry.name, *entry.lines)).split()).casefold()


def map_recipients(
    read: ReadList, columns: Columns, existing: Collection[str] = (), *, own_copy: bool = True, printing: Printing
) -> list[RecipientRow]:
    """One row for each of ``read``, in its order. ``existing`` are the :func:`key_of` of those that the letter has already.

    Raises :class:`~errors.UserError` for columns that make no recipients.
    """
    check(columns, read.width, RECEIVING)
    seen: dict[str, int] = {}
    rows: list[RecipientRow] = []
    for number, raw in enumerate(read.rows):
        if number < columns.heading:
            rows.append(RecipientRow(raw.place, "heading", remarks=raw.remarks))
            continue
        row = _read(raw, columns, printing, own_copy=own_copy)
        if row.verdict == "new":
            key = key_of(row.entry)
            why = f"The same as row {seen[key]}." if key in seen else "Is there already." if key in existing else ""
            row = replace(row, verdict="double", sentence=why) if why else row
            seen.setdefault(key, raw.place)
        rows.append(row)
    return rows


def _read(raw: RawRow, columns: Columns, printing: Printing, *, own_copy: bool) -> RecipientRow:
    if raw.empty and not raw.remarks:
        return RecipientRow(raw.place, "empty")
    cells = CleanRow(raw, columns, printing)
    name = cells.line("name").text or cells.printed(f"{cells.cell('first_name')} {cells.cell('last_name')}").text
    block = cells.cell("block")
    # In a table of one line per row, a block's own lines are cut by bars.
    lines = [cells.printed(line).text for line in block.replace(" | ", "\n").splitlines()]
    if not block:
        lines = [name, *(cells.line(role).text for role in LINES)]
    address, language = cells.address(), cells.cell("language").strip().casefold()
    email, portal = address.email or address.typed, cells.cell("portal").strip()
    typed = cells.cell("channel")
    channels = words_of_channels(typed) or _usual(email, portal)
    entry, problems = checked(
        RecipientEntry(
            name=name or next(iter(lines), ""),
            lines=tuple(line for line in lines if line),
            own_copy=own_copy,
            salutation=cells.line("salutation").text,
            state=cells.line("state").text,
            channels=channels,
            email=email,
            portal=portal,
            language="es" if language.startswith(("es", "spanish")) else "en",
            note=cells.line("note").text,
        )
    )
    sentence = " ".join(dict.fromkeys(said for _field, said in problems))
    remarks = (*cells.remarks(), *_remarks(typed, channels, language))
    return RecipientRow(raw.place, "problem" if problems else "new", entry, sentence, remarks)


def _usual(email: str, portal: str) -> tuple[str, ...]:
    """How it is delivered where nobody says: in the way that there is an address for."""
    return ("mail",) if email else ("portal",) if portal else ("post",)


def _remarks(typed: str, channels: tuple[str, ...], language: str) -> Iterable[str]:
    if typed.strip() and not words_of_channels(typed):
        yield f"“{typed.strip()[:40]}” is no way of delivery that we know; it would go by {channels[0]}."
    if language and not language.startswith(("en", "es", "spanish", "ingl")):
        yield f"There is no mail of ours in “{language[:20]}”; it would be in English."
