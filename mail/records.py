"""What the name server should say about the domain that mail comes from, and what it does say.

Without these records the large services take our mail for forged or refuse it: SPF (RFC 7208) says which servers may send for
the domain, DKIM (RFC 6376) holds the key of the server that signs, DMARC (RFC 7489) says what to do with what fits neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

PATIENCE = 3.0
"""Seconds for each question."""

Ask = Callable[[str], Sequence[str] | None]
"""Gives the TXT records of a name, none where it has none; None when nobody answers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record to set: its name, what it is called, how it begins, and an example. ``found``: what is there now; None when it
    was not asked or nobody answered."""

    what: str
    name: str
    begins: str
    example: str
    found: Sequence[str] | None = None

    @property
    def is_there(self) -> bool | None:
        """Whether a record of this kind is there; None when that is not known."""
        return None if self.found is None else any(text.lower().startswith(self.begins) for text in self.found)


def wanted(domain: str, server: str, bounces: str = "", ask: Ask | None = None) -> list[Wanted]:
    """The records for mail from ``domain`` through ``server``; ``bounces`` is the domain of the return path, where it is
    another one: SPF is looked up for that. With ``ask``, each is looked up."""
    names = [
        ("SPF", bounces or domain, "v=spf1", f'"v=spf1 a:{server or "mail." + domain} -all"'),
        ("DKIM", f"SELECTOR._domainkey.{domain}", "v=dkim1", '"v=DKIM1; k=rsa; p=…": your mail server names selector and key'),
        ("DMARC", f"_dmarc.{domain}", "v=dmarc1", f'"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}"'),
    ]
    return [
        Wanted(what, name, begins, example, ask(name) if ask is not None and what != "DKIM" else None)
        for what, name, begins, example in names
    ]


def ask_name_server(name: str) -> Sequence[str] | None:
    """The TXT records of a name. Its library comes with another one of ours; where it is missing, nothing is known."""
    try:
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, NoAnswer, Resolver
    except ImportError:
        return None
    try:
        answer = Resolver().resolve(name, "TXT", lifetime=PATIENCE)
    except (NXDOMAIN, NoAnswer):
        return ()
    except (DNSException, OSError):
        return None
    return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)
