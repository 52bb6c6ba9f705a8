"""The audit log's verbs as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.desk.blueprint import bp
from campaign.desk.delivery.acts import DELIVERY_ACTS
from campaign.desk.signatures.chronicle import ACTS as SIGNATURE_ACTS
from campaign.desk.signatures.chronicle import told as signature_act
from campaign.operations.reminding.words import step_name
from coalition.models import AuditEntry

Detail = Mapping[str, Any]


def _step(detail: Detail) -> str:
    return step_name(detail["step"]).lower() if detail.get("step") else _("all of them")


_SENTENCES: Mapping[str, Callable[[Detail], str]] = {
    "campaign.created": lambda _d: _("began the campaign"),
    "campaign.imported": lambda d: _("imported the campaign with %(count)s signatures", count=d.get("signatures", 0)),
    "campaign.replaced": lambda _d: _("moved it to the archive: a newer import took its address"),
    "campaign.settings": lambda d: _("changed the settings: %(names)s", names=", ".join(map(_setting, d.get("changed", ())))),
    "campaign.circulated": lambda d: _("opened version %(version)s for signature", version=d.get("version", "?")),
    "campaign.closed": lambda d: _("closed the letter with %(count)s on the list", count=d.get("signatories", "?")),
    "campaign.reopened": lambda d: _(
        "reopened the letter until %(local)s, %(zone)s: %(reason)s",
        local=_wall(d.get("deadline")),
        zone=d.get("timezone", "?"),
        reason=d.get("reason", "?"),
    ),
    "campaign.archived": lambda _d: _("put it into the archive"),
    "campaign.taken_back": lambda _d: _("took it back from the archive"),
    "deadline.set": lambda d: (
        _(
            "set the deadline to %(local)s, announced for %(first)s, %(zone)s",
            local=_wall(d.get("after")),
            first=_wall(d.get("announced")),
            zone=d.get("timezone", "?"),
        )
        if d.get("announced")
        else _("set the deadline to %(local)s, %(zone)s", local=_wall(d.get("after")), zone=d.get("timezone", "?"))
    ),
    "embargo.set": lambda d: _(
        "made the letter private until %(local)s, %(zone)s", local=_wall(d.get("after")), zone=d.get("timezone", "?")
    ),
    "embargo.lifted": lambda _d: _("made the letter public"),
    "letter.saved": lambda d: _("saved version %(version)s", version=d.get("version", "?")),
    "note.mended": lambda d: _(
        "let “%(words)s” follow its note, in version %(version)s", words=d.get("words", "?"), version=_of(d)
    ),
    "note.filed": lambda d: (
        _("added the sources of a pasted note, in version %(version)s", version=_of(d))
        if d.get("place") == "nowhere"
        else _("put a pasted note into version %(version)s", version=_of(d))
    ),
    "version.restored": lambda d: _(
        "went back to version %(old)s, which is version %(version)s now", old=d.get("restored", "?"), version=_of(d)
    ),
    "style.changed": lambda d: _("changed the citation style, in version %(version)s", version=_of(d)),
    "library.added": lambda d: ngettext("added %(num)d source", "added %(num)d sources", int(d.get("count", 0))),
    "library.edited": lambda d: _("edited the source %(key)s", key=d.get("key", "?")),
    "library.removed": lambda d: _("removed the source %(key)s", key=d.get("key", "?")),
    "library.put_back": lambda d: _("put the source %(key)s back", key=d.get("key", "?")),
    "library.merged": lambda d: _("merged the source %(away)s into %(keep)s", away=d.get("away", "?"), keep=d.get("keep", "?")),
    "library.unmerged": lambda d: _("undid the merge of the source %(away)s", away=d.get("away", "?")),
    "library.distinct": lambda d: _(
        "said that %(one)s and %(other)s are different works", one=d.get("one", "?"), other=d.get("other", "?")
    ),
    "library.undistinct": lambda d: _(
        "took back that %(one)s and %(other)s are different works", one=d.get("one", "?"), other=d.get("other", "?")
    ),
    "library.archived": lambda d: _("kept a copy of %(url)s", url=d.get("url", "?")),
    "link.seen_working": lambda d: _("saw %(url)s working on %(day)s", url=d.get("url", "?"), day=d.get("on", "?")),
    "link.archive_requested": lambda d: _("asked for an archive copy of %(url)s", url=d.get("url", "?")),
    "invitations.brought": lambda d: ngettext(
        "brought a list of %(num)d person", "brought a list of %(num)d people", _count(d)
    ),
    "invitations.undone": lambda d: ngettext(
        "took a list back: %(num)d invitation", "took a list back: %(num)d invitations", int(d.get("revoked", 0))
    ),
    "invitations.sent": lambda d: ngettext("sent %(num)d invitation", "sent %(num)d invitations", _count(d)),
    "invitations.written_to": lambda d: ngettext(
        "wrote to %(num)d without an answer", "wrote to %(num)d without an answer", _count(d)
    ),
    "reminders.rules": lambda d: _("changed when reminders go out") if d.get("active", True) else _("turned the reminders off"),
    "reminders.worded": lambda d: _("changed the words of reminders: %(step)s", step=_step(d)),
    "reminders.sent": lambda d: ngettext("reminded %(num)d: %(step)s", "reminded %(num)d: %(step)s", _count(d), step=_step(d)),
    "invitation.added": lambda d: _("added an invitation: %(name)s", name=_organization(d)),
    "invitation.asked_for": lambda d: _("asked for a personal link: %(name)s", name=_organization(d)),
    "invitation.sent_again": lambda d: _("sent an invitation again: %(name)s", name=_organization(d)),
    "invitation.revoked": lambda d: _("revoked a personal link: %(name)s", name=_organization(d)),
    "invitation.restored": lambda d: _("made a personal link valid again: %(name)s", name=_organization(d)),
    "invitation.mended": lambda d: _("corrected an invitation: %(name)s", name=_organization(d)),
    "invitation.bounced": lambda d: _("wrote down that the mail came back: %(name)s", name=_organization(d)),
    "invitation.reviewing": lambda d: _("said that the board decides: %(name)s", name=_organization(d)),
    "invitation.declined": lambda d: _("declined: %(name)s", name=_organization(d)),
    "invitation.worded": lambda _d: _("changed the words of the invitation"),
    "signatures.brought": lambda d: ngettext(
        "brought a list of %(num)d signature in", "brought a list of %(num)d signatures in", _count(d)
    ),
    "signatures.taken_back": lambda d: ngettext(
        "took a list of signatures back: %(num)d is withdrawn",
        "took a list of signatures back: %(num)d are withdrawn",
        _count(d),
    ),
    "signature.added": lambda d: _("took a signature: %(line)s", line=d.get("line", "?")),
    **{f"signature.{act}": signature_act(act) for act in SIGNATURE_ACTS},
    "text.changed": lambda d: (
        _(
            "published version %(version)s, a change in substance: asked %(asked)s until %(until)s, told %(told)s",
            version=_of(d),
            asked=d.get("asked", 0),
            until=_wall(d.get("until")),
            told=d.get("told", 0),
        )
        if d.get("kind") == "substantive"
        else _("published version %(version)s, an editorial change: told %(told)s", version=_of(d), told=d.get("told", 0))
    ),
    "text.settled": lambda d: _(
        "ended: without an answer about version %(version)s, %(kept)s stay, %(dropped)s are taken off, %(held)s are held",
        version=_of(d),
        kept=d.get("kept", 0),
        dropped=d.get("dropped", 0),
        held=d.get("held", 0),
    ),
    "galley.sent": lambda d: (
        ngettext(
            "asked %(num)d signer whether their line is right", "asked %(num)d signers whether their line is right", _count(d)
        )
        if _count(d)
        else _("gave signers until %(until)s to answer about their line", until=_wall(d.get("until")))
    ),
    "contacts.purged": lambda d: ngettext(
        "let %(num)d contact go, as the campaign says", "let %(num)d contacts go, as the campaign says", _count(d)
    ),
    "judgement.same": lambda d: _("judged “%(one)s” and “%(other)s” to be one organization", **_names(d)),
    "judgement.different": lambda d: _("judged “%(one)s” and “%(other)s” to be two", **_names(d)),
    "judgement.chapter": lambda d: _("judged one of “%(one)s” and “%(other)s” to be a chapter of the other", **_names(d)),
    "judgement.unsure": lambda d: _("was not sure whether “%(one)s” and “%(other)s” are one", **_names(d)),
    "judgement.taken_back": lambda d: (
        _("took back that “%(one)s” and “%(other)s” are one organization", **_names(d))
        if d.get("verdict") == "same"
        else _("took back what was judged of “%(one)s” and “%(other)s”", **_names(d))
    ),
    "hook.added": lambda d: _("added a hook to %(host)s", host=d.get("host", "?")),
    "hook.paused": lambda d: _("paused the hook to %(host)s", host=d.get("host", "?")),
    "hook.resumed": lambda d: _("resumed the hook to %(host)s", host=d.get("host", "?")),
    "hook.secret_renewed": lambda d: _("gave the hook to %(host)s another secret", host=d.get("host", "?")),
    "hook.removed": lambda d: _("took the hook to %(host)s away", host=d.get("host", "?")),
    "hook.pinged": lambda d: _("sent a test to the hook at %(host)s", host=d.get("host", "?")),
    "signature.late accepted": lambda d: _("accepted a request that came too late: %(name)s", name=d.get("name", "?")),
    "signature.late declined": lambda d: _("declined a request that came too late: %(name)s", name=d.get("name", "?")),
    "signature.late put back": lambda d: _(
        "took back what was decided of a request that came too late: %(name)s", name=d.get("name", "?")
    ),
    "edition.made": lambda d: _(
        "made edition %(edition)s: %(added)s added, %(removed)s taken off, list %(list)s",
        edition=d.get("edition", "?"),
        added=d.get("added", 0),
        removed=d.get("removed", 0),
        list=str(d.get("list", ""))[:12],
    ),
    "edition.written": lambda d: _(
        "wrote edition %(edition)s as %(form)s, SHA-256 %(sha256)s",
        edition=d.get("edition", "?"),
        form=d.get("form", "?"),
        sha256=d.get("sha256", "?"),
    ),
    **DELIVERY_ACTS,
    "signature.late": lambda d: _("kept a request that came too late: %(name)s", name=d.get("name", "?")),
}


def told(entry: AuditEntry) -> str:
    """What was done, as it follows the name of who did it: "saved version 4". An unknown verb stands as it is."""
    sentence = _SENTENCES.get(entry.act)
    return str(sentence(entry.detail)) if sentence else entry.act


def _count(detail: Detail) -> int:
    return int(detail.get("count", 0))


def _organization(detail: Detail) -> str:
    return str(detail.get("organization") or _("no organization named"))


def _names(detail: Detail) -> dict[str, Any]:
    return {name: detail.get(name) or "…" for name in ("one", "other")}


def _of(detail: Detail) -> Any:
    return detail.get("version", "?")


def _setting(name: str) -> str:
    names = {
        "title": _("title"),
        "hosts": _("hosts"),
        "show_signatories": _("whether signatories are shown"),
        "signature_order": _("order"),
        "ignore_the": _("leading “The”"),
        "numerals": _("numbers in names"),
        "columns": _("columns"),
        "group_by": _("groups"),
        "types": _("types of organizations"),
        "allow_individuals": _("whether individuals may sign"),
        "moderation": _("which signatures wait"),
        "silence": _("the rule for silence"),
        "questions": _("questions to signers"),
        "retention_days": _("how long contacts are kept"),
    }
    return str(names.get(name, name))


def _wall(local: object) -> str:
    return str(local or "?").replace("T", " ")[:16]


bp.app_template_filter("told")(told)
