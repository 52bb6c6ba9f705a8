"""Every page before axe-core, in light and dark, and what axe cannot see: targets, overflow, focus, print, motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaign.operations import circulate, import_bundle, set_deadline, set_embargo
from campaign.operations.acts import contact_door
from campaign.queries import find
from signatories.questions import parse, to_json
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.tools.campaigns import DEADLINE, ENTRY, TEXT
from tests.tools.directory import Directory
from tests.tools.invitations import doors

pytestmark = pytest.mark.needs("chromium")

RICH = TEXT.replace(
    "- First, the boats.",
    "# What we saw\n\n| Place | Waste |\n|:--|--:|\n| North pier | 4 |\n\n> It smells.\n\n1. One.\n2. Two.\n\n"
    "- First, the boats.",
)

PUBLIC = [
    "/",
    "/letters/harbor",
    "/letters/harbor/links",
    "/letters/harbor/links/sent",
    "/desk/sign-in",
    "/desk/sign-in/sent",
    "/desk/sign-in/spent",
    "/nowhere",
    "/mail",
]
DESK = [
    "/desk/",
    "/desk/campaigns/new",
    "/desk/quiet/",
    "/desk/quiet/letter",
    "/desk/quiet/sources",
    "/desk/quiet/sources/new?type=report",
    "/desk/quiet/sources/import",
    "/desk/quiet/sources/doubles",
    "/desk/quiet/signatures",
    "/desk/quiet/deadline",
    "/desk/quiet/settings",
    "/desk/quiet/open",
    "/desk/quiet/history",
    "/desk/harbor/",
    "/desk/harbor/letter",
    "/desk/harbor/sources",
    "/desk/harbor/sources/edit?key=report",
    "/desk/harbor/sources/export",
    "/desk/harbor/signatures",
    "/desk/harbor/close",
    "/desk/harbor/deadline",
    "/desk/harbor/archive",
    "/desk/shut/reopen",
    "/desk/private/",
    "/desk/private/deadline",
    "/desk/harbor/history",
    "/desk/you",
    "/desk/coalition/1/people",
    "/desk/coalition/1/audit",
    "/desk/coalition/1/directory",
    "/desk/coalition/1/directory/1",
    "/desk/coalition/1/directory/1/join",
    "/desk/coalition/1/directory/new",
    "/desk/coalition/1/directory/import",
    "/desk/coalition/1/directory/import?campaign=harbor",
]


def fill_in(page, **wrong):
    entry = ENTRY | wrong
    page.goto("/letters/harbor")
    for name in ("organization", "contact_name", "contact_title", "contact_email"):
        page.locator(f"#{name}").fill(entry[name])
    page.locator("#authorized").check()


def sign(page, **wrong):
    fill_in(page, **wrong)
    page.locator("form .primary").click()


@pytest.fixture
def harbor(site):
    """A letter of every kind of block, open, with a signature; and a draft with something to mend."""
    site.campaigns.open(text=RICH)
    site.campaigns.draft("quiet", title="A quiet draft", deadline="", sources=[])
    client = site.app.test_client()
    site.campaigns.sign()
    for slug in ("shut", "private"):
        site.campaigns.open(slug)
    site.campaigns.close("shut")
    with site.database.write() as session:
        set_embargo(session, find(session, "private"), "2026-03-04T09:00", by="the tests", now=site.clock.now)
        kept = Directory(session, 1, site.campaigns.now)
        kept.add(
            "Friends of the Harbor", "FoH", former=("Harbor Watch",), email="ada@friends.example", scope="local", state="Maine"
        )
        kept.add("Friends of the Harbour", "FoH")
    return client


def test_axe_sees_what_is_wrong_in_one_scheme_only(site, harbor, new_page):
    """The control for all that follows: a colour that cannot be read in the dark."""
    page = new_page()
    page.goto("/")
    assert violations(page) == []
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("@media (prefers-color-scheme: dark) { * { color: #333; background: #222 } }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    found = violations(page)
    assert found
    assert all("in dark, color-contrast" in one for one in found)


def test_public_pages(site, harbor, new_page):
    page = new_page()
    for path in PUBLIC:
        page.goto(path)
        assert violations(page) == [], path


def test_every_answer_to_a_signer(site, harbor, new_page):
    page = new_page(java_script_enabled=True)
    found = {}
    sign(page, organization=" ", contact_email="nonsense")
    expect(page.locator("#errors")).to_be_focused()
    found["errors"] = violations(page)
    sign(page, organization="Shore\u200b League", contact_email="cy@shore.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    found["waiting"] = violations(page)
    page.get_by_label("E-mail address").fill("nonsense")
    page.get_by_role("button", name="Send it to this address").click()
    expect(page.locator("#email-error")).to_be_visible()
    found["waiting, a wrong address"] = violations(page)
    page.goto(site.link("Please confirm", "/confirm/", "cy@shore.example"))
    found["confirm"] = violations(page)
    page.get_by_role("button", name="Yes, put this line on the letter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed")
    found["own page"] = violations(page)
    for fold in page.locator("summary").all():
        fold.click()
    found["own page, unfolded"] = violations(page)
    page.locator("#line").fill("\U00013000")
    page.get_by_role("button", name="Correct the line").click()
    expect(page.locator("#errors").first).to_be_focused()
    found["own page, a wrong line"] = violations(page)
    fill_in(page, organization="Late League")
    site.clock.advance(days=4)
    page.locator("form .primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This letter has closed")
    found["late"] = violations(page)
    page.goto("/letters/harbor")
    found["closed"] = violations(page)
    page.context.add_cookies([site.desk_cookie()])
    for path in ("/desk/harbor/signatures", "/desk/harbor/", "/desk/"):
        page.goto(path)
        found[path] = violations(page)
    assert not any(found.values()), found


def test_every_page_behind_a_signers_link(site, harbor, new_page):
    """What the way through the form does not pass by."""
    page = new_page()
    found = {}
    standing = site.campaigns.sign()
    second = site.campaigns.sign("Friends of the Bay", confirmed=False)
    gone = site.campaigns.sign("Gone League", "di@gone.example")
    with site.database.write() as session:
        standing, gone = session.merge(standing), session.merge(gone)
        standing.email_wanted = "new@friends.example"
        gone.status, gone.status_reason = "refused", "Not an organization."
    paths = {
        "a choice": doors().to("confirm", second.id),
        "a new address": contact_door(standing, doors()),
        "the signed text": doors().to("own", standing.id) + "/text",
        "refused": doors().to("own", gone.id),
        "a dead link": doors().to("own", 99),
    }
    for name, path in paths.items():
        page.goto(path)
        found[name] = violations(page)
    page.goto(paths["a choice"])
    page.get_by_role("button", name="Yes, put this line on the letter").click()
    expect(page.locator("#errors")).to_be_focused()
    found["no choice made"] = violations(page)
    page.get_by_role("button", name="That was not me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: nothing was signed")
    found["not me"] = violations(page)
    page.goto("/letters/harbor/links")
    page.get_by_role("button", name="E-mail me my links").click()
    expect(page.locator("#errors")).to_be_focused()
    found["links, no address"] = violations(page)
    site.clock.advance(days=4)
    for name in ("a choice", "refused"):
        page.goto(paths[name])
        found[f"{name}, after the deadline"] = violations(page)
    assert not any(found.values()), found


def test_the_form_with_everything_on_it(site, new_page):
    questions = to_json(parse(["How many members?", "Region: North | South *"]))
    site.campaigns.open("asked", questions=questions, allow_individuals=True, group_by="scope")
    page = new_page()
    found = {}
    for path in ("/letters/asked", "/letters/asked/individual", "/letters/asked?lang=es", "/letters/asked/individual?lang=es"):
        page.goto(path)
        found[path] = violations(page)
        page.locator("#sign-form .actions .primary").click()
        expect(page.locator("#errors")).to_be_focused()
        found[f"{path}, empty"] = violations(page)
    assert not any(found.values()), found


def test_desk_pages(site, harbor, new_page):
    page = new_page(viewport=DESKTOP)
    page.context.add_cookies([site.desk_cookie()])
    for path in DESK:
        page.goto(path)
        assert violations(page) == [], path


def test_what_the_desk_refuses(site, harbor, new_page):
    page = new_page()
    page.context.add_cookies([site.desk_cookie()])
    found = {}
    page.goto("/desk/quiet/letter")
    page.locator("#body").fill("Text.\n\n![a map](map.png)")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save anyway")).to_be_visible()
    found["losses"] = violations(page)
    other = new_page()
    other.context.add_cookies([site.desk_cookie("editor")])
    for window, words in ((page, "Mine."), (other, "Theirs.")):
        window.goto("/desk/quiet/letter")
        window.locator("#body").fill(words)
    for window in (other, page):
        window.get_by_role("button", name="Save").click()
    expect(page.locator(".difference")).to_contain_text("Theirs.")
    found["conflict"] = violations(page)
    page.goto("/desk/quiet/deadline")
    page.locator("#deadline").fill("2020-01-01T10:00")
    page.get_by_role("button", name="Set the deadline").click()
    expect(page.locator("#errors")).to_be_focused()
    found["deadline"] = violations(page)
    page.goto("/desk/campaigns/new")
    page.get_by_role("button", name="Begin the campaign").click()
    found["new"] = violations(page)
    assert not any(found.values()), found


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(site, harbor, new_page, width):
    page = new_page(viewport={"width": width, "height": 800})
    page.context.add_cookies([site.desk_cookie()])
    client = harbor
    waiting = client.fill_in("/letters/harbor", ENTRY | {"organization": "W" * 200, "contact_email": "w@wide.example"}).location
    opened = waiting.rpartition("/")[2]
    number = doors().opened("waiting", opened).number
    signer = [waiting, doors().to("confirm", number), doors().to("own", number)]
    for path in [*PUBLIC, *DESK, *signer]:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} pixels wide"


def test_targets_are_large_enough_for_a_thumb(site, harbor, new_page):
    page = new_page(viewport=PHONE)
    page.goto("/letters/harbor")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, input:not([type=hidden]), .masthead a, .bar a")]
        .map((element) => (element.type === "checkbox" ? element.closest("label") : element))
        .filter((element) => element.getClientRects().length)
        .map((element) => [element.outerHTML.slice(0, 60), element.getBoundingClientRect().height])"""
    )
    assert len(sizes) >= 8
    assert [size for size in sizes if size[1] < 44] == []
    # A note's number is small to the eye; what takes the touch is not.
    box = page.evaluate(
        """() => {
          const link = document.querySelector("sup a");
          link.scrollIntoView({ block: "center" });
          const at = link.getBoundingClientRect();
          const middle = [at.x + at.width / 2, at.y + at.height / 2];
          const hit = (dx, dy) => document.elementFromPoint(middle[0] + dx, middle[1] + dy)?.closest("a") === link;
          return [hit(0, 0), hit(-10, 0), hit(10, 0), hit(0, -10), hit(0, 10)];
        }"""
    )
    assert all(box)


