"""``word/fontTable.xml``: what to take where a face is missing (ECMA-376 Part 1, 17.8)."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT

from letters.docx.languages import LATIN_FONT, Language
from letters.docx.package import XmlPart
from letters.docx.xml import child, root


def fonts_part(language: Language) -> XmlPart:
    """The faces of a letter in ``language``: the serif one, and the East Asian one that stands by."""
    fonts = root("fonts")
    for name, alternative in ((LATIN_FONT, "Liberation Serif"), (language.east_asian_font, "")):
        font = child(fonts, "font", name=name)
        if alternative:
            child(font, "altName", val=alternative)
        child(font, "family", val="roman")
        child(font, "pitch", val="variable")
    return XmlPart("/word/fontTable.xml", CT.WML_FONT_TABLE, fonts)
