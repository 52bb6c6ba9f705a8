"""What a coalition decides for all its campaigns; shown on the page of its people."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coalition.access import actor, authorize
from coalition.models import Coalition
from coalition.operations.settings import set_outgoing
from coalition.views.blueprint import bp
from web import access, database, now, see_other


@bp.post("/coalition/<int:coalition_id>/outgoing")
@access("coalition.settings")
def outgoing(coalition_id: int) -> Response:
    """Turn requests to other web sites on or off."""
    authorize(coalition_id)
    on = request.form.get("on") == "yes"
    with database().write() as writing:
        set_outgoing(writing, writing.get_one(Coalition, coalition_id), on, by=actor(), now=now())
    flash(_("Requests to other web sites are on.") if on else _("Requests to other web sites are off."))
    return see_other("coalition.people", coalition_id=coalition_id, _anchor="outgoing")
