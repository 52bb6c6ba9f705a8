"""Hypothesis strategies for letters: random trees that the schema takes, in their normal form, with texts chosen to hurt.

``letters()`` gives whole letters, ``inline_contents()`` one paragraph's content, ``texts()`` and ``lines()`` words. Every
letter has distinct note ids, and every cross reference means a note of the letter.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import TypeVar, get_args

from hypothesis import strategies as st

from letters.document.nodes import (
    Alignment,
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Citation,
    Cite,
    Count,
    Counted,
    Heading,
    Inline,
    Inlines,
    Letter,
    Locator,
    Note,
    NoteInline,
    NumberedList,
    Paragraph,
    RecipientLayout,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.normal import normalize
from letters.document.walk import inlines_of, map_inlines

_T = TypeVar("_T")

WICKED = (
    *("word", "Words", "a", "I", "See", "see also", "cf.", "e.g.", "p. 4", "15", "vi", "at 3", "note", "St. Mary’s", "naïve"),
    *(" ", " ", " ", "  ", "\u00a0", "\u2009", "\u3000", "\u200b", "\ufeff", "-", "–", "—", "…", "’", "“", "”", "'", '"'),
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "~~",
        "~~~",
        "`",
        "```",
        "\\",
        "\\\\",
        "|",
        "||",
        ":",
        ":::",
        ";",
        ",",
        ".",
        "!",
        "?",
        "^",
        "$",
    ),
    *(
        "<",
        ">",
        "</",
        "<em>",
        "</em>",
        "<br>",
        "<b",
        "<!--",
        "-->",
        "<http://x.org>",
        "<a@b.org>",
        "&",
        "&amp;",
        "&#42;",
        "&nbsp;",
    ),
    *(
        "[",
        "]",
        "(",
        ")",
        "[]",
        "[x]",
        "[x]:",
        "[^x]",
        "[^",
        "^[",
        "![",
        "](",
        "[@x]",
        "@",
        "@key",
        "-@k",
        "[#x]",
        "[sic]",
        "{",
        "}",
        "{x}",
        "{organizations}",
        "{Individuals}",
        "organizations}",
    ),
    *(
        "#",
        "##",
        "# ",
        "1.",
        "1) ",
        "1. ",
        "2. ",
        "- ",
        "+ ",
        "* ",
        "> ",
        "=",
        "===",
        "---",
        "- - -",
        "***",
        "::: cc",
        "|---|",
        "\\|",
    ),
    *(
        "http://x.org",
        "https://example.org/a_b_c?x=1&copy=2",
        "a@b.org",
        "www.x.org",
        "§ 3",
        "¶",
        "\U0001f30d",
        "日本語",
        "שלום",
        "é",
    ),
)
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ALPHABET = st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"), exclude_characters=_TURNING)


_MARKS = [Text("", em=em, strong=strong, underline=underline) for em, strong, underline in product((False, True), repeat=3)]


@cache
def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Words without a forbidden character, often in the way of some syntax."""
    joined = st.lists(st.sampled_from(WICKED), min_size=min_size, max_size=5).map("".join)
    return st.one_of(joined, joined, joined, st.text(_ALPHABET, min_size=min_size, max_size=8))


@cache
def lines() -> st.SearchStrategy[str]:
    """A field's line: may be empty."""
    return st.one_of(
        st.sampled_from(["", "Signed,", "No", "null", "2024-01-05", "12:30", "- x", "a: b", "#", "~", "'x'"]), texts()
    )


@cache
def hrefs() -> st.SearchStrategy[str]:
    """Addresses that a letter may link to."""
    pieces = [
        "",
        "/",
        "a_b",
        "?a=1",
        "&copy=2",
        "&copy;",
        "(",
        ")",
        "(x)",
        "*",
        "#1",
        "~",
        "%20",
        "|",
        "^",
        "{}",
        "'",
        "!",
        "é",
        ";",
        "[1]",
    ]
    web = st.lists(st.sampled_from(pieces), max_size=4).map(lambda tail: "https://x.org/" + "".join(tail))
    return st.one_of(
        web, st.sampled_from(["mailto:a@b.org", "HTTP://a_b.de", "http://x/&amp;", "http://x.org?#", "https://é.org"])
    )


@cache
def _texts_with_marks() -> st.SearchStrategy[Text]:
    plain = st.builds(Text, texts(1))
    marked = st.builds(lambda text, marks: replace(marks, text=text), texts(1), st.sampled_from(_MARKS))
    linked = st.builds(lambda text, href: replace(text, href=href), marked, hrefs())
    address = hrefs().map(lambda href: Text(href.removeprefix("mailto:"), href=href))
    return st.one_of(plain, marked, marked, linked, address)


@cache
def counts() -> st.SearchStrategy[Count]:
    """Counts in all marks."""
    of = st.sampled_from(get_args(Counted))
    return st.builds(
        lambda of, marks, href: Count(of, marks.em, marks.strong, marks.underline, href),
        of,
        st.sampled_from(_MARKS),
        st.one_of(st.none(), st.none(), hrefs()),
    )


