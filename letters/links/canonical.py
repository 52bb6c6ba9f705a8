"""When two addresses are the same page: one spelling to compare by. Never printed, never fetched."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

from letters.links.hosts import ascii_host

_PARTS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<rest>.*))?", re.I | re.S
)
_BARE = re.compile(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:gov|org|com|edu|net|mil|int|us|eu|uk|ca)(?=[/?#:]|$))", re.I)
_SIX = re.compile(r"\[[0-9A-Fa-f:.]+\]")
_AMP = re.compile(r"&(?:amp;)+", re.I)
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
"""What word processors leave in addresses so that they break well, deleted."""
_PIECE = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEEP = "!$%&'()*+,/:;=?@[]~"

_SOURCES = """
    fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid mkt_tok _hsenc _hsmi
    __hstc __hssc __hsfp hsctatracking vero_id oly_anon_id oly_enc_id s_cid cmpid ncid smid smtyp ref_src ref_url
    guccounter guce_referrer guce_referrer_sig _ga _gl li_fat_id sr_share share_token cvid trk trackingid
"""
_TRACKING = frozenset(_SOURCES.split())
_TRACKING_STARTS = ("utm_", "pk_", "mtm_", "piwik_", "matomo_", "hsa_", "ga_")

_DOI_HOSTS = {"dx.doi.org", "doi.org", "www.doi.org"}


def canonical(url: str) -> str:
    """``url`` in the one spelling by which two addresses of the same page are found equal. Never raises.

    Follows RFC 3986, section 6.2: scheme and host in lower case (other scripts as IDNA), usual ports dropped, percent-encoding
    in one spelling, dot segments resolved. Beyond that, by what sites do rather than by any standard: ``http`` is ``https``,
    ``www.`` is dropped, and so are a slash at the end, the fragment (unless it is the page, ``#!``) and parameters that only
    tell where a reader came from (``utm_source``, ``fbclid``, …); the other parameters are sorted by name. DOIs compare without
    regard to case (DOI Handbook, section 2.4). Addresses without a scheme ("www.gao.gov/…") count as ``https``; what is not a
    web address comes back as it is, without the spaces around it.
    """
    given = url.strip()
    url = _AMP.sub("&", _decoded("".join(url.translate(_INVISIBLE).split())))
    if "://" not in url and _BARE.match(url):
        url = "https://" + url
    parts = _PARTS.fullmatch(url)
    if parts is None or parts["scheme"].lower() not in ("http", "https"):
        return given
    user, _, netloc = parts["host"].rpartition("@")
    host = _host(netloc)
    if not host:
        return given
    path = _path(parts["path"])
    if host in _DOI_HOSTS:
        host, path = "doi.org", path.lower()
    query = _query(parts["query"] or "")
    rest = parts["rest"] or ""
    return "".join(
        (
            "https://",
            f"{user}@" if user else "",
            host,
            path,
            f"?{query}" if query else "",
            f"#{_spelled(rest)}" if rest.startswith("!") else "",
        )
    )


def same(one: str, other: str) -> bool:
    """Whether two addresses are the same page, as far as their spelling tells."""
    return canonical(one) == canonical(other)


def host_of(url: str) -> str:
    """The host of an address in the spelling of :func:`canonical` (no ``www.``, no default port); "" if it has none."""
    parts = _PARTS.fullmatch(canonical(url))
    return parts["host"].rpartition("@")[2] if parts else ""


def _host(netloc: str) -> str:
    name, port = netloc, ""
    if ":" in netloc and not netloc.endswith("]"):
        name, _, port = netloc.rpartition(":")
    name = name.lower() if _SIX.fullmatch(name) else ascii_host(name)
    if not name or not ((port.isdigit() and port.isascii()) or not port):
        return ""
    while name.startswith("www.") and "." in name[4:]:
        name = name[4:]
    port = port.lstrip("0")
    return name if port in ("", "80", "443") else f"{name}:{port}"


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in _spelled(path).split("/"):
        if segment == "..":
            if segments:
                segments.pop()
        elif segment != ".":
            segments.append(segment)
    return ("/" + "/".join(segments).lstrip("/")).rstrip("/")


def _query(query: str) -> str:
    kept = []
    for pair in _spelled(query).split("&"):
        while pair.lower().startswith("amp;"):  # what is left of an "&amp;" that lost its head
            pair = pair[4:]
        name = pair.partition("=")[0].lower()
        if pair and name not in _TRACKING and not name.startswith(_TRACKING_STARTS):
            kept.append(pair)
    return "&".join(sorted(kept, key=lambda pair: pair.partition("=")[0]))  # stable: a name that comes twice keeps its order


def _spelled(text: str) -> str:
    """Percent-encoding in one spelling: what must be encoded is, what need not be is not, with capital digits."""
    return quote(_decoded(text), safe=_KEEP, errors="surrogatepass")


def _decoded(text: str) -> str:
    """What need not be encoded is not; the rest of the encoding stays, with capital digits."""

    def piece(match: re.Match[str]) -> str:
        return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in unquote_to_bytes(match[0]))

    return _PIECE.sub(piece, text)
