"""The audit log and its page."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from coalition import audit
from coalition.models import AuditEntry
from coalition.queries import PER_PAGE
from tests.tools.pages import parse, text_of


def rows(page):
    return [
        ["".join(cell.itertext()) for cell in row.iter("td")] for row in parse(page).iter("tr") if row.find("td") is not None
    ]


def test_the_page_shows_the_newest_first_and_turns(database, clock, signed_in):
    viewer = signed_in("viewer")
    with database.write() as session:
        for number in range(PER_PAGE + 5):
            clock.advance(minutes=1)
            audit.record(
                session,
                "letter.saved",
                by="Ana",
                coalition_id=viewer.coalition_id,
                subject=f"letter:{number}",
                now=clock.now,
                n=number,
            )
    path = f"/desk/coalition/{viewer.coalition_id}/audit"
    first = viewer.get(path)
    assert len(rows(first)) == PER_PAGE
    assert rows(first)[0][1:] == ["Ana", f"letter.saved · letter:{PER_PAGE + 4}", f"n: {PER_PAGE + 4}"]
    (older,) = [link.get("href") for link in parse(first).iter("a") if link.get("rel") == "next"]
    second = viewer.get(older)
    assert [row[2] for row in rows(second)][:5] == [f"letter.saved · letter:{n}" for n in (4, 3, 2, 1, 0)]
    assert not [link for link in parse(second).iter("a") if link.get("rel") == "next"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "9" * 30, "２"])
def test_a_senseless_page_number_is_the_first_page(signed_in, page):
    owner = signed_in()
    assert "coalition.created" in text_of(owner.get(f"/desk/coalition/{owner.coalition_id}/audit?page={page}"))


def test_other_coalitions_acts_do_not_show(database, clock, signed_in):
    owner = signed_in()
    with database.write() as session:
        audit.record(session, "secret.plan", by="nobody", coalition_id=None, now=clock.now)
    assert "secret.plan" not in text_of(owner.get(f"/desk/coalition/{owner.coalition_id}/audit"))


def test_an_entry_stands_and_falls_with_its_act(database, clock):
    def broken_off():
        with database.write() as session:
            audit.record(session, "letter.saved", by="Ana", coalition_id=None, now=clock.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0
