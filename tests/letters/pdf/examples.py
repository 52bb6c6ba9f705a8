"""Letters made by hand for the tests of the PDF writer: every kind of node, several scripts, any number of names."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from letters.document.nodes import (
    BlockQuote,
    Break,
    BulletList,
    Heading,
    Letter,
    Note,
    NumberedList,
    Paragraph,
    Table,
    Text,
    XRef,
)
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve

MOMENT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

WORDS = [
    "Alliance",
    "Center",
    "for",
    "Justice",
    "Community",
    "Action",
    "Network",
    "of",
    "Greater",
    "Rights",
    "Immigrant",
    "Coalition",
    "Legal",
    "Services",
    "Association",
    "National",
    "Women’s",
    "Policy",
    "Institute",
    "Digital",
    "Privacy",
    "California",
    "Texas",
    "Workers",
    "United",
    "Faith",
    "Refugee",
    "Law",
    "Clinic",
    "Fund",
]

FOREIGN = (
    "Organización Nacional de Jóvenes",
    "Việt Nam Cộng đồng Người cao tuổi",
    "xʷməθkʷəy̓əm Language Circle",
    "مؤسسة العدالة الدولية (IJF)",
    "האגודה לזכויות האזרח",
    "中华法律援助中心",
    "日本自由人権協会",
    "한국인권재단",
    "मानव अधिकार संगठन",
    "องค์กรสิทธิมนุษยชน",
    "လူ့အခွင့်အရေးအဖွဲ့",
    "ᏣᎳᎩ ᎠᏰᎵ Cherokee Center",
    "Հայ Իրավունք",
    "საქართველოს უფლებები",
    "የሰብአዊ መብት ማህበር",
    "མི་དམངས་ཐོབ་ཐང་",
    "Ελληνική Ένωση Δικαιωμάτων",
    "Союз защиты прав",
    "🌻 Sunflower Collective",
    "Supercalifragilisticexpialidocious" * 3,
)


def lorem(number: int) -> str:
    """A paragraph's worth of plain words, different for each number."""
    chosen = random.Random(number)
    return " ".join(chosen.choice(WORDS).lower() for _ in range(70)).capitalize() + "."


def names(count: int, seed: int = 7) -> tuple[SignatoryLine, ...]:
    """``count`` lines, each name different, some long, some with a detail."""
    chosen = random.Random(seed)
    lines: list[SignatoryLine] = []
    for number in range(count):
        name = " ".join(chosen.choice(WORDS) for _ in range(chosen.randint(2, 7))) + f" {number + 1}"
        detail = "Professor of Law, Howard University" if number % 17 == 5 else ""
        lines.append(SignatoryLine(name, detail))
    return tuple(lines)


