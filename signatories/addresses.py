"""Mail addresses: what an address tells about who stands behind it. Pure."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from mail.addresses import canonical as canonical
from mail.addresses import parsed as parsed

Trust = Literal["", "domain", "free-mail", "other"]

_SERVICES = """
gmail.com googlemail.com yahoo.com yahoo.es yahoo.com.mx yahoo.com.ar yahoo.co.uk ymail.com rocketmail.com hotmail.com
hotmail.es outlook.com outlook.es live.com live.com.mx msn.com aol.com icloud.com me.com mac.com proton.me protonmail.com
pm.me gmx.com gmx.net gmx.de web.de mail.com zoho.com yandex.com yandex.ru mail.ru fastmail.com hey.com tutanota.com
tuta.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com
optonline.net prodigy.net.mx qq.com 163.com 126.com naver.com hushmail.com riseup.net duck.com
"""

FREE_MAIL = frozenset(_SERVICES.split())
"""Services where anybody has a mailbox within a minute. A domain that is missing here counts as nobody's in particular, which
is no worse: only the coordinator's rule for free mail passes it by."""


def trust(address: str, website: str) -> Trust:
    """What ``address`` tells about whoever signs for the organization behind ``website`` (may be empty)."""
    key = canonical(address)
    if key is None:
        return ""
    domain = key.rsplit("@", 1)[1]
    if domain in FREE_MAIL:
        return "free-mail"
    return "domain" if _related(domain, host_of(website)) else "other"


def own_domain(address: str) -> str:
    """The domain of a mail address, where it says something about who writes; "" for a free-mail service and for no address."""
    domain = address.rpartition("@")[2].lower()
    return "" if domain in FREE_MAIL else domain


def host_of(website: str) -> str:
    """The host of a web address, lower case, in ASCII, without "www."; "" when there is none."""
    typed = website.strip()
    try:
        host = urlsplit(typed if "//" in typed else f"//{typed}").hostname or ""
    except ValueError:
        return ""
    host = host.lower().rstrip(".").removeprefix("www.")
    # "niños.example" is "xn--nios-hqa.example" to mail (RFC 5890): written by the same hand, the two can be compared.
    address = parsed(f"host@{host}")
    return address.rpartition("@")[2] if address else host


def page_of(website: str) -> str:
    """A web address so that two ways to write it are equal: host and path, without scheme, "www." and a slash at the end."""
    host = host_of(website)
    if not host:
        return ""
    typed = website.strip()
    parts = urlsplit(typed if "//" in typed else f"//{typed}")
    return host + parts.path.rstrip("/")


def web_address(typed: str) -> str | None:
    """``typed`` as an http or https address; None when it is none."""
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and "." in host.strip(".") and not parts.username and not parts.password
    return address if plain and not any(mark.isspace() or not mark.isprintable() for mark in address) else None


_BELOW_A_COUNTRY = "ac asso co com edu go gob gouv gov govt ltd mil ne net nhs nom or org plc sch"
_SHARED = frozenset(_BELOW_A_COUNTRY.split())


def _anybodys(host: str) -> bool:
    """Whether organizations that have nothing to do with each other have their domains right below: co.uk, org.mx, ca.us.

    The words that countries use, and not the public suffix list of 10,000 lines, which would have to be kept new: what is
    missed here is somebody whose website is given as a bare suffix.
    """
    *below, name, country = host.split(".")
    return not below and len(country) == 2 and (name in _SHARED or (country == "us" and len(name) == 2))


def _related(one: str, other: str) -> bool:
    """Whether two hosts are one or one lies below the other: mail.reef.example and reef.example. A bare suffix is nobody's."""
    if "." not in one or "." not in other or _anybodys(one) or _anybodys(other):
        return False
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def masked(address: str) -> str:
    """The address so that its owner recognizes it and nobody else learns it: "a•••@friends.example"."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"
