"""The review queue in a real browser: by keys without loading a page, by buttons without a script, and what axe says of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from campaign.queries import find
from signatories.judgements import Judgement
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.tools.signing import rows

pytestmark = pytest.mark.needs("chromium")

QUEUE = "/desk/harbor/doubles"
NAMES = [
    ("Alpha League", "The Alpha League, Inc."),
    ("Bravo Society", "The Bravo Society Inc."),
    ("Charlie Circle", "The Charlie Circle, Inc."),
    ("Delta Union", "Delta Union, Inc."),
]


@pytest.fixture
def desk(site, new_page):
    def open_desk(**options):
        site.campaigns.open()
        for number, name in enumerate(name for pair in NAMES for name in pair):
            site.campaigns.sign(name, f"a@n{number}.example", website=f"https://n{number}.example")
        page = new_page(**({"viewport": DESKTOP} | options))
        page.context.add_cookies([site.desk_cookie("editor")])
        page.goto(QUEUE)
        return page

    return open_desk


def verdicts(site):
    return [(one.one_name[0], one.verdict) for one in rows(site.database, Judgement) if one.revoked_at is None]


def letter(page):
    """The first letter of the names of the open pair."""
    return page.locator("#pair thead a").first.inner_text().removeprefix("only here: ").replace("The ", "").strip()[0]


def test_keys_decide_move_and_undo_without_loading_a_page(site, desk):
    page = desk()
    page.evaluate("window.stayed = true")
    page.locator("#pair h3").click()
    expect(page.locator("#keys")).to_be_visible()
    first = letter(page)
    page.keyboard.press("s")
    expect(page.locator("#done")).to_contain_text("are one organization")
    expect(page.locator("#pair")).to_be_focused()
    second = letter(page)
    page.keyboard.press("j")
    expect(page.locator("#done")).to_have_count(0)
    third = letter(page)
    assert len({first, second, third}) == 3
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("at="))
    expect(page.locator("#pair thead a").first).to_contain_text(re.compile(second))
    page.keyboard.press("d")
    expect(page.locator("#done")).to_contain_text("are two")
    expect(page.locator("#queue-said")).to_contain_text("are two")
    assert letter(page) == third
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("is a chapter")
    page.keyboard.press("u")
    expect(page.locator("#done")).to_contain_text("not sure")
    expect(page.get_by_text("Nothing is left to decide")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#pair")).to_be_focused()
    assert verdicts(site) == [(first, "same"), (second, "different"), (third, "chapter")]
    assert page.evaluate("window.stayed"), "all of it on one page"


def test_keys_are_silent_outside_of_the_pair_and_with_modifiers(site, desk):
    page = desk()
    page.keyboard.press("s")
    page.locator("body").press("d")
    page.locator("#pair h3").click()
    for keys in ("Control+u", "Alt+s", "Meta+d"):
        page.keyboard.press(keys)
    page.locator("#pair input[name=prints]").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#pair input[name=prints]").nth(1)).to_be_checked()
    assert verdicts(site) == []
    page.keyboard.press("s")
    expect(page.locator("#done")).to_be_visible()
    (judgement,) = rows(site.database, Judgement)
    with site.database.read() as session:
        assert find(session, "harbor").id == judgement.campaign_id
    assert judgement.prints_id == judgement.other_id, "the words that were chosen by the arrow"


def test_without_a_script_the_buttons_do_the_same(site, desk):
    page = desk(java_script_enabled=False, viewport=PHONE)
    expect(page.locator("#keys")).to_be_hidden()
    first = letter(page)
    page.get_by_role("button", name="Same: one line").click()
    expect(page.locator("#done")).to_contain_text("are one organization")
    page.get_by_role("link", name="Skip", exact=True).click()
    page.get_by_role("button", name="Different").click()
    expect(page.locator("#done")).to_contain_text("are two")
    page.get_by_role("button", name="Undo").click()
    assert verdicts(site) == [(first, "same")]


def test_the_pages_are_accessible_and_nothing_scrolls_sideways(site, desk):
    page = desk()
    page.locator("#pair h3").click()
    for key in ("s", "d"):
        page.keyboard.press(key)
        expect(page.locator("#done")).to_be_visible()
        expect(page.locator("#queue")).not_to_have_attribute("aria-busy", "true")
        page.wait_for_timeout(200)
    numbers = rows(site.database, Judgement)[0]
    paths = [QUEUE, f"{QUEUE}/judged", f"{QUEUE}/report", f"{QUEUE}/compare?one={numbers.one_id}&q=the"]
    paths += [f"/desk/harbor/signatures/{numbers.one_id}", "/desk/harbor/close", "/desk/harbor/signatures"]
    for path in paths:
        page.set_viewport_size(DESKTOP)
        page.goto(path)
        assert violations(page) == [], path
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    page.goto(QUEUE)
    assert violations(page) == [], "the queue on a phone"