def test_the_way_to_the_form_is_in_sight_all_through_the_letter_and_hides_no_field(site, harbor, new_page):
    page = new_page(viewport=PHONE)
    page.goto("/letters/harbor")
    link = page.get_by_role("link", name="Sign this letter")
    for place in ("#notes", ".body"):
        page.locator(place).scroll_into_view_if_needed()
        expect(link).to_be_in_viewport()
    page.locator("#contact_email").focus()
    covered = page.evaluate(
        """() => {
          const at = document.activeElement.getBoundingClientRect();
          return document.elementFromPoint(at.x + 5, at.y + at.height / 2) !== document.activeElement;
        }"""
    )
    assert not covered


def test_the_keyboard_sees_where_it_is(site, harbor, new_page):
    page = new_page(viewport=DESKTOP)
    page.goto("/letters/harbor")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    for _ in range(4):
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid" in outline, outline
        assert "0px" not in outline, outline
        page.keyboard.press("Tab")


def test_printed_it_is_a_letter(site, harbor, new_page):
    page = new_page(viewport=DESKTOP)
    page.goto("/letters/harbor")
    page.emulate_media(media="print")
    for hidden in ("form", ".bar", ".masthead"):
        expect(page.locator(hidden).first).not_to_be_visible()
    expect(page.locator("article")).to_be_visible()
    expect(page.locator("#signatories")).to_contain_text("Friends of the Harbor")


