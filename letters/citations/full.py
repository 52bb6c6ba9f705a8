"""The full form of a source: what stands before the address, the address, and what follows it.

What stands before the address is the profile's affair; the address, its archive copy and the day it was read are the same in
all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from letters.citations.csl import Item, custom, field
from letters.citations.dates import LONG_MONTHS, MONTHS, date, is_dated
from letters.citations.profiles import PROFILES
from letters.citations.style import STANDARD, Style
from letters.document.nodes import Text

ACCESSED = "last accessed"


@dataclass(frozen=True, slots=True)
class Full:
    """A full citation in the three pieces between which other things go: the locator stands between body and address."""

    body: tuple[Text, ...]
    address: tuple[Text, ...] = ()
    after: str = ""
    """What follows the address: " (last accessed …)"."""
    tail: tuple[Text, ...] = ()
    inner: str = ""
    """The end of the body, and the sort of locator that goes in front of it (:class:`letters.citations.profiles.Body`)."""

    def with_locator(self, locator: str = "", bare: str = "", label: str = "") -> tuple[Text, ...]:
        """The whole, with ``locator`` ("at 15") in its place; ``bare`` is what it names ("15"), ``label`` of what sort."""
        runs = self.body
        if bare and self.inner == label:
            runs, locator = _joined(runs, f" {locator}" if label == "section" else f", {bare}"), ""
        runs = (*runs, *self.tail)
        joint = f", {locator}" if locator else ""
        if self.address and (runs or joint):
            joint += ", "
        runs = (*_joined(runs, joint), *self.address)
        return (*runs, Text(self.after)) if self.after else runs


def _joined(runs: tuple[Text, ...], words: str) -> tuple[Text, ...]:
    if not words:
        return runs
    if runs and runs[-1] == Text(runs[-1].text):
        return (*runs[:-1], Text(runs[-1].text + words))
    return (*runs, Text(words))


def full_form(item: Item, style: Style = STANDARD, *, in_sentence: bool = False) -> Full:
    """The full form of ``item`` (a CSL-JSON object) in ``style``.

    ``in_sentence`` tells that the citation continues a sentence of the note ("This includes …"), where a named act takes its
    article. A ``custom.full`` list of runs (``text``, ``italic``, ``href``) replaces the rule's output: for the source that a
    coordinator wants printed otherwise, or whose publisher has a style of its own.
    """
    override = _override(item, style)
    if override is not None:
        return override
    body = PROFILES[style.profile].body(item, style, in_sentence)
    url = address_of(item)
    address: tuple[Text, ...] = (_linked(url),) if url else ()
    if url and style.angle:
        address = (Text("<"), *address, Text(">"))
    if url:
        address += _copy(item, style)
    return Full(body.runs, address, _last_accessed(item, style) if url else "", body.tail, body.inner)


def address_of(item: Item) -> str:
    """Where the source is to be read: its URL, else its DOI as an address; empty if it has neither."""
    url = field(item, "URL")
    doi = field(item, "DOI")
    if url or not doi:
        return url
    return doi if doi.startswith(("http://", "https://")) else f"https://doi.org/{doi.removeprefix('doi:').strip()}"


def copies_of(item: Item) -> tuple[str, ...]:
    """The addresses of the archive copies that the library knows (``custom.archive``), in the order of their making."""
    listed = custom(item).get("archive")
    if not isinstance(listed, list):
        return ()
    found = (field(copy, "url") for copy in listed if isinstance(copy, Mapping))
    return tuple(url for url in found if is_web(url))


def is_web(url: str) -> bool:
    """Whether ``url`` is an address that a reader can follow; only such become links."""
    return url.lower().startswith(("http://", "https://"))


def _linked(url: str) -> Text:
    return Text(url, href=url) if is_web(url) else Text(url)


def _copy(item: Item, style: Style) -> tuple[Text, ...]:
    copies = copies_of(item) if style.archive else ()
    return (Text(" ["), _linked(copies[0]), Text("]")) if copies else ()


def _last_accessed(item: Item, style: Style) -> str:
    if style.accessed == "never" or (style.accessed == "undated" and is_dated(item, "issued")):
        return ""
    accessed = date(item, "accessed", LONG_MONTHS if style.months == "long" else MONTHS)
    return f" ({ACCESSED} {accessed})" if accessed else ""


def _override(item: Item, style: Style) -> Full | None:
    listed = custom(item).get("full")
    if not isinstance(listed, list):
        return None
    runs = [
        Text(str(run["text"]), em=run.get("italic") is True, href=href if is_web(href := field(run, "href")) else None)
        for run in listed
        if isinstance(run, Mapping) and isinstance(run.get("text"), str) and run["text"]
    ]
    if not runs:
        return None
    copy = _copy(item, style)
    if any(run.href == mark.href for run in runs for mark in copy if mark.href):
        copy = ()
    place = next((index for index, run in enumerate(runs) if run.href), None)
    if place is None or place == 0:
        return Full((*runs, *copy))
    before = runs[:place]
    # The comma in front of the address belongs to the joint, not to the body: the locator goes between the two.
    before[-1] = Text(before[-1].text.removesuffix(", "), before[-1].em)
    body = tuple(run for run in before if run.text)
    return Full(body, (runs[place], *copy), "".join(run.text for run in runs[place + 1 :]))
