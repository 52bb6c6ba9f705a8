"""One signature: as typed and as it prints, who stands behind it, and everything that was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaign.desk.blueprint import bp
from campaign.desk.signatures.chronicle import done
from campaign.desk.signatures.decision_form import DecisionForm, decision_form_for
from campaign.desk.signatures.place_form import PlaceForm, place_form
from campaign.desk.signatures.shown import CONSENT_NAMES, HOW_NAMES, found, page, verdict_said
from campaign.models import Campaign
from campaign.operations.moderating import frozen
from campaign.operations.moderating.spelling import earlier, wanted
from campaign.printing import named, printed_line
from campaign.queries import STANDS, campaign_at_desk, circulation_of
from campaign.shared_lines import SharedLines, shared_lines
from campaign.texts_agreed import texts_under
from letters.models import Version
from signatories.judgements import Judgement
from signatories.models import Consent, Invitation, Signature, SignatureAct, SignatureBatch
from web import access, database


@dataclass(frozen=True, slots=True)
class Around:
    """What belongs to a signature: its acts and consents in order, its invitation, its list, others of the same address; the
    others on its line, which of them gives it its words, and what was judged of it."""

    acts: Sequence[SignatureAct]
    consents: Sequence[tuple[Consent, int]]
    invitation: Invitation | None
    batch: SignatureBatch | None
    same_address: Sequence[Signature]
    line: Sequence[Signature]
    leader: int
    said: Sequence[Judgement]
    version: int
    circulates: bool


@bp.get("/<slug>/signatures/<int:number>")
@access("signatures.view")
def signature(slug: str, number: int) -> str:
    """Everything about one signature, and what can be decided about it."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return detail(session, campaign, found(session, campaign, number))


def detail(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    form: DecisionForm | None = None,
    placed: PlaceForm | None = None,
) -> str:
    """The page, with the form that came back (``form`` to decide, ``placed`` for the place on the list) or fresh ones."""
    around = _around(session, campaign, signature)
    return page(
        session,
        campaign,
        "signature.html",
        signature=signature,
        around=around,
        removed=named(printed_line(signature.name_typed).removed),
        how=HOW_NAMES[signature.confirmed_how],
        consent_names=CONSENT_NAMES,
        done=done,
        verdict_said=verdict_said,
        form=form or form_for(session, campaign, signature),
        placed=placed or place_form(signature),
    )


def form_for(session: Session, campaign: Campaign, signature: Signature, *, sent: bool = False) -> DecisionForm:
    """What can be decided about it just now. In a frozen list nothing is spelled otherwise."""
    if frozen(campaign):
        return decision_form_for(signature, sent=sent)
    return decision_form_for(signature, wanted=wanted(session, signature), earlier=earlier(session, signature), sent=sent)


def _around(session: Session, campaign: Campaign, signature: Signature) -> Around:
    acts = select(SignatureAct).where(SignatureAct.signature_id == signature.id).order_by(SignatureAct.at, SignatureAct.id)
    consents = (
        select(Consent, Version.number)
        .join(Version, Version.id == Consent.version_id)
        .where(Consent.signature_id == signature.id)
        .order_by(Consent.at, Consent.id)
    )
    circulation = circulation_of(session, campaign)
    shared = shared_lines(session, campaign.id)
    judgements = select(Judgement).where(or_(Judgement.one_id == signature.id, Judgement.other_id == signature.id))
    return Around(
        acts=session.scalars(acts).all(),
        consents=[(consent, number) for consent, number in session.execute(consents)],
        invitation=session.get(Invitation, signature.invitation_id) if signature.invitation_id else None,
        batch=session.get(SignatureBatch, signature.batch_id) if signature.batch_id else None,
        same_address=_same_address(session, signature),
        line=_beside(session, signature, shared),
        leader=shared.leader(signature.id),
        said=session.scalars(judgements.order_by(Judgement.at, Judgement.id)).all(),
        version=session.scalars(select(Version.number).where(Version.id == signature.version_id)).one(),
        circulates=circulation is None
        or circulation.version.content_hash == texts_under(session, [signature])[signature.id].content_hash,
    )


def _beside(session: Session, signature: Signature, shared: SharedLines) -> Sequence[Signature]:
    """The others on its line that stand."""
    members = [number for number in shared.clusters.of.get(signature.id, ()) if number != signature.id]
    return session.scalars(select(Signature).where(Signature.id.in_(members), STANDS).order_by(Signature.id)).all()


def _same_address(session: Session, signature: Signature) -> Sequence[Signature]:
    if not signature.address_key:
        return ()
    query = select(Signature).where(
        Signature.campaign_id == signature.campaign_id,
        Signature.address_key == signature.address_key,
        Signature.id != signature.id,
    )
    return session.scalars(query.order_by(Signature.id).limit(20)).all()
