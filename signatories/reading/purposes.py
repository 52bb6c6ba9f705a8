"""What a list can be brought for, and by which headings the columns of such a list are known, in English and Spanish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Purpose:
    """``headings`` are the roles that a column can have, each with its headings in the order of preference; ``parts`` are words
    that a heading may hold among others, for headings nobody thought of; a heading with one of ``never`` is none of them.

    One of the columns ``needs`` must be there, or ``missing`` is said.
    """

    name: Literal["invitations", "signatures", "organizations", "recipients"]
    headings: Mapping[str, tuple[str, ...]]
    parts: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    missing: str
    never: str = r"(?!)"
    longest: int = 60
    """Characters of a heading; more of them are a sentence."""

    @property
    def roles(self) -> tuple[str, ...]:
        """What a column can be; "" for one that is not used."""
        return tuple(self.headings)

    def role_of(self, heading: str) -> str:
        """What a column with that heading holds, or "" when nobody can tell."""
        text = folded(heading)
        if not text or len(text) > self.longest:
            return ""
        for role, names in self.headings.items():
            if text in names:
                return role
        if re.search(rf"\b(?:{self.never})\b", text):
            return ""
        return next((role for role, words in self.parts if re.search(rf"\b(?:{words})\b", text)), "")

    def preference(self, heading: str, role: str) -> int:
        """How sure it is that a column so called has that role: 0 is the surest."""
        names = self.headings[role]
        return names.index(folded(heading)) if folded(heading) in names else len(names)

    def surely(self, heading: str) -> bool:
        """Whether a heading is one that we know, word for word."""
        role = self.role_of(heading)
        return bool(role) and folded(heading) in self.headings[role]


def folded(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces: "Correo electrónico:" and "CORREO ELECTRONICO" are one."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


_EMAIL = (
    *("email", "e mail", "mail", "email address", "e mail address", "contact email", "work email", "primary email"),
    *("contact e mail", "email 1 value", "e mail 1 value"),
    *("correo", "correo electronico", "direccion de correo electronico", "direccion de correo"),
)
_TITLE = (
    # In the order of preference: Outlook's "Title" is "Ms.", its "Job Title" is what we mean.
    *("job title", "contact title", "title", "position", "role", "organization title"),
    *("cargo", "puesto", "titulo", "funcion", "cargo del contacto"),
)
_FIRST = ("first name", "first", "given name", "forename", "primer nombre", "nombre de pila", "nombres")
_LAST = ("last name", "last", "surname", "family name", "apellido", "apellidos")
_CONTACT = (
    *("contact name", "contact", "full name", "name", "contact person", "primary contact", "person", "display name"),
    "recipient",
    *("nombre del contacto", "nombre de contacto", "contacto", "nombre completo", "nombre", "persona de contacto"),
    "destinatario",
)
_ORGANIZATION = (
    *("organization", "organisation", "organization name", "organisation name", "name of organization", "company"),
    *("company name", "org", "group", "institution", "agency", "association", "employer", "nonprofit", "account name"),
    "entity",
    *("organizacion", "nombre de la organizacion", "empresa", "institucion", "entidad", "asociacion", "grupo"),
)
_AFFILIATION = ("affiliation", "afiliacion")
_SIGNATORY = (
    "printed line",  # of our own table, where the name as typed stands beside it
    *_ORGANIZATION,
    *("name of your organization", "your organization", "signatory", "signatories", "signing organization"),
    *("nombre de su organizacion", "organizacion firmante", "firmante", "firmantes"),
)
_SORT_NAME = ("sort name", "sort as", "sorted as", "sort key", "ordenar como", "nombre para ordenar")
_SCOPE = ("scope", "level", "reach", "national state local", "ambito", "alcance")
_STATE = (
    *("state", "state or country", "us state", "can2 state abbreviated", "state abbreviated", "country", "province"),
    *("st", "region", "estado", "estado o pais", "pais", "provincia"),
)
_WEBSITE = (
    *("website", "web site", "organization website", "web", "url", "homepage", "site", "web address"),
    *("sitio web", "pagina web", "sitio"),
)
_TYPE = (
    *("type", "type of organization", "organization type", "type of group", "sort of organization", "kind of organization"),
    *("category", "sector", "tipo", "tipo de organizacion", "categoria"),
)

_MAIL_WORDS = ("email", r"e ?mails?|correos?")
_TITLE_WORDS = ("contact_title", r"title|titulo|cargo|puesto|position")
_FIRST_WORDS = ("first_name", r"first name|given name|nombre de pila")
_LAST_WORDS = ("last_name", r"last name|surname|family name|apellidos?")
_ORGANIZATION_WORDS = (
    "organization",
    r"organi[sz]ations?|organizacion(?:es)?|company|org|empresa|institucion|institution|agency",
)
_CONTACT_WORDS = ("contact_name", r"contact|contacto|name|nombre")
_WEBSITE_WORDS = ("website", r"web ?sites?|sitio web|pagina web|url")
_TYPE_WORDS = ("type", r"(?:type|kind|sort) of (?:organi[sz]ation|group)|organi[sz]ation type|tipo de (?:organizacion|grupo)")
_SORT_WORDS = ("sort_name", r"sort(?:ed|ing)?|alphabeti[sz]ed?|ordenar")
_SCOPE_WORDS = ("scope", r"(?:national|nacional|estatal)\b.*\blocal|scope|ambito")
_STATE_QUESTIONS = (
    "state",
    r"(?:which|what|home) (?:us )?(?:state|country)|states? (?:where|in which|or)|que (?:estado|pais)",
)
_STATE_WORDS = ("state", r"states?|country|estado|pais")
_NEITHER = (
    r"phone|telephone|telefono|zip|postal|city|ciudad|county|address line|street|logo|comments?|comentarios?|upload"
    r"|subscri\w*|agree|authori[sz]ed|autorizad[oa]|confirm|how did|why|as typed|came by|text version|text hash"
)
"""What forms ask for beside who signs."""

INVITING = Purpose(
    name="invitations",
    headings={
        "email": _EMAIL,
        "contact_title": _TITLE,
        "organization": (*_ORGANIZATION, *_AFFILIATION),
        "first_name": _FIRST,
        "last_name": _LAST,
        "contact_name": _CONTACT,
    },
    parts=(_MAIL_WORDS, _TITLE_WORDS, _FIRST_WORDS, _LAST_WORDS, _ORGANIZATION_WORDS, _CONTACT_WORDS),
    needs=("email",),
    missing="Say which column holds the e-mail addresses.",
)
"""People to be asked. First and last names together are the contact's name."""

