"""Everybody who was invited, by how they answered; taking links and whole lists back."""

from __future__ import annotations

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.invitations.shown import LONGEST_SEARCH, back_to_list, called, found, page
from campaign.operations import inviting
from campaign.operations.batches import batch_at, batches_of
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.models import InvitationBatch
from web import access, database, now, see_other


@bp.get("/<slug>/invitations")
@access("invitations.view")
def invitations(slug: str) -> str:
    """The list: ``status`` chooses one status ("waiting": everybody without an answer), ``q`` words, ``page`` the page."""
    status, words = request.args.get("status", ""), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    if status not in ("", "waiting", *inviting.STATUSES):
        abort(404)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        listed = inviting.find(session, campaign, status=status, words=words, page=whole_number(request.args.get("page")) or 1)
        return page(
            session,
            campaign,
            "invitations.html",
            listed=listed,
            chosen=status,
            words=words,
            waiting=sum(listed.counts[one] for one in inviting.WAITING),
            everybody=sum(listed.counts.values()),
            batches=batches_of(session, campaign, InvitationBatch),
        )


@bp.post("/<slug>/invitations/<int:number>/revoke")
@access("invitations.send")
def revoke_invitation(slug: str, number: int) -> Response:
    """Make one link open nothing any more."""
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        invitation = found(session, campaign, number)
        inviting.revoke(session, campaign, invitation, by=actor(), now=now())
    flash(_("The link of %(name)s opens nothing any more.", name=called(invitation)))
    return back_to_list(slug)


@bp.post("/<slug>/invitations/<int:number>/restore")
@access("invitations.send")
def restore_invitation(slug: str, number: int) -> Response:
    """Make a revoked link valid again."""
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            invitation = found(session, campaign, number)
            inviting.restore(session, campaign, invitation, by=actor(), now=now())
        flash(_("The link of %(name)s is valid again.", name=called(invitation)))
    except UserError as error:
        flash(error.sentence)
    return back_to_list(slug)


@bp.post("/<slug>/invitations/<int:number>/again")
@access("invitations.send")
def invite_again(slug: str, number: int) -> Response:
    """Mail one invitation once more."""
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            invitation = found(session, campaign, number)
            inviting.send_again(session, campaign, invitation, doors=doors_of(campaign.slug), by=actor(), now=now())
        flash(_("The invitation of %(name)s is on its way again.", name=called(invitation)))
    except UserError as error:
        flash(error.sentence)
    return back_to_list(slug)


@bp.get("/<slug>/invitations/lists/<int:number>/undo")
@access("invitations.send")
def confirm_undo(slug: str, number: int) -> str:
    """What taking a list back means."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        batch = batch_at(session, campaign, InvitationBatch, number)
        if batch is None:
            abort(404)
        return page(session, campaign, "invitations_undo.html", batch=batch, would=inviting.would_undo(session, batch))


@bp.post("/<slug>/invitations/lists/<int:number>/undo")
@access("invitations.send")
def undo_list(slug: str, number: int) -> Response:
    """Take a list back."""
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        batch = batch_at(session, campaign, InvitationBatch, number)
        if batch is None:
            abort(404)
        done = inviting.undo(session, campaign, batch, by=actor(), now=now())
    parts = [ngettext("%(num)d invitation was taken back.", "%(num)d invitations were taken back.", done.revoked)]
    if done.kept:
        parts.append(ngettext("%(num)d stays: they answered.", "%(num)d stay: they answered.", done.kept))
    flash(" ".join(parts))
    return see_other("desk.invitations", slug=slug)
