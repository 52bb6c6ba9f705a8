"""The file is a Word file by the word of two validators, and by our own reading of what they do not look at."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from letters.document.rendition import Rendition
from letters.docx import write
from tests.letters.docx.examples import DRAFT, UNSIGNED, Text, para, real, rendition, rich, simple
from tests.tools.ooxml import ValidatorMissingError, sdk_command, structure_faults, validate_audit, validate_sdk

ODD_ADDRESSES = (
    "https://example.org/a b/ä?q=ü&x=[1]#ß",
    "https://münchen.example/%zz",
    "https://user:word@example.org:8080/#a#b",
    "mailto:clerk@example.gov?subject=A letter",
    "http://",
    "https://[bad",
    "mailto:one@",
    "mailto:!@#$%^&*()_+{}:?><",
    "https://example.org:99999/",
    "https://exa mple.org/",
)


def addresses() -> Rendition:
    return rendition(simple(*(para(Text("here", href=address)) for address in ODD_ADDRESSES)))


EXAMPLES: dict[str, Callable[[], Rendition]] = {
    "real": real,
    "real draft, three columns": lambda: real(DRAFT, 3),
    "rich": rich,
    "rich draft, one column": lambda: rich(DRAFT, 1),
    "nothing": lambda: rendition(simple(), UNSIGNED),
    "odd addresses": addresses,
}


@pytest.fixture(params=EXAMPLES)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "letter.docx"
    path.write_bytes(write(EXAMPLES[request.param]()))
    return path


@pytest.mark.needs("node")
def test_the_open_xml_sdk_finds_nothing(written: Path) -> None:
    try:
        sdk_command()
    except ValidatorMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
    assert validate_sdk(written) == []


def test_openxml_audit_finds_nothing(written: Path) -> None:
    assert validate_audit(written) == []


def test_our_own_reading_finds_nothing(written: Path) -> None:
    assert structure_faults(written.read_bytes()) == []
