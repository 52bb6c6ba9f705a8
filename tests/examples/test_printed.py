"""The example as finished files: valid by every judge we have, nothing on top of anything else, every name in its order."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app import main
from campaign.bundles import read_bundle
from campaign.listing import signatories_in
from tests.examples.conftest import BUNDLE
from tests.tools.geometry import pages, reading
from tests.tools.ooxml import structure_faults, validate_audit, validate_sdk
from tests.tools.verapdf import failures

MARGIN = 72.0


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    for name in ("letter.docx", "letter.pdf"):
        done = CliRunner().invoke(main, ["render", str(BUNDLE), "-o", str(folder / name)])
        assert done.exit_code == 0, done.output
    return folder


def test_the_word_file_has_no_fault(printed: Path) -> None:
    assert structure_faults((printed / "letter.docx").read_bytes()) == []
    assert validate_audit(printed / "letter.docx") == []


@pytest.mark.needs("node")
def test_the_open_xml_sdk_passes_the_word_file(printed: Path) -> None:
    assert validate_sdk(printed / "letter.docx") == []


@pytest.mark.needs("java")
def test_the_pdf_keeps_to_both_standards(printed: Path) -> None:
    assert failures(printed / "letter.pdf", "ua1", "2a") == []


@pytest.mark.needs("pdftotext")
def test_nothing_overlaps_leaves_the_margins_or_stands_alone(printed: Path) -> None:
    found = pages(printed / "letter.pdf")
    alone = {"Respectfully,", "Organizations", "Individuals", "Endnotes", "What the record shows", "What we ask"}
    for number, page in enumerate(found, start=1):
        assert not page.overlaps(), number
        assert not page.outside(MARGIN), number
        assert page is found[-1] or page.last_line(MARGIN) not in alone, number


@pytest.mark.needs("pdftotext")
def test_every_name_stands_in_its_order(printed: Path) -> None:
    """Names in Latin letters. How other scripts are extracted is the reader's affair; that they print is tested elsewhere."""
    text = "".join(reading(printed / "letter.pdf").split())
    place = text.index("Respectfully,")
    signatories = signatories_in(read_bundle(BUNDLE).bundle)
    names = [line.name for group in signatories.groups for line in group.lines]
    latin = [name for name in names if all(ord(mark) < 0x250 or mark in "–—’‘“”·" for mark in name)]
    assert len(latin) > 100
    for name in latin:
        place = text.index("".join(name.split()), place)
