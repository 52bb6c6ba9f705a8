"""The addresses of a letter's pages, and of those behind personal links. Pure: mail is also written where no request is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
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
    """The doors of one letter. ``base_url`` has no slash at its end; "" gives paths on this site.

    ``language`` is that of the pages behind them; "" leaves it to the reader's browser.
    """

    base_url: str
    seal: Seal
    slug: str
    language: str = ""

    def speaking(self, language: str) -> Doors:
        """The same doors for a mail in ``language``: one in Spanish leads to pages in Spanish, on whatever device it is read.

        An English one leaves it to the browser, as any plain address does.
        """
        return replace(self, language="" if language == "en" else language)

    @property
    def letter(self) -> str:
        """The address of the letter's public page."""
        return self._address("")

    @property
    def check(self) -> str:
        """The address of the page that tells whether a file is one of the letter's."""
        return self._address("/check")

    @property
    def recovery(self) -> str:
        """The address of the page that mails somebody their links."""
        return self._address("/links")

    def to(self, purpose: Purpose, number: int, generation: int = 0) -> str:
        """The address behind a fresh token for the row ``number``."""
        return self._address(f"/{PATHS[purpose]}/{self.seal.token(purpose, number, generation)}")

    def _address(self, rest: str) -> str:
        return f"{self.base_url}/letters/{self.slug}{rest}" + (f"?lang={self.language}" if self.language else "")

    def opened(self, purpose: Purpose, token: str) -> Opened | None:
        """What a token names, or None for one that is not genuine."""
        return self.seal.read(purpose, token)


def doors_under(base_url: str, secret: str) -> Callable[[str], Doors]:
    """The doors of the letter at a slug, for where no request is: a worker, a command."""
    return partial(Doors, base_url, Seal(secret))
