"""How often somebody may send a form: by network address, by campaign, by the mailbox that would get mail.

A view asks :func:`allow` right before it does what the form asks, and gets None or a :class:`Refusal`. It is a question and not
a decorator that ends the request: whoever filled in a long form on a phone gets it back with everything that was typed.

The counting is Flask-Limiter's. The module is not called "limits" because the library that Flask-Limiter counts with is.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_limiter import Limiter
from itsdangerous import BadData
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, RateLimiter

from configuration import Settings
from web import marks, settings

log = logging.getLogger("undersigned.throttle")

_KEY = "undersigned.throttle"


@dataclass(frozen=True, slots=True)
class Budget:
    """How often one kind of form is taken: from one network address, for one campaign, and about one mailbox.

    Each is a list as Flask-Limiter writes it, "30/minute;300/hour". "" sets no bound.
    """

    address: str
    campaign: str = ""
    mailbox: str = ""


BUDGETS = {
    # A whole office, or a conference hall, signs from one address. A campaign takes ten a second for as long as it likes.
    "sign": Budget("30/minute;300/hour", campaign="600/minute"),
    # A personal link is a secret that we mailed: a flood of open forms must not shut out those who were invited.
    "sign_invited": Budget("30/minute;300/hour"),
    # The line that follows the typing asks after each pause, and changes nothing.
    "line": Budget("180/minute", campaign="6000/minute"),
    # Buttons behind mailed links: confirm, withdraw, correct, decline, the board's answer, unsubscribe.
    "answer": Budget("60/minute;600/hour"),
    # What makes us write to a mailbox that somebody typed in. The mailbox counts too, from whatever address it is asked for.
    # An office behind one address has many signers; the campaign's bound holds whoever has many addresses.
    "resend": Budget("30/hour", campaign="600/hour", mailbox="5/hour"),
    "links": Budget("30/hour", campaign="600/hour", mailbox="5/hour"),
    "sign_in": Budget("10/minute;60/hour", mailbox="10/hour"),
    # Guessing a token of 256 bits is hopeless; this keeps the log and the database quiet meanwhile.
    "use_link": Budget("30/minute"),
    # A file of 25 megabytes takes a moment to hash, and most browsers do that themselves.
    "check": Budget("30/minute;300/hour", campaign="600/minute"),
    # A PDF or DOCX takes seconds to write.
    "download": Budget("30/minute", campaign="300/minute"),
}
"""Every budget, by the name that views call it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not now. ``retry_after`` says in how many seconds (at least 1) the form will be taken."""

    retry_after: int

    status = 429
    """RFC 6585, section 4."""

    @property
    def headers(self) -> dict[str, str]:
        """What goes with status 429: ``Retry-After`` in seconds (RFC 9110, section 10.2.3)."""
        return {"Retry-After": str(self.retry_after)}

    @property
    def sentence(self) -> str:
        """What to tell the person, in their language."""
        if self.retry_after < 120:
            sentence = _(
                "Very many forms are coming in just now. Nothing you typed is lost: please press the button again in"
                " %(seconds)s seconds.",
                seconds=self.retry_after,
            )
        else:
            sentence = _(
                "Very many forms are coming in just now. Nothing you typed is lost: please press the button again in"
                " %(minutes)s minutes.",
                minutes=math.ceil(self.retry_after / 60),
            )
        return str(sentence)


class Throttle:
    """The counters of one application."""

    def __init__(self, configured: Settings) -> None:
        """Raises what the storage's client raises when its address cannot be used."""
        limiter = Limiter(
            client_address,
            storage_uri=configured.limits_storage,
            strategy="moving-window",
            headers_enabled=False,  # how much is left is of use to those only whom this is meant to slow down
        )
        # An app of its own: Flask-Limiter looks at every request of its app, which cost a fifth of serving a small file.
        limiter.init_app(Flask("counters"))
        self._shared: RateLimiter = limiter.limiter
        # Where counters are shared, and their server is away: a signature must not wait for it. Each process counts alone.
        self._own: RateLimiter = MovingWindowRateLimiter(MemoryStorage())
        self._budgets = {name: _parsed(budget) for name, budget in BUDGETS.items()}

    def take(self, name: str, who: dict[str, str]) -> float | None:
        """Count one form against the budget, for each of ``who`` ("address", "campaign", "mailbox": the key to count under).

        None when it may pass; else in how many seconds one may. What is refused is not counted, so that somebody who keeps
        pressing the button is let through as soon as there is room.
        """
        bounds = [(item, (name, kind, who[kind])) for kind, item in self._budgets[name] if who.get(kind)]
        try:
            return _take(self._shared, bounds)
        except Exception as error:  # each storage has errors of its own, and any of them means the same
            log.warning("the counters cannot be reached (%s); this process counts alone", type(error).__name__)
            return _take(self._own, bounds)


