"""Notes, their style and pasting one in a real browser: what the scripts add, and that all of it works without them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.needs("chromium")

YOUNG = {
    "id": "young-2024",
    "type": "report",
    "title": "Harbor Memo",
    "author": [{"family": "Young", "given": "Ada"}],
    "issued": {"date-parts": [[2024, 3, 28]]},
    "URL": "https://harbor.example/memo",
}
BODY = """\
The dumping must stop. The memo says so.[^a] So do the mills.

The shore is for everyone.[^b]

[^a]: [@young-2024, p. 3].

[^b]: As told in Young, supra note 1.
"""
FROM_WORD = """\
<html><head><style>p { color: red }</style></head><body lang=EN-US style='tab-interval:.5in'>
<p class=MsoFootnoteText style="margin:0in">See Young, <i style='mso-bidi-font-style:normal'>supra</i> note 1, at 15;
Alice Ortiz, <span style="font-style:italic">Tides and Mills</span>, Harbor Gazette (June 3, 2023),
<a href="https://gazette.example/tides">https://gazette.example/tides</a>.<script>document.title = "taken"</script>
<img src="x" onerror="document.title='taken'"></p></body></html>
"""
PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "the plain text");
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".rich").dispatchEvent(event);
}"""


@pytest.fixture
def desk(site, new_page):
    def open_desk(**options):
        site.campaigns.draft(text=BODY, sources=[YOUNG])
        page = new_page(**({"viewport": DESKTOP} | options))
        page.context.add_cookies([site.desk_cookie("editor")])
        return page

    return open_desk


def test_a_rich_paste_keeps_italics_and_nothing_else(desk):
    page = desk()
    page.goto("/desk/harbor/paste")
    box = page.locator(".rich")
    box.click()
    page.evaluate(PASTE, FROM_WORD)
    expect(box.locator("em")).to_have_text(["supra", "Tides and Mills"])
    assert box.evaluate("box => [...new Set([...box.querySelectorAll('*')].map(n => n.tagName))].sort()") == ["A", "BR", "EM"]
    assert box.evaluate("box => [...box.querySelectorAll('*')].flatMap(n => n.getAttributeNames())") == ["href"]
    page.get_by_role("button", name="Read it").click()
    original = page.locator(".pasted")
    expect(original.locator("em")).to_have_text(["supra", "Tides and Mills"])
    expect(original.locator("a.seg")).to_have_count(2)
    expect(page.get_by_label("Title", exact=True)).to_have_value("Tides and Mills")
    assert page.title() != "taken"
    expect(page.get_by_label("The library’s Young")).to_be_checked()

    page.get_by_label("Where the note goes").select_option("note:2")
    page.get_by_role("button", name="Show how it will print").click()
    printed = page.locator(".printed .note-text")
    expect(printed).to_contain_text("See Young, supra note 1, at 15; Alice Ortiz, Tides and Mills")
    page.get_by_role("button", name="Save the note and its sources").click()
    expect(page).to_have_url(re.compile(r"/notes\?undo=2#note-2$"))
    second = page.locator("#note-2")
    expect(second).to_contain_text("See Young, supra note 1, at 15; Alice Ortiz")
    expect(second.locator(".note-text em").first).to_have_text("supra")
    second.locator(".note-text").get_by_role("link", name="1", exact=True).click()
    expect(page).to_have_url(re.compile("#note-1$"))


def test_what_is_typed_in_the_rich_box_is_read(desk):
    page = desk()
    page.goto("/desk/harbor/paste")
    page.get_by_text("Footnote", exact=True).click()
    page.keyboard.type("Only ")
    page.keyboard.press("Control+i")
    page.keyboard.type("words")
    page.keyboard.press("Control+i")
    page.keyboard.type(" & <b>signs</b>.")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".pasted")).to_have_text("Only words & <b>signs</b>.")
    expect(page.locator(".pasted em")).to_have_text("words")


