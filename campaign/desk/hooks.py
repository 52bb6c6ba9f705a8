"""Hooks of a coalition: where what happens to its letters is told, and whether it arrives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, URLField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from blame import blame
from campaign.desk.blueprint import bp
from campaign.hooks import operations
from campaign.hooks.channel import NotTakenError
from campaign.hooks.models import Hook
from campaign.hooks.queue import KIND, recipient
from campaign.hooks.seal import secret_of
from coalition.access import actor, authorize
from coalition.models import Coalition
from errors import UserError
from mail.models import OutboxMessage
from web import access, database, now, render, see_other, settings

EVENTS = {
    "signature": _l("a signature is confirmed, accepted, changed or withdrawn"),
    "letter.opened": _l("a letter is opened for signature"),
    "letter.changed": _l("a changed text is published"),
    "deadline.moved": _l("a deadline is set or moved"),
    "letter.closed": _l("a letter closes"),
    "letter.reopened": _l("a closed letter is reopened"),
    "edition.made": _l("a later edition is made"),
    "letter.delivered": _l("a letter is marked as delivered"),
}
"""What each event is, as a coordinator reads it."""


class HookForm(FlaskForm):  # type: ignore[misc]
    """Where, and of what."""

    url = URLField(_l("Address"), [DataRequired(_l("Write the address.")), Length(max=2000)])
    events = SelectMultipleField(
        _l("Tell it when"),
        choices=lambda: list(EVENTS.items()),
        default=list(EVENTS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A hook and how it fares: when something arrived last, how much waits, and what went wrong last."""

    hook: Hook
    secret: str
    arrived: datetime | None
    waiting: int
    trouble: str


@bp.get("/coalition/<int:coalition_id>/hooks", endpoint="hooks")
@access("coalition.settings")
def hooks(coalition_id: int) -> str:
    """The coalition's hooks, and the form for one more."""
    authorize(coalition_id)
    return _page(coalition_id, HookForm(formdata=None))


@bp.post("/coalition/<int:coalition_id>/hooks/add")
@access("coalition.settings")
def add_hook(coalition_id: int) -> Response | tuple[str, int]:
    """One more."""
    authorize(coalition_id)
    form = HookForm()
    if form.validate_on_submit():
        try:
            with database().write() as session:
                operations.add(session, coalition_id, form.url.data or "", form.events.data or (), by=actor(), now=now())
            flash(_("Added. Send it a test, and see whether it arrives."))
            return see_other("desk.hooks", coalition_id=coalition_id)
        except UserError as error:
            blame(form, error, field="url")
    return _page(coalition_id, form), 422


@bp.post("/coalition/<int:coalition_id>/hooks/<int:hook_id>/<verb>")
@access("coalition.settings")
def act_on_hook(coalition_id: int, hook_id: int, verb: str) -> Response:
    """Test it, pause it, resume it, give it another secret, take it away."""
    authorize(coalition_id)
    if verb not in _VERBS:
        abort(404)
    act, done = _VERBS[verb]
    with database().write() as session:
        hook = session.get(Hook, hook_id, with_for_update=True)
        if hook is None or hook.coalition_id != coalition_id or hook.removed_at is not None:
            abort(404)
        act(session, hook, by=actor(), now=now())
    flash(str(done))
    return see_other("desk.hooks", coalition_id=coalition_id)


_VERBS: dict[str, tuple[Callable[..., None], object]] = {
    "ping": (operations.ping, _l("A test is on its way.")),
    "pause": (operations.pause, _l("Paused. What happens meanwhile is told once it is resumed.")),
    "resume": (operations.resume, _l("Resumed.")),
    "renew_secret": (operations.renew_secret, _l("It has another secret now: enter it where the messages arrive.")),
    "remove": (operations.remove, _l("Taken away.")),
}


def _page(coalition_id: int, form: HookForm) -> str:
    with database().read() as session:
        coalition = session.get_one(Coalition, coalition_id)
        found = session.scalars(
            select(Hook).where(Hook.coalition_id == coalition_id, Hook.removed_at.is_(None)).order_by(Hook.id)
        )
        shown = [_shown(session, hook) for hook in found]
        return render("desk/hooks.html", coalition=coalition, hooks=shown, form=form, events=EVENTS)


def _shown(session: Session, hook: Hook) -> Shown:
    ours = (OutboxMessage.kind == KIND, OutboxMessage.recipient == recipient(hook))
    under_way = OutboxMessage.status.in_(("waiting", "claimed"))
    tried = select(OutboxMessage.reason).where(*ours, under_way, OutboxMessage.reason != "")
    return Shown(
        hook,
        secret_of(settings().secret_key, hook.id, hook.generation),
        session.scalar(select(func.max(OutboxMessage.sent_at)).where(*ours)),
        session.scalar(select(func.count()).where(*ours, under_way)) or 0,
        (session.scalar(tried.order_by(OutboxMessage.id.desc()).limit(1)) or "").removeprefix(f"{NotTakenError.__name__}: "),
    )