def _parsed(budget: Budget) -> tuple[tuple[str, RateLimitItem], ...]:
    kinds = (("address", budget.address), ("campaign", budget.campaign), ("mailbox", budget.mailbox))
    return tuple((kind, item) for kind, text in kinds if text for item in parse_many(text))


def _take(limiter: RateLimiter, bounds: list[tuple[RateLimitItem, tuple[str, str, str]]]) -> float | None:
    full = [bound for bound in bounds if not limiter.test(bound[0], *bound[1])]
    if not full:
        # Between the question and the count another thread may have taken the last place: then the count says so.
        full = [bound for bound in bounds if not limiter.hit(bound[0], *bound[1])]
    if not full:
        return None
    return max(limiter.get_window_stats(item, *key).reset_time for item, key in full) - time.time()


def attach(app: Flask, configured: Settings) -> None:
    """Give ``app`` its counters, unless the settings turn limits off."""
    if configured.limits:
        app.extensions[_KEY] = Throttle(configured)


def allow(name: str, *, campaign: str = "", mailbox: str = "") -> Refusal | None:
    """Whether the form in this request may be taken; it is counted if so.

    ``name`` is one of :data:`BUDGETS`; ``campaign`` the slug of the letter, ``mailbox`` the mail address that would be written
    to (its canonical form), where the budget counts by these. Ask once per form, in the branch that acts: GET, HEAD and OPTIONS
    do not come there and cost nothing.
    """
    throttle: Throttle | None = current_app.extensions.get(_KEY)
    if throttle is None:
        return None
    wait = throttle.take(name, dict(_who(campaign, mailbox)))
    return None if wait is None else Refusal(max(1, math.ceil(wait)))


def _who(campaign: str, mailbox: str) -> Iterator[tuple[str, str]]:
    yield "address", client_address()
    yield "campaign", campaign
    if mailbox:
        # An address that must be remembered is remembered as its HMAC: the counters may be on another machine.
        key = settings().secret_key.encode()
        yield "mailbox", hmac.new(key, b"mailbox:" + mailbox.encode(), hashlib.sha256).hexdigest()[:32]


def client_address() -> str:
    """Under which name the sender's network address is counted: an IPv4 address, or the first 64 bits of an IPv6 one.

    One customer has at least a /64 (RFC 6177, section 2), so counting single IPv6 addresses would count nobody. The address is
    the connection's own, or what a trusted proxy says: X-Forwarded-For of strangers was not believed when ``ProxyFix`` set it.
    Whatever is no address, as on a Unix socket without a proxy's word, shares one name.
    """
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


def form_age(token: str | None = None) -> float | None:
    """Seconds since the form in this request was opened: the age of its mark (the CSRF token), whole seconds rounded up.

    ``token`` is the mark, by default the one that the request sent. None when it carries none of ours, and when limits are off:
    programs that measure the speed of signing do not wait. Time is the machine's own, as Flask-WTF stamps it.
    """
    if not settings().limits:
        return None
    try:
        opened: datetime
        _content, opened = marks().loads(request.form.get("csrf_token", "") if token is None else token, return_timestamp=True)
    except BadData:
        return None
    return time.time() - opened.timestamp()
