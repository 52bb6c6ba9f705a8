"""The HTML part of a message, made from the very text of the other part: nobody has to write a message twice.

What it has: paragraphs, links that can be pressed, and one large button where a line is nothing but the address to go to.
What it does not have: pictures, scripts, fonts, anything that is fetched from elsewhere. It follows the reader's dark mode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

OPEN = {"en": "Open the page", "es": "Abrir la página"}
UNSUBSCRIBE = {
    "en": "You do not want mail about this letter? One press of a button is enough:",
    "es": "¿No quiere más correos sobre esta carta? Basta con pulsar un botón:",
}

_LINK = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]’']")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the body: a paragraph, the button ("button"), a point of a list ("point"), the line between a message and its
    small print ("rule"), or small print ("small")."""

    kind: str
    content: Markup
    url: str = ""


def html_of(body: str, *, subject: str, language: str, button: bool = True, unsubscribe_url: str = "") -> str:
    """The document for a body with one paragraph per line. The first line that is nothing but an address becomes the
    ``button``, unless none is wanted."""
    parts = list(_parts(body, button))
    words: Mapping[str, str] = {"open": OPEN[language], "unsubscribe": UNSUBSCRIBE[language]}
    return _template().render(parts=parts, subject=subject, language=language, words=words, unsubscribe_url=unsubscribe_url)


def _parts(body: str, button: bool) -> Iterator[Part]:
    kind = "paragraph"
    for line in body.strip().splitlines():
        text = line.strip()
        if text == "--":
            kind = "small"
            yield Part("rule", Markup())
        elif text.startswith("- "):
            yield Part("point", _linked(text.removeprefix("- ")))
        elif button and _LINK.fullmatch(text):
            button = False
            yield Part("button", escape(text), text)
        elif text:
            yield Part(kind, _linked(text))


def _linked(text: str) -> Markup:
    """The text with every address in it as a link that says where it leads."""
    found, end = [], 0
    for match in _LINK.finditer(text):
        address = escape(match.group())
        found += [escape(text[end : match.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        end = match.end()
    return Markup().join([*found, escape(text[end:])])


@cache
def _template() -> Template:
    folder = Path(__file__).parent / "messages"
    made = Environment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return made.get_template("base.html")
