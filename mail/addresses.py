"""What a mail address is. Pure."""

from __future__ import annotations

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email


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
