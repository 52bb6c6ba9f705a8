"""What the audit log says of recipients and delivery, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

Detail = Mapping[str, Any]


def _count(detail: Detail) -> int:
    return int(detail.get("count", 0))


def _who(detail: Detail) -> str:
    return str(detail.get("recipient") or "…")


DELIVERY_ACTS: dict[str, Callable[[Detail], str]] = {
    "recipients.taken_over": lambda d: _(
        "took recipients over from the letter: %(added)s new, %(changed)s changed",
        added=d.get("added", 0),
        changed=d.get("changed", 0),
    ),
    "recipients.added": lambda d: (
        _("added a recipient: %(name)s", name=_who(d))
        if d.get("recipient")
        else ngettext("added %(num)d recipient", "added %(num)d recipients", _count(d))
    ),
    "recipient.changed": lambda d: _("changed a recipient: %(name)s", name=_who(d)),
    "recipient.removed": lambda d: _("took a recipient off: %(name)s", name=_who(d)),
    "copies.wanted": lambda d: ngettext(
        "asked for %(num)d file of copies of their own", "asked for %(num)d files of copies of their own", _count(d)
    ),
    "delivery.worded": lambda _d: _("changed the words of the mail that the letter comes with"),
    "delivery.mailed": lambda d: ngettext(
        "mailed the letter to %(num)d recipient", "mailed the letter to %(num)d recipients", _count(d)
    ),
    "delivery.recorded": lambda d: _("wrote down a delivery: %(name)s", name=_who(d)),
    "delivery.followed": lambda d: _("wrote down what came of a delivery: %(name)s", name=_who(d)),
    "delivery.bounced": lambda d: _("wrote down that the letter did not arrive: %(name)s", name=_who(d)),
    "campaign.delivered": lambda d: _("said that edition %(number)s is delivered", number=d.get("edition", "?")),
    "delivery.thanked": lambda d: ngettext("thanked %(num)d signer", "thanked %(num)d signers", _count(d)),
    "delivery.no_thanks": lambda _d: _("decided to send no thanks"),
}
