"""The types and fields of sources in words."""

from __future__ import annotations

from flask_babel import gettext as _

from letters.library.types import TYPES, Field, fields_of, more_fields

OWN_LABELS = {
    "own-short": "Short name",
    "own-hereinafter": "[hereinafter …]",
    "own-full": "Its own wording",
    "own-archive": "Archive copies",
}


def type_label(name: str) -> str:
    """What a type is called; its own word if it is none of CSL's."""
    return str(_(TYPES[name])) if name in TYPES else name


def known_type(name: str) -> bool:
    """Whether CSL has this type."""
    return name in TYPES


def type_choices(present: str = "") -> list[tuple[str, str]]:
    """Every type with its label, those that letters cite most first; before them the present one, if it is none of CSL's."""
    known = [(name, type_label(name)) for name in TYPES]
    return known if not present or known_type(present) else [(present, present), *known]


def all_fields(source_type: str) -> tuple[Field, ...]:
    """Every field of CSL that can be typed, those of the type first."""
    return (*fields_of(source_type), *more_fields(source_type))


def field_label(name: str, source_type: str = "") -> str:
    """What a field of the form is called."""
    if name == "type":
        return str(_("Type"))
    if name in OWN_LABELS:
        return str(_(OWN_LABELS[name]))
    return next((str(_(field.label)) for field in all_fields(source_type) if field.name == name), name)


def hint_of(field: Field, first: bool) -> str:
    """How a field is typed, told once: at the first names and at the first date of the form."""
    if not first:
        return ""
    if field.kind == "names":
        return str(_("One per line: Ash, Jo for a person; an institution as it is called, without a comma or in {braces}."))
    return str(_("2024-03-28, March 2024 or 2024.")) if field.kind == "date" else ""


def worded(name: str, value: object) -> str:
    """What the form shows of a field, as words to be read."""
    if name == "type":
        return type_label(str(value or ""))
    return str(_("yes")) if value is True else str(value or "")
