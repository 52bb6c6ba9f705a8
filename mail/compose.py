"""From a row of the outbox to the words that are sent.

The templates are plain text: ``mail/messages/<kind>/subject.txt`` and ``body.txt`` in English, and beside them
``subject.es.txt`` and ``body.es.txt`` in Spanish. A body has one paragraph per line; it is wrapped here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mail.attachments import Attachment
from mail.html import UNSUBSCRIBE, html_of
from mail.letterheads import Letterhead
from mail.models import OutboxMessage
from mail.outbox import MESSAGES

WIDTH = 72
"""Columns of the text: what survives being quoted once or twice in a window of 80."""

LONGEST_LINE = 900
"""Bytes after which even a single word is broken: RFC 5321, section 4.5.3.1.6, allows 1000 with the line end."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A message ready to be sent. ``number`` and ``written_at`` are the outbox row's: they make the Message-ID.

    ``sender_name`` and ``reply_to`` are "" for the sender's own; ``unsubscribe_url`` is "" where nobody can unsubscribe.
    """

    number: int
    written_at: datetime
    recipient: str
    subject: str
    text: str
    html: str = ""
    language: str = "en"
    sender_name: str = ""
    reply_to: str = ""
    unsubscribe_url: str = ""
    attachments: tuple[Attachment, ...] = ()


PUBLIC_PAGES = ("letter_url", "links_url", "check_url")
"""What contexts call the addresses of pages that need no personal link. While these are not there, each is "" to the template,
which then says nothing of it."""


def compose(
    message: OutboxMessage,
    *,
    head: Letterhead = Letterhead(),  # noqa: B008  (it cannot be changed)
    unsubscribe_url: str = "",
    attachments: tuple[Attachment, ...] = (),
    private: bool = False,
) -> Composed:
    """Fill the templates of this kind of message, in its language where they have it, else in English. Of what is ``private``
    still, no page is named that is not there.

    Raises jinja2.TemplateError when the context lacks something they name.
    """
    ending = _ending(message.kind, message.language)
    language = ending.removeprefix(".") or "en"
    context = message.context | {name: "" for name in PUBLIC_PAGES if private and name in message.context}
    subject = one_line(_fill(message.kind, f"subject{ending}", context))
    body = _fill(message.kind, f"body{ending}", context)
    return Composed(
        number=message.id,
        written_at=message.created_at,
        recipient=message.recipient,
        subject=subject,
        text=wrap(body + _way_out(language, unsubscribe_url)),
        html=html_of(
            body, subject=subject, language=language, button=message.kind not in MANY_LINKS, unsubscribe_url=unsubscribe_url
        ),
        language=language,
        sender_name=one_line(message.sender_name or head.sender_name),
        reply_to=message.reply_to or head.reply_to,
        unsubscribe_url=unsubscribe_url,
        attachments=attachments,
    )


MANY_LINKS = frozenset({"my_links"})
"""Kinds whose links are all alike: none of them is the one to press."""


def _way_out(language: str, url: str) -> str:
    """What stands under a message that somebody may not want. RFC 8058, section 3: a way to see in the text as well."""
    return f"\n\n{UNSUBSCRIBE[language]}\n{url}\n" if url else ""


def one_line(value: str) -> str:
    """``value`` without line ends, tabs and other controls: white space becomes one space, the rest of the controls goes.

    Everything that a template inserts passes through here, so that no title can begin a new header or forge a paragraph.
    """
    return "".join(character for character in " ".join(value.split()) if character.isprintable())


def wrap(body: str) -> str:
    """Wrap each line of ``body`` at 72 columns, not inside a word: a broken link is a dead link. What a template leaves out
    leaves one empty line and not two."""
    wrapped: list[str] = []
    for paragraph in body.strip().splitlines():
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > WIDTH:
                wrapped.append(line)
                line = ""
            line = f"{line} {word}" if line else word
            while len(line.encode()) > LONGEST_LINE:
                wrapped.append(line[: LONGEST_LINE // 4])
                line = line[LONGEST_LINE // 4 :]
        if line or wrapped[-1:] != [""]:
            wrapped.append(line)
    return "\n".join(wrapped) + "\n"


@cache
def _ending(kind: str, language: str) -> str:
    """The ending of the templates to use: ".es" for "es" and "es-MX" if both parts are there in Spanish, "" for English.

    Both or none: a subject in one language over a body in another looks like fraud.
    """
    primary = language.replace("_", "-").split("-")[0].lower()
    there = primary.isalpha() and all((MESSAGES / kind / f"{part}.{primary}.txt").is_file() for part in ("subject", "body"))
    return f".{primary}" if there else ""


def _fill(kind: str, part: str, context: Mapping[str, Any]) -> str:
    return _templates().get_template(f"{kind}/{part}.txt").render(context)


@cache
def _templates() -> Environment:
    def clean(value: Any) -> Any:
        return one_line(value) if isinstance(value, str) else value

    return Environment(
        loader=FileSystemLoader(MESSAGES),
        undefined=StrictUndefined,
        finalize=clean,
        autoescape=False,  # noqa: S701  (plain text, where "&amp;" would be a mistake)
        trim_blocks=True,
        lstrip_blocks=True,
    )
