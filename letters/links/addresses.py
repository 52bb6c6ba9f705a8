"""Whether an address may be opened at all, judged by its spelling alone; the numbers behind its name are judged later.

The address is taken apart here, once, and the request is built from these parts: where checking and connecting read an address
with two parsers, an address that they read differently slips through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

from letters.document.hrefs import LONGEST
from letters.links.hosts import ascii_host
from letters.links.networks import IPAddress, is_open

_NO_SITE = "This address has no site in it that could be opened."

PORTS = {"http": 80, "https": 443}

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://(?P<netloc>[^/?#]*))?(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?:#.*)?", re.S
)
_NETLOC = re.compile(r"(?:\[(?P<six>[^\[\]]*)\]|(?P<host>[^:\[\]]*))(?::(?P<port>[0-9]*))?")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.I)
_PLAIN_4 = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")

_KEPT_BACK = {"localhost", "test", "invalid", "local", "onion", "home.arpa", "alt", "internal"}
"""Kept from the open internet: RFC 6761, 6762, 7686, 8375, 9476, and "internal" by ICANN (2024)."""

_HOUSE_NAMES = {"localdomain", "lan", "home", "corp", "intranet", "private", "mail"}
"""Never handed out, because routers and companies call their own networks so."""

_CLOSED_NAMES = _KEPT_BACK | _HOUSE_NAMES


class RefusedError(Exception):
    """An address that is not opened. ``sentence`` says why, to a coordinator."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart. ``host`` is ASCII (a name, or a number without brackets); ``target`` begins with a slash."""

    scheme: str
    host: str
    port: int
    target: str
    ip: IPAddress | None = None
    """The number, where the address has one in place of a name."""

    @property
    def netloc(self) -> str:
        """Host and port as they stand in an address and in the Host field; the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without its fragment."""
        return f"{self.scheme}://{self.netloc}{self.target}"


def refused(url: str) -> str:
    """Why ``url`` is not opened, as a sentence for a coordinator; "" if its spelling speaks against nothing."""
    try:
        taken_apart(url)
    except RefusedError as error:
        return error.sentence
    return ""


def taken_apart(url: str, opened: Callable[[IPAddress], bool] = is_open) -> Address:
    """``url`` in its parts; raises :class:`RefusedError` unless it is a plain web address on the usual ports.

    Refused are other schemes than http and https, other ports than 80 and 443, names and passwords before the host, names that
    belong to a network of one's own, and numbers in place of a name unless they are of the open internet and written in the
    usual way (RFC 3986, section 3.2.2: no octal, no hexadecimal, no missing parts). ``opened`` says which numbers are.
    """
    url = url.strip(" ")
    if len(url) > LONGEST:
        raise RefusedError("This address is too long to be opened.")
    if _FORBIDDEN.search(url):
        raise RefusedError("This address has a character in it that no address may have.")
    parts = _URL.fullmatch(url)
    scheme = parts["scheme"].lower() if parts else ""
    if parts is None or scheme not in PORTS:
        raise RefusedError("Only addresses that begin with http:// or https:// are opened.")
    netloc = parts["netloc"] or ""
    if "@" in netloc:
        raise RefusedError("This address has a user name in it. Such addresses are not opened.")
    if "%" in netloc:
        raise RefusedError("The name of the site is written in an unusual way (with %). Such addresses are not opened.")
    found = _NETLOC.fullmatch(netloc)
    if found is None:
        raise RefusedError(_NO_SITE)
    port = _port(found["port"], scheme)
    target = _quoted(parts["path"] or "/") + _quoted(parts["query"] or "")
    if found["six"] is not None:
        host, ip = _six(found["six"])
    else:
        host, ip = _named(found["host"])
    if ip is not None and not opened(ip):
        raise RefusedError("This address leads into a private network, not to a public web site.")
    return Address(scheme, host, port, target, ip)


def _port(port: str | None, scheme: str) -> int:
    number = int(port) if port and len(port) <= 5 else PORTS[scheme] if not port else 0
    if number not in PORTS.values():
        raise RefusedError("This address names a port. Only the usual ones of web sites, 80 and 443, are opened.")
    return number


def _six(text: str) -> tuple[str, IPAddress | None]:
    try:
        ip = IPv6Address(text)
    except ValueError:
        raise RefusedError(_NO_SITE) from None
    return str(ip), ip


def _named(text: str) -> tuple[str, IPAddress | None]:
    host = ascii_host(text)
    if not host:
        raise RefusedError(_NO_SITE)
    # Whatever ends in a number is read as an address in numbers by systems (WHATWG URL, "ends in a number"; inet_aton), so
    # 2130706433, 0177.0.0.1, 0x7f.1 and 127.1 are all this very machine. There is one honest spelling; the rest is refused.
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        if not _PLAIN_4.fullmatch(host) or text != host:
            raise RefusedError("This address is a number written in an unusual way. Such addresses are not opened.")
        try:
            return host, IPv4Address(host)
        except ValueError:
            raise RefusedError(_NO_SITE) from None
    if "." not in host or any(host == name or host.endswith("." + name) for name in _CLOSED_NAMES):
        raise RefusedError(f"“{host}” is a name inside a network of one's own, not a public web site.")
    return host, None


def _quoted(text: str) -> str:
    """The rest of an address as it goes over the wire: other scripts in percent-encoded UTF-8 (RFC 3987, section 3.1)."""
    return quote(text, safe="!#$%&'()*+,/:;=?@[]~", errors="surrogatepass")