SIGNING = Purpose(
    name="signatures",
    headings={
        "email": _EMAIL,
        "signed_at": (
            *("timestamp", "signed at utc", "signed at", "date signed", "signed on", "created date", "submitted at"),
            *("submission date", "date", "marca temporal", "fecha de firma", "fecha"),
        ),
        "website": _WEBSITE,
        "sort_name": _SORT_NAME,
        "scope": _SCOPE,
        "state": _STATE,
        "type": _TYPE,
        "individual": ("individual", "individual signer", "persona", "persona que firma"),
        "title": ("individual title",),
        "affiliation": _AFFILIATION,
        "contact_title": _TITLE,
        "organization": _SIGNATORY,
        "first_name": _FIRST,
        "last_name": _LAST,
        "contact_name": (*_CONTACT, "your name", "signed by", "person signing", "signer", "su nombre", "nombre y apellido"),
        "kind": ("kind",),
        "printed": ("printed",),
    },
    parts=(
        _WEBSITE_WORDS,
        _MAIL_WORDS,
        ("signed_at", r"timestamp|marca temporal"),
        _TYPE_WORDS,
        _SORT_WORDS,
        _SCOPE_WORDS,
        _STATE_QUESTIONS,
        ("affiliation", r"affiliation|afiliacion"),
        _TITLE_WORDS,
        _FIRST_WORDS,
        _LAST_WORDS,
        _ORGANIZATION_WORDS,
        _STATE_WORDS,
        ("contact_name", rf"{_CONTACT_WORDS[1]}|signer|firmante"),
    ),
    needs=("organization", "individual", "contact_name", "first_name", "last_name"),
    missing="Say which column holds the names of those who signed.",
    never=_NEITHER,
    longest=160,  # Google Forms takes whole questions for headings
)
"""Those who signed elsewhere. ``kind`` and ``printed`` are columns of our own table: whether a name is a person's, and whether
the row stood on the letter. Where no column holds organizations or individuals, the contact signs in their own name."""

DIRECTORY = Purpose(
    name="organizations",
    headings={
        "organization": _SIGNATORY,
        "sort_name": _SORT_NAME,
        "aliases": (
            *("aliases", "alias", "also known as", "aka", "a k a", "other names", "short name", "acronym", "acronyms"),
            *("abbreviation", "dba", "d b a", "tambien conocido como", "otros nombres", "siglas", "sigla"),
        ),
        "former_names": ("former names", "former name", "formerly", "previous name", "previous names", "nombres anteriores"),
        "scope": _SCOPE,
        "state": _STATE,
        "website": _WEBSITE,
        "type": (*_TYPE, "kind"),
        "notes": ("notes", "note", "comments", "comment", "remarks", "notas", "comentarios", "observaciones"),
        "contact_name": _CONTACT,
        "first_name": _FIRST,
        "last_name": _LAST,
        "contact_title": _TITLE,
        "email": _EMAIL,
    },
    parts=(
        _WEBSITE_WORDS,
        _MAIL_WORDS,
        _TYPE_WORDS,
        _SORT_WORDS,
        _SCOPE_WORDS,
        _STATE_QUESTIONS,
        _TITLE_WORDS,
        _FIRST_WORDS,
        _LAST_WORDS,
        _ORGANIZATION_WORDS,
        _STATE_WORDS,
        _CONTACT_WORDS,
    ),
    needs=("organization",),
    missing="Say which column holds the names of the organizations.",
    never=_NEITHER,
    longest=160,
)
"""Organizations for the directory. Where no column is called after organizations, a name is one's."""
