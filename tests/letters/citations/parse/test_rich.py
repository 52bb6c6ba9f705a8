"""What a clipboard's HTML gives."""

from __future__ import annotations

from letters.citations.parse import from_html, parse_note


def test_word_s_and_google_docs_italics_are_found() -> None:
    word = from_html(
        "<html><head><style>p {font-style:italic}</style></head><body>"
        "<p class=MsoFootnoteText>See <i>A\r\nTitle</i>, Times.</p></body></html>"
    )
    assert word.text == "See A Title, Times."
    assert [word.text[start:end] for start, end in word.italics] == ["A Title"]
    docs = from_html(
        '<b style="font-weight:normal"><p><span style="font-style:normal">See </span>'
        '<span style="font-style: italic;">A Title</span></p></b>'
    )
    assert [docs.text[start:end] for start, end in docs.italics] == ["A Title"]


def test_normal_inside_italic_is_not_italic() -> None:
    pasted = from_html('<em>A <span style="font-style:normal">B</span> C</em>')
    assert [pasted.text[start:end] for start, end in pasted.italics] == ["A ", " C"]


def test_breaks_and_blocks_become_line_ends_and_scripts_go() -> None:
    assert from_html("<p>One<br>two</p><p>three</p><script>four()</script>").text == "One\ntwo\nthree"


def test_a_link_behind_words_becomes_the_address_of_the_source() -> None:
    pasted = from_html('Jane Doe, <a href="https://example.org/a?b=1&amp;c=2"><i>A Title</i></a>, The Hill, May 3, 2021.')
    assert pasted.links == ((10, 17, "https://example.org/a?b=1&c=2"),)
    segment = parse_note(pasted.text, pasted.italics, pasted.links)[0]
    assert (segment.url, segment.item["title"]) == ("https://example.org/a?b=1&c=2", "A Title")


def test_only_web_addresses_count_as_links() -> None:
    assert (
        from_html('<a href="javascript:alert(1)">a</a> <a href="#_ftn1">1</a> <a href="mailto:a@example.org">b</a>').links == ()
    )


def test_crooked_html_gives_its_text() -> None:
    assert from_html("a <i>b</p> c").text == "a b\nc"
    assert from_html("2 < 3 &lt; 4").text == "2 < 3 < 4"
    assert from_html("</i></b>a").text == "a"
