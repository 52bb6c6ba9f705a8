"""The types of sources, with the fields that the edit form shows first. Who shows the labels translates them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from letters.library.variables import DATES, NAMES, NUMBERS, TEXTS

Kind = Literal["text", "long text", "names", "date", "number"]

TYPES: dict[str, str] = {
    "report": "Report",
    "webpage": "Web page",
    "article-newspaper": "Newspaper article",
    "article-magazine": "Magazine article",
    "article-journal": "Journal article",
    "legislation": "Statute",
    "bill": "Bill",
    "regulation": "Regulation or executive order",
    "legal_case": "Court case",
    "hearing": "Hearing",
    "treaty": "Treaty",
    "book": "Book",
    "chapter": "Chapter of a book",
    "paper-conference": "Conference paper",
    "thesis": "Thesis",
    "post-weblog": "Blog post",
    "post": "Post in a forum or on social media",
    "dataset": "Dataset",
    "speech": "Speech or testimony",
    "interview": "Interview",
    "personal_communication": "Letter or e-mail",
    "broadcast": "Broadcast",
    "article": "Preprint or working paper",
    "classic": "Classic work",
    "collection": "Collection",
    "document": "Other document",
    "entry": "Entry in a reference work",
    "entry-dictionary": "Dictionary entry",
    "entry-encyclopedia": "Encyclopedia entry",
    "event": "Event",
    "figure": "Figure",
    "graphic": "Picture",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion_picture": "Film or video",
    "musical_score": "Musical score",
    "pamphlet": "Pamphlet",
    "patent": "Patent",
    "performance": "Performance",
    "periodical": "Periodical as a whole",
    "review": "Review",
    "review-book": "Book review",
    "software": "Software",
    "song": "Audio recording",
    "standard": "Standard",
}
"""All types of CSL 1.0.2 with their labels, those that letters cite most first."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its CSL variable, its label, and how it is typed. Names stand one on a line."""

    name: str
    label: str
    kind: Kind


