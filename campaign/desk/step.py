"""A next step, as the desk shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """The next step: what it is, a sentence more, and the button that leads there (its endpoint and its words).

    ``short`` says it in a table that shows the deadline already; ``permission`` is what the button needs.
    """

    title: str
    detail: str
    endpoint: str = ""
    label: str = ""
    permission: str = "campaign.view"
    short: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
