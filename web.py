"""What every view needs: database, settings, session, the moment the request arrived, and a word for who may see it.

Nothing here knows a package of ours; every package may import it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, redirect, render_template, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer
from markupsafe import Markup

from configuration import Settings
from database import Database
from precompressed import PageCache
from signers import OneSigner

Clock = Callable[[], datetime]
View = TypeVar("View", bound=Callable[..., Any])

_KEY = "undersigned"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one application was made with."""

    settings: Settings
    database: Database
    clock: Clock
    pages: PageCache
    """The public pages of this process that were made lately."""


def surround(app: Flask, surroundings: Surroundings) -> None:
    """Give ``app`` its surroundings; :func:`database`, :func:`settings` and :func:`now` answer from them."""
    app.extensions[_KEY] = surroundings
    app.before_request(_arrive)


def surroundings(app: Flask | None = None) -> Surroundings:
    """The surroundings of ``app`` (default: the one that is serving)."""
    return cast(Surroundings, (app or current_app).extensions[_KEY])


def database() -> Database:
    """The database of this application."""
    return surroundings().database


def settings() -> Settings:
    """The settings of this application."""
    return surroundings().settings


def pages() -> PageCache:
    """The pages that this process keeps."""
    return surroundings().pages


def now() -> datetime:
    """The moment this request arrived, aware, in UTC: the same at every call, however long the work takes.

    A signature that reaches the server one second before the deadline counts, even if writing it takes two.
    """
    if "arrived" not in g:
        _arrive()
    return cast(datetime, g.arrived)


def clock() -> datetime:
    """The present moment, aware, in UTC: later than :func:`now` by as long as the request has been under way."""
    return surroundings().clock()


def arrive_again() -> None:
    """Take this request as arriving just now: what it had to be in time for is over (:func:`now`)."""
    _arrive()


def _arrive() -> None:
    g.arrived = surroundings().clock()


class Sessions(SecureCookieSessionInterface):
    """Flask's session in a cookie, with one signer for all requests: Flask makes a new one for each. An application has one."""

    def __init__(self) -> None:
        self._kept: OneSigner | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs the cookie, and reads it; None while ``app`` has no secret key."""
        if self._kept is None and app.secret_key:
            way = {"key_derivation": self.key_derivation}
            self._kept = OneSigner(app.secret_key, salt=self.salt, serializer=self.serializer, signer_kwargs=way)
        return self._kept


def browser() -> str:
    """What the marks of all forms in this reader's browser stand for (Flask-WTF's CSRF token, before it is signed)."""
    if "csrf_token" not in session:
        generate_csrf()
    return str(session["csrf_token"])


@lru_cache(maxsize=4)  # a program has one secret
def _marks(secret_key: str) -> OneSigner:
    return OneSigner(secret_key, salt="wtf-csrf-token")  # Flask-WTF's name for what it signs


def marks() -> OneSigner:
    """What signs the marks of forms, and reads them."""
    return _marks(settings().secret_key)


def form_mark() -> str:
    """The mark of a form in this reader's browser, as Flask-WTF's ``generate_csrf`` gives it: the same one in one request."""
    if "csrf_token" not in g:
        marked = browser()
        if "csrf_token" not in g:  # the first mark in a browser is made along with what it stands for
            g.csrf_token = marks().dumps(marked)
    return str(g.csrf_token)


def access(permission: str) -> Callable[[View], View]:
    """Declare which permission a view needs. The view stays as it is; the guard in :mod:`coalition.access` reads the word.

    It goes nearest to the function, below the route. An endpoint without a permission keeps the application from starting.
    """

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def permission_of(endpoint: str, app: Flask | None = None) -> str:
    """The permission that an endpoint declares, or "" when it declares none."""
    view = (app or current_app).view_functions.get(endpoint)
    return str(getattr(view, "permission", ""))


def render(template: str, **context: Any) -> str:
    """The page that a template makes."""
    return render_template(template, **context)


def without_controls(value: object) -> object:
    """What a template writes, without the control characters that no page may hold; tabs and line ends stay.

    For Jinja's ``finalize``, which sees every value on its way into a page, also what comes back in a form. What is stored
    stays as it was sent. HTML Living Standard, section 13.2.3.5: a control character is an error, even one that is escaped.
    """
    if not isinstance(value, str):
        if not hasattr(value, "__html__"):
            return value
        value = Markup(value.__html__())  # noqa: S704  (it says of itself that it is HTML)
    if not _CONTROLS.search(value):
        return value
    clean = _CONTROLS.sub("", value)
    return Markup(clean) if isinstance(value, Markup) else clean  # noqa: S704  (it was HTML before)


def external_url(endpoint: str, **values: Any) -> str:
    """The full address of a page as it goes into a mail: under the configured base address, whatever Host was asked for."""
    return settings().base_url + url_for(endpoint, **values)


def see_other(endpoint: str, **values: Any) -> Response:
    """The answer to a form that was accepted: 303 to a page, so that reloading does not send the form again."""
    return see_there(url_for(endpoint, **values))


def see_there(path: str) -> Response:
    """As :func:`see_other`, to a path on this site that is known already."""
    return cast(Response, redirect(path, code=303))


def attachment(content: bytes | str | Iterable[bytes] | Iterable[str], name: str, content_type: str) -> Response:
    """A file to keep under ``name``: whole, or in pieces that are sent while they are made."""
    response = Response(content, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def local_path(target: str | None) -> str | None:
    """``target`` when it is a path on this site that a person may be sent to, else None.

    Refused are other hosts in all their spellings: "https://x", "//x", "/\\x", and anything with a control character (browsers
    drop tabs and line ends before reading an address).
    """
    if not target or not target.startswith("/") or target.startswith("//") or len(target) > 2000:
        return None
    if "\\" in target or any(not character.isprintable() for character in target):
        return None
    return target


def asked_for() -> str:
    """The path and query of this request, to come back to after signing in."""
    return request.full_path if request.query_string else request.path
