"""Which entry type and field of BibTeX and biblatex stands for which type and variable of CSL."""

from __future__ import annotations

import re

from letters.library.variables import TYPES

ADDRESS = re.compile(r"\\url\s*\{|https?://", re.IGNORECASE)
"""What makes a ``misc`` a web page."""

# biblatex manual, "Entry Types"; the second group are the aliases and the types of older styles.
FROM_ENTRY = {
    "article": "article-journal",
    "book": "book",
    "mvbook": "book",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "mvcollection": "book",
    "incollection": "chapter",
    "suppcollection": "chapter",
    "dataset": "dataset",
    "manual": "book",
    "misc": "document",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "suppperiodical": "article-journal",
    "proceedings": "book",
    "mvproceedings": "book",
    "inproceedings": "paper-conference",
    "reference": "book",
    "mvreference": "book",
    "inreference": "entry-encyclopedia",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "artwork": "graphic",
    "audio": "song",
    "commentary": "chapter",
    "image": "graphic",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "legal": "treaty",
    "letter": "personal_communication",
    "movie": "motion_picture",
    "music": "song",
    "performance": "performance",
    "review": "review",
    "standard": "standard",
    "video": "motion_picture",
    "conference": "paper-conference",
    "electronic": "webpage",
    "www": "webpage",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "techreport": "report",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
}

TO_BIBLATEX = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "bill": "legislation",
    "book": "book",
    "broadcast": "video",
    "chapter": "incollection",
    "collection": "collection",
    "dataset": "dataset",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "figure": "image",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "regulation": "legislation",
    "report": "report",
    "review": "review",
    "review-book": "review",
    "software": "software",
    "song": "audio",
    "speech": "unpublished",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "legal",
    "webpage": "online",
}
TO_BIBTEX = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "speech": "unpublished",
    "thesis": "phdthesis",
}
"""For the fourteen types of BibTeX itself; everything else is ``misc``."""

SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine", **{kind: kind for kind in TYPES}}
"""``entrysubtype`` says which CSL type it is, where the entry type does not."""

FIELDS = {
    "shorttitle": "title-short",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "maintitle": "volume-title",
    "shortjournal": "container-title-short",
    "series": "collection-title",
    "volumes": "number-of-volumes",
    "pages": "page",
    "pagetotal": "number-of-pages",
    "chapter": "chapter-number",
    "part": "part-number",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "location": "publisher-place",
    "address": "publisher-place",
    "eventtitle": "event-title",
    "venue": "event-place",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "origtitle": "original-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "doi": "DOI",
    "url": "URL",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "annotation": "annote",
    "keywords": "keyword",
    "type": "genre",
    "howpublished": "medium",
    "pubstate": "status",
    "library": "call-number",
    "x-number": "number",
}
"""Fields of text that have another name in CSL. Where two mean the same, the first that an entry has counts."""

NAME_FIELDS = {"bookauthor": "container-author", "origauthor": "original-author"}
DATE_FIELDS = {"date": "issued", "urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}
VERBATIM = frozenset({"url", "doi", "eprint", "file", "pdf", "urlraw"})
"""Fields that biber takes literally (its manual, data type "verbatim" and "uri"): no command, no comment sign."""

LEFT_OUT = {
    "file": "names a file on somebody's computer",
    "pdf": "names a file on somebody's computer",
    "localfile": "names a file on somebody's computer",
    "timestamp": "belongs to another program",
    "owner": "belongs to another program",
    "__markedentry": "belongs to another program",
    "bdsk-url-1": "belongs to another program",
    "bdsk-file-1": "belongs to another program",
}

NUMBERED_IN_SERIES = frozenset({"book", "chapter", "paper-conference", "pamphlet", "collection"})
"""Types whose ``number`` is the number in a series; in a periodical it is the issue, elsewhere the work's own number."""
PERIODICAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "periodical", "review", "review-book"})

GENRES = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}
"""What biblatex's localization keys in ``type``, and the old entry types, stand for."""

LANGUAGES = {
    "american": "en-US",
    "usenglish": "en-US",
    "british": "en-GB",
    "ukenglish": "en-GB",
    "canadian": "en-CA",
    "australian": "en-AU",
    "english": "en",
    "french": "fr",
    "francais": "fr",
    "german": "de",
    "ngerman": "de",
    "austrian": "de-AT",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "brazilian": "pt-BR",
    "brazil": "pt-BR",
    "dutch": "nl",
    "polish": "pl",
    "russian": "ru",
    "swedish": "sv",
    "danish": "da",
    "finnish": "fi",
    "norsk": "nb",
    "czech": "cs",
    "greek": "el",
    "turkish": "tr",
    "hebrew": "he",
    "arabic": "ar",
    "japanese": "ja",
    "chinese": "zh",
    "korean": "ko",
    "vietnamese": "vi",
}
"""Names of languages in babel and polyglossia, which ``langid`` uses, and their BCP 47 tags."""

# biblatex manual, appendix "Default Inheritance Setup".
RENAMED = {
    "title": "booktitle",
    "subtitle": "booksubtitle",
    "titleaddon": "booktitleaddon",
}
RENAMED_PERIODICAL = {"title": "journaltitle", "subtitle": "journalsubtitle", "shorttitle": "shortjournal"}
PARENTS = frozenset(
    {"book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference", "mvreference"}
)
_NOT_INHERITED_WORDS = """
    ids crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions relatedstring
    relatedtype shorthand shorthandintro sortkey sorttitle sortyear shorttitle keywords
"""
NOT_INHERITED = frozenset(_NOT_INHERITED_WORDS.split())
