"""The front matter: the fields of a letter in YAML between two lines of ``---``.

YAML is composed into nodes and never constructed into objects, so that nothing in it can do anything, every value has its line,
and plain words stay words: ``subject: No`` is not false, ``date: 2026-01-05`` is a date only where a date belongs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import yaml

from letters.document.markdown.errors import MarkdownError
from letters.document.markdown.reading import Reading, excerpt
from letters.document.nodes import RecipientLayout
from letters.document.schema_reader import LANGUAGE

LONGEST = 200_000
"""In characters."""

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def split(text: str) -> tuple[str, str]:
    """The front matter, empty for none, and the body, with empty lines in the place of the front matter."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return "", text
    end = _FENCE.search(rest)
    if end is None:
        return "", text
    front = rest[: end.start()]
    return front, "\n" * (front.count("\n") + 1) + rest[end.end() :]


def read_fields(front: str, reading: Reading) -> dict[str, Any]:
    """The fields in ``front``, the text between the fences, as arguments for a letter.

    Raises :class:`MarkdownError` for what is not YAML, a field twice, or a field of the wrong kind.
    """
    if len(front) > LONGEST:
        raise MarkdownError(f"The front matter is longer than {LONGEST:,} characters.", 1)
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it is not YAML"
        raise MarkdownError(f"The front matter cannot be read: {problem}.", mark.line + 2 if mark else 1) from error
    except yaml.YAMLError as error:
        raise MarkdownError("The front matter cannot be read: it is not YAML.", 1) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise MarkdownError("The front matter must be lines like “subject: …”.", 2)
    fields: dict[str, Any] = {}
    seen: set[str] = set()
    for key, value in root.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name in seen:
            raise MarkdownError(f"The field “{excerpt(name)}” is there twice.", _line(key))
        seen.add(name)
        if reader := _FIELDS.get(name):
            fields[name] = reader(_Value(name, value, reading))
        else:
            held = f": “{excerpt(value.value)}”" if isinstance(value, yaml.ScalarNode) and value.value else ""
            reading.lose("field", f"A letter has no field “{excerpt(str(name))}”; it was left out{held}.", _line(key))
    return fields


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 2


class _Value:
    """The value of one field."""

    def __init__(self, name: str, node: yaml.Node, reading: Reading) -> None:
        self.name = name
        self.node = node
        self.reading = reading

    def error(self, wanted: str) -> MarkdownError:
        return MarkdownError(f"The field “{self.name}” must be {wanted}.", _line(self.node))

    def scalar(self, node: yaml.Node, wanted: str) -> str:
        """The words of a scalar, with its line ends."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(wanted)
        value = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
        return "\n".join(self.reading.clean(line, _line(node)) for line in value.split("\n"))

    def text(self) -> str:
        """One line."""
        return " ".join(_lines(self.scalar(self.node, "one line of text")))

    def date(self) -> str:
        """A date as printed; one that YAML knows as a date is written out."""
        match = _DATE.fullmatch(self.node.value) if self.node.tag == "tag:yaml.org,2002:timestamp" else None
        if match is None:
            return self.text()
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise self.error("a day of the calendar, like 2026-01-05") from None
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"

    def lines(self) -> tuple[str, ...]:
        """Lines: a list of them, or one text with line ends."""
        if not isinstance(self.node, yaml.SequenceNode):
            return _lines(self.scalar(self.node, "a list of lines"))
        read = (" ".join(_lines(self.scalar(node, "a list of lines"))) for node in self.node.value)
        return tuple(line for line in read if line)

    def recipients(self) -> tuple[tuple[str, ...], ...]:
        """Address blocks: a list of texts with line ends, or one such text."""
        wanted = "a list of addresses, each a text of one or several lines"
        nodes = self.node.value if isinstance(self.node, yaml.SequenceNode) else [self.node]
        return tuple(lines for node in nodes if (lines := _lines(self.scalar(node, wanted))))

    def layout(self) -> RecipientLayout:
        """How the address blocks stand."""
        layouts: tuple[RecipientLayout, ...] = get_args(RecipientLayout)
        words = self.text().replace("-", " ")
        for layout in layouts:
            if words in (layout, ""):
                return layout
        raise self.error("“stacked” or “side by side”")

    def language(self) -> str:
        """A language tag."""
        tag = self.text()
        if not LANGUAGE.fullmatch(tag):
            raise self.error("a language with its region, like en-US")
        return tag


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for row in text.split("\n") if (line := row.strip(" ")))


_FIELDS: dict[str, Callable[[_Value], object]] = {
    "date": _Value.date,
    "delivery": _Value.lines,
    "recipients": _Value.recipients,
    "recipient_layout": _Value.layout,
    "subject": _Value.text,
    "salutation": _Value.text,
    "closing": _Value.text,
    "cc": _Value.lines,
    "attachments": _Value.lines,
    "language": _Value.language,
}
