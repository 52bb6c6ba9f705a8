"""The styles: a letter as a law office types it, one serif face, single-spaced, a blank line between paragraphs.

Names and ids of built-in styles are Word's own, so that Word, and readers of this file, know them for what they are.
Lengths are twentieths of a point, sizes half points.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from docx.opc.constants import CONTENT_TYPE as CT

from letters.document.language import Words
from letters.docx.languages import LATIN_FONT, Language
from letters.docx.package import XmlPart
from letters.docx.xml import Element, child, fragment, root, w

LINE = 240
"""One line of space."""
LINK_COLOR = "1F3F77"
DRAFT_COLOR = "9C1C1C"


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style. ``paragraph`` and ``run`` are the insides of ``w:pPr`` and ``w:rPr``."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    following: str = ""
    own: bool = False
    """Not one of Word's built-in styles."""


def _space(after: int = 0, before: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


_BOLD = "<w:b/><w:bCs/>"
_ITALIC = "<w:i/><w:iCs/>"
_KEEP_NEXT, _KEEP_LINES = "<w:keepNext/>", "<w:keepLines/>"
_KEEP = _KEEP_NEXT + _KEEP_LINES
_NO_PROOF = "<w:noProof/>"  # names and addresses are not misspelt words


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _hanging(left: int, hanging: int) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def _tab(position: int) -> str:
    return f'<w:tabs><w:tab w:val="left" w:pos="{position}"/></w:tabs>'


def _heading(level: int, run: str) -> _Style:
    properties = f'{_KEEP}{_space(after=120)}<w:outlineLvl w:val="{level - 1}"/>'
    return _Style(f"Heading{level}", f"heading {level}", properties, run, following="BodyText")


_PARAGRAPHS = (
    _Style("BodyText", "Body Text", _space(after=LINE)),
    _heading(1, _BOLD + _size(26)),
    _heading(2, _BOLD),
    _heading(3, _BOLD + _ITALIC),
    _Style("Date", "Date", _space(after=LINE), following="BodyText"),
    _Style("Delivery", "Delivery", _KEEP_LINES + _space(after=LINE), _ITALIC, own=True),
    _Style("InsideAddress", "Inside Address", _KEEP_LINES + _space(after=LINE), _NO_PROOF, own=True),
    _Style("Salutation", "Salutation", _KEEP_NEXT + _space(after=LINE), following="BodyText"),
    _Style("ListParagraph", "List Paragraph", _space(after=120)),
    _Style("ListContinue", "List Continue", _space(after=120)),
    _Style("Quote", "Quote", _space(after=LINE) + '<w:ind w:left="720" w:right="720"/>'),
    _Style("TableText", "Table Text", _space(after=40, before=40), _size(22), own=True),
    _Style("TableHeading", "Table Heading", _KEEP_NEXT, _BOLD, based_on="TableText", own=True),
    _Style("TableGap", "Table Gap", '<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>', own=True),
    _Style("Closing", "Closing", _KEEP_NEXT + _space(after=LINE), following="Signatory"),
    _Style("SignatoryGroup", "Signatory Group", _KEEP + _space(after=80, before=200), _BOLD, following="Signatory", own=True),
    _Style("SignatoryNote", "Signatory Note", _KEEP + _space(after=80), _ITALIC + _size(20), following="Signatory", own=True),
    _Style("AttachmentLabel", "Attachment Label", _KEEP_NEXT, own=True, following="AttachmentLine"),
    _Style("AttachmentLine", "Attachment Line", _KEEP_LINES + _hanging(960, 240), own=True),
    _Style("EndnoteText", "endnote text", _space(after=80), _size(20)),
    _Style("EndnoteSeparator", "Endnote Separator", _space(after=80, before=LINE), _size(20), own=True),
    _Style("Header", "header", '<w:jc w:val="center"/>', f'{_BOLD}<w:color w:val="{DRAFT_COLOR}"/>{_size(20)}'),
    _Style("Footer", "footer", '<w:jc w:val="center"/>', _size(20)),
)


def _room(label: str) -> int:
    """How far from a label's beginning the text behind it stands, in twentieths of a point, at 12 points and bold."""
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
    return 720 if width <= 4 else 1080 if width <= 8 else 1440


def _measured(words: Words, columns: int) -> tuple[_Style, ...]:
    """The styles whose measures depend on the letter: on the width of its labels, and of its columns of names."""
    subject, copies = _room(words.subject), _room(words.copies)
    names = _NO_PROOF + (_size(21) if columns > 2 else "")
    return (
        _Style("SubjectLine", "Subject Line", _KEEP + _space(after=LINE) + _hanging(subject, subject), _BOLD, own=True),
        _Style("Signatory", "Signatory", _KEEP_LINES + _space(after=40) + _hanging(240, 240), names, own=True),
        _Style("CopyLine", "Copy Line", _KEEP_LINES + _tab(copies) + _hanging(copies + 240, copies + 240), _NO_PROOF, own=True),
    )


_CHARACTERS = (
    ("EndnoteReference", "endnote reference", '<w:vertAlign w:val="superscript"/>'),
    ("Hyperlink", "Hyperlink", f'{_NO_PROOF}<w:color w:val="{LINK_COLOR}"/><w:u w:val="single"/>'),
)


def _cell_space(sides: int) -> str:
    widths = {"top": 0, "left": sides, "bottom": 0, "right": sides}
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in widths.items())
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLES = (
    ("TableGrid", "Table Grid", f"<w:tblBorders>{_BORDERS}</w:tblBorders>{_cell_space(108)}"),
    ("AddressGrid", "Address Grid", _cell_space(0)),
)


