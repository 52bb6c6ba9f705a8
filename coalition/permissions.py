"""Who may do what: one table, one line each.

A role is held in a coalition. ``None`` stands for a signed-in person whose role is not (yet) in question: pages about oneself,
and pages whose coalition is only known once a row is loaded. There the view calls :func:`coalition.access.authorize`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["owner", "editor", "viewer"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who is signed in: who they are, their role in each of their coalitions, and through which session."""

    person_id: int
    email: str
    name: str
    roles: Mapping[int, Role]
    session_id: int

    @property
    def called(self) -> str:
        """What to call them: their name, or else their address."""
        return self.name or self.email


def called(by: Actor | str) -> str:
    """What to call whoever did something: a person, or a word for what is nobody ("the deadline")."""
    return by.called if isinstance(by, Actor) else by


def _anyone(_role: Role | None) -> bool:
    return True


def _any_role(role: Role | None) -> bool:
    return role is not None


def _editing(role: Role | None) -> bool:
    return role in ("owner", "editor")


def _owning(role: Role | None) -> bool:
    return role == "owner"


PERMISSIONS: Mapping[str, Callable[[Role | None], bool]] = {
    "public": _anyone,
    "caught_mail.view": _anyone,  # it asks for this machine, not for a person: mail.views looks where the request comes from
    "self": _anyone,
    "coalition.view": _any_role,
    "coalition.people": _owning,
    "coalition.settings": _owning,
    "campaign.view": _any_role,
    "campaign.create": _editing,
    "campaign.edit": _editing,
    "campaign.close": _editing,
    "letter.edit": _editing,
    "signatures.view": _any_role,
    "signatures.export": _editing,
    "signatures.moderate": _editing,
    "invitations.view": _any_role,
    "invitations.send": _editing,
    "delivery.view": _any_role,
    "delivery.edit": _editing,
    "delivery.send": _editing,
    "consent.view": _any_role,
    "directory.view": _any_role,
    "directory.edit": _editing,
    "directory.export": _editing,
    "privacy.manage": _owning,
    "mail.view": _owning,
    "audit.view": _any_role,
}

WITHOUT_SIGNING_IN = frozenset({"public", "caught_mail.view"})
"""Permissions that ask for no person at all; every other page leads to signing in first."""


def may(role: Role | None, permission: str) -> bool:
    """Whether somebody with this role has the permission. Raises KeyError for a permission that is not in the table."""
    return PERMISSIONS[permission](role)
