"""What a mail address is, and which two are one mailbox. Pure."""

from __future__ import annotations

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

_DOTS_MEAN_NOTHING = frozenset({"gmail.com"})
_SAME = {"googlemail.com": "gmail.com"}


@lru_cache(maxsize=256)  # one form asks four times about the same address
def parsed(typed: str) -> str | None:
    """The address as mail goes to it: trimmed, the domain in ASCII and lower case; None for what is no address.

    The part before the "@" stays as typed (RFC 5321, section 2.4: it may be case-sensitive). Whether mail arrives is not asked.
    """
    try:
        found = validate_email(typed.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.ascii_email or found.normalized


def canonical(typed: str) -> str | None:
    """The form in which two spellings of one mailbox are equal; None for what is no address.

    Lower case; without the "+tag" that sorts one's own mail (RFC 5233); without dots where the service ignores them. For
    comparing and counting only: mail goes to the address as it was typed.
    """
    address = parsed(typed)
    if address is None:
        return None
    local, domain = address.lower().rsplit("@", 1)
    domain = _SAME.get(domain, domain)
    if domain in _DOTS_MEAN_NOTHING:
        local = local.replace(".", "")
    untagged = local.split("+", 1)[0] or local
    if untagged.endswith("."):
        untagged += "+"  # no address ends so, and a key must be an address; any tag after it is still the same mailbox
    return f"{untagged}@{domain}"