_LABELS = {
    "abstract": "Abstract",
    "accessed": "Last accessed",
    "annote": "Annotation",
    "author": "Authors",
    "authority": "Court or authority",
    "available-date": "Available since",
    "call-number": "Call number",
    "chair": "Chair",
    "chapter-number": "Chapter number",
    "collection-editor": "Series editors",
    "collection-number": "Number in series",
    "collection-title": "Series",
    "container-author": "Authors of the book",
    "container-title": "Published in",
    "container-title-short": "Published in, short",
    "director": "Directors",
    "DOI": "DOI",
    "edition": "Edition",
    "editor": "Editors",
    "event-date": "Date of the event",
    "event-place": "Place of the event",
    "event-title": "Event",
    "genre": "Kind of document",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "interviewer": "Interviewers",
    "issue": "Issue",
    "issued": "Date",
    "jurisdiction": "Jurisdiction",
    "keyword": "Keywords",
    "language": "Language",
    "medium": "Medium",
    "note": "Note",
    "number": "Number",
    "number-of-pages": "Number of pages",
    "number-of-volumes": "Number of volumes",
    "original-date": "Date of the original",
    "page": "Pages",
    "part-number": "Part",
    "performer": "Performers",
    "PMCID": "PMCID",
    "PMID": "PMID",
    "publisher": "Publisher",
    "publisher-place": "Place of publication",
    "recipient": "Recipients",
    "references": "References",
    "reviewed-author": "Authors of the work reviewed",
    "reviewed-title": "Work reviewed",
    "scale": "Scale",
    "section": "Section",
    "status": "Status",
    "submitted": "Date submitted",
    "title": "Title",
    "title-short": "Short title",
    "translator": "Translators",
    "URL": "Web address",
    "version": "Version",
    "volume": "Volume",
}
_AT = {
    ("article-newspaper", "container-title"): "Newspaper",
    ("article-magazine", "container-title"): "Magazine",
    ("article-journal", "container-title"): "Journal",
    ("chapter", "container-title"): "Book",
    ("webpage", "container-title"): "Web site",
    ("post-weblog", "container-title"): "Blog",
    ("post", "container-title"): "Site",
    ("broadcast", "container-title"): "Program",
    ("legal_case", "container-title"): "Reporter",
    ("legal_case", "title"): "Case name",
    ("legal_case", "authority"): "Court",
    ("legal_case", "number"): "Docket number",
    ("legal_case", "page"): "First page",
    ("legislation", "container-title"): "Code",
    ("legislation", "number"): "Public law number",
    ("legislation", "note"): "Citation in full, if it has a form of its own",
    ("bill", "number"): "Bill number",
    ("bill", "authority"): "Chamber",
    ("regulation", "container-title"): "Code or register",
    ("regulation", "authority"): "Agency",
    ("regulation", "number"): "Order number",
    ("hearing", "authority"): "Committee",
    ("report", "publisher"): "Institution",
    ("report", "number"): "Report number",
    ("thesis", "publisher"): "University",
    ("thesis", "genre"): "Degree",
    ("personal_communication", "author"): "From",
    ("personal_communication", "recipient"): "To",
    ("patent", "authority"): "Office",
    ("patent", "number"): "Patent number",
    ("dataset", "publisher"): "Repository",
    ("speech", "author"): "Speakers",
    ("interview", "author"): "Person interviewed",
}
_ONLINE = "URL accessed"
_FIRST = {
    "report": f"author title publisher genre number issued page {_ONLINE}",
    "webpage": f"author title container-title publisher issued {_ONLINE}",
    "article-newspaper": f"author title container-title issued section page {_ONLINE}",
    "article-magazine": f"author title container-title issued volume issue page {_ONLINE}",
    "article-journal": f"author title container-title volume issue page issued DOI {_ONLINE}",
    "legislation": f"title number container-title volume section issued note {_ONLINE}",
    "bill": f"title number authority section issued note {_ONLINE}",
    "regulation": f"title genre number authority publisher container-title volume page section issued {_ONLINE}",
    "legal_case": f"title container-title volume page authority number issued {_ONLINE}",
    "hearing": f"author title authority event-title publisher number issued {_ONLINE}",
    "treaty": f"title container-title volume page number issued {_ONLINE}",
    "book": f"author editor title edition volume publisher publisher-place issued ISBN {_ONLINE}",
    "chapter": f"author title container-title editor edition page publisher publisher-place issued DOI {_ONLINE}",
    "paper-conference": f"author title container-title event-title page publisher issued DOI {_ONLINE}",
    "thesis": f"author title genre publisher publisher-place issued {_ONLINE}",
    "post-weblog": f"author title container-title issued {_ONLINE}",
    "post": f"author title container-title genre issued {_ONLINE}",
    "dataset": f"author title version publisher issued DOI {_ONLINE}",
    "speech": f"author title genre event-title event-place issued {_ONLINE}",
    "interview": f"author interviewer title container-title medium issued {_ONLINE}",
    "personal_communication": f"author recipient title genre issued {_ONLINE}",
    "broadcast": f"author director title container-title number medium publisher issued {_ONLINE}",
    "patent": f"author title number authority issued {_ONLINE}",
    "standard": f"author title number version publisher issued {_ONLINE}",
    "software": f"author title version publisher issued {_ONLINE}",
    "map": f"author title scale edition publisher issued {_ONLINE}",
    "motion_picture": f"director title publisher medium issued {_ONLINE}",
    "review": f"author title reviewed-title reviewed-author container-title volume issue page issued {_ONLINE}",
    "review-book": f"author title reviewed-title reviewed-author container-title volume issue page issued {_ONLINE}",
}
_OTHERS = f"author editor title container-title genre number medium publisher issued {_ONLINE}"
_LONG = frozenset({"abstract", "annote", "note", "references"})


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields that the form offers first for a type; for a type that is not known those that fit any document."""
    return tuple(_field(name, kind) for name in _FIRST.get(kind, _OTHERS).split())


def more_fields(kind: str) -> tuple[Field, ...]:
    """All other fields of CSL, by their labels."""
    first = {field.name for field in fields_of(kind)}
    names = (
        (NAMES | DATES | NUMBERS | TEXTS)
        - first
        - {"citation-number", "citation-label", "citation-key", "locator", "year-suffix"}
    )
    return tuple(sorted((_field(name, kind) for name in names), key=lambda field: field.label.casefold()))


def _field(name: str, kind: str) -> Field:
    label = _AT.get((kind, name)) or _LABELS.get(name) or name.replace("-", " ").replace("_", " ").capitalize()
    return Field(name, label, kind_of(name))


def kind_of(name: str) -> Kind:
    """How the values of a variable are typed."""
    if name in NAMES:
        return "names"
    if name in DATES:
        return "date"
    if name in _LONG:
        return "long text"
    return "number" if name in NUMBERS else "text"
