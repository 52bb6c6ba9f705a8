"""Writing systems: cut where they change, marked so that Word sets them right."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from letters.document.rendition import Signatories, SignatoryGroup
from letters.docx import write
from letters.docx.languages import language_of
from letters.docx.scripts import reads_rtl, segments
from letters.docx.styles import _room
from tests.letters.docx.examples import SCRIPTS, lines, para, rendition, simple
from tests.letters.docx.reading import paragraphs, words
from tests.tools.ooxml import Opened, W

MIXED = st.text(alphabet=st.sampled_from("aZ é1 .,()-\u0300אבعربي٣中かナ한สวัस्ते🌈Ω\u200f"), max_size=30)


@given(MIXED, st.booleans())
@settings(max_examples=400, deadline=None)
def test_segments_are_the_text_and_change_at_each_cut(text: str, rtl: bool) -> None:
    found = segments(text, rtl)
    assert "".join(segment.text for segment in found) == text
    assert all(segment.text for segment in found)
    assert all(one.script != two.script for one, two in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("Plain, naïve – Ελληνικά", False, [("Plain, naïve – Ελληνικά", "plain")]),
        ("Aid Society (היאס)", False, [("Aid Society (", "plain"), ("היאס", "rtl"), (")", "plain")]),
        ("האגודה (ACRI)", True, [("האגודה (", "rtl"), ("ACRI", "plain"), (")", "rtl")]),
        ("حقوق الإنسان 2024", True, [("حقوق الإنسان 2024", "rtl")]),
        ("日本 ペンクラブ", False, [("日本 ペンクラブ", "east asian")]),
        ("a中b", False, [("a", "plain"), ("中", "east asian"), ("b", "plain")]),
        ("אָ b", False, [("אָ", "rtl"), (" b", "plain")]),
        ("हिन्दी मंच", False, [("हिन्दी मंच", "complex")]),
    ],
)
def test_segments(text: str, rtl: bool, expected: list[tuple[str, str]]) -> None:
    assert [(segment.text, segment.script) for segment in segments(text, rtl)] == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [("עברית", "he-IL"), ("العربية", ""), ("中国", ""), ("ペン", "ja-JP"), ("한국", "ko-KR"), ("ภาษา", "th-TH"), ("हिन्दी", "")],
)
def test_a_script_tells_its_language_where_it_can(text: str, language: str) -> None:
    assert segments(text, False)[0].language == language


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("DHS وزارة", True, True),
        ("DHS وزارة", False, False),
        ("وزارة", False, True),
        ("Ministry", True, False),
        ("2024", True, True),
        ("2024", False, False),
        ("Éva", True, False),
    ],
)
def test_direction_of_a_paragraph(text: str, base: bool, expected: bool) -> None:
    assert reads_rtl(text, base) is expected


def runs(paragraph: etree._Element) -> list[tuple[str, set[str]]]:
    found = []
    for run in paragraph.iter(f"{W}r"):
        marks = run.find(f"{W}rPr")
        found.append((words(run), set() if marks is None else {etree.QName(mark).localname for mark in marks}))
    return found


def signatory(name: str, language: str = "en-US") -> etree._Element:
    letter = simple(para("x"), language=language)
    (found,) = paragraphs(Opened(write(rendition(letter, Signatories((SignatoryGroup(lines(name)),))))), "Signatory")
    return found


def test_a_hebrew_name_reads_from_the_right_and_stands_at_the_left_edge() -> None:
    found = signatory("האגודה (ACRI)")
    properties = found.find(f"{W}pPr")
    assert properties.find(f"{W}bidi").get(f"{W}val") == "1"
    assert properties.find(f"{W}jc").get(f"{W}val") == "right"  # in a right-to-left paragraph: where lines end, the left
    assert [(text, "rtl" in marks) for text, marks in runs(found)] == [("האגודה (", True), ("ACRI", False), (")", True)]


def test_an_english_name_in_an_arabic_letter_is_its_mirror() -> None:
    properties = signatory("Human Rights Watch", "ar-EG").find(f"{W}pPr")
    assert properties.find(f"{W}bidi").get(f"{W}val") == "0"
    assert properties.find(f"{W}jc").get(f"{W}val") == "right"


def test_a_name_that_reads_like_the_letter_says_nothing() -> None:
    for name, language in (("Access Now", "en-US"), ("جمعية", "ar-EG"), ("Hebrew Aid (היאס)", "en-US")):
        properties = signatory(name, language).find(f"{W}pPr")
        assert properties.find(f"{W}bidi") is None
        assert properties.find(f"{W}jc") is None


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_name_is_written_whole(name: str) -> None:
    assert words(signatory(name)) == name
    assert words(signatory(name, "he-IL")) == name


def test_an_arabic_letter_is_set_from_the_right_throughout() -> None:
    opened = Opened(
        write(
            rendition(simple(para("مرحبا"), para("English"), language="ar-EG"), Signatories((SignatoryGroup(lines("أ", "ب")),)))
        )
    )
    assert opened.tree("word/styles.xml").find(f"{W}style[@{W}styleId='Normal']/{W}pPr/{W}bidi") is not None
    assert all(section.find(f"{W}bidi") is not None for section in opened.document.iter(f"{W}sectPr"))
    assert [one.find(f"{W}pPr/{W}bidi") is None for one in paragraphs(opened, "BodyText")] == [True, False]


def test_the_language_and_fonts_stand_in_the_defaults() -> None:
    run = (
        Opened(write(rendition(simple(para("x"), language="zh-Hant-TW"))))
        .tree("word/styles.xml")
        .find(f".//{W}rPrDefault/{W}rPr")
    )
    language, fonts = run.find(f"{W}lang"), run.find(f"{W}rFonts")
    assert (language.get(f"{W}val"), language.get(f"{W}eastAsia"), language.get(f"{W}bidi")) == ("en-US", "zh-TW", "ar-SA")
    assert (fonts.get(f"{W}ascii"), fonts.get(f"{W}cs"), fonts.get(f"{W}eastAsia")) == (
        "Times New Roman",
        "Times New Roman",
        "PMingLiU",
    )


@pytest.mark.parametrize(
    ("tag", "rtl", "latin", "east_asian", "complex_script"),
    [
        ("en-US", False, "en-US", "zh-CN", "ar-SA"),
        ("es", False, "es", "zh-CN", "ar-SA"),
        ("he-IL", True, "en-US", "zh-CN", "he-IL"),
        ("ja-JP", False, "en-US", "ja-JP", "ar-SA"),
        ("zh-Hans", False, "en-US", "zh-CN", "ar-SA"),
        ("az-Arab-IR", True, "en-US", "zh-CN", "az-IR"),
        ("ks-Deva-IN", False, "ks-IN", "zh-CN", "ar-SA"),
    ],
)
def test_what_a_tag_settles(tag: str, rtl: bool, latin: str, east_asian: str, complex_script: str) -> None:
    found = language_of(tag)
    assert (found.rtl, found.latin, found.east_asian, found.complex) == (rtl, latin, east_asian, complex_script)


@pytest.mark.parametrize(
    ("tag", "label"), [("en-US", "Re:"), ("es-MX", "Asunto:"), ("zh-TW", "主旨："), ("zh-Hans-TW", "主题："), ("tlh-US", "Re:")]
)
def test_labels_by_language(tag: str, label: str) -> None:
    assert language_of(tag).words.subject == label


@pytest.mark.parametrize(("label", "room"), [("Re:", 720), ("Asunto:", 1080), ("件名：", 1080), ("نسخة إلى:", 1440)])
def test_a_label_has_room_before_its_text(label: str, room: int) -> None:
    assert _room(label) == room
