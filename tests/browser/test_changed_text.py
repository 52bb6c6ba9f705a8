"""A changed text on a phone, without a script: the signer reads the change and agrees; and the pages before axe-core."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.test_accessible import RICH
from tests.tools.consenting import add, changed_door, get, publish, write

pytestmark = pytest.mark.needs("chromium")


def asked(site):
    site.campaigns.open(text=RICH)
    ada = add(site.campaigns)
    write(site.campaigns)
    publish(site.campaigns, "substantive", words="We saw new facts.")
    return ada


def test_a_signer_agrees_on_a_phone_without_a_script(site, new_page):
    ada = asked(site)
    page = new_page(java_script_enabled=False)
    page.goto(changed_door(site.campaigns, ada))
    expect(page.get_by_text("We ask the city to end the dumping of waste.")).to_be_visible()
    assert page.locator("html").evaluate("root => root.scrollWidth") <= 390, "nothing scrolls sideways"
    page.get_by_role("button", name="We agree to the changed text").click()
    expect(page.get_by_text("Thank you. You agree to the letter as it is now.")).to_be_visible()
    assert get(site.campaigns, ada).prints


def test_axe_finds_nothing(site, new_page):
    ada = asked(site)
    page = new_page()
    page.context.add_cookies([site.desk_cookie()])
    found = []
    for path in (changed_door(site.campaigns, ada), "/desk/harbor/consent"):
        page.goto(path)
        found += violations(page)
    write(site.campaigns, "Another sentence.")
    page.goto("/desk/harbor/change")
    expect(page.get_by_role("button", name="Publish the changed text")).to_be_visible()
    found += violations(page)
    assert found == []
