"""The variables and types of CSL 1.0.2 (its specification, appendices III and IV), by the kind of their values."""

from __future__ import annotations

_NAMES_WORDS = """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director editor-translator executive-producer guest host illustrator interviewer narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator translator
"""
NAMES = frozenset(_NAMES_WORDS.split())
_DATES_WORDS = """
    accessed available-date event-date issued original-date submitted
"""
DATES = frozenset(_DATES_WORDS.split())
_NUMBERS_WORDS = """
    chapter-number citation-number collection-number edition issue locator number number-of-pages number-of-volumes
    page page-first part-number printing-number section supplement-number version volume
"""
NUMBERS = frozenset(_NUMBERS_WORDS.split())
_TEXTS_WORDS = """
    abstract annote archive archive-place archive_collection archive_location authority call-number citation-key
    citation-label collection-title container-title container-title-short dimensions division event event-place
    event-title genre ISBN ISSN DOI URL PMCID PMID journalAbbreviation jurisdiction keyword language license medium
    note original-publisher original-publisher-place original-title part-title publisher publisher-place references
    reviewed-genre reviewed-title scale shortTitle source status title title-short volume-title volume-title-short
    year-suffix
"""
TEXTS = frozenset(_TEXTS_WORDS.split())
_TYPES_WORDS = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
"""
TYPES = frozenset(_TYPES_WORDS.split())
