"""The sign form with its guards on, in a browser: a person who is very quick is asked once more, and loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from signatories import guards
from tests.tools.campaigns import ENTRY

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def settings(settings):
    """As everywhere here, with the limits on."""
    return replace(settings, limits=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_whoever_is_quick_presses_once_more(site, new_page, scripts, monkeypatch):
    monkeypatch.setattr(guards, "FASTEST", 600.0)  # a busy machine types slowly
    site.campaigns.open()
    page = new_page(java_script_enabled=scripts)
    page.goto("/letters/harbor")
    for name in ("organization", "contact_name", "contact_title", "contact_email"):
        page.locator(f"#{name}").fill(ENTRY[name])
    page.locator("#authorized").check()
    # The trap is there for programs, out of everybody's sight and reach.
    assert page.locator("#fax").is_visible() is False or not page.locator("#fax").evaluate(
        "(field) => { const at = field.getBoundingClientRect(); return at.right > 0; }"
    )
    page.get_by_role("button", name="Sign this letter").click()
    expect(page.locator("#errors")).to_contain_text("please press once more")
    for name in ("organization", "contact_name", "contact_title", "contact_email"):
        expect(page.locator(f"#{name}")).to_have_value(ENTRY[name])
    page.get_by_role("button", name="I am a person: sign").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
