"""Reading a written file back, for the tests: the words of a paragraph as a person sees them."""

from __future__ import annotations

from lxml import etree

from tests.tools.ooxml import Opened, W

_WORDS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}softHyphen": "\u00ad"}


def words(paragraph: etree._Element) -> str:
    """The text of a paragraph, fields as they are shown."""
    return "".join(_WORDS.get(node.tag, node.text or "") for node in paragraph.iter(f"{W}t", *_WORDS) if not _is_tab_stop(node))


def style(paragraph: etree._Element) -> str:
    """The style id of a paragraph."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def paragraphs(opened: Opened, *styles: str) -> list[etree._Element]:
    """The paragraphs of the main text, all or those in the given styles."""
    found = opened.document.iter(f"{W}p")
    return [one for one in found if not styles or style(one) in styles]


def texts(opened: Opened, *styles: str) -> list[str]:
    """The words of those paragraphs."""
    return [words(one) for one in paragraphs(opened, *styles)]


def note_texts(opened: Opened) -> list[str]:
    """The words of each endnote, without the space behind its number."""
    return ["".join(words(one) for one in note.iter(f"{W}p")).removeprefix(" ") for note in opened.endnotes.values()]


def _is_tab_stop(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == f"{W}tabs"
