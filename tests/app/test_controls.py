"""Control characters in what was typed: none comes back in a page, where they are errors, and what is stored keeps them.

The client checks that every page it gets is valid HTML.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from wtforms import Form, StringField

from signatories.models import Signature
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.pages import form_values, parse
from tests.tools.signing import PAGE, rows
from web import without_controls

WILD = "Friends\x00\x01\x08\x0b\x0c\x1b\x1f\x7f\x85 of the Harbor"
TYPED = WILD.replace("\x00", "")  # NUL is refused before any form is read


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@given(st.text())
def test_all_but_the_controls_stays_and_html_stays_html(text):
    kept = "".join(one for one in text if one in "\t\n\r" or not (one < " " or "\x7f" <= one <= "\x9f"))
    for made in (without_controls(text), without_controls(Markup(text))):
        assert made == kept
    assert isinstance(without_controls(Markup(WILD)), Markup)
    assert not isinstance(without_controls(WILD), Markup)


def test_what_writes_itself_as_html_is_looked_through_and_other_values_are_left_alone():
    assert without_controls(7) == 7
    assert without_controls(None) is None

    class Asking(Form):
        name = StringField()

    made = without_controls(Asking(data={"name": WILD}).name)
    assert isinstance(made, Markup)
    assert 'value="Friends of the Harbor"' in made


def test_a_public_form_comes_back_without_them(client, campaigns):
    page = client.fill_in(PAGE, ENTRY | {"organization": TYPED, "contact_title": "Chair\x02", "contact_email": "nobody\x07"})
    assert page.status_code == 422
    (form,) = parse(page).iter("form")
    values = form_values(form)
    assert (values["organization"], values["contact_title"]) == ("Friends of the Harbor", "Chair")
    assert values["contact_email"] == "nobody"


def test_a_form_of_the_desk_comes_back_without_them(signed_in, campaigns):
    desk = signed_in("owner")
    typed = {"title": "", "hosts": "Reef\x1b\r\nTaps\x01"}
    page = desk.fill_in("/desk/campaigns/new", typed, action="/new")
    assert page.status_code == 422
    hosts = next(area for area in parse(page).iter("textarea") if area.get("name") == "hosts")
    assert (hosts.text or "").split() == ["Reef", "Taps"]


def test_what_is_stored_keeps_them(client, campaigns, database):
    assert client.fill_in(PAGE, ENTRY | {"organization": TYPED}).status_code == 303
    (signature,) = rows(database, Signature)
    assert signature.name_typed == TYPED
    assert signature.line == "Friends of the Harbor"


def test_without_the_rule_the_page_is_no_valid_html(client, campaigns, app):
    """The control for the tests above."""
    app.jinja_env.finalize = None
    with pytest.raises(AssertionError, match="not valid HTML"):
        client.fill_in(PAGE, ENTRY | {"organization": TYPED, "contact_email": "nobody"})
