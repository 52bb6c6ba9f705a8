"""What is measured: three writers, and beside each the bare minimum on the same names."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from letters.document.rendition import Rendition

MEMORY_MB = 1024
TIMEOUT = 120
_BARE_LETTER = Path(__file__).with_name("bare.typ")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _names(rendition: Rendition) -> list[str]:
    return [
        f"{line.name}, {line.detail}" if line.detail else line.name
        for group in rendition.signatories.groups
        for line in group.lines
    ]


def pdf() -> Callable[[Rendition], bytes]:
    """The PDF writer as a user meets it, with its child process."""
    from letters.pdf import write

    return lambda rendition: write(rendition, timeout=TIMEOUT, memory_mb=MEMORY_MB)


def bare_pdf() -> Callable[[Rendition], bytes]:
    """Typst alone in the same kind of process, with the same fonts and standards: a title, and a paragraph for each name."""
    from letters.fonts import coverage
    from letters.fonts.shelf import SHELVES
    from letters.pdf.child import Child

    def order(rendition: Rendition) -> dict[str, Any]:
        names = _names(rendition)
        faces = set().union(*map(coverage.faces_for, names))
        families = [face.family for face in coverage.faces() if face in faces]
        return {
            "template": str(_BARE_LETTER),
            "root": str(_BARE_LETTER.parent),
            "folders": [str(shelf.path) for shelf in SHELVES if shelf.folder in {face.folder for face in faces}],
            "inputs": {"data": json.dumps({"title": rendition.title, "fonts": families, "names": names})},
            "timestamp": int(rendition.moment.timestamp()),
        }

    def write(rendition: Rendition) -> bytes:
        with Child(TIMEOUT, MEMORY_MB) as child:
            return child.pdf(order(rendition))

    return write


def docx() -> Callable[[Rendition], bytes]:
    """The DOCX writer."""
    from letters.docx import write

    return write


def bare_docx() -> Callable[[Rendition], bytes]:
    """Lxml alone: a paragraph for each name, zipped."""

    def write(rendition: Rendition) -> bytes:
        document = etree.Element(f"{{{_W}}}document", nsmap={"w": _W})
        body = etree.SubElement(document, f"{{{_W}}}body")
        for name in _names(rendition):
            paragraph = etree.SubElement(body, f"{{{_W}}}p")
            style = etree.SubElement(etree.SubElement(paragraph, f"{{{_W}}}pPr"), f"{{{_W}}}pStyle")
            style.set(f"{{{_W}}}val", "Signatory")
            etree.SubElement(etree.SubElement(paragraph, f"{{{_W}}}r"), f"{{{_W}}}t").text = name
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", etree.tostring(document, xml_declaration=True, encoding="UTF-8"))
        return file.getvalue()

    return write


def html() -> Callable[[Rendition], bytes]:
    """The HTML writer, as a page of its own."""
    from letters.document.html.writer import write

    return lambda rendition: write(rendition, standalone=True).encode()


def bare_html() -> Callable[[Rendition], bytes]:
    """Lxml alone: a list item for each name."""

    def write(rendition: Rendition) -> bytes:
        page = etree.Element("ul")
        for name in _names(rendition):
            etree.SubElement(page, "li").text = name
        return etree.tostring(page, encoding="UTF-8", method="html")

    return write


SUBJECTS: dict[str, Callable[[], Callable[[Rendition], bytes]]] = {
    "pdf": pdf,
    "bare pdf": bare_pdf,
    "docx": docx,
    "bare docx": bare_docx,
    "html": html,
    "bare html": bare_html,
}
"""By name: what imports a writer and gives it. Importing is not measured."""
