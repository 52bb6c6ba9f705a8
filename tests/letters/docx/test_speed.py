"""Ten thousand names are written like ten thousand bare paragraphs, not as python-docx adds them: twenty times as slow.

How close to the bare minimum it really is, `make bench` says.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine
from letters.docx import write
from tests.letters.docx.examples import names, para, rendition, simple
from tests.tools.effort import at_most, grows_at_most
from tests.tools.ooxml import W

COUNT = 10_000


def bare(lines: tuple[SignatoryLine, ...]) -> bytes:
    """The least that a Word file with these paragraphs can cost: lxml and zip."""
    root = etree.Element(f"{W}document", nsmap={"w": W[1:-1]})
    body = etree.SubElement(root, f"{W}body")
    for line in lines:
        paragraph = etree.SubElement(body, f"{W}p")
        etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pStyle", {f"{W}val": "Signatory"})
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = line.name
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return stream.getvalue()


def test_ten_thousand_names() -> None:
    lines = names(COUNT)
    given = rendition(simple(para("x"), closing="Signed,"), Signatories((SignatoryGroup(lines),)))
    grows_at_most(5, lambda: bare(lines), lambda: write(given))


def test_ten_thousand_names_in_another_script_take_a_few_seconds_at_most() -> None:
    lines = tuple(SignatoryLine(f"جمعية حقوق الإنسان {number} (ACRI)") for number in range(COUNT))
    given = rendition(simple(para("x")), Signatories((SignatoryGroup(lines),)))
    at_most(15, lambda: write(given))
