"""What stands between the outside and the views: headers on every answer, text that cannot be stored, pages for errors."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, current_app, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import escape
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, RequestEntityTooLarge, SecurityError
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from errors import StorageFullError, UserError
from hashed_uploads import most_of
from languages import chosen, translated
from web import permission_of, settings

log = logging.getLogger("undersigned.edge")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Content Security Policy: everything from here, nothing inline, in nobody's frame."""

LARGEST_UPLOAD = 5 * 1024 * 1024
"""Bytes of a request: a bundle with its signatories fits many times."""

LARGEST_TEXT = 2 * 1024 * 1024
"""Bytes of one text field of an upload, and of a whole request that uploads nothing: a letter as its tree fits many times."""

LARGEST_FROM_ANYBODY = 256 * 1024
"""Bytes of a request to a page that asks nobody to sign in. The longest form there is has a tenth of it."""

MOST_FIELDS = 10_000
"""Fields of a form. A million empty ones fit into two megabytes, and sorting them took the server two seconds."""

RETRY_AFTER = 60
"""Seconds after which to try again when the disk is full: somebody has to make room."""


class StorableInteger(IntegerConverter):
    """``<int:…>`` in an address, no greater than a key can be: a longer number is a page that does not exist."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        options.setdefault("max", 2**31 - 1)
        super().__init__(url_map, *args, **options)


class Marks(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's look at the mark of every form that is sent, without getting ready for it where nothing is sent."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """End the request if it sends something without the mark of this site and this browser."""
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            super().protect(apply_exemptions)


def protect(app: Flask) -> None:
    """Put headers, the check of all text, and the error pages on ``app``. Before any blueprint, for the converter's sake."""
    app.url_map.converters["int"] = StorableInteger
    app.before_request(check_text)
    app.after_request(add_headers)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, without_mark)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(UserError, _user_error)
    app.register_error_handler(StorageFullError, _full_disk)
    app.register_error_handler(InternalServerError, _our_mistake)


_ALWAYS = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
"""Headers of every answer. Nothing else sets them."""


def add_headers(response: Response) -> Response:
    """The security headers. A page whose address holds a token tells no other page where it was, and is kept nowhere."""
    holds_token = "token" in (request.view_args or {})
    endpoint = request.endpoint
    is_public = endpoint is None or (permission_of(endpoint) == "public" and not request.path.startswith("/desk"))
    kept_nowhere = holds_token or not is_public
    if kept_nowhere:
        response.headers["Cache-Control"] = "no-store"
    response.headers.extend(_headers(settings().secure, holds_token, kept_nowhere))
    return response


@cache
def _headers(secure: bool, holds_token: bool, kept_nowhere: bool) -> list[tuple[str, str]]:
    """What is added to the headers of an answer: put together once, because every answer asks."""
    headers = [*_ALWAYS, ("Referrer-Policy", "no-referrer" if holds_token else "same-origin")]
    if secure:
        headers.append(("Strict-Transport-Security", "max-age=31536000"))
    if kept_nowhere:
        # A personal link that somebody posted somewhere must not turn up in a search.
        headers.append(("X-Robots-Tag", "noindex"))
    return headers


def check_text() -> None:
    """Hold the text of a request to a size, and to what can be stored. Nothing is looked for in what was not sent."""
    if not _only_asks():
        limit_text()
        refuse_unstorable_text()


def limit_text() -> None:
    """Hold a request without files to the size of text, and one to a public page to that of its form. Ends with 413.

    The fields of an upload are counted by Werkzeug, the others here.
    """
    upload = request.mimetype == "multipart/form-data"
    if permission_of(request.endpoint or "") == "public":
        view = current_app.view_functions.get(request.endpoint or "")
        request.max_content_length = most_of(view) or LARGEST_FROM_ANYBODY
    elif not upload:
        request.max_content_length = LARGEST_TEXT
    if upload:
        return
    data = request.get_data()
    # Werkzeug cuts a request that does not say its size (chunks, RFC 9112, section 7.1) at the limit and passes on the stump:
    # a letter would be saved without its end.
    cut = request.content_length is None and len(data) >= (request.max_content_length or 0)
    if cut or (request.mimetype == "application/x-www-form-urlencoded" and data.count(b"&") >= MOST_FIELDS):
        raise RequestEntityTooLarge


def refuse_unstorable_text() -> None:
    """End the request with 400 if any text in it holds a NUL, half a character, or bytes that are no text: PostgreSQL answers
    those with an error, and a file that is exported with them opens nowhere.
    """
    broken = not all(map(_is_utf8, _raw()))
    if broken:
        request.args = ImmutableMultiDict()  # the page that says so looks for its language here, and Werkzeug would fail
    if broken or not all(map(storable, _texts())):
        raise BadRequest(
            _("What was sent contains a character that no text can hold (a NUL, or half of a character). Please remove it.")
        )


def _only_asks() -> bool:
    """Whether the request is an address of plain ASCII and nothing else, as when somebody opens a letter. Of the path itself no
    more is said than elsewhere."""
    said = request.environ
    nothing = said.get("CONTENT_LENGTH") in (None, "", "0") and "HTTP_TRANSFER_ENCODING" not in said
    return nothing and not said.get("QUERY_STRING") and _PLAIN_PATH.fullmatch(said.get("PATH_INFO", "")) is not None


_PLAIN_PATH = re.compile(r"[!-~]*")


