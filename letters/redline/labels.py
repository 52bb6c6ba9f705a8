"""The words around a redline. They are the reader's language, not the letter's, so that whoever shows it hands them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from letters.document.nodes import Counted


def _unchanged(count: int) -> str:
    return "1 paragraph unchanged" if count == 1 else f"{count} paragraphs unchanged"


def _fields() -> Mapping[str, str]:
    return {
        "date": "Date",
        "delivery": "Delivery",
        "recipients": "Recipient",
        "subject": "Subject",
        "salutation": "Salutation",
        "closing": "Closing",
        "cc": "CC",
        "attachments": "Attachment",
        "signatories": "Signatories",
        "copies": "CC and attachments",
    }


def _counts() -> Mapping[Counted, str]:
    return {
        "organizations": "[number of organizations]",
        "individuals": "[number of individuals]",
        "signatories": "[number of signatories]",
        "organizations_in_state": "[number of organizations from the recipient’s state]",
        "individuals_in_state": "[number of individuals from the recipient’s state]",
        "signatories_in_state": "[number of signatories from the recipient’s state]",
    }


@dataclass(frozen=True, slots=True)
class Labels:
    """``deleted``, ``inserted`` and ``end`` are heard by a screen reader and not seen; the others are for everybody."""

    tongue: str = "en"
    """The language of these words, as a BCP 47 tag."""
    deleted: str = "deleted:"
    inserted: str = "inserted:"
    end: str = "end of change."
    notes: str = "Notes"
    note: Callable[[int], str] = "Note {}".format
    was: Callable[[int], str] = "was {}".format
    unchanged: Callable[[int], str] = _unchanged
    layout: str = "Set differently: a heading’s level, a list’s first number, or a column’s alignment."
    language: Callable[[str, str], str] = "The letter’s language was {}, and is {} now.".format
    arrangement: str = "The recipients are arranged differently."
    fields: Mapping[str, str] = field(default_factory=_fields)
    """What each field of the letter is called, and the places of signatories and copies."""
    counts: Mapping[Counted, str] = field(default_factory=_counts)
    """What stands for a count: texts are compared and not numbers, and what is counted must be told apart."""


ENGLISH = Labels()

SPANISH = Labels(
    tongue="es",
    deleted="suprimido:",
    inserted="añadido:",
    end="fin del cambio.",
    notes="Notas",
    note="Nota {}".format,
    was="antes {}".format,
    unchanged=lambda count: "1 párrafo sin cambios" if count == 1 else f"{count} párrafos sin cambios",
    layout="Presentación distinta: el nivel de un título, el primer número de una lista o la alineación de una columna.",
    language="El idioma de la carta era {} y ahora es {}.".format,
    arrangement="Los destinatarios están dispuestos de otra manera.",
    fields={
        "date": "Fecha",
        "delivery": "Envío",
        "recipients": "Destinatario",
        "subject": "Asunto",
        "salutation": "Saludo",
        "closing": "Despedida",
        "cc": "CC",
        "attachments": "Anexo",
        "signatories": "Firmantes",
        "copies": "CC y anexos",
    },
    counts={
        "organizations": "[número de organizaciones]",
        "individuals": "[número de personas]",
        "signatories": "[número de firmantes]",
        "organizations_in_state": "[número de organizaciones del estado del destinatario]",
        "individuals_in_state": "[número de personas del estado del destinatario]",
        "signatories_in_state": "[número de firmantes del estado del destinatario]",
    },
)


def labels_in(language: str) -> Labels:
    """The words for a reader of ``language`` (a BCP 47 tag); English where there are none."""
    return SPANISH if language.split("-")[0] == "es" else ENGLISH