def test_dark_is_dark_and_light_is_light(site, harbor, new_page):
    def brightness(scheme):
        page = new_page(color_scheme=scheme)
        page.goto("/letters/harbor")
        colour = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
        return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3])

    assert brightness("light") > 700 > 200 > brightness("dark")


def test_the_letter_is_set_in_its_own_type(site, harbor, new_page):
    page = new_page()
    page.goto("/letters/harbor")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('1em Tinos') && [...document.fonts].some((face) => face.status === 'loaded')")
    page.set_viewport_size(DESKTOP)
    measure = page.evaluate(
        """() => {
          const style = getComputedStyle(document.querySelector(".letter"));
          return document.querySelector(".letter .body").clientWidth / parseFloat(style.fontSize);
        }"""
    )
    assert 28 <= measure <= 36, f"{measure} em"


def test_nothing_moves_for_who_wants_it_still(site, harbor, new_page):
    page = new_page(reduced_motion="reduce")
    page.goto("/letters/harbor")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
          const style = getComputedStyle(element);
          const moves = parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
          return moves || style.scrollBehavior === "smooth";
        }).length"""
    )
    assert moving == 0


def test_a_long_list_still_leads_to_the_form(site, new_page, tmp_path):
    """With hundreds of names the form is one touch away, and the list is in the letter's columns."""
    from campaign.bundles import Bundle, Listed
    from letters.document import markdown

    site.campaigns.draft("first")
    listed = tuple(Listed(f"Organization {number:03}") for number in range(400))
    letter, _ = markdown.read(TEXT.replace("[See @report, p. 4].", ""))
    with site.database.write() as session:
        bundle = Bundle("Many", "many", "America/New_York", letter, signatories=listed)
        coalition = find(session, "first").coalition_id
        import_bundle(session, coalition, bundle, by="the tests", now=site.clock.now)
    with site.database.write() as session:
        set_deadline(session, find(session, "many"), DEADLINE, "America/New_York", by="the tests", now=site.clock.now)
    with site.database.write() as session:
        circulate(session, find(session, "many"), by="the tests", now=site.clock.now)
    page = new_page(viewport=DESKTOP)
    page.goto("/letters/many")
    columns = page.evaluate("new Set([...document.querySelectorAll('#signatories li')].map((li) => li.offsetLeft)).size")
    assert columns == 2
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Sign this letter").click()
    expect(page.locator("#organization")).to_be_in_viewport()