def storable(text: str) -> bool:
    """Whether ``text`` is without NUL and without lone surrogates."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_BEYOND_ASCII = re.compile(rb"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def _raw() -> Iterator[bytes]:
    """What is sent percent-encoded, as it came: of bytes that are no UTF-8 Werkzeug makes the text "%ED%A0%80", which nobody
    typed. The body is in the cache already (:func:`limit_text`)."""
    yield request.query_string
    if request.mimetype == "application/x-www-form-urlencoded":
        yield request.get_data()


def _is_utf8(encoded: bytes) -> bool:
    """Whether what is percent-encoded here is text (RFC 3629: half a character is none, however it is written)."""
    try:
        encoded.decode()
        for run in _BEYOND_ASCII.finditer(encoded):
            unquote_to_bytes(run[0]).decode()
    except UnicodeDecodeError:
        return False
    return True


def _texts() -> Iterator[str]:
    """The texts in which something may hide. A form that was sent percent-encoded is looked at as it came: what is UTF-8 there
    holds no half characters, and a NUL can be written in two ways only."""
    yield request.path
    sent = [request.args]
    if request.mimetype != "application/x-www-form-urlencoded" or any(b"\0" in raw or b"%00" in raw for raw in _raw()):
        sent.append(request.form)
    for values in sent:
        for key, value in values.items(multi=True):
            yield key
            yield value
    for name, file in request.files.items(multi=True):
        yield name
        yield file.filename or ""
    if request.is_json:
        yield from _texts_in(_json())


def _json() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:
        raise BadRequest(_("What was sent is nested too deeply.")) from None


def _texts_in(root: Any) -> Iterator[str]:
    """Every string in a JSON value, keys too. No recursion: the sender decides how deep it goes."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]


def _page(code: int, title: str, sentence: str) -> AnyResponse:
    try:
        return Response(render_template("errors/error.html", code=code, heading=title, sentence=sentence), status=code)
    except Exception:
        # The layout itself may be what failed, or the database that it asks who is signed in.
        log.exception("the error page could not be made")
        return _bare_page(code, title, sentence)


def _bare_page(code: int, title: str, sentence: str) -> AnyResponse:
    """A page that needs neither layout nor database nor a way to make addresses."""
    page = (
        f'<!doctype html>\n<html lang="{chosen()}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body><h1>{escape(title)}</h1><p>{escape(sentence)}</p></body></html>\n"
    )
    return Response(page, status=code)


def _words(code: int) -> tuple[str, str]:
    known = {
        400: (_("That did not work"), _("The server could not make sense of what was sent. Please go back and try again.")),
        403: (_("Not for your role"), _("You may see this coalition, but not do this. An owner of it can change your role.")),
        404: (_("There is no such page"), _("The address may be mistyped, or what was here is not open to you.")),
        405: (_("That did not work"), _("This address cannot be used in this way. Please go back and try again.")),
        409: (_("Somebody was faster"), _("What you wanted to change has changed in the meantime. Please look at it again.")),
        410: (_("This is over"), _("What was here is not there any more.")),
        413: (_("Too large"), _too_large()),
        415: (_("That did not work"), _("The server does not read files of this kind.")),
        429: (_("Too often"), _("Please wait a little and try again.")),
    }
    return known.get(code, (_("That did not work"), _("The server could not do what was asked.")))


def _too_large() -> str:
    if permission_of(request.endpoint or "") == "public":
        return str(_("That is more text than this form takes. Please go back, where it still is, and make it shorter."))
    return str(_("A file may have at most 5 megabytes, and text at most 2."))


def _http_error(error: HTTPException) -> AnyResponse | HTTPException:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    title, sentence = _words(error.code)
    own = error.description if type(error).__module__ == "werkzeug.exceptions" else None
    if own and own != type(error).description and isinstance(type(error).description, str):
        sentence = own  # said by the view that gave up, which knows better
    response = _page(error.code, title, sentence)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers.add(name, value)
    return response


def without_mark(_error: CSRFError) -> AnyResponse:
    """The answer to a form that does not carry the mark of this site and this browser."""
    return _page(
        400,
        _("Please send that again"),
        _(
            "The form came without the mark that shows it was opened on this site in this browser. This happens when cookies"
            " are blocked or were cleared, or when you signed in or out on another tab. Go back, copy what you typed, reload"
            " the page, and send it again."
        ),
    )


def _foreign_host(_error: SecurityError) -> AnyResponse:
    return _bare_page(
        400,
        _("This is not the address"),
        _("Undersigned answers only under the address it was set up with. Whoever runs it can change that address."),
    )


def _user_error(error: UserError) -> AnyResponse:
    return _page(400, _("That did not work"), translated(error))


def _full_disk(_error: StorageFullError) -> AnyResponse:
    log.error("the disk is full: nothing can be saved")
    answer = _page(
        503,
        _("Your signature was not saved") if request.endpoint == "public.sign" else _("This was not saved"),
        _(
            "The server has no room left to keep it. Nothing that was confirmed to you before is lost. Go back, where what you"
            " typed still is, and send it again in a few minutes."
        ),
    )
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _our_mistake(_error: InternalServerError) -> AnyResponse:
    return _page(
        500,
        _("Something went wrong here"),
        _("This is our mistake, not yours. It has been written down. Nothing that was confirmed to you before is lost."),
    )
