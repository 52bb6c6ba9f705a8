"""``word/settings.xml`` (ECMA-376 Part 1, 17.15): the list of separators, and the promise to lay out as Word 2013 and later.

It asks for no updating of fields on opening: Word would then greet the recipient with a question, and all cached numbers
are right already.
"""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT

from letters.docx.endnotes import CONTINUATION, SEPARATOR
from letters.docx.languages import Language
from letters.docx.package import XmlPart
from letters.docx.xml import child, root

_COMPATIBILITY = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
    "useWord2013TrackBottomHyphenation": 0,
}
"""What Word writes for a new document ([MS-DOCX] 2.3.2, compatSetting)."""


def settings_part(language: Language) -> XmlPart:
    """The settings of a letter in ``language``."""
    settings = root("settings")
    child(settings, "zoom", percent=100)
    child(settings, "defaultTabStop", val=720)
    child(settings, "characterSpacingControl", val="doNotCompress")
    endnotes = child(settings, "endnotePr")
    # No w:pos: the end of the document is where endnotes stand unless something else is said (17.11.22).
    child(endnotes, "numFmt", val="decimal")
    for identity in (SEPARATOR, CONTINUATION):
        child(endnotes, "endnote", id=identity)
    compatibility = child(settings, "compat")
    for name, value in _COMPATIBILITY.items():
        child(compatibility, "compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)
    child(settings, "themeFontLang", val=language.latin, eastAsia=language.east_asian, bidi=language.complex)
    child(settings, "decimalSymbol", val=".")
    child(settings, "listSeparator", val=",")
    return XmlPart("/word/settings.xml", CT.WML_SETTINGS, settings)
