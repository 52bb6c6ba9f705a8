"""The document's properties: title, author, date, language; and nothing about the machine that wrote it."""

from __future__ import annotations

from datetime import UTC, datetime

from docx.opc.constants import CONTENT_TYPE as CT
from lxml import etree

from letters.document.rendition import Rendition
from letters.docx.package import XmlPart
from letters.docx.xml import writable

PRODUCER = "Undersigned"

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def core_part(rendition: Rendition) -> XmlPart:
    """``docProps/core.xml`` (ECMA-376 Part 2, 11). Raises ``ValueError`` for a moment without a time zone."""
    core = etree.Element(f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI})
    moment = _w3cdtf(rendition.moment)
    for namespace, name, value in (
        (_DC, "title", rendition.title),
        (_DC, "creator", rendition.author),
        (_CP, "lastModifiedBy", rendition.author),
        (_CP, "revision", "1"),
        (_DCTERMS, "created", moment),
        (_DCTERMS, "modified", moment),
        (_DC, "language", rendition.letter.language),
    ):
        if value:
            field = etree.SubElement(core, f"{{{namespace}}}{name}")
            field.text = writable(value)
            if namespace == _DCTERMS:
                field.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return XmlPart("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, core)


def extended_part() -> XmlPart:
    """``docProps/app.xml``: the program's name."""
    properties = etree.fromstring(f'<Properties xmlns="{_EXTENDED}"/>')
    etree.SubElement(properties, f"{{{_EXTENDED}}}Application").text = PRODUCER
    return XmlPart("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, properties)


def _w3cdtf(moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise ValueError("A rendition's moment must have a time zone.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
