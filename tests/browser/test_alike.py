"""After confirming on a phone, with and without JavaScript: is it the same organization? Answered, and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_signing import headline, scripts, sign_on

pytestmark = pytest.mark.needs("chromium")

LONG, SHORT = "Lamp and Kettle Workers", "LKW"


@scripts
def test_asked_answered_and_taken_back(site, new_page, scripts):
    site.campaigns.open()
    site.campaigns.sign(LONG, "lee@lkw.example")
    page = new_page(java_script_enabled=scripts)
    sign_on(site, page, organization=SHORT, contact_email="sam@elsewhere.example")
    card = page.get_by_role("region", name="Your signature is safe.")
    expect(card).to_contain_text(f"may already have signed as “{LONG}”.")
    expect(card).to_be_in_viewport()
    assert card.locator("input:checked").count() == 0, "nothing is chosen for them"
    for choice in card.get_by_role("radio").all():
        box = choice.locator("xpath=ancestor::label").bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    card.get_by_role("button", name="Answer").click()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("It is the same organization").check()
    page.get_by_role("button", name="Answer").click()
    headline(page).to_have_text("You have signed")
    expect(page.locator("main")).to_contain_text(f"both stand as one line, “{LONG}”.")
    expect(page.locator(".line")).to_have_text(LONG)
    page.goto("/letters/harbor")
    expect(page.locator("#signatories li")).to_have_text([LONG])

    page.goto(site.link("Signed", "/mine/", "sam@elsewhere.example"))
    page.get_by_role("button", name="Take this back").click()
    expect(page.get_by_role("region", name="Your signature is safe.")).to_be_visible()
    expect(page.locator(".line")).to_have_text(SHORT)
    page.goto("/letters/harbor")
    expect(page.locator("#signatories li")).to_have_text([LONG, SHORT])


def test_every_state_of_the_question_is_accessible(site, new_page):
    site.campaigns.open()
    site.campaigns.sign(LONG, "lee@lkw.example")
    page = new_page()
    sign_on(site, page, organization=SHORT, contact_email="sam@elsewhere.example")
    found = {"one name": violations(page)}
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#errors")).to_be_focused()
    found["no choice"] = violations(page)
    site.campaigns.sign(f"{LONG}, " + "Inc.", "lu@other.example")
    page.goto(site.link("Signed", "/mine/", "sam@elsewhere.example"))
    expect(page.get_by_role("radio")).to_have_count(5)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found[f"two names, {size['width']}"] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_label(f"“{LONG}” is the same organization").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("main")).to_contain_text("both stand as one line")
    found["answered"] = violations(page)
    assert {name: what for name, what in found.items() if what} == {}
