"""``word/theme/theme1.xml``: the letter's face for whatever a person adds in Word, and quiet colours (ECMA-376 Part 1, 20.1.6).

Word does without a theme, but then offers its own Calibri and blues for the first text box somebody puts in.
"""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT
from lxml import etree

from letters.docx.languages import LATIN_FONT
from letters.docx.package import XmlPart
from letters.docx.styles import DRAFT_COLOR, LINK_COLOR

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"

_COLORS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "333333",
    "lt2": "EFEFEF",
    "accent1": LINK_COLOR,
    "accent2": DRAFT_COLOR,
    "accent3": "4F6228",
    "accent4": "7F6000",
    "accent5": "5F497A",
    "accent6": "595959",
    "hlink": LINK_COLOR,
    "folHlink": LINK_COLOR,
}

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_PEN = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_part() -> XmlPart:
    """The theme: plain fills and lines, three of each because the schema asks for three."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLORS.items())
    face = f'<a:latin typeface="{LATIN_FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    theme = etree.fromstring(
        f'<a:theme xmlns:a="{_A}" name="Letter"><a:themeElements>'
        f'<a:clrScheme name="Letter">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Letter"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Letter"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_PEN * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
    return XmlPart("/word/theme/theme1.xml", CT.OFC_THEME, theme)
