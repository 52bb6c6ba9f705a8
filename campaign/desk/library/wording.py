"""A source's own wording: the text that a person types for it, and the runs that it is kept as (``custom.full``).

It is typed as everything else in the letter is, ``*italics*`` and ``[words](https://…)``, and bare addresses become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from letters.document import hrefs, markdown
from letters.document.nodes import Count, Letter, Note, Paragraph, Text
from letters.document.normal import normalize
from letters.document.printable import clean

Run = dict[str, Any]

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BRACKETED = re.compile(r"<(https?://[^\s<>]+)>", re.IGNORECASE)
_START = "x "
"""Put before what is typed, so that nothing in it stands at the start of a line: "1. Foo" is no list there."""


def runs_from_text(text: str) -> tuple[list[Run], tuple[str, ...]]:
    """The runs of ``text``: ``{"text": "…", "italic": true, "href": "…"}``, marks only where they are set; and a sentence for
    each thing that such a wording cannot hold. No runs for nothing.
    """
    text = clean(text).text
    if not text:
        return [], ()
    try:
        letter, found = markdown.read(_START + text)
    except markdown.MarkdownError as error:
        return [], (error.sentence,)
    losses = [loss.sentence for loss in found if loss.kind != "citation-in-text"]
    content = letter.body[0].content if letter.body and isinstance(letter.body[0], Paragraph) else ()
    if any(isinstance(node, Note) for node in content):
        losses.append("A source cannot hold a note or a citation.")
    # A source counts nobody: "{organizations}" is a word there.
    nodes = [node.said(node.typed) if isinstance(node, Count) else node for node in content if isinstance(node, Text | Count)]
    if any(node.strong or node.underline for node in nodes):
        losses.append("Only italics and links are kept: bold and underlined words become plain ones.")
    runs = [run for node in nodes for run in _runs(node)]
    return _joined(runs), tuple(losses)


def text_from_runs(runs: object) -> str:
    """What the field shows for ``runs``. Entries that are no runs are left out, as they are when the source prints."""
    if not isinstance(runs, Sequence) or isinstance(runs, str):
        return ""
    content = tuple(
        Text(run["text"], em=run.get("italic") is True, href=_href(run.get("href")))
        for run in runs
        if isinstance(run, Mapping) and isinstance(run.get("text"), str) and run["text"]
    )
    try:
        text = clean(markdown.write(normalize(Letter((Paragraph(content),))))).text
    except markdown.MarkdownError:
        return clean("".join(node.text for node in content)).text
    plain = _BRACKETED.sub(r"\1", text)  # nobody types the brackets; they stay where the address would end elsewhere without
    return plain if runs_from_text(plain) == runs_from_text(text) else text


def _href(value: object) -> str | None:
    return value if isinstance(value, str) and hrefs.is_safe(value) else None


def _runs(node: Text) -> Iterator[Run]:
    """One text as runs, the bare addresses in it as links."""
    italic = {"italic": True} if node.em else {}
    if node.href:
        yield {"text": node.text, **italic, "href": node.href}
        return
    place = 0
    for match in _ADDRESS.finditer(node.text):
        address = _ended(match[0])
        if hrefs.is_safe(address):
            yield {"text": node.text[place : match.start()], **italic}
            yield {"text": address, **italic, "href": address}
            place = match.start() + len(address)
    yield {"text": node.text[place:], **italic}


def _ended(address: str) -> str:
    """A bare address without the full stop or the bracket of the sentence around it."""
    while address and (address[-1] in ".,;:!?'’”]" or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


def _joined(runs: Sequence[Run]) -> list[Run]:
    """``runs`` without :data:`_START` and without empty ones, neighbours of the same kind as one."""
    made: list[Run] = []
    for run in runs:
        if made and not run.get("href") and not made[-1].get("href") and made[-1].get("italic") == run.get("italic"):
            made[-1] = {**made[-1], "text": made[-1]["text"] + run["text"]}
        else:
            made.append(run)
    if made:
        made[0] = {**made[0], "text": made[0]["text"].removeprefix(_START)}
        made[-1] = {**made[-1], "text": made[-1]["text"].rstrip()}
    return [run for run in made if run["text"]]
