"""The package: parts, their relationships, and the zip file, the same bytes for the same parts (ECMA-376 Part 2, OPC).

Parts and relationships are python-docx's. The zip is written here, because python-docx stamps each member with the time of
writing, and starts every document from a template that carries its own author and thumbnail.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from lxml import etree

from letters.docx.xml import Element, serialized

_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold, and the one that Word itself writes."""


class XmlPart(Part):
    """A part made of one XML tree, with its links to the outside."""

    def __init__(self, name: str, content_type: str, element: Element) -> None:
        super().__init__(PackURI(name), content_type)
        self.element = element
        self._links: dict[str, str] = {}

    @property
    def blob(self) -> bytes:
        """The part's bytes as its tree stands now."""
        return serialized(self.element)

    def link(self, target: str) -> str:
        """The id of this part's relationship to the web address ``target``, one for each address."""
        if target not in self._links:
            number = f"rId{len(self.rels) + 1}"
            self.rels.add_relationship(RT.HYPERLINK, target, number, is_external=True)
            self._links[target] = number
        return self._links[target]


def packed(roots: Iterable[tuple[str, XmlPart]]) -> bytes:
    """The zip of a package: ``roots`` are (relationship type, part) pairs; parts that they lead to come along.

    Members stand in a fixed order (content types first, as OPC recommends for streaming), with fixed dates and attributes.
    """
    relationships = Relationships(PACKAGE_URI.baseURI)
    parts: list[XmlPart] = []

    def gather(part: Part) -> None:
        if isinstance(part, XmlPart) and part not in parts:
            parts.append(part)
            for relationship in part.rels.values():
                if not relationship.is_external:
                    gather(relationship.target_part)

    for kind, part in roots:
        relationships.get_or_add(kind, part)
        gather(part)

    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _store(archive, "[Content_Types].xml", _content_types(parts))
        _store(archive, PACKAGE_URI.rels_uri.membername, relationships.xml)
        for part in parts:
            _store(archive, part.partname.membername, part.blob)
            if part.rels:
                _store(archive, part.partname.rels_uri.membername, part.rels.xml)
    return stream.getvalue()


def _content_types(parts: Iterable[XmlPart]) -> bytes:
    types = etree.fromstring(f'<Types xmlns="{_CONTENT_TYPES}"/>')
    for extension, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")):
        etree.SubElement(types, f"{{{_CONTENT_TYPES}}}Default", {"Extension": extension, "ContentType": kind})
    for part in parts:
        etree.SubElement(
            types, f"{{{_CONTENT_TYPES}}}Override", {"PartName": str(part.partname), "ContentType": part.content_type}
        )
    return serialized(types)


def _store(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    member = zipfile.ZipInfo(name, _MOMENT)
    member.create_system = 0  # the same on every machine; zipfile would write the one it runs on
    member.external_attr = 0
    archive.writestr(member, content, zipfile.ZIP_DEFLATED)
