"""In which language a page speaks to its reader: the one they chose, else the one their browser asks for, else English.

The choice travels in the address (``?lang=es``) and nowhere else. A link may then be a plain link, which changes nothing and
works without cookies and scripts; a coordinator can send the Spanish address to those who read Spanish; and what a cached page
depends on is known from the request alone (:func:`variant`). Pages keep it: every address that they name carries it on.

The desk speaks English whatever is asked for. Its words are in no catalog, and a page that is half in one language and half in
another is worse than either.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from errors import ProblemsError, UserError

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Español"})
"""The languages that public pages and mails come in, each under its own name."""

DEFAULT = "en"

PARAMETER = "lang"
"""The query parameter that names the reader's choice."""

LONGEST_WISH = 200
"""Characters of an Accept-Language header that are looked at; browsers send a few dozen."""

_ENGLISH_ONLY = ("/desk/", "/mail/")
"""Paths of the desk and of the page of caught mail, which is for whoever runs the program."""


def attach(app: Flask) -> None:
    """Let ``app`` speak the reader's language: gettext, addresses that keep the choice, headers, and words for templates.

    Templates find ``page_language()`` and ``other_languages()``.
    """
    Babel(app, locale_selector=chosen)
    # WTForms keeps its own sentences by language; Flask-WTF's way reads the catalog from the disk for every form that is sent.
    app.config["WTF_I18N_ENABLED"] = False
    FlaskForm.Meta.locales = property(lambda _meta: (chosen(),))
    app.url_defaults(_carry_on)
    app.after_request(_say_language)
    app.jinja_env.globals.update(page_language=chosen, other_languages=others)


def chosen() -> str:
    """The reader's language, a key of :data:`LANGUAGES`. English where nobody reads: in the worker and on the command line."""
    if not has_request_context():
        return DEFAULT
    named, english_only = _asked()
    return named or (DEFAULT if english_only else _preferred())


def explicit() -> str:
    """The language that the address of this page names; "" when it names none that we speak."""
    return _asked()[0] if has_request_context() else ""


def variant() -> str:
    """What a cached page must be kept under, besides its path: the language, and whether its links have to name it."""
    named, english_only = _asked()
    return f"{named}, named" if named else DEFAULT if english_only else _preferred()


@lru_cache(maxsize=256)
def preferred(header: str) -> str:
    """The language of ours that an Accept-Language header likes best; English when it names none (RFC 9110, section 12.5.4).

    A range counts for its language: "es-MX" asks for Spanish, for which there is one kind. (Werkzeug's own ``best_match`` takes
    English for "es-MX, en;q=0.5", because only that one matches to the letter.)

    Remembered for the last few hundred headers: reading one takes longer than finding a page that is kept in memory.
    """
    accepted = parse_accept_header(header, LanguageAccept)
    weights = dict.fromkeys(LANGUAGES, -1.0)
    anything = 0.0
    for tag, weight in accepted:
        language = tag.replace("_", "-").split("-")[0].lower()
        if language in weights:
            weights[language] = max(weights[language], weight)
        elif tag == "*":
            anything = max(anything, weight)
    liked = {language: anything if weight < 0 else weight for language, weight in weights.items()}
    best = max(liked, key=lambda language: (liked[language], language == DEFAULT))
    # Between two that are liked alike, the one that stands first in the header is meant.
    first = (tag.replace("_", "-").split("-")[0].lower() for tag, weight in accepted if weight == liked[best] > 0)
    return next((language for language in first if language in LANGUAGES), best)


def others() -> list[tuple[str, str]]:
    """The other languages that this page can be read in, as (tag, name), for links to ``?lang=<tag>``.

    None at the desk, and none on a page that answers a form: the link would throw away what was typed.
    """
    if not has_request_context() or _is_english_only() or request.method not in ("GET", "HEAD"):
        return []
    here = chosen()
    return [(tag, name) for tag, name in LANGUAGES.items() if tag != here]


def translated(error: UserError) -> str:
    """What went wrong, in the reader's language; as the error says it where the catalog does not have it.

    Operations raise their errors in English and know no reader. The sentences of those that public pages use are in the
    catalog, see ``docs/languages.md``.
    """
    if isinstance(error, ProblemsError):
        return "\n".join(gettext(problem) for problem in error.problems if problem)
    words = gettext(error.template) if error.template else ""
    return words % error.values if error.values else words


_ASKED = "undersigned.language"
"""Where a request keeps what its address says of the language: every page asks for it several times."""


def _asked() -> tuple[str, bool]:
    """The language that this request's address names, or ""; and whether it is of the pages that speak English only."""
    said = request.environ
    asked: tuple[str, bool] | None = said.get(_ASKED)
    if asked is None:
        english_only = _is_english_only()
        named = request.args.get(PARAMETER, "") if request.query_string and not english_only else ""
        asked = said[_ASKED] = (named if named in LANGUAGES else "", english_only)
    return asked


def _is_english_only() -> bool:
    return (request.path + "/").startswith(_ENGLISH_ONLY)


def _carry_on(endpoint: str, values: dict[str, Any]) -> None:
    """Let the addresses that a page names keep the language that its own address names."""
    named = explicit()
    if named and endpoint.startswith("public."):
        values.setdefault(PARAMETER, named)


def _say_language(response: Response) -> Response:
    """Content-Language on every page of ours, and Vary where the header decided: RFC 9110, sections 8.5 and 12.5.5."""
    headers = response.headers
    if headers.get("Content-Type", "").startswith("text/html") and request.endpoint != "static":
        named, english_only = _asked()
        if "Content-Language" not in headers:
            headers.add("Content-Language", chosen())
        if not english_only and not named:
            vary = headers.get("Vary")
            headers["Vary"] = f"{vary}, Accept-Language" if vary else "Accept-Language"
    return response


def _preferred() -> str:
    return preferred(request.environ.get("HTTP_ACCEPT_LANGUAGE", "")[:LONGEST_WISH])
