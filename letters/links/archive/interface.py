"""What an archive can do for us, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Waiting:
    """The archive is at it. ``job`` is its word for the job (at most 200 characters); look again after ``pause``."""

    job: str
    pause: timedelta


@dataclass(frozen=True, slots=True)
class Kept:
    """There is a copy at ``address``, made at ``moment`` (aware, UTC; None if the archive does not say)."""

    address: str
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no copy. ``reason`` is a sentence for a coordinator. ``again``: whether asking anew later may help.

    ``pause`` is how long the archive wants to be left alone, if it said so.
    """

    reason: str
    again: bool
    pause: timedelta | None = None


Progress = Waiting | Kept | Failed


class Archive(Protocol):
    """A web archive. Neither verb raises for what the archive answers, and neither waits for the copy."""

    @property
    def name(self) -> str:
        """What it is called in the database: "wayback" or "perma"."""

    def ask(self, url: str) -> Progress:
        """Ask for a copy of the page at ``url``."""

    def look(self, job: str, url: str) -> Progress:
        """How the job that :meth:`ask` began for ``url`` is going."""