def test_fields_unfold_with_the_choice(desk):
    page = desk()
    page.goto("/desk/harbor/paste")
    page.locator(".rich").click()
    page.evaluate(PASTE, FROM_WORD)
    page.get_by_role("button", name="Read it").click()
    card = page.locator(".card").nth(1)
    expect(card.get_by_label("Title", exact=True)).to_be_visible()
    page.wait_for_load_state()  # the script comes after what is seen
    card.get_by_label("Leave it as typed").check()
    expect(card.get_by_label("Title", exact=True)).to_be_hidden()
    card.get_by_label("A new source").check()
    expect(card.get_by_label("Title", exact=True)).to_be_visible()
    short = page.locator(".card").first
    short.get_by_label("Which source").select_option("young-2024")
    expect(short.get_by_label("Another source of the library")).to_be_checked()


def test_everything_works_without_a_script(desk):
    page = desk(java_script_enabled=False, viewport=PHONE)
    page.goto("/desk/harbor/notes")
    page.get_by_role("button", name="Cite Young instead").click()
    expect(page.locator("#note-2")).to_contain_text("As told in Young, supra note 1.")
    page.get_by_role("button", name="Undo: back to version 1").click()
    expect(page.locator(".notice")).to_contain_text("that is version 3 now")
    page.get_by_role("link", name="Paste a footnote").click()
    page.get_by_label("Footnote").fill("See Young, supra note 1, at 15.")
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Where the note goes").select_option("note:2")
    page.get_by_role("button", name="Save the note and its sources").click()
    expect(page.locator("#note-2")).to_contain_text("See Young, supra note 1, at 15.")
    page.get_by_role("link", name="Citation style").click()
    page.get_by_label("Write Id.").check()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("#example")).to_contain_text("See id. at 15.")


def test_the_notes_follow_the_chosen_style(desk):
    page = desk()
    page.goto("/desk/harbor/citations")
    expect(page.locator("#example")).to_contain_text("(Mar. 28, 2024)")
    page.get_by_label("In full: March 28, 2024").check()
    expect(page.locator("#example")).to_contain_text("(March 28, 2024)")
    page.get_by_role("button", name="Save the style").click()
    expect(page.locator(".notice")).to_have_text("The citation style is saved; the letter is at version 2.")


def test_a_warning_that_was_unfolded_stays_so_while_typing(desk):
    page = desk()
    page.goto("/desk/harbor/letter")
    warning = page.locator("[data-kind=hand-typed]")
    expect(warning).to_have_count(1)
    if warning.get_attribute("open") is None:
        warning.locator("summary").click()
    warning.locator("summary").click()
    expect(warning).not_to_have_attribute("open", "")
    page.locator("#body").fill(BODY.replace("[@young-2024, p. 3]", "[@nobody]"))
    expect(page.locator("[data-kind=broken-source]")).to_be_visible()
    expect(warning).not_to_have_attribute("open", "")
    expect(page.locator("[data-kind=broken-source]")).to_have_attribute("open", "")


@pytest.mark.parametrize("path", ["notes", "citations", "versions", "versions/1", "paste"])
def test_nothing_scrolls_sideways_on_a_phone(desk, path):
    page = desk(viewport=PHONE)
    page.goto(f"/desk/harbor/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_every_page_about_notes_is_accessible(desk):
    page = desk()
    for path in ("notes", "citations", "versions", "versions/1", "letter", "paste"):
        page.goto(f"/desk/harbor/{path}")
        assert violations(page) == [], path
    page.locator(".rich").click()
    page.evaluate(PASTE, FROM_WORD)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#review-form")).to_be_visible()
    assert violations(page) == [], "review"
    page.get_by_role("button", name="Show how it will print").click()
    expect(page.locator(".printed")).to_be_visible()
    assert violations(page) == [], "preview"
    page.get_by_label("Title", exact=True).fill("")
    page.get_by_label("Newspaper", exact=True).fill("")
    page.get_by_label("Web address", exact=True).fill("")
    page.get_by_role("button", name="Save the note and its sources").click()
    expect(page.locator("#errors")).to_be_focused()
    assert violations(page) == [], "errors"
