"""Writing the fields of a letter as front matter."""

from __future__ import annotations

from typing import Any

import yaml

from letters.document.nodes import Letter

_ORDER = (
    *(
        "date",
        "delivery",
        "recipients",
        "recipient_layout",
        "subject",
        "salutation",
        "closing",
        "cc",
        "attachments",
        "language",
    ),
)
_DEFAULTS = Letter(())


class _Lines(str):
    """Several lines, to be written one under the other."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """YAML as a person would write it: lists indented, lines kept."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - lists never are
        super().increase_indent(flow, indentless=False)


def _as_lines(dumper: yaml.SafeDumper, lines: _Lines) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", f"{lines}\n", style="|")


_Dumper.add_representer(_Lines, _as_lines)


def write_fields(letter: Letter) -> str:
    """The fields of ``letter``, in its normal form, between their fences; nothing if all are as in a new letter."""
    fields: dict[str, Any] = {}
    for name in _ORDER:
        value = getattr(letter, name)
        if value == getattr(_DEFAULTS, name):
            continue
        if name == "recipients":
            value = [_Lines("\n".join(lines)) if len(lines) > 1 else lines[0] for lines in value]
        fields[name] = list(value) if isinstance(value, tuple) else value
    if not fields:
        return ""
    text = yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, default_flow_style=False, sort_keys=False, width=10**9)
    return f"---\n{text}---\n"
