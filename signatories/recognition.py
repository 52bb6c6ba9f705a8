"""Which signatures are surely two of one organization, without asking anybody. Pure.

That is hardly ever sure: two bodies may bear one name, and what the matcher (:mod:`signatories.matching`) finds alike is for
people to decide. Sure is only the very same name, in whatever capitals, from the same mail domain or with the same website.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from signatories.addresses import canonical, own_domain, page_of
from signatories.folding import name_key


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of who signed: the name as it prints, the contact's address, the website; both may be empty."""

    number: int
    kind: str
    name: str
    address: str = ""
    website: str = ""


def recognized(signatures: Iterable[Known]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers that are surely the same: each signature with the first one before it that it shares a name and a mail
    domain or website with. In the order in which they come."""
    first: dict[Hashable, int] = {}
    for one in signatures:
        marks = list(marks_of(one))
        earlier = next((first[mark] for mark in marks if mark in first), None)
        if earlier is not None and earlier != one.number:
            yield earlier, one.number
        for mark in marks:
            first.setdefault(mark, one.number)


def marks_of(one: Known) -> Iterator[Hashable]:
    """What two signatures share that are surely the same: one of these is enough.

    A person is known by their mailbox alone: a hundred people work behind one domain, and two of them may have one name.
    """
    key = name_key(one.name)
    mailbox = canonical(one.address) or ""
    domain = own_domain(mailbox)
    if mailbox and (one.kind == "individual" or not domain):
        yield one.kind, key, mailbox
    elif domain:
        yield one.kind, key, domain
    page = page_of(one.website) if one.kind == "organization" else ""
    if page:
        yield one.kind, key, "page", page
