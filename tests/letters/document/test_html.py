"""The HTML writer: valid, complete, and nothing that a person types gets out of its place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.document.html import write
from letters.document.nodes import (
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Heading,
    Letter,
    Note,
    NoteLink,
    NumberedList,
    NumberedNote,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve
from letters.document.walk import inlines_of, runs_of
from tests.letters.document.trees import letters, texts
from tests.tools.html import fragment

MOMENT = datetime(2026, 1, 5, tzinfo=UTC)
SLOW = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def rendition(letter: Letter, *, draft: str = "", title: str = "T", signatories: Signatories | None = None) -> Rendition:
    return Rendition(resolve(letter).letter, title, MOMENT, signatories or Signatories(), draft=draft)


def article(*blocks: object, **fields: object) -> Element:
    return fragment(write(rendition(Letter(tuple(blocks), **fields))))  # type: ignore[arg-type]


def page(html: str) -> Element:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(element: Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def by_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


def printed(run: object) -> str:
    """What a run prints, its breaks as nothing."""
    parts = [
        node.text if isinstance(node, Text) else str(node.number) if isinstance(node, NumberedNote | NoteLink) else ""
        for node in run  # type: ignore[attr-defined]
    ]
    return "".join(parts)


@SLOW
@given(letters(), st.booleans())
def test_valid_and_complete(letter: Letter, standalone: bool) -> None:
    made = rendition(letter, draft="DRAFT </style>", signatories=Signatories((SignatoryGroup((SignatoryLine("A", "B"),)),)))
    html = write(made, standalone=standalone)
    root = page(html) if standalone else fragment(html)
    text = words(root)
    place = 0
    for run in runs_of(made.letter.body):
        wanted = printed(run)
        place = text.index(wanted, place) + len(wanted)
    notes = [node for node in inlines_of(made.letter.body) if isinstance(node, NumberedNote)]
    endnotes = [element for element in root.iter("li") if element.get("id", "").startswith("note-")]
    assert [printed(note.content) for note in notes] == [
        words(element).removesuffix("↩").removesuffix(" ") for element in endnotes
    ]


@SLOW
@given(letters())
def test_every_link_inside_leads_somewhere_and_every_id_is_one(letter: Letter) -> None:
    root = fragment(write(rendition(letter)))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    addresses = [element.get("href", "") for element in root.iter("a")]
    assert {address.removeprefix("#") for address in addresses if address.startswith("#")} <= set(ids)
    outside = [element for element in root.iter("a") if not element.get("href", "").startswith("#")]
    assert all(element.get("rel") == "noopener noreferrer" for element in outside)
    assert all(re.match("https?://|mailto:", element.get("href", ""), re.IGNORECASE) for element in outside)
    assert not any(element.get("style") or element.tag in ("style", "script") for element in root.iter())


@settings(deadline=None, max_examples=100)
@given(texts(1), texts(1), texts(1))
def test_words_come_back_as_they_were(one: str, two: str, three: str) -> None:
    signatories = Signatories((SignatoryGroup((SignatoryLine(one, two),), title=three, note=one),), columns=3)
    letter = Letter(
        (Paragraph((Text(one, strong=True), Text(two, href=f"https://x.org/?{len(three)}"))),), subject=three, cc=(one,)
    )
    root = fragment(write(rendition(letter, signatories=signatories)))
    assert words(by_class(root, "subject")[0]) == f"Re: {three}"
    assert words(root.find(".//*[@class='body']/p")) == one + two
    assert words(root.find(".//*[@class='columns-3']/li")) == f"{one}, {two}"
    assert words(root.find(".//*[@class='signatories']/h2")) == three
    assert words(root.find(".//*[@class='cc']/ul/li")) == one


@settings(deadline=None, max_examples=50)
@given(texts(1), texts())
def test_a_page_cannot_be_broken_out_of(title: str, draft: str) -> None:
    root = page(write(rendition(Letter(()), title=title, draft=f"{draft}</style><p>'\"\\"), standalone=True))
    assert words(root.find("./head/title")) == title
    assert [element.tag for element in root.findall("./body/*")] == ["p", "article"]
    assert words(by_class(root, "draft")[0]) == f"{draft}</style><p>'\"\\"


def test_parts_of_a_letter() -> None:
    root = article(
        Heading(1, (Text("a"),)),
        SignatoryBlock(),
        Paragraph((Text("b"),)),
        CCBlock(),
        date="c",
        delivery=("d", "e"),
        recipients=(("f", "g"), ("h",)),
        recipient_layout="side by side",
        subject="i",
        salutation="j",
        closing="k",
        cc=("l",),
        attachments=("m", "n"),
    )
    assert root.tag == "article"
    assert (root.get("class"), root.get("lang"), root.get("dir")) == ("letter", "en-US", None)
    assert [words(element) for element in root.iter("address")] == ["f\ng", "h"]
    assert len(by_class(root, "side-by-side")) == 1
    order = "".join(words(root).split())
    assert order == "cdefghRe:ijakbCC:lAttachments:mn"


def test_headings_go_down_by_the_offset() -> None:
    letter = Letter((Heading(1, (Text("a"),)), Heading(3, (Text("b"),)), Paragraph((Text("c"), Note("n", (Text("d"),))))))
    for offset, tags in ((0, ["h1", "h3", "h1"]), (1, ["h2", "h4", "h2"]), (5, ["h6", "h6", "h6"])):
        root = fragment(write(rendition(letter), heading_offset=offset))
        assert [element.tag for element in root.iter() if re.fullmatch("h[1-6]", element.tag)] == tags


def test_notes_lead_both_ways() -> None:
    root = article(Paragraph((Text("a"), Note("n", (Text("b"),)), XRef("n"), Note("m", (Text("See "), XRef("n"))))))
    references = [element for element in root.iter("a") if element.get("role") == "doc-noteref"]
    backs = [element for element in root.iter("a") if element.get("role") == "doc-backlink"]
    assert [(element.get("href"), element.text) for element in references] == [("#note-1", "1"), ("#note-2", "2")]
    assert [element.get("href") for element in backs] == [f"#{element.get('id')}" for element in references]
    assert [element.get("href") for element in root.iter("a") if not element.get("role")] == ["#note-1", "#note-1"]
    assert [element.get("id") for element in root.iter() if element.get("role") == "doc-endnotes"] == ["notes"]


def test_a_link_with_a_marked_word_is_one_link() -> None:
    root = article(
        Paragraph((Text("a", href="https://x.org"), Text("b", em=True, href="https://x.org"), Text("c", strong=True)))
    )
    (link,) = root.iter("a")
    assert words(link) == "ab"
    assert [element.tag for element in link] == ["em"]


def test_unsafe_addresses_are_no_links() -> None:
    root = article(Paragraph((Text("a", href="javascript:alert(1)"), Break(), Text("b"))))
    assert [*root.iter("a")] == []
    assert words(root.find(".//p")) == "ab"


def test_long_addresses_may_break() -> None:
    html = write(rendition(Letter((Paragraph((Text("https://x.org/a/b", href="https://x.org/a/b"),)),))))
    assert "https://<wbr>x.<wbr>org/<wbr>a/<wbr>b</a>" in html


def test_blocks() -> None:
    item = (Paragraph((Text("a"),)),)
    root = article(
        BulletList((item, (*item, *item))),
        NumberedList((item,), 4),
        BlockQuote(item),
        Table(((Text("h"),), ()), (((), (Text("b"),)),), ("right", "")),
    )
    lists = [*root.iter("li")]
    assert [[element.tag for element in item] for item in lists] == [[], ["p", "p"], []]
    assert [element.get("start") for element in root.iter("ol")] == ["4"]
    assert [element.tag for element in root.iter("blockquote")] == ["blockquote"]
    assert [(element.tag, element.get("class")) for element in root.iter("tr") for element in element] == [
        *(("th", "right"), ("td", None)),  # a header that says nothing is none
        *(("td", "right"), ("td", None)),
    ]


def test_names_keep_their_own_direction() -> None:
    signatories = Signatories((SignatoryGroup((SignatoryLine("שלום", "Haifa"),)),))
    root = fragment(write(rendition(Letter((), language="ar-EG"), signatories=signatories)))
    assert root.get("dir") == "rtl"
    assert any(element.get("dir") == "auto" or element.tag == "bdi" for element in root.iter("li"))


def test_a_draft_says_so() -> None:
    html = write(rendition(Letter(()), draft="DRAFT · 3 of 5"), standalone=True)
    assert words(by_class(page(html), "draft")[0]) == "DRAFT · 3 of 5"
    assert "@top-center" in html
    assert "@top-center" not in write(rendition(Letter(())), standalone=True)


def test_a_page_has_what_a_page_needs() -> None:
    root = page(write(rendition(Letter((), subject="a", language="es-MX"), title=""), standalone=True))
    assert root.get("lang") == "es-MX"
    assert words(root.find("./head/title")) == "a"
    metas = [element.get("charset") or element.get("name") for element in root.iter("meta")]
    assert metas == ["utf-8", "viewport"]


@pytest.mark.parametrize("content", [(Note("n", ()),), (XRef("n"),)])
def test_an_unresolved_letter_is_refused(content: tuple[Note | XRef, ...]) -> None:
    with pytest.raises(ValueError, match="resolved"):
        write(Rendition(Letter((Paragraph(content),)), "T", MOMENT))
