"""What was done to a signature, as sentences that follow the name of who did it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

Detail = Mapping[str, Any]


def _confirmed(detail: Detail) -> str:
    if detail.get("how") == "personal link":
        return str(_("signed through a personal link"))
    return str(_("confirmed it through the link in the mail"))


def _accepted(detail: Detail) -> str:
    if detail.get("was") in ("unconfirmed", "refused", "dropped", "withdrawn", "replaced"):
        return str(_("accepted it, which was %(was)s", was=detail["was"]))
    return str(_("accepted it"))


def _withdrawn(detail: Detail) -> str:
    if "was" not in detail:
        return str(_("withdrew it"))
    # Only a coordinator's decision says how it stood before.
    return str(_("took it off, as its signer asked") if detail.get("asked") else _("took it off"))


def _placed(detail: Detail) -> str:
    names = {"scope": _("scope"), "state": _("state or country"), "type": _("type"), "sort_name": _("sort name")}
    before, after = detail.get("before"), detail.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):  # the person was erased
        return str(_("changed where it stands on the list"))
    none = _("none")
    changes = [f"{names.get(one, one)} “{before.get(one) or none}” → “{text or none}”" for one, text in after.items()]
    return str(_("changed where it stands on the list: %(changes)s", changes=", ".join(changes)))


_SENTENCES: Mapping[str, Callable[[Detail], str]] = {
    "confirmed": _confirmed,
    "corrected": lambda d: _("corrected the line, which was “%(before)s”", before=d.get("before", "?")),
    "correction asked": lambda d: _("asked to spell it “%(after)s”", after=d.get("after", "?")),
    "correction dropped": lambda d: _("does not ask for “%(after)s” any more", after=d.get("after", "?")),
    "correction taken": lambda d: _(
        "spelled it “%(after)s”, as its signer asked; it was “%(before)s”",
        after=d.get("after", "?"),
        before=d.get("before", "?"),
    ),
    "correction left": lambda d: _(
        "left it as “%(before)s”, where its signer asked for “%(after)s”",
        before=d.get("before", "?"),
        after=d.get("after", "?"),
    ),
    "placed": _placed,
    "contact changed": lambda _d: _("changed the contact"),
    "address corrected": lambda _d: _("corrected the mail address before confirming"),
    "withdrawn": _withdrawn,
    "withdrawal asked": lambda _d: _("asked to be taken off"),
    "accepted": _accepted,
    "held": lambda _d: _("set it aside"),
    "refused": lambda _d: _("refused it"),
    "kept": lambda _d: _("let it stand, because its signer changed their mind"),
    "replaced": lambda d: (
        _("put another line in its place: “%(after)s”", after=d["after"])
        if d.get("after")
        else _("put another line in its place")
    ),
    "repeated": lambda _d: _("confirmed the same line again; the first one stands"),
    "disowned": lambda _d: _("said that they did not sign"),
    "reconfirmed": lambda d: _("agreed to the changed text, version %(version)s", version=d.get("version", "?")),
    "agreed elsewhere": lambda d: _(
        "wrote down that its signer agrees to the changed text, version %(version)s", version=d.get("version", "?")
    ),
    "dropped": lambda _d: _("took it off: there was no answer about the changed text"),
    "unreachable": lambda _d: _("will not take the mail that asks about the changed text: ask its signer in another way"),
    "put forward": lambda _d: _("asked its signer again to confirm it"),
    "galley asked": lambda _d: _("asked whether the line is right"),
    "galley right": lambda _d: _("said that the line is right"),
}

ACTS = tuple(_SENTENCES)


def done(act: str, detail: Detail) -> str:
    """What was done to one signature: "corrected the line, which was “…”". An unknown act stands as it is."""
    sentence = _SENTENCES.get(act)
    return str(sentence(detail)) if sentence else act


def told(act: str) -> Callable[[Detail], str]:
    """The same for the audit log, where the line and the reason must be said too."""

    def sentence(detail: Detail) -> str:
        said = _("%(done)s: %(line)s", done=done(act, detail), line=detail.get("line", "?"))
        return str(_("%(said)s (“%(reason)s”)", said=said, reason=detail["reason"]) if detail.get("reason") else said)

    return sentence
