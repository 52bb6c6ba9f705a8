"""The addresses of a letter's pages, and of those behind personal links. Pure: mail is also written where no request is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from signatories.links import Opened, Seal

Purpose = Literal["waiting", "confirm", "own", "contact", "invited", "review", "galley", "changed"]

PATHS: Mapping[Purpose, str] = {
    "waiting": "waiting",
    "confirm": "confirm",
    "own": "mine",
    "contact": "contact",
    "invited": "i",
    "review": "review",
    "galley": "galley",
    "changed": "changed",
}
"""The middle of the path for each purpose: /letters/<slug>/<middle>/<token>. A test holds them against the routes."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of one letter. ``base_url`` has no slash at its end; "" gives paths on this site."""

    base_url: str
    seal: Seal
    slug: str

    @property
    def letter(self) -> str:
        """The address of the letter's public page."""
        return f"{self.base_url}/letters/{self.slug}"

    @property
    def recovery(self) -> str:
        """The address of the page that mails somebody their links."""
        return f"{self.letter}/links"

    def to(self, purpose: Purpose, number: int, generation: int = 0) -> str:
        """The address behind a fresh token for the row ``number``."""
        return f"{self.letter}/{PATHS[purpose]}/{self.seal.token(purpose, number, generation)}"

    def opened(self, purpose: Purpose, token: str) -> Opened | None:
        """What a token names, or None for one that is not genuine."""
        return self.seal.read(purpose, token)
