"""The audit log of a coalition."""

from __future__ import annotations

from flask import request

from coalition.access import authorize
from coalition.models import Coalition
from coalition.queries import PER_PAGE, audit_page
from coalition.views.blueprint import bp
from web import access, database, render


@bp.get("/coalition/<int:coalition_id>/audit")
@access("audit.view")
def audit(coalition_id: int) -> str:
    """Who did what and when, the newest first, a page at a time."""
    authorize(coalition_id)
    typed = request.args.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdigit() and 1 <= len(typed) <= 6 else 1
    with database().read() as reading:
        coalition = reading.get_one(Coalition, coalition_id)
        entries, more = audit_page(reading, coalition_id, max(page, 1), PER_PAGE)
    return render("coalition/audit.html", coalition=coalition, entries=entries, page=max(page, 1), more=more)
