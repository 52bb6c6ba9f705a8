"""The letter from its first line to its last part."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from letters.document.nodes import CCBlock, SignatoryBlock, arranged
from letters.document.rendition import Rendition
from letters.docx.body import BodyWriter
from letters.docx.copies import write_copies
from letters.docx.endnotes import Endnotes
from letters.docx.fonts import fonts_part
from letters.docx.front import write_front
from letters.docx.furniture import footer_part, header_part, pages_at_a_guess
from letters.docx.languages import language_of
from letters.docx.numbering import Numbering
from letters.docx.package import XmlPart, packed
from letters.docx.properties import core_part, extended_part
from letters.docx.runs import Story
from letters.docx.sections import Sections
from letters.docx.settings import settings_part
from letters.docx.signatories import write_signatories
from letters.docx.styles import styles_part
from letters.docx.theme import theme_part
from letters.docx.xml import child, root


def write(rendition: Rendition) -> bytes:
    """The Word file of ``rendition``, whose letter must be resolved. The same rendition gives the same bytes.

    Raises :class:`~letters.docx.runs.UnresolvedError` for a letter with a citation, a cross reference or a note without its
    right number, :class:`~letters.docx.xml.UnwritableCharacterError` for a character that XML 1.0 cannot hold, wherever it
    stands, and ``ValueError`` for a moment without a time zone.
    """
    letter = rendition.letter
    language = language_of(letter.language)
    words = language.words

    main = XmlPart("/word/document.xml", CT.WML_DOCUMENT_MAIN, root("document"))
    main.relate_to(styles_part(language, words, rendition.signatories.columns), RT.STYLES)
    main.relate_to(settings_part(language), RT.SETTINGS)
    main.relate_to(fonts_part(language), RT.FONT_TABLE)
    main.relate_to(theme_part(), RT.THEME)
    endnotes = Endnotes(language)
    main.relate_to(endnotes.part, RT.ENDNOTES)
    header_id = main.relate_to(header_part(rendition.draft, language.rtl), RT.HEADER) if rendition.draft else ""
    footer_id = main.relate_to(footer_part(words, pages_at_a_guess(rendition), language.rtl), RT.FOOTER)

    body = child(main.element, "body")
    sections = Sections(body, language, header_id, footer_id)
    story = Story(main, language, endnotes)
    numbering = Numbering()
    blocks = BodyWriter(body, story, numbering)

    write_front(body, letter, story, words)
    for block in arranged(letter):
        match block:
            case SignatoryBlock():
                write_signatories(body, letter.closing, rendition.signatories, sections, words, language.rtl)
            case CCBlock():
                write_copies(body, letter.cc, letter.attachments, words, language.rtl)
            case _:
                blocks.write(block)
    sections.finish()
    endnotes.settle()

    lists = numbering.part()
    if lists:
        main.relate_to(lists, RT.NUMBERING)
    return packed(
        [
            (RT.OFFICE_DOCUMENT, main),
            (RT.CORE_PROPERTIES, core_part(rendition)),
            (RT.EXTENDED_PROPERTIES, extended_part()),
        ]
    )
