"""The Markdown that letters are written in: CommonMark, GFM tables, pandoc's notes, citations and fenced boxes."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from mdit_py_plugins.container import container_plugin

from letters.document.markdown.rules.citation import citation
from letters.document.markdown.rules.count import count
from letters.document.markdown.rules.cross_reference import cross_reference
from letters.document.markdown.rules.depth import too_deep
from letters.document.markdown.rules.hidden_block import hidden_block
from letters.document.markdown.rules.inline_note import inline_note
from letters.document.markdown.rules.note_definition import note_definition
from letters.document.markdown.rules.note_reference import note_reference
from letters.document.markdown.rules.whole_table import whole_table

_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


class _Parser(MarkdownIt):
    """A parser that gives addresses as they were written: the reader of the tokens decides which of them a letter may hold."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return isinstance(url, str)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


@cache
def parser() -> MarkdownIt:
    """The parser. It keeps no state between texts; all of that is in the ``env`` handed to it."""
    # Deep enough for what the depth rule lets through; inline, a limit to the brackets that are looked into.
    md = _Parser("commonmark", {"maxNesting": 24})
    md.enable("table")
    md.block.ruler.at("table", whole_table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.at("html_block", hidden_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.before("reference", "note_definition", note_definition, _INTERRUPTS)
    container_plugin(md, "box", validate=lambda params, _markup: bool(params.strip(" :")))
    md.block.ruler.before("table", "too_deep", too_deep)
    for name, rule in (
        ("note_reference", note_reference),
        ("inline_note", inline_note),
        ("cross_reference", cross_reference),
        ("citation", citation),
        ("count", count),
    ):
        md.inline.ruler.before("link", name, rule)
    return md
