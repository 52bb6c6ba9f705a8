"""Which claims were abandoned: known by watching them, not by a moment that somebody wrote down.

A worker that is killed leaves its claims behind. Were their end a time of day in the row, a clock that jumps an hour ahead
would end all of them at once, and another worker would send what is just being sent. So each worker looks at the claims of the
others again and again, and takes one over that has stood unchanged before its own eyes for a whole lease, by a clock that
nobody can set (``time.monotonic``). Whoever is at work changes the word of its claim now and then; see :class:`Held`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta

LEASE = timedelta(minutes=5)
"""How long a claim holds without a sign of life. No message takes as long (:data:`mail.smtp.LONGEST`)."""

Claim = tuple[int, str]
"""A row's number, and the word of whoever claimed it."""

Monotonic = Callable[[], float]


class Leases:
    """What one worker has seen of others' claims."""

    def __init__(self, lease: timedelta = LEASE, monotonic: Monotonic = time.monotonic) -> None:
        self.lease = lease
        self.monotonic = monotonic
        self._since: dict[Claim, float] = {}

    def abandoned(self, claims: Iterable[Claim]) -> list[Claim]:
        """Those of ``claims``, all that there are now, which have stood for a whole lease since they were first seen."""
        moment = self.monotonic()
        self._since = {claim: self._since.get(claim, moment) for claim in claims}
        whole = self.lease.total_seconds()
        return [claim for claim, since in self._since.items() if moment - since >= whole]


class Held:
    """A claim of our own: the word, and whether it is time to give a sign of life by changing it.

    It is time when a third of the lease is over. Two thirds are left for the next message, which takes less.
    """

    def __init__(self, word: str, leases: Leases) -> None:
        self.word = word
        self._leases = leases
        self._since = leases.monotonic()

    @property
    def growing_old(self) -> bool:
        """Whether the word should be changed before anything else is begun."""
        return self._leases.monotonic() - self._since > self._leases.lease.total_seconds() / 3

    def renewed(self, word: str) -> None:
        """The word was changed, in the rows as well."""
        self.word = word
        self._since = self._leases.monotonic()
