"""The door of every page: each view says which permission it needs, and nothing is served that does not say.

- ``@access("campaign.edit")`` on a view declares; :func:`guard` runs before every request and asks for a signed-in person.
- :func:`authorize` is called by the view (or the query it uses) as soon as it knows whose row it is: 404 for a coalition that
  the person does not belong to (another's row does not exist), 403 when the role does not suffice.
- Templates find the person as ``signed_in`` (an :class:`Actor` or None) and may ask ``may(coalition_id, "campaign.edit")``.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Flask, abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from coalition.operations.sessions import actor_of, touch
from coalition.permissions import PERMISSIONS, WITHOUT_SIGNING_IN, Actor, Role
from coalition.permissions import may as role_may
from errors import StorageFullError
from web import access, asked_for, database, now, permission_of

__all__ = [
    "COOKIE_KEY",
    "Actor",
    "Role",
    "access",
    "actor",
    "authorize",
    "check",
    "end_session",
    "guard",
    "may",
    "signed_in",
    "start_session",
    "watch",
]

COOKIE_KEY = "desk"
"""Under this name the session cookie holds the desk session's token."""


def signed_in() -> Actor | None:
    """The person who is signed in, or None. Looked up once per request, on the first question."""
    if "actor" not in g:
        g.actor = _look_up()
    return g.actor  # type: ignore[no-any-return]


def _look_up() -> Actor | None:
    token = session.get(COOKIE_KEY)
    if not isinstance(token, str):
        return None
    with database().read() as reading:
        found = actor_of(reading, token, now())
    if found is None:
        return None
    if found.stale:
        # When the disk is full, looking at things must go on.
        with suppress(StorageFullError), database().write() as writing:
            touch(writing, found.actor.session_id, now())
    return found.actor


def actor() -> Actor:
    """The person who is signed in. Only for views that are not public; on a public page it ends in 403."""
    person = signed_in()
    if person is None:
        abort(403)
    return person


def authorize(coalition_id: int) -> Role:
    """The role of the signed-in person in the coalition, if it suffices for the permission that the running endpoint declared.

    Ends the request with 404 when the person has no role there, with 403 when the role does not suffice.
    """
    role = actor().roles.get(coalition_id)
    if role is None:
        abort(404)
    if not role_may(role, permission_of(request.endpoint or "")):
        abort(403)
    return role


def may(coalition_id: int, permission: str) -> bool:
    """Whether the signed-in person has the permission in the coalition: for showing a button or not."""
    person = signed_in()
    return person is not None and coalition_id in person.roles and role_may(person.roles[coalition_id], permission)


def guard() -> AnyResponse | None:
    """Before every request: send somebody who is not signed in to the sign-in page, unless the page is for everybody.

    OPTIONS comes to no view: Flask itself answers it with the methods that the address takes, which anybody may know.
    """
    if request.method == "OPTIONS":
        return None
    if request.endpoint is None or permission_of(request.endpoint) in WITHOUT_SIGNING_IN or signed_in() is not None:
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("coalition.sign_in", next=asked_for()))
    return redirect(url_for("coalition.sign_in"), code=303)


def watch(app: Flask) -> None:
    """Put the guard in front of ``app`` and its names into templates."""

    def names() -> dict[str, Any]:
        return {"signed_in": signed_in(), "may": may}

    app.before_request(guard)
    app.context_processor(names)


def check(app: Flask) -> None:
    """Raise RuntimeError naming every endpoint of ``app`` that declares no permission, or one that is not in the table."""
    endpoints = sorted({rule.endpoint for rule in app.url_map.iter_rules()})
    wrong = [endpoint for endpoint in endpoints if permission_of(endpoint, app) not in PERMISSIONS]
    if wrong:
        raise RuntimeError("these endpoints declare no known permission: " + ", ".join(wrong))


def start_session(token: str) -> None:
    """Put the token of a fresh desk session into the cookie; whatever an earlier visitor left there is dropped."""
    session.clear()
    session[COOKIE_KEY] = token
    session.permanent = True
    g.pop("actor", None)


def end_session() -> None:
    """Take everything out of the cookie."""
    session.clear()
    g.pop("actor", None)
