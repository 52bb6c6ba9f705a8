"""What the pages about signatures share: the names of everything, and how many of each there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session, object_session

from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations.moderating import frozen
from signatories.judgements import Judgement
from signatories.models import Signature

STATUS_NAMES: Mapping[str, Any] = {
    "accepted": _l("on the letter"),
    "pending": _l("waits for you"),
    "held": _l("held"),
    "refused": _l("refused"),
    "unconfirmed": _l("not confirmed"),
    "withdrawn": _l("withdrawn"),
    "dropped": _l("dropped"),
    "replaced": _l("replaced"),
}

SHOW_NAMES: Mapping[str, Any] = {
    **STATUS_NAMES,
    "line-wanted": _l("asks for another spelling"),
    "withdrawal-asked": _l("asks to be taken off"),
    "all": _l("all"),
}

HOW_NAMES: Mapping[str, Any] = {
    "": _l("not confirmed"),
    "mail": _l("through the link in the mail"),
    "personal link": _l("through a personal link"),
    "coordinator": _l("by a coordinator, on their word"),
    "import": _l("brought in with a list"),
    "earlier": _l("signed before signatures were confirmed"),
}

CONSENT_NAMES: Mapping[str, Any] = {
    "confirmed": _l("agreed when it was confirmed"),
    "editorial": _l("went over with an editorial change"),
    "reconfirmed": _l("agreed to the change"),
    "silence": _l("stays by silence, as announced"),
}


def trust_said(signature: Signature) -> str:
    """What the contact's address tells about whoever signed."""
    if signature.trust == "domain":
        return str(_("The address is at the domain of the website that they gave."))
    if signature.trust == "free-mail":
        return str(_("The address is at a free-mail service, where anybody has a mailbox."))
    if signature.trust == "other" and signature.website:
        return str(_("The address is at another domain than the website that they gave."))
    if signature.trust == "other":
        return str(_("They gave no website to compare the address with."))
    return ""


def _called(judgement: Judgement, number: int) -> str:
    """The name that was judged. Of a person the judgement keeps none: their own signature has it."""
    name = judgement.one_name if number == judgement.one_id else judgement.other_name
    session = object_session(judgement)
    return name or (session.get_one(Signature, number).line if session else "…")


def verdict_said(judgement: Judgement) -> str:
    """What was judged, as a sentence."""
    one, other = (_called(judgement, number) for number in judgement.pair)
    if judgement.verdict == "same":
        return str(_("“%(one)s” and “%(other)s” are one organization.", one=one, other=other))
    if judgement.verdict == "chapter":
        part, whole = (one, other) if judgement.part_id == judgement.one_id else (other, one)
        return str(_("“%(part)s” is a chapter or an affiliate of “%(whole)s”.", part=part, whole=whole))
    if judgement.verdict == "different":
        return str(_("“%(one)s” and “%(other)s” are two.", one=one, other=other))
    return str(_("Whether “%(one)s” and “%(other)s” are one organization is not sure.", one=one, other=other))


def found(session: Session, campaign: Campaign, number: int) -> Signature:
    """The campaign's signature of that number; ends the request with 404 for any other."""
    signature = session.get(Signature, number)
    if signature is None or signature.campaign_id != campaign.id:
        abort(404)
    return signature


def page(session: Session, campaign: Campaign, template: str, **context: Any) -> str:
    """A page under the heading of the signatures."""
    return campaign_page(
        session,
        campaign,
        template,
        names=STATUS_NAMES,
        shows=SHOW_NAMES,
        trust_said=trust_said,
        frozen=frozen(campaign),
        **context,
    )
