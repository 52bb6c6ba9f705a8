"""The audit log's verbs as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from campaign.desk.blueprint import bp
from coalition.models import AuditEntry

Detail = Mapping[str, Any]

_SENTENCES: Mapping[str, Callable[[Detail], str]] = {
    "campaign.created": lambda _d: _("began the campaign"),
    "campaign.imported": lambda d: _("imported the campaign with %(count)s signatures", count=d.get("signatures", 0)),
    "campaign.replaced": lambda _d: _("moved it to the archive: a newer import took its address"),
    "campaign.settings": lambda d: _("changed the settings: %(names)s", names=", ".join(map(_setting, d.get("changed", ())))),
    "campaign.circulated": lambda d: _("opened version %(version)s for signature", version=d.get("version", "?")),
    "campaign.closed": lambda d: _("closed the letter with %(count)s on the list", count=d.get("signatories", "?")),
    "deadline.set": lambda d: _(
        "set the deadline to %(local)s, %(zone)s", local=_wall(d.get("after")), zone=d.get("timezone", "?")
    ),
    "letter.saved": lambda d: _("saved version %(version)s", version=d.get("version", "?")),
    "signature.added": lambda d: _("took a signature: %(line)s", line=d.get("line", "?")),
    "signature.late": lambda d: _("kept a request that came too late: %(name)s", name=d.get("name", "?")),
}


def told(entry: AuditEntry) -> str:
    """What was done, as it follows the name of who did it: "saved version 4". An unknown verb stands as it is."""
    sentence = _SENTENCES.get(entry.act)
    return str(sentence(entry.detail)) if sentence else entry.act


def _setting(name: str) -> str:
    names = {
        "title": _("title"),
        "hosts": _("hosts"),
        "show_signatories": _("whether signatories are shown"),
        "signature_order": _("order"),
        "ignore_the": _("leading “The”"),
        "columns": _("columns"),
        "group_by": _("groups"),
    }
    return str(names.get(name, name))


def _wall(local: object) -> str:
    return str(local or "?").replace("T", " ")[:16]


bp.app_template_filter("told")(told)
