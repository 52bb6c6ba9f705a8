"""After the close, as people see it: a late signer, the coordinator's word, the next edition; and the pages on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaign.models import EditionFile
from tests.browser.axe import violations
from tests.browser.conftest import PHONE
from tests.tools.campaigns import ENTRY
from tests.tools.invitations import Invitations
from tests.tools.signing import PAGE, rows
from tests.tools.waiting import until

pytestmark = pytest.mark.needs("chromium")


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], f"{page.url} scrolls sideways"


def test_a_late_signer_comes_into_the_second_edition(site, new_page, clock):
    site.campaigns.open()
    site.campaigns.sign()
    invitations = Invitations(site.database, clock)
    path = invitations.path(invitations.one("Reef", "ben@reef.example"))
    desk = new_page()
    desk.context.add_cookies([site.desk_cookie()])
    desk.goto("/desk/harbor/close")
    assert violations(desk) == []
    fits(desk)
    desk.get_by_role("button", name="Close the letter").click()
    expect(desk.get_by_text("The letter is closed.")).to_be_visible()
    until(lambda: len(rows(site.database, EditionFile)) == 3, "the worker wrote no files")

    signer = new_page()
    signer.goto(path)
    signer.get_by_role("link", name="Ask to be added").click()
    assert violations(signer) == []
    signer.locator("#contact_email").fill("board@reef.example")  # not the one that was invited: it has to confirm
    signer.locator("#authorized").check()
    signer.get_by_role("button", name="Send to the coordinators").click()
    expect(signer.get_by_text("They have what you typed")).to_be_visible()

    desk.goto("/desk/harbor/")
    desk.get_by_role("link", name="Look at it").click()
    assert violations(desk) == []
    fits(desk)
    desk.get_by_role("button", name="Accept, and ask them to confirm").click()
    expect(desk.get_by_text("The contact was asked by mail to confirm it.")).to_be_visible()
    assert violations(desk) == []

    signer.goto(site.link("Please confirm, to be added", "/confirm/"))
    assert violations(signer) == []
    signer.get_by_role("button", name="Yes, put this line on the letter").click()
    expect(signer.get_by_text("will be in the next one")).to_be_visible()

    clock.advance(hours=1)
    desk.goto("/desk/harbor/editions")
    desk.get_by_role("link", name="See what changes").click()
    assert violations(desk) == []
    fits(desk)
    desk.locator("#marked").check()
    desk.get_by_role("button", name="Make edition 2").click()
    expect(desk.get_by_text("Edition 2 is made.")).to_be_visible()
    until(lambda: len(rows(site.database, EditionFile)) == 9, "the worker wrote no files of the second")
    desk.reload()
    expect(desk.get_by_role("link", name="Addendum, PDF of edition 2")).to_be_visible()
    assert violations(desk) == []
    fits(desk)

    signer.goto(PAGE)
    expect(signer.get_by_text("This is edition 2.")).to_be_visible()
    expect(signer.get_by_text("Added since edition 1")).to_be_visible()
    assert violations(signer) == []
    signer.get_by_role("link", name="edition 1").click()
    expect(signer.get_by_text("There is a newer edition of this letter.")).to_be_visible()
    assert violations(signer) == []


def test_declining_says_what_is_missing(site, new_page, clock, client):
    site.campaigns.open()
    site.campaigns.close()
    client.send(f"{PAGE}/sign", ENTRY)
    desk = new_page()
    desk.context.add_cookies([site.desk_cookie()])
    desk.goto("/desk/harbor/late")
    desk.get_by_text("Decline, or accept on your word").click()
    desk.locator("button", has_text="Decline").last.click()
    expect(desk.get_by_text("Say why: the reason stays with the request.")).to_be_visible()
    assert violations(desk) == []
    fits(desk)
