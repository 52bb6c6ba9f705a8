"""Writing a bundle: the same campaign gives the same bytes, and reading it back gives the same campaign."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence

from campaign.bundles.bundle import Bundle
from campaign.bundles.listed import COLUMNS
from campaign.bundles.recipients import write_recipients
from campaign.bundles.reminding import write_reminding
from letters.citations.style import to_json
from letters.document.markdown import write as write_markdown

_FIXED = (1980, 1, 1, 0, 0, 0)


def write(bundle: Bundle) -> bytes:
    """``bundle`` as a zip of its files; see :func:`campaign.bundles.write_bundle`."""
    files = {
        "campaign.toml": _settings(bundle),
        "letter.md": write_markdown(bundle.letter),
        "sources.json": json.dumps(list(bundle.sources), ensure_ascii=False, indent=2) + "\n",
        "signatories.csv": _listed(bundle),
    }
    if bundle.recipients:
        files["recipients.csv"] = write_recipients(bundle.recipients)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))
    return buffer.getvalue()


def _settings(bundle: Bundle) -> str:
    lines = [f"title = {_quoted(bundle.title)}", f"slug = {_quoted(bundle.slug)}", f"hosts = {_list(bundle.hosts)}"]
    for name, moment in (
        ("deadline", bundle.deadline),
        ("announced", bundle.announced),
        ("private_until", bundle.private_until),
    ):
        if moment:
            lines.append(f"{name} = {moment.local.isoformat(timespec='seconds')}")
    if not bundle.deadline_named:
        lines.append("deadline_named = false")
    lines.append(f"timezone = {_quoted(bundle.timezone)}")
    lines += [
        "",
        "[signatures]",
        f"order = {_quoted(bundle.order)}",
        f"ignore_the = {_flag(bundle.ignore_the)}",
        f"numerals = {_quoted(bundle.numerals)}",
        f"columns = {bundle.columns}",
        f"group_by = {_quoted(bundle.group_by)}",
        f"types = {_list(bundle.types)}",
        f"show = {_flag(bundle.show)}",
        f"individuals = {_flag(bundle.individuals)}",
    ]
    switches = to_json(bundle.style)
    if switches:
        lines += ["", "[citations]", *(f"{name} = {_value(value)}" for name, value in switches.items())]
    if bundle.reminding is not None:
        table = write_reminding(bundle.reminding)
        lines += ["", "[reminders]", *(f"{name} = {_value(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _flag(value)
    if isinstance(value, list):
        return _list(value)
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped (TOML 1.0, "String").
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(value) for value in values) + "]"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _listed(bundle: Bundle) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in bundle.signatories:
        person = row.kind == "individual"
        values = {column: getattr(row, column, "") for column in COLUMNS}
        writer.writerow(
            {**values, "organization": "" if person else row.name, "individual": row.name if person else ""}.values()
        )
    return buffer.getvalue()
