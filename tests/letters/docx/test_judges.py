"""The judges themselves: each fault that they are there for is put into a good file, and must be found."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from letters.docx import write
from tests.letters.docx.examples import rich
from tests.tools.ooxml import ValidatorMissingError, sdk_command, structure_faults, validate_audit, validate_sdk

DOCUMENT, ENDNOTES = "word/document.xml", "word/endnotes.xml"


@pytest.fixture(scope="module")
def good() -> bytes:
    return write(rich())


def spoiled(content: bytes, part: str, old: str, new: str, times: int = 1) -> bytes:
    """The file with ``old`` exchanged for ``new`` in one part, where it must stand."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == part:
                assert old in text
                text = text.replace(old, new, times)
            target.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new", "found"),
    [
        (DOCUMENT, 'w:name="_RefNote2"', 'w:name="_RefNote1"', "2 bookmarks have the name _RefNote1"),
        (DOCUMENT, '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"', "2 bookmarks have the id 1"),
        (DOCUMENT, '<w:bookmarkEnd w:id="2"/>', "", "The bookmark _RefNote2 has 0 ends"),
        (ENDNOTES, "NOTEREF _RefNote1 ", "NOTEREF _RefNote2 ", "shows 1 and is note 2"),
        (ENDNOTES, "NOTEREF _RefNote1 ", "NOTEREF _Gone ", "leads to 0 notes"),
        (DOCUMENT, '<w:endnoteReference w:id="2"/>', '<w:endnoteReference w:id="1"/>', "Endnote 1 is referred to 2 times"),
        (DOCUMENT, '<w:endnoteReference w:id="2"/>', '<w:endnoteReference w:id="99"/>', "Endnote 99 is referred to and"),
        (ENDNOTES, "<w:endnoteRef/>", "", "Endnote 1 has 0 marks"),
        (ENDNOTES, 'r:id="rId1"', 'r:id="rId77"', "word/endnotes.xml uses the relationship rId77"),
    ],
)
def test_our_own_reading_sees(good: bytes, part: str, old: str, new: str, found: str) -> None:
    assert any(found in fault for fault in structure_faults(spoiled(good, part, old, new)))


def test_the_audit_sees_a_wrong_element(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "spoiled.docx"
    path.write_bytes(spoiled(good, DOCUMENT, "<w:keepNext/>", "<w:keepNever/>"))
    assert validate_audit(path)


@pytest.mark.needs("node")
def test_the_sdk_sees_a_wrong_element(good: bytes, tmp_path: Path) -> None:
    try:
        sdk_command()
    except ValidatorMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
    path = tmp_path / "spoiled.docx"
    path.write_bytes(spoiled(good, DOCUMENT, "<w:keepNext/>", "<w:keepNever/>"))
    assert validate_sdk(path)
