"""Which confirmed signatures wait for a coordinator. Pure."""

from __future__ import annotations


def waits(rule: str, trust: str) -> str:
    """Why a confirmed signature must wait for a coordinator under the campaign's ``rule``; "" when it need not.

    ``trust`` is what the contact's address tells (:func:`signatories.addresses.trust`).
    """
    if rule == "all":
        return "every signature of this letter is looked at first"
    if rule == "free-mail" and trust == "free-mail":
        return "the address is at a free-mail service"
    return ""
