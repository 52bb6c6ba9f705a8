"""Every page that the public can open, and every form that comes back to them, says nothing in English to who reads Spanish.

Before the letter closes and after; with a link of one's own, and what the mails lead to.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import select, update

from signatories.models import Invitation, Signature
from tests.campaign.test_public_spanish import english_on
from tests.tools.campaigns import Campaigns
from tests.tools.pages import form_values, parse
from tests.tools.signing import mails
from tests.tools.world import World, paths, public_addresses

LONG = "x" * 5000
TYPED = ("text", "email", "url", "date", "search")

PAGES_AFTERWARDS = {"brief", "changed", "confirm", "contact", "galley", "individual", "letter", "links", "own", "review"}
PAGES = PAGES_AFTERWARDS | {"board", "declining", "invited", "waiting"}
"""Pages that must have been looked at, or this would say nothing."""

FORMS_AFTERWARDS = {"answer_change", "contact_details", "correct", "galley_correct", "mail_link", "mend_address", "sign"}
FORMS = (FORMS_AFTERWARDS - {"answer_change"}) | {"ask_board", "decline", "galley_withdraw", "sign_individual", "take_back"}
"""Forms that must have come back."""


@pytest.fixture
def world(database, clock, client, signed_in):
    """A letter on which everything has happened. What was agreed to, which is kept as it was read, was read in Spanish."""
    campaigns = Campaigns(database, clock)
    campaigns.open(allow_individuals=True)
    made = World(campaigns, client, signed_in("owner"))
    made.everything_mailed()
    with database.write() as session:
        session.execute(update(Signature).values(attestation="Tengo autorización."))
    return made


def close(world):
    """Nobody answers about the changed text, and long after that the letter closes."""
    world.silence()
    world.campaigns.clock.advance(days=30)
    world.campaigns.close()


def addresses(app, database):
    """Every address that the public can open: those that there are, with fitting links, and those that were mailed."""
    with database.read() as session:
        signatures = session.scalars(select(Signature).order_by(Signature.id)).all()
        invitation = session.scalars(select(Invitation)).first()
    waiting = next(one for one in signatures if one.status == "unconfirmed")
    asked = next(one for one in signatures if one.asked is not None)
    wanting = next(one for one in signatures if one.email_wanted)
    rows = {"waiting": waiting, "confirm": waiting, "contact": wanting, "mine": asked, "galley": asked, "changed": asked,
            "i": invitation, "review": invitation}  # fmt: skip
    mailed = [urlsplit(link).path for link in paths(mails(database))]
    found = dict.fromkeys([*(path for _, path in public_addresses(app, rows)), *mailed])
    return [path for path in found if not path.startswith(("/desk", "/mail"))]  # these speak English


def opened(app, paths):
    """The pages behind these addresses, for somebody who chose Spanish."""
    for path in paths:
        page = app.test_client().get(path, query_string={"lang": "es"})
        if page.mimetype == "text/html" and page.status_code != 303:
            yield path, page


def endpoint_of(app, address, method="GET"):
    return app.url_map.bind("localhost").match(urlsplit(address).path, method=method)[0]


@pytest.mark.parametrize("late", [False, True], ids=["open", "closed"])
def test_every_page_is_spanish(world, app, database, late):
    known = addresses(app, database)
    if late:
        close(world)
    seen = set()
    for path, page in opened(app, known):
        assert parse(page).get("lang") == "es", path
        assert not english_on(page), path
        if page.status_code == 200:
            seen.add(endpoint_of(app, path))
    assert seen >= {f"public.{name}" for name in (PAGES_AFTERWARDS if late else PAGES)}


def too_long(form):
    """What the form sends when too much is typed into every field."""
    fields = [one for one in form.iter("input", "textarea") if one.tag == "textarea" or one.get("type", "text") in TYPED]
    return form_values(form) | {one.get("name"): LONG for one in fields if one.get("name") != "fax"}


@pytest.mark.parametrize("late", [False, True], ids=["open", "closed"])
def test_every_form_is_answered_in_spanish(world, app, database, late):
    """Sent as it is and with too much in every field; opened while the letter is open, and sent then or when it has closed."""
    forms = [
        (urljoin(path, form.get("action") or path + "?lang=es"), values)
        for path, page in opened(app, addresses(app, database))
        for form in parse(page).iter("form")
        if form.get("method", "get") == "post"
        for values in (too_long(form), form_values(form))
    ]
    if late:
        close(world)
    came_back = set()
    for address, values in forms:
        values.pop("csrf_token")
        page = app.test_client().send(address, values)
        if page.status_code in (409, 422):
            came_back.add(endpoint_of(app, address, "POST"))
        if page.status_code == 303:
            page = app.test_client().get(page.location)
        if page.mimetype == "text/html":
            assert parse(page).get("lang") == "es", address
            assert not english_on(page), address
    assert came_back >= {f"public.{name}" for name in (FORMS_AFTERWARDS if late else FORMS)}
