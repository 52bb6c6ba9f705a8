"""Judgements for tests of what refers to them and asks no more of them than to be there."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from database import Database
from signatories.judgements import Judgement
from tests.tools.campaigns import Campaigns

COUNT = 6


def judgements(database: Database, clock: Any, coalition: str = "Judges") -> list[int]:
    """The numbers of :data:`COUNT` judgements: one about each two of four organizations on a letter of that coalition."""
    campaigns = Campaigns(database, clock)
    campaigns.open("judged", coalition=coalition)
    four = [campaigns.sign(name, f"a@{name}.example", slug="judged") for name in ("Alpha", "Bravo", "Charlie", "Delta")]
    with database.write() as session:
        made = [Judgement.about(*pair, "same", by="Ana", at=clock.now) for pair in combinations(four, 2)]
        for one in made:
            one.source = "coordinator"
        session.add_all(made)
        session.flush()
        return [one.id for one in made]
