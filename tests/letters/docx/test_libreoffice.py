"""Another word processor opens the file and lays it out: the words are there, the numbers and the page count are right."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from letters.document.rendition import Rendition
from letters.docx import write
from tests.letters.docx.examples import DRAFT, real, rich

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.needs("pdftotext")]


def laid_out(rendition: Rendition, folder: Path) -> Path:
    """The letter as a PDF, set by LibreOffice in a profile of its own."""
    (folder / "letter.docx").write_bytes(write(rendition))
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "letter.docx")], check=True, capture_output=True, timeout=180)
    return folder / "letter.pdf"


def pages(pdf: Path, *options: str) -> list[str]:
    """The text of each page, runs of white space as one space. ``options`` are pdftotext's."""
    read = subprocess.run(["pdftotext", *options, str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return [re.sub(r"\s+", " ", page).strip() for page in read.stdout.decode().split("\f")[:-1]]


def test_the_real_letter(tmp_path: Path) -> None:
    given = real(DRAFT, columns=1)
    found = pages(laid_out(given, tmp_path))
    whole = " ".join(found)
    place = whole.index("Signed,")
    for group in given.signatories.groups:
        for line in group.lines:
            place = whole.index(line.name, place)
    assert "Mijente and Just Futures Law, supra note 3." in whole
    assert "Mayorkas, supra note 2, at 3;" in whole
    numbered = [number for number, page in enumerate(found, 1) if f"Page {number} of {len(found)}" in page and DRAFT in page]
    # LibreOffice 7 sets endnotes on pages of its own style, without the letter's header and footer; Word does not.
    last = given.signatories.groups[-1].lines[-1].name
    letter = max(number for number, page in enumerate(found, 1) if last in page)
    assert letter < len(found)
    assert numbered == list(range(1, len(numbered) + 1))
    assert len(numbered) >= letter


def test_a_rich_letter_in_columns(tmp_path: Path) -> None:
    pdf = laid_out(rich(columns=3), tmp_path)
    whole = " ".join(pages(pdf))
    for words in (
        "As said in note 1 above; but see note 6.",
        "The end, see note 2 at 15.",
        "and note 6 is still to come.",
        "CC:",
    ):
        assert words in whole
    for number in range(1, 151):
        assert re.search(rf"No\. ?{number}\b", whole)
    for marker in ("3. First of three", "4. Second", "a. inner a", "5. Third", "1. one", "2. two"):
        assert marker in " ".join(pages(pdf, "-layout"))
    assert whole.index("Appendix") > whole.index("Individuals")
