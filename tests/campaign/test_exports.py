"""What happens when a letter cannot be written."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from campaign.exports import export
from campaign.models import Campaign
from campaign.operations.circulating import obstacles
from campaign.queries import newest_version
from database import Database
from errors import UserError
from tests.tools.campaigns import TEXT, Campaigns

LOST = "\ufffd"


def test_a_letter_with_a_lost_character_neither_prints_nor_circulates(database: Database, clock: Any, signed_in: Any) -> None:
    client = signed_in("owner", "Rivers")
    Campaigns(database, clock).draft(text=TEXT.replace("the dumping", f"the d{LOST}mping"))
    with database.read() as session:
        campaign = session.scalars(select(Campaign)).one()
        with pytest.raises(UserError, match=r"U\+FFFD REPLACEMENT CHARACTER"):
            export(session, campaign, "pdf", now=clock.now)
        (obstacle,) = obstacles(campaign, newest_version(session, campaign), clock.now)
    assert obstacle == "The text cannot be printed as it is: U+FFFD REPLACEMENT CHARACTER."
    page = client.get("/desk/harbor/download/pdf")
    assert page.status_code == 400
    assert "U+FFFD REPLACEMENT CHARACTER" in page.text
    assert "Traceback" not in page.text


def test_an_unknown_format_is_refused(database: Database, clock: Any) -> None:
    Campaigns(database, clock).draft()
    with database.read() as session, pytest.raises(UserError, match="choose one of docx, pdf, html, md, bundle"):
        export(session, session.scalars(select(Campaign)).one(), "odt", now=clock.now)
