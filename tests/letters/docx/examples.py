"""Letters to write: the real one, and one made by hand that has everything a letter can hold."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from letters.document.nodes import (
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Heading,
    Letter,
    Note,
    NumberedList,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve

MOMENT = datetime(2024, 9, 4, 3, 59, tzinfo=UTC)
DRAFT = "DRAFT · Signatories as of August 30, 2024, 5:00 p.m. EDT"
REAL = Path(__file__).parents[4] / "shared" / "letters" / "dhs-ai"


def text(words: str, **marks: bool | str) -> Text:
    return Text(words, **marks)  # type: ignore[arg-type]


def para(*content: object) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))  # type: ignore[misc]


def lines(*names: str) -> tuple[SignatoryLine, ...]:
    return tuple(SignatoryLine(name) for name in names)


UNSIGNED = Signatories()


def rendition(letter: Letter, signatories: Signatories = UNSIGNED, draft: str = "") -> Rendition:
    """``letter`` resolved, with a title, an author and a moment."""
    resolved = resolve(letter)
    assert not resolved.blocked, resolved.warnings
    return Rendition(resolved.letter, "A letter on everything", MOMENT, signatories, "Example Coalition", draft)


def simple(*body: Block, **fields: object) -> Letter:
    return Letter(body=body, **fields)  # type: ignore[arg-type]


SCRIPTS = (
    "Asociación Interamericana para la Defensa del Ambiente (AIDA)",
    "جمعية حقوق الإنسان",
    "האגודה לזכויות האזרח בישראל",
    "האגודה לזכויות האזרח (ACRI)",
    "Hebrew Immigrant Aid Society (היאס)",
    "中国人权组织",
    "日本ペンクラブ",
    "한국인권센터 (KHRC)",
    "संस्था अधिकार मंच",
    "มูลนิธิสิทธิมนุษยชน",
    "Ελληνική Ένωση για τα Δικαιώματα του Ανθρώπου",
    "Украинская Хельсинкская группа",
    "Հայ իրավապաշտպաններ",
    "Hội Người Việt Tị Nạn",
    "Coalition 🌈 for Everyone",
    "The Committee for the Preservation of Exceedingly Long Organizational Names in the United States and Territories, Inc.",
    "Supercalifragilisticexpialidociousorganizationwithoutasinglespaceinitsname",
    "A & B <Legal> \"Aid\" 'Society'",
)


def names(count: int) -> tuple[SignatoryLine, ...]:
    """``count`` made-up names of usual and unusual lengths, all different."""
    things = ("Immigrant Justice Center", "Legal Aid", "Coalition for Civil Rights", "Workers", "Privacy Project", "Alliance")
    places = ("Alabama", "New Mexico", "Greater Cincinnati", "Puget Sound", "Washington, DC", "Northern California and Nevada")
    return lines(*(f"{places[n % 6]} {things[n // 6 % 6]} No. {n + 1}" for n in range(count)))


def rich_letter() -> Letter:
    """Every kind of node, nested; links in the body and in notes; pointers forward, backward, in the body and in notes."""
    link = "https://example.org/a/report?year=2024&page=15#summary"
    first = Note("first", (text("See ", em=True), text("A Report", em=True, href=link), text(" (2024)", href=link), text(".")))
    second = Note("second", (text("As said in note "), XRef("first"), text(" above; but see note "), XRef("last"), text(".")))
    third = Note("in a list", (text("One line,"), Break(), text("and a second, with "), text("bold", strong=True), text(".")))
    fourth = Note("in a table", (text("Write to "), text("the clerk", href="mailto:clerk@example.gov?subject=A%20letter")))
    scripts = (text("منظمة العفو الدولية"), text(", Amnesty; 国际特赦组织; "), text("supra", em=True))
    fifth = Note("scripts", (*scripts, text(" note "), XRef("second")))
    last = Note("last", (text("The end, see note "), XRef("second"), text(" at 15.")))
    nested = NumberedList(
        (
            (para("First of three, with enough words to run over the end of a line, so that the hanging indent shows."),),
            (para("Second, with a list inside:"), NumberedList(((para("inner a"),), (para("inner b", third),)))),
            (
                para("Third, with two paragraphs."),
                para("This is the second paragraph of the third item; it stands under the text, not under the number."),
                BulletList(((para("a bullet in a number"),), (para("another"), NumberedList(((para("deep"),),), start=4)))),
            ),
        ),
        start=3,
    )
    odd = NumberedList(
        (
            (BulletList(((para("an item that begins with a list"),),)),),
            (),
            (BlockQuote((para("an item that is a quote"),)),),
            (Table(((Text("in"),), (Text("a list"),)), (((Text("1"),), (Text("2"),)),), ("", "right")),),
        )
    )
    table = Table(
        ((Text("Year"),), (Text("Program"),), (Text("People affected", strong=True),)),
        (
            ((Text("2019"),), (Text("Risk Classification Assessment, replaced several times since then"),), (Text("1,234"),)),
            ((Text("2023"),), (Text("“Hurricane Score”"), fourth), (Text("about 200,000"),)),
        ),
        ("center", "", "right"),
    )
    marks = para(
        "Plain, ",
        text("italic", em=True),
        ", ",
        text("bold", strong=True),
        ", ",
        text("underlined", underline=True),
        ", ",
        text("all three", em=True, strong=True, underline=True),
        " and ",
        text("a link", href=link),
        ",",
        Break(),
        "after a break; notes side by side",
        first,
        second,
        " and note ",
        XRef("last"),
        " is still to come.",
    )
    return simple(
        Heading(1, (Text("What we ask"),)),
        marks,
        Heading(2, (Text("Numbers"),)),
        nested,
        para("Between two lists; the next begins at one again."),
        NumberedList(((para("one"),), (para("two"),))),
        odd,
        Heading(3, (Text("Words of others"),)),
        BlockQuote(
            (para("To be quoted, at some length, so that it runs over the end of its line and indents."), para("Again."))
        ),
        BlockQuote((BulletList(((para("a bullet in a quote"),),)), BlockQuote((para("a quote in a quote"),)))),
        table,
        table_without_notes(),
        para("مرحبا بالعالم، هذه فقرة باللغة العربية تبدأ من اليمين."),
        para("A sentence with العربية and עברית and 日本語 and ภาษาไทย and हिन्दी inside it.", fifth),
        SignatoryBlock(),
        Heading(2, (Text("Appendix"),)),
        para("The text goes on behind the names.", last),
        CCBlock(),
        date="September 3, 2024",
        delivery=("Via electronic mail",),
        recipients=(
            ("Secretary Alejandro Mayorkas", "Department of Homeland Security", "Washington, DC 20528, USA"),
            ("Director Shalanda D. Young", "Office of Management and Budget", "Washington, DC 20503, USA"),
            ("وزارة الخارجية", "Third Department"),
        ),
        recipient_layout="side by side",
        subject="A subject that is long enough to go over the end of its line and so to show whether its second line hangs",
        salutation="Dear Secretary Mayorkas and Director Young,",
        closing="Signed,",
        cc=(
            "Chief Privacy Officer Mason Clutter",
            "A person with a title that goes on, of an Office of Offices, until it breaks",
            "Éva",
        ),
        attachments=("Annex A: Inventory", "Annex B"),
    )


def table_without_notes() -> Table:
    return Table(((Text("A"),), (Text("B"),)), (((Text("1"),), ()),), ("left", "left"))


def rich_signatories(columns: int = 2) -> Signatories:
    """150 names and those in several scripts, in groups, one of them of individuals."""
    individuals = (SignatoryLine("Jane Doe", "Professor of Law, Howard University"), SignatoryLine("جمال حداد", "أستاذ"))
    return Signatories(
        (
            SignatoryGroup(names(150), "National organizations"),
            SignatoryGroup(lines(*SCRIPTS), "International organizations"),
            SignatoryGroup(individuals, "Individuals", "Affiliations are for identification only."),
        ),
        columns,
    )


def rich(draft: str = "", columns: int = 2) -> Rendition:
    return rendition(rich_letter(), rich_signatories(columns), draft)


def real(draft: str = "", columns: int = 2) -> Rendition:
    """The real letter, its notes as they were printed. Skips where the example is not at hand."""
    if not REAL.is_dir():
        pytest.skip("the example letter is not here")
    printed = json.loads((REAL / "expected_endnotes.json").read_text("utf-8"))["notes"]
    contents = [
        tuple(Text(run["text"], em=run.get("italic", False), href=run.get("href")) for run in note["runs"]) for note in printed
    ]
    source = (REAL / "letter.md").read_text("utf-8").split("---\n", 2)[2]
    numbers = {name: at for at, name in enumerate(re.findall(r"^\[\^([^\]]+)\]:", source, re.M))}

    def inline(words: str) -> Paragraph:
        content: list[object] = []
        for at, stretch in enumerate(words.split("**")):  # every second stretch is bold
            for piece in filter(None, re.split(r"(\[\^[^\]]+\])", stretch)):
                noted = piece.startswith("[^")
                content.append(Note(piece[2:-1], contents[numbers[piece[2:-1]]]) if noted else text(piece, strong=at % 2 == 1))
        return para(*content)

    body: list[Block] = []
    for block in source.split("\n\n"):
        if block.startswith("- "):
            body.append(BulletList(tuple((inline(item),) for item in re.split(r"^- |\n- ", block) if item)))
        elif block.strip() and not block.startswith("[^"):
            body.append(inline(block.strip()))
    letter = simple(
        *body,
        recipients=(("Secretary Alejandro Mayorkas", "Department of Homeland Security", "Washington, DC 20528, USA"),),
        subject="Cancel DHS Use of AI Technologies for Immigration Enforcement and Adjudication by December 1, 2024",
        salutation="Dear Secretary Mayorkas,",
        closing="Signed,",
        cc=tuple(re.findall(r"^  - (DHS .+)$", (REAL / "letter.md").read_text("utf-8"), re.M)),
    )
    with (REAL / "signatories.csv").open(encoding="utf-8", newline="") as stream:
        signed = lines(*(row["organization"] for row in csv.DictReader(stream)))
    return replace(
        rendition(letter, Signatories((SignatoryGroup(signed),), columns), draft),
        title="Cancel DHS use of AI for immigration enforcement",
        author="Just Futures Law",
    )