def rich_letter(language: str = "en-US") -> Letter:
    """A resolved letter with every kind of block and inline node and with headings that skip levels."""
    first = Note(
        "a",
        (
            Text("See", em=True),
            Text(" Jane Roe, "),
            Text("The Long Road", em=True),
            Text(" (2024), at 15, "),
            Text(
                "https://example.org/a/very/long/path/that-goes-on-and-on/2024/03/28/report_final_v2.pdf?download=true&x=0123456789",
                href="https://example.org/a/very/long/path/that-goes-on-and-on/2024/03/28/report_final_v2.pdf?download=true&x=0123456789",
            ),
            Text("."),
        ),
    )
    second = Note(
        "b", (Text("Roe, "), Text("supra", em=True), Text(" note "), XRef("a"), Text(", at 20."), Break(), Text("And more."))
    )
    third = Note("c", (Text("世界人権宣言, and العدالة أولاً, and note "), XRef("b"), Text(".")))
    body = (
        Paragraph((Text("We, the undersigned, write about "), Text("rights", em=True), Text("."), first, Text(" " + lorem(1)))),
        Heading(2, (Text("What is at stake"), Note("h", (Text("A note in a heading."),)))),
        Paragraph(
            (
                Text("Strong", strong=True),
                Text(", "),
                Text("underlined", underline=True),
                Text(", "),
                Text("both 中文", strong=True, em=True),
                Text(", a "),
                Text("hidden link", href="https://example.org/"),
                Text(", and an "),
                Text("x" * 160, strong=True),
                Text(" endless word."),
                second,
                Break(),
                Text("After a break; see note "),
                XRef("a"),
                Text(" above."),
            )
        ),
        BulletList(
            (
                (Paragraph((Text(lorem(2)),)), BulletList(((Paragraph((Text("nested"),)),), (Paragraph((Text(lorem(3)),)),)))),
                (Paragraph((Text("second "), third)), Paragraph((Text("its second paragraph"),))),
            )
        ),
        Heading(3, (Text("Numbers"),)),
        NumberedList(
            ((Paragraph((Text("three"),)),), (Paragraph((Text("four"),)), NumberedList(((Paragraph((Text("a"),)),),)))), start=3
        ),
        BlockQuote((Paragraph((Text(lorem(4)),)), Paragraph((Text("— A source"),)))),
        Table(
            ((Text("Agency"),), (Text("Year"),), (Text("Complaints"), Note("t", (Text("A note in a table’s header."),)))),
            tuple(
                (
                    (Text(f"Department {row} " + "of Very Long Names " * (row % 3)),),
                    (Text(str(2000 + row)),),
                    (Text(f"{row * 1234:,}"),),
                )
                for row in range(40)
            ),
            ("left", "center", "right"),
        ),
        Heading(1, (Text("Mixed scripts"),)),
        Paragraph(
            (Text("Arabic مؤسسة العدالة and Hebrew זכויות and Thai สิทธิ and Burmese လူ့အခွင့် and Tibetan ཐོབ་ཐང་ in one text. " * 3),)
        ),
        Paragraph((Text("هذه فقرة كاملة بالعربية عن العدالة وحقوق الإنسان في كل مكان."),)),
        *(Paragraph((Text(lorem(number)),)) for number in range(5, 12)),
    )
    letter = Letter(
        body=body,
        date="March 2, 2026",
        delivery=("VIA ELECTRONIC MAIL",),
        recipients=(
            ("The Honorable Ana Example", "Secretary", "Department of Examples", "Washington, DC 20000"),
            (
                "The Honorable Bo Sample",
                "Director",
                "Office of Samples and of Very Long Departmental Names and Divisions",
                "Washington, DC 20001",
            ),
        ),
        recipient_layout="side by side",
        subject="A subject line that is long enough to run over the end of its line and to show how it hangs below its label",
        salutation="Dear Secretary Example and Director Sample:",
        closing="Signed,",
        cc=("Members of the Committee on Homeland Security", "Cy Copy, Inspector General"),
        attachments=("Appendix A",),
        language=language,
    )
    return resolve(letter).letter


def rendition(
    count: int = 150, columns: int = 2, *, draft: bool = False, letter: Letter | None = None, groups: bool = True
) -> Rendition:
    """The rich letter with ``count`` names, and with the foreign ones if there are any."""
    found = ()
    if count and groups:
        third = max(1, count // 3)
        every = names(count)
        found = (
            SignatoryGroup(every[:third], "National organizations"),
            SignatoryGroup(every[third:] + tuple(SignatoryLine(name) for name in FOREIGN), "State and local organizations"),
            SignatoryGroup(
                (SignatoryLine("Ann Example", "Professor of Law, Howard University"),),
                "Individuals",
                "Affiliations are for identification only.",
            ),
        )
    elif count:
        found = (SignatoryGroup(names(count)),)
    return Rendition(
        letter or rich_letter(),
        title="Letter on Rights",
        moment=MOMENT,
        signatories=Signatories(found, columns),
        author="The Rights Coalition",
        draft="DRAFT · Signatories as of March 2, 2026" if draft else "",
    )
