"""What the desk's scripts add to typing, and that everything works without them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def desk(site, new_page):
    def open_desk(**options):
        site.campaigns.draft()
        page = new_page(viewport=DESKTOP, **options)
        page.context.add_cookies([site.desk_cookie("editor")])
        return page

    return open_desk


def test_the_sheet_follows_the_typing(desk):
    page = desk()
    page.goto("/desk/harbor/letter")
    body, sheet = page.locator("#body"), page.locator(".shown .sheet")
    body.fill("Brand *new* words.[^a]\n\n[^a]: As told by [@nobody].")
    expect(sheet).to_contain_text("Brand new words.")
    expect(sheet.locator("em")).to_have_text("new")
    expect(page.locator("[data-list=warnings]")).to_contain_text("nobody")
    body.fill("Brand new.\n\n![a map](map.png)")
    expect(page.locator("[data-list=losses]")).to_contain_text("line 3")
    body.fill('<script>document.title=0</script><img src=x onerror="document.title=0">\n\nStill <b onclick=x>here</b>.')
    expect(sheet).to_contain_text("Still here.")
    assert page.title() != "0"


def test_without_a_script_a_button_shows_the_sheet(desk):
    page = desk(java_script_enabled=False)
    page.goto("/desk/harbor/letter")
    page.locator("#body").fill("Brand *new* words.")
    page.get_by_role("button", name="Show how it stands").click()
    expect(page.locator(".shown .sheet")).to_contain_text("Brand new words.")
    expect(page.locator("#body")).to_have_value("Brand *new* words.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".notice")).to_have_text("Saved as version 2.")


def test_leaving_with_unsaved_words_asks_first(desk):
    page = desk()
    page.goto("/desk/harbor/letter")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#body").click()
    page.keyboard.type("More. ")
    page.get_by_role("link", name="Sources").click()
    expect(page).to_have_url(re.compile("/sources$"))
    assert asked == ["beforeunload"]
    page.goto("/desk/harbor/letter")
    page.locator("#body").click()
    page.keyboard.type("More. ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".notice")).to_have_text("Saved as version 2.")
    assert asked == ["beforeunload"], "saving is no leaving"


def test_an_address_is_proposed_until_one_is_chosen(desk):
    page = desk()
    page.goto("/desk/campaigns/new")
    title, address = page.locator("#title"), page.locator("#slug")
    title.press_sequentially("Café & Co")
    expect(address).to_have_value("cafe-co")
    address.fill("mine")
    title.press_sequentially(" again")
    expect(address).to_have_value("mine")
    page.get_by_role("button", name="Begin the campaign").click()
    expect(page).to_have_url(re.compile("/desk/mine/$"))
    expect(page.locator("#next-title")).to_have_text("Write the letter")


def test_a_select_of_zones_holds_the_world(desk):
    page = desk()
    page.goto("/desk/harbor/deadline")
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value("America/New_York")
    zone.select_option("Asia/Kolkata")
    page.get_by_role("button", name="Set the deadline").click()
    expect(page.locator(".standing")).to_contain_text("March 5, 2026 at 5:00 PM India")
