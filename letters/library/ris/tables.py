"""Which RIS type and tag stands for which type and variable of CSL (the RIS format, Research Information Systems, 2011)."""

from __future__ import annotations

FROM_TYPE = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "INPR": "article-journal",
    "ABST": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "WHOLE": "book",
    "CHAP": "chapter",
    "CHAPTER": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "RPRT": "report",
    "GOVDOC": "report",
    "THES": "thesis",
    "ELEC": "webpage",
    "WEB": "webpage",
    "BLOG": "post-weblog",
    "CASE": "legal_case",
    "STAT": "legislation",
    "LEGAL": "regulation",
    "BILL": "bill",
    "UNBILL": "bill",
    "HEAR": "hearing",
    "PAT": "patent",
    "DATA": "dataset",
    "AGGR": "dataset",
    "DBASE": "dataset",
    "COMP": "software",
    "MAP": "map",
    "VIDEO": "motion_picture",
    "MPCT": "motion_picture",
    "ADVS": "broadcast",
    "SOUND": "song",
    "MUSIC": "musical_score",
    "MANSCPT": "manuscript",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "PAMP": "pamphlet",
    "PCOMM": "personal_communication",
    "ICOMM": "personal_communication",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "STAND": "standard",
    "SLIDE": "speech",
    "ART": "graphic",
    "FIGURE": "figure",
    "JFULL": "periodical",
    "SER": "collection",
    "CLSWK": "classic",
    "ANCIENT": "classic",
    "GEN": "document",
    "MULTI": "document",
    "CTLG": "document",
    "GRANT": "document",
    "CHART": "figure",
    "EQUA": "figure",
}
TO_TYPE: dict[str, str] = {}
for _code, _kind in FROM_TYPE.items():
    TO_TYPE.setdefault(_kind, _code)

TEXTS = {
    "TI": "title",
    "T1": "title",
    "CT": "title",
    "ST": "title-short",
    "T2": "container-title",
    "JF": "container-title",
    "BT": "container-title",
    "JO": "container-title",
    "J2": "container-title-short",
    "JA": "container-title-short",
    "T3": "collection-title",
    "VL": "volume",
    "IS": "issue",
    "CP": "issue",
    "NV": "number-of-volumes",
    "M1": "number",
    "M3": "genre",
    "ET": "edition",
    "SE": "section",
    "PB": "publisher",
    "CY": "publisher-place",
    "PP": "publisher-place",
    "DO": "DOI",
    "AB": "abstract",
    "N2": "abstract",
    "N1": "note",
    "LA": "language",
    "CN": "call-number",
    "DB": "source",
    "TT": "original-title",
    "RN": "annote",
}
"""Tags of text in the order in which the first of several that mean the same counts."""

NAMES = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor", "A4": "translator"}
DATES = {"DA": "issued", "Y1": "issued", "PY": "issued", "Y2": "accessed"}
"""``PY`` and ``Y1`` often have the year alone where ``DA`` has the day, so ``DA`` counts first."""

COURT = frozenset({"legal_case"})
"""Types whose ``PB`` is the court."""
BOOKISH = frozenset({"book", "chapter", "classic", "collection", "entry-dictionary", "entry-encyclopedia", "pamphlet"})
"""Types whose ``SN`` is an ISBN when its form does not tell."""
LEFT_OUT = frozenset({"L1", "L2", "L3", "L4"})
"""Tags that name files on somebody's computer."""