@cache
def citations() -> st.SearchStrategy[Citation]:
    """Citations, with words in their parts that look like other parts."""
    keys = st.one_of(
        st.sampled_from(["key", "key-2", "a.b:c", "http://zotero.org/1", "Ünïcode", "12"]), texts(1).map(str.strip)
    )
    locators = st.one_of(st.sampled_from(["", "15", "3-4", "3–4, 7", "12(a)(1)", "iv", "the last", "15th", "{x}"]), texts())
    suffixes = st.one_of(st.sampled_from(["", ", as amended", ", 15 U.S.C.", ", p. 4", "(a)", "(a) (b)", ", {p. 3}"]), texts())
    return st.builds(
        Citation,
        keys.filter(bool),
        signal=st.sampled_from(["", "", "See", "See, e.g.,", "see also", "But cf.", "Cf.", "Accord", "E.g."]),
        prefix=st.one_of(st.just(""), texts()),
        locator=locators,
        label=st.sampled_from(get_args(Locator)),
        suffix=suffixes,
        parenthetical=st.one_of(st.just(""), st.sampled_from(["holding x", "a (b) c", "a) (b", "x)"]), texts()),
    )


@cache
def note_contents() -> st.SearchStrategy[tuple[NoteInline, ...]]:
    """What stands in a note. Cross references mean "?", until ``letters`` gives them a note."""
    nodes: st.SearchStrategy[NoteInline] = st.one_of(
        _texts_with_marks(),
        _texts_with_marks(),
        st.builds(Break),
        counts(),
        st.builds(XRef, st.just("?")),
        st.builds(Cite, st.lists(citations(), max_size=3).map(tuple)),
    )
    return st.lists(nodes, max_size=4).map(tuple)


@cache
def inline_contents() -> st.SearchStrategy[Inlines]:
    """A paragraph's content. Notes are called "?", and cross references mean "?"."""
    nodes: st.SearchStrategy[Inline] = st.one_of(
        _texts_with_marks(),
        _texts_with_marks(),
        _texts_with_marks(),
        st.builds(Break),
        counts(),
        st.builds(XRef, st.just("?")),
        st.builds(Note, st.just("?"), note_contents()),
    )
    return st.lists(nodes, max_size=6).map(tuple)


@cache
def _blocks(depth: int) -> st.SearchStrategy[Block]:
    simple: list[st.SearchStrategy[Block]] = [
        st.builds(Paragraph, inline_contents()),
        st.builds(Paragraph, inline_contents()),
        st.builds(Heading, st.integers(1, 3), inline_contents()),
        _TABLES,
    ]
    if depth == 0:
        return st.one_of(simple)
    inner = st.lists(_blocks(depth - 1), max_size=3).map(tuple)
    items = st.lists(inner, min_size=1, max_size=3).map(tuple)
    starts = st.one_of(st.just(1), st.integers(0, 999_999_999))
    nested: list[st.SearchStrategy[Block]] = [
        st.builds(BulletList, items),
        st.builds(NumberedList, items, starts),
        st.builds(BlockQuote, inner),
    ]
    return st.one_of(*simple, *nested)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    cells = st.lists(inline_contents(), min_size=width, max_size=width).map(tuple)
    align = st.lists(st.sampled_from(get_args(Alignment)), min_size=width, max_size=width).map(tuple)
    return Table(draw(cells), tuple(draw(st.lists(cells, max_size=2))), draw(align))


_TABLES = _tables()
_NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,6}", fullmatch=True)


@st.composite
def letters(draw: st.DrawFn, *, max_blocks: int = 4, depth: int = 2) -> Letter:
    """Whole letters in their normal form, their notes named apart."""
    body = draw(st.lists(_blocks(depth), max_size=max_blocks))
    for place in draw(st.permutations([SignatoryBlock(), CCBlock()]))[: draw(st.integers(0, 2))]:
        body.insert(draw(st.integers(0, len(body))), place)
    several = st.lists(lines(), max_size=3).map(tuple)
    letter = normalize(
        Letter(
            tuple(body),
            date=draw(lines()),
            delivery=draw(several),
            recipients=draw(st.lists(several, max_size=3).map(tuple)),
            recipient_layout=draw(st.sampled_from(get_args(RecipientLayout))),
            subject=draw(lines()),
            salutation=draw(lines()),
            closing=draw(lines()),
            cc=draw(several),
            attachments=draw(several),
            language=draw(st.sampled_from(["en-US", "es-MX", "zh-Hant-TW", "ar-EG"])),
        )
    )
    return _named(draw, letter)


def _named(draw: st.DrawFn, letter: Letter) -> Letter:
    count = sum(isinstance(node, Note) for node in inlines_of(letter.body))
    names = draw(st.lists(_NAMES, min_size=count, max_size=count, unique=True))
    coming = iter(names)

    def pointed(node: NoteInline) -> NoteInline:
        return XRef(draw(st.sampled_from(names))) if isinstance(node, XRef) and names else node

    def named(node: Inline) -> Inline:
        match node:
            case Note(_, content):
                inside = tuple(pointed(part) for part in content)
                return Note(next(coming), inside)
            case XRef():
                return XRef(draw(st.sampled_from(names))) if names else Text("4")
            case _:
                return node

    return normalize(replace(letter, body=map_inlines(letter.body, named)))
