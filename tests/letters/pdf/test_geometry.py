"""How the pages look, read back: nothing overlaps or leaves the margins, nothing stands alone, names read down the columns."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import typst

from letters.document.nodes import Heading, Letter, Paragraph, SignatoryBlock, Text
from letters.document.rendition import Rendition
from letters.document.resolve import resolve
from letters.fonts.shelf import SHELVES
from letters.pdf import write
from tests.letters.pdf.examples import FOREIGN, MOMENT, lorem, rendition, rich_letter
from tests.tools.geometry import Page, pages, reading

MARGIN = 72.0
LONELY = {
    "Signed,",
    "National organizations",
    "State and local organizations",
    "Individuals",
    "CC:",
    "Endnotes",
    "Lead",
    "After",
}
LONELY |= {"Affiliations are for identification only.", "What is at stake", "Numbers", "Mixed scripts"}

pytestmark = pytest.mark.needs("pdftotext")


def written(made: Rendition, folder: Path) -> Path:
    path = folder / "letter.pdf"
    path.write_bytes(write(made))
    return path


def check(found: list[Page]) -> None:
    for number, page in enumerate(found, 1):
        assert not page.overlaps(), f"page {number}"
        assert not page.outside(MARGIN), f"page {number}"
    for page in found[:-1]:
        assert page.last_line(MARGIN) not in LONELY


def name_columns(page: Page, columns: int) -> list[list[tuple[float, float]]]:
    """The tops and bottoms of the lines in each column of a page that holds nothing but names."""
    wide = (page.width - 2 * MARGIN - (columns - 1) * 18) / columns
    found: list[list[tuple[float, float]]] = [[] for _ in range(columns)]
    for word in page.body(MARGIN):
        found[int((word.left - MARGIN + 1) // (wide + 18))].append((word.top, word.bottom))
    return found


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 150])
def test_nothing_overlaps_or_leaves_the_margins(tmp_path: Path, columns: int, count: int) -> None:
    check(pages(written(rendition(count, columns, draft=columns == 2), tmp_path)))


def test_the_check_sees_overlaps_and_overruns(tmp_path: Path) -> None:
    placed = "#place(dy: 3pt)[over]#place[under] #place(dx: 450pt, dy: 90pt)[outside] #place(dy: 200pt)[fine]"
    source = f'#set text(font: "Tinos")\n{placed}'
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(SHELVES[0].path)])
    pdf = typst.Compiler(source.encode(), font_paths=fonts).compile(format="pdf")
    assert isinstance(pdf, bytes)
    path = tmp_path / "bad.pdf"
    path.write_bytes(pdf)
    (page,) = pages(path)
    assert page.overlaps() == [("under", "over")]
    assert page.outside(60) == ["outside"]


@pytest.mark.parametrize("language", ["de-DE", "ar-EG", "zh-Hant-TW", "my-MM"])
def test_other_languages(tmp_path: Path, language: str) -> None:
    found = pages(written(rendition(40, letter=rich_letter(language)), tmp_path))
    check(found)
    assert (found[0].width, found[0].height) == pytest.approx((595.28, 841.89), abs=0.1)


def test_paper_is_us_letter_where_that_is_usual(tmp_path: Path) -> None:
    (page,) = pages(written(Rendition(Letter(body=(), date="2 de marzo", language="es-MX"), "T", MOMENT), tmp_path))
    assert (page.width, page.height) == (612, 792)


@pytest.mark.parametrize("filled", range(20, 46))
def test_wherever_the_list_begins_nothing_stands_alone(tmp_path: Path, filled: int) -> None:
    """The list is pushed down line by line over the foot of the page, with and without a heading and a closing above it."""
    lead = (Heading(1, (Text("Lead"),)),) if filled % 2 else ()
    tail = (SignatoryBlock(), Heading(1, (Text("After"),)), Paragraph((Text(lorem(1)),)))
    body = (*(Paragraph((Text(f"Line {number}"),)) for number in range(filled)), *lead, *tail)
    letter = resolve(Letter(body=body, closing="Signed," if filled % 3 else "", cc=("Somebody",))).letter
    check(pages(written(rendition(60, 2, letter=letter), tmp_path)))


def test_every_name_is_there_in_order_down_the_columns(tmp_path: Path) -> None:
    made = rendition(400, 3)
    text = reading(written(made, tmp_path))
    squeezed = "".join(text.split())  # an endless word is broken over lines
    place = 0
    for group in made.signatories.groups:
        for line in group.lines:
            name = f"{line.name}, {line.detail}" if line.detail else line.name
            if name.isascii() or "’" in name:
                place = squeezed.find("".join(name.split()), place)
                assert place >= 0, name
    missing = [name for name in FOREIGN if not set(name) - {" "} <= set(unicodedata.normalize("NFC", text)) | set(text)]
    assert not missing


@pytest.mark.parametrize(("count", "columns"), [(7, 2), (50, 3), (301, 3), (1000, 2)])
def test_the_last_columns_end_at_one_height(tmp_path: Path, count: int, columns: int) -> None:
    letter = Letter(body=())
    found = pages(written(rendition(count, columns, letter=letter, groups=False), tmp_path))
    tallest_entry = 3 * 13.2 + 5
    for page in found[:-1]:
        foot = page.height - MARGIN
        for column in name_columns(page, columns):
            assert foot - max(bottom for _, bottom in column) < tallest_entry + 3
    ends = [max(bottom for _, bottom in column) for column in name_columns(found[-1], columns) if column]
    assert max(ends) - min(ends) < tallest_entry
    starts = [min(top for top, _ in column) for page in found for column in name_columns(page, columns) if column]
    assert max(starts) - min(starts) < 25, "columns begin at one height, below the first page's margin at most"


def test_ten_thousand_names(tmp_path: Path) -> None:
    made = rendition(10_000, 3, letter=Letter(body=(), closing="Signed,"), groups=False)
    path = written(made, tmp_path)
    text = reading(path)
    place = 0
    for line in made.signatories.groups[0].lines:
        place = text.find(line.name, place)
        assert place >= 0, line.name
    check(pages(path))


def test_headers_and_footers(tmp_path: Path) -> None:
    found = pages(written(rendition(150, draft=True), tmp_path))
    for number, page in enumerate(found, 1):
        words = [word.text for word in page.words]
        assert words.count("DRAFT") == 1
        foot = " ".join(word.text for word in page.words if word.core[0] > page.height - MARGIN)
        assert foot == f"Page {number} of {len(found)}"
    assert "DRAFT" not in reading(written(rendition(5), tmp_path))
