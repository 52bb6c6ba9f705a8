"""The list of signatures on a wide window and on a phone: addresses in one piece, the tick box beside the name it is for."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.tools.signing import set_signature

LIST = "/desk/harbor/signatures?show=all"


@pytest.fixture
def listed(site, new_page):
    """``listed(viewport)``: the list at that size, with a long line, a status to explain and a badge in the last column."""
    site.campaigns.open()
    number = site.campaigns.sign("River Cities", "imogen@rivercities.example", contact_name="Imogen Ash").id
    set_signature(site.database, number, origin="import", position=1)
    other = site.campaigns.sign("The Association of Cities and Towns of the Upper Basin " * 3, "a@a.example").id
    set_signature(site.database, other, status="held", status_reason="we asked which of their chapters it is " * 5)

    def look(viewport):
        page = new_page(viewport=viewport)
        page.context.add_cookies([site.desk_cookie()])
        page.goto(LIST)
        return page

    return look


def lines(page, selector):
    """Over how many lines the text of an element runs."""
    return page.locator(selector).first.evaluate(
        "element => { const all = document.createRange(); all.selectNodeContents(element);"
        " return new Set([...all.getClientRects()].map(box => Math.round(box.top))).size }"
    )


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["wide", "phone"])
def test_an_address_is_not_broken(listed, viewport):
    page = listed(viewport)
    assert lines(page, 'a[href="mailto:imogen@rivercities.example"]') == 1
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"], "and nothing scrolls sideways"


def test_a_badge_keeps_its_padding(listed):
    page = listed(DESKTOP)
    badge = page.locator(".brief .badge", has_text="import")
    padding = badge.evaluate(
        "element => { const text = document.createRange(); text.selectNodeContents(element);"
        " return text.getBoundingClientRect().left - element.getBoundingClientRect().left }"
    )
    assert padding >= 7


def test_on_a_phone_the_tick_box_stands_beside_its_name(listed):
    page = listed(PHONE)
    for row in page.locator("tbody tr").all():
        box, name = row.locator("input").bounding_box(), row.locator("th").bounding_box()
        assert name["x"] >= box["x"] + box["width"]
        assert abs(name["y"] - box["y"]) < box["height"]
