"""The letter's form: its fields and its body as Markdown, and the way from there to a letter and back.

What is typed is put together as one Markdown text with front matter and read by the Markdown reader, so that the fields are
cleaned and checked exactly as those of an imported letter are, and everything that is lost is told in the same words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from letters.document import markdown
from letters.document.losses import Loss
from letters.document.nodes import Letter
from letters.document.schema import SchemaError, check

LAYOUTS: list[tuple[str, str]] = [("stacked", _l("One below the other")), ("side by side", _l("Side by side"))]

_LINE = [Length(max=1000, message=_l("At most %(max)d characters."))]


class LetterForm(FlaskForm):  # type: ignore[misc]
    """A letter to be typed. ``base`` is the number of the version that the person began from."""

    base = HiddenField()
    date = StringField(_l("Date"), _LINE)
    delivery = TextAreaField(_l("Delivery"))
    recipients = TextAreaField(_l("Recipients"))
    recipient_layout = RadioField(_l("Several recipients stand"), choices=lambda: LAYOUTS)
    subject = StringField(_l("Subject"), _LINE)
    salutation = StringField(_l("Salutation"), _LINE)
    body = TextAreaField(_l("Text"))
    closing = StringField(_l("Closing"), _LINE)
    cc = TextAreaField(_l("CC"))
    attachments = TextAreaField(_l("Attachments"))
    language = StringField(_l("Language"), _LINE)


@dataclass(frozen=True, slots=True)
class Draft:
    """What came of reading the form: the letter if there is one, what it could not hold, and why there is none."""

    letter: Letter | None
    losses: tuple[Loss, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether there is a letter without holes."""
        return self.letter is not None and not any(loss.fatal for loss in self.losses)

    @property
    def mark(self) -> str:
        """A short mark of exactly these losses: agreeing to them is not agreeing to others that came later."""
        return hashlib.sha256("\n".join(map(str, self.losses)).encode()).hexdigest()[:16]


def fields_of(letter: Letter) -> dict[str, str]:
    """The letter as the form shows it."""
    return {
        "date": letter.date,
        "delivery": "\n".join(letter.delivery),
        "recipients": "\n\n".join("\n".join(lines) for lines in letter.recipients),
        "recipient_layout": letter.recipient_layout,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "body": markdown.write(Letter(letter.body)).strip("\n"),
        "closing": letter.closing,
        "cc": "\n".join(letter.cc),
        "attachments": "\n".join(letter.attachments),
        "language": letter.language,
    }


def read(form: LetterForm) -> Draft:
    """The letter in the form, with the lines of losses counted in the text field."""
    front = _front_matter(form)
    offset = front.count("\n") + 1
    try:
        letter, losses = markdown.read(f"{front}\n{_unix(form.body.data)}\n")
        check(letter)
    except markdown.MarkdownError as error:
        line = error.line - offset
        return Draft(None, problems=(f"line {line}: {error.sentence}" if line > 0 else error.sentence,))
    except SchemaError as error:
        return Draft(None, problems=tuple(error.problems))
    return Draft(letter, tuple(replace(loss, line=max(0, loss.line - offset)) for loss in losses))


def _front_matter(form: LetterForm) -> str:
    """The fields as YAML, a line each: quoted, so that nothing typed can mean anything but itself."""
    fields = {
        "date": form.date.data,
        "delivery": _rows(form.delivery.data),
        "recipients": _blocks(form.recipients.data),
        "recipient_layout": form.recipient_layout.data or "stacked",
        "subject": form.subject.data,
        "salutation": form.salutation.data,
        "closing": form.closing.data,
        "cc": _rows(form.cc.data),
        "attachments": _rows(form.attachments.data),
        "language": (form.language.data or "").strip() or Letter(()).language,
    }
    import yaml  # late, as all that reads and writes Markdown

    lines = [
        f"{name}: " + yaml.safe_dump(value or "", default_style='"', default_flow_style=True, width=2**31).removesuffix("\n")
        for name, value in fields.items()
    ]
    return "\n".join(["---", *lines, "---"])


def _rows(text: str | None) -> list[str]:
    return [line for row in _unix(text).split("\n") if (line := row.strip(" \t"))]


def _blocks(text: str | None) -> list[str]:
    blocks: list[list[str]] = [[]]
    for row in _unix(text).split("\n"):
        if line := row.strip(" \t"):
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


def _unix(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")
