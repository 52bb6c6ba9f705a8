"""What came of a request: an answer, or the reason why there was none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FailureKind = Literal["refused", "name", "connection", "certificate", "timeout", "protocol", "loop", "redirects"]
"""Why there was no answer.

``refused``: we did not go there, for safety. ``name``: the site's name is not known. ``connection``: it does not take up the
connection. ``certificate``: it cannot prove to be the site it is called. ``timeout``: it took too long. ``protocol``: what came
was no web page's answer. ``loop`` and ``redirects``: it sent us in circles, or on and on.
"""


@dataclass(frozen=True, slots=True)
class Hop:
    """A page that sent us on: its address and its status (301, 302, 303, 307 or 308)."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A site answered. ``headers`` have names in lower case; ``body`` is at most its first part, and ``cut`` says whether."""

    url: str
    """The address that answered, after all redirects, without fragment."""
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer. ``url`` is the address at which it ended; ``sentence`` says why, to a coordinator."""

    kind: FailureKind
    sentence: str
    url: str
    hops: tuple[Hop, ...] = ()


Fetched = Answer | Failure