def styles_part(language: Language, words: Words, columns: int) -> XmlPart:
    """``word/styles.xml`` for a letter in ``language``, with its labels, and its signatories in so many columns."""
    styles = root("styles")
    _defaults(styles, language)
    # Without this Word would treat the styles that are not listed here as it did in 2003: all shown, none hidden.
    latent = child(styles, "latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=0)
    latent.set(w("defUnhideWhenUsed"), "0")
    latent.set(w("defQFormat"), "0")
    latent.set(w("count"), "376")
    for markup in _standing(language.rtl):
        styles.append(fragment(markup))
    for style in (*_PARAGRAPHS, *_measured(words, columns)):
        styles.append(fragment(_paragraph_style(style)))
    for identity, name, run in _CHARACTERS:
        styles.append(
            fragment(
                f'<w:style w:type="character" w:styleId="{identity}"><w:name w:val="{name}"/>'
                f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{run}</w:rPr></w:style>'
            )
        )
    for identity, name, table in _TABLES:
        own = ' w:customStyle="1"' if identity == "AddressGrid" else ""
        styles.append(
            fragment(
                f'<w:style w:type="table"{own} w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/>'
                f"<w:tblPr>{table}</w:tblPr></w:style>"
            )
        )
    return XmlPart("/word/styles.xml", CT.WML_STYLES, styles)


def _defaults(styles: Element, language: Language) -> None:
    defaults = child(styles, "docDefaults")
    run = child(child(defaults, "rPrDefault"), "rPr")
    child(run, "rFonts", ascii=LATIN_FONT, eastAsia=language.east_asian_font, hAnsi=LATIN_FONT, cs=LATIN_FONT)
    for name in ("sz", "szCs"):
        child(run, name, val=24)
    child(run, "lang", val=language.latin, eastAsia=language.east_asian, bidi=language.complex)
    spacing = child(child(child(defaults, "pPrDefault"), "pPr"), "spacing", before=0, after=0, line=240)
    spacing.set(w("lineRule"), "auto")


def _standing(rtl: bool) -> tuple[str, ...]:
    """The four styles that Word falls back on, one of each kind."""
    hidden = "<w:semiHidden/><w:unhideWhenUsed/>"
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/>{'<w:bidi/>' if rtl else ''}</w:pPr></w:style>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        f'<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>{hidden}</w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        f'<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>{hidden}'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_cell_space(108)}</w:tblPr></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        f'<w:name w:val="No List"/><w:uiPriority w:val="99"/>{hidden}</w:style>',
    )


def _paragraph_style(style: _Style) -> str:
    own = ' w:customStyle="1"' if style.own else ""
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    properties = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:qFormat/>{properties}{run}</w:style>'
    )
