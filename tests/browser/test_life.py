"""A letter's dates in a browser, on a phone and on a desk: announced, private, closed, reopened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from campaign.operations import close, reopen, set_deadline, set_embargo
from campaign.queries import find
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.tools.invitations import Invitations

pytestmark = pytest.mark.needs("chromium")

ZONE = "America/New_York"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request, new_page):
    return new_page(viewport=request.param)


def change(site, act, *arguments, **more):
    """Do it at the desk of another process: the page shows it when what is kept of it is five seconds old."""
    site.clock.advance(seconds=6)
    with site.database.write() as session:
        return act(session, find(session, "harbor"), *arguments, by="Ana", now=site.clock.now, **more)


def test_the_letter_says_what_its_dates_are(site, page):
    site.campaigns.open()
    change(site, set_deadline, "2026-03-12T17:00", ZONE, announced="2026-03-10T17:00")

    def shown(words):
        page.goto("/letters/harbor")
        expect(page.locator(".opening")).to_contain_text(words)
        assert fits(page)
        assert violations(page) == []

    shown("Please sign by Tuesday, March 10, 2026 at 5:00 PM Eastern Time")
    site.clock.advance(days=9)
    shown("They are still taken until Thursday, March 12, 2026 at 5:00 PM Eastern Time")
    change(site, close)
    shown("This letter closed on Wednesday, March 11, 2026")
    change(site, reopen, "2026-03-20T17:00", ZONE, reason="Three member groups met only this week.")
    shown("Three member groups met only this week.")


def test_a_private_letter_is_there_for_the_invited_alone(site, page):
    site.campaigns.open()
    invitations = Invitations(site.database, site.clock)
    path = invitations.path(invitations.one(), "invited")
    until = change(site, set_embargo, "2026-03-04T09:00")
    page.goto(path)
    assert page.title() == "A private letter · Undersigned"
    expect(page.locator(".opening")).to_contain_text("This letter is private until Wednesday, March 4, 2026 at 9:00 AM")
    assert fits(page)
    assert violations(page) == []
    line = page.locator("output.line")
    page.locator("#organization").fill("The Reef Society")
    expect(line).to_have_text("The Reef Society")
    site.clock.now = until.moment + timedelta(seconds=1)
    page.goto("/letters/harbor")
    assert page.title().startswith("Keep the harbor clean")
