"""Whatever is sent to whatever form: no error of ours, nothing typed is lost, nothing changes without a valid mark and link.

The forms are those that the pages really have: they are fetched, read, and sent back with wild values. UNDERSIGNED_FAULT_FORMS
says how many are sent in all: a thousand, unless told otherwise; `make faults` sends ten thousand.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import urlsplit

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

import web
from app import create_app
from coalition.access import COOKIE_KEY
from coalition.models import Coalition, Person
from coalition.operations import people, sessions
from coalition.operations.sign_in import new_link
from configuration import MailSettings, Settings
from database import Base, Database
from signatories.models import Invitation, Signature
from tests.conftest import Clock, fresh_database
from tests.tools.campaigns import Campaigns
from tests.tools.consenting import doors
from tests.tools.forms import Form, forms_of, texts
from tests.tools.invitations import Invitations
from tests.tools.nasty import NASTY
from tests.tools.pages import Client
from tests.tools.signing import mails
from tests.tools.world import World, paths
from web import permission_of

OWNER = "owner@rivers.example"
SECRET = "a-secret-for-tests-only"

FORMS = int(os.environ.get("UNDERSIGNED_FAULT_FORMS", "1000"))
"""How many forms are sent in all."""

ENDING = {
    "desk.close_letter",
    "coalition.sign_out",
    "coalition.end_others",
    "coalition.end_one",
    "coalition.remove",
    "coalition.change_role",
    "public.decline",
    "public.galley_withdraw",
    "public.take_back",
}
"""What leaves nothing to try: a closed letter, a coordinator who is out, a signature that is gone. Tried by themselves."""

NEVER_REFUSED = {"desk.read_paste"}
"""What takes whatever is typed: its answer is a look at what was pasted."""

LONG = "x" * 5000
"""More than any line takes. What may be as long takes it, or has other reasons to refuse a form with this in every field."""

VISIBLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=60)
ANYTHING = st.one_of(st.sampled_from(NASTY), VISIBLE, st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
TYPED = st.one_of(st.sampled_from([one for one in NASTY if one.strip() and "\x7f" not in one]), VISIBLE.filter(str.strip))
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def many(share, *, least=20):
    """Settings for a property that sends this share of all forms, and so many at least.

    Nothing is shrunk or tried again: the house is not as it was before the example that failed.
    """
    return settings(
        max_examples=max(least, int(FORMS * share)),
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=CHECKS,
    )


class Unchecked(Client):
    """A client that does not check each page: here thousands are fetched."""

    def open(self, *args, **kwargs):
        return FlaskClient.open(self, *args, **{"buffered": True} | kwargs)


@dataclass
class House:
    """An application with a letter on which everything has happened, somebody at the desk, and somebody who is not."""

    app: Flask
    database: Database
    clock: Clock
    world: World
    forms: list[Form] = field(default_factory=list)
    token: str = ""

    def client(self, form, *, cookies=True):
        """Whoever sends this form: a coordinator to the desk, anybody to the public."""
        client = self.app.test_client(use_cookies=cookies)
        if cookies and form.path.startswith("/desk"):
            if not self.token or form.endpoint in ENDING:
                self.token = new_session(self)
            let_in(client, self.token)
        return client

    def everything(self):
        """All rows, but the sessions that this file opens."""
        with self.database.read() as session:
            return {
                table.name: [tuple(row) for row in session.execute(table.select())]
                for table in Base.metadata.sorted_tables
                if table.name != "desk_session"
            }


def new_session(house):
    """A session of the coalition's owner; gives its token."""
    with house.database.write() as session:
        person = session.scalars(select(Person).where(Person.email == OWNER)).one()
        return sessions.start(session, person, now=house.clock.now, browser="test")


def let_in(client, token):
    """Let a client hold the session."""
    with client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
        cookie.permanent = True


@pytest.fixture(scope="module")
def house(request, tmp_path_factory, postgresql):
    """Made once for the file. What one example leaves behind, the next one finds."""
    url = fresh_database(request, tmp_path_factory.mktemp("fuzz"), postgresql)
    database, clock = Database(url), Clock()
    app = create_app(Settings(url, SECRET, "http://localhost", MailSettings(), limits=False), clock=clock)
    app.testing, app.test_client_class = True, Unchecked
    campaigns = Campaigns(database, clock)
    campaigns.open(allow_individuals=True)
    campaigns.draft("hills", title="Hills")
    with database.write() as session:
        coalition = session.scalars(select(Coalition)).one()
        people.add_person(session, coalition, OWNER, "owner", by="the tests", now=clock.now)
        people.add_person(session, coalition, "editor@rivers.example", "editor", by="the tests", now=clock.now)
    owner = app.test_client()
    made = House(app, database, clock, World(campaigns, app.test_client(), owner))
    let_in(owner, new_session(made))
    owner.coalition_id = coalition.id
    made.world.everything_mailed()
    made.forms = sorted(set(read_forms(made)), key=lambda form: (form.path, form.fields))
    yield made
    web.surroundings(app).database.dispose()
    database.dispose()


def pages(house):
    """Every page that may hold a form, and who looks at it."""
    with house.database.write() as session:
        person = session.scalars(select(Person).where(Person.email == OWNER)).one()
        _, link = new_link(session, person, house.clock.now)
        newest = session.scalars(select(Signature).order_by(Signature.id)).all()
        waiting = next(one for one in newest if one.status == "unconfirmed")
        asked = next(one for one in newest if one.asked is not None)
        wanting = next(one for one in newest if one.email_wanted)
        invitation = session.scalars(select(Invitation).where(Invitation.revoked_at.is_(None))).first()
    rows = {"waiting": waiting, "confirm": waiting, "mine": asked, "contact": wanting, "galley": asked, "changed": asked,
            "i": invitation, "review": invitation}  # fmt: skip
    purposes = {"mine": "own", "i": "invited"}
    yield from paths(mails(house.database))
    yield signed_link(house)
    yield from alike(house)
    for rule in house.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        path = rule.rule.replace("<int:coalition_id>", str(house.world.owner.coalition_id)).replace("<int:number>", "1")
        if "<token>" in path and path.startswith("/letters/"):
            kind = path.split("/")[3]
            path = path.replace("<token>", doors().seal.token(purposes.get(kind, kind), rows[kind].id, rows[kind].generation))
        path = path.replace("<token>", link)
        for slug in ("harbor", "hills") if "<slug>" in path else ("",):
            yield path.replace("<slug>", slug) + ("?key=report" if "/sources/" in path else "")


def signed_link(house):
    """The path of a personal link that has done its work."""
    invitations = Invitations(house.database, house.clock)
    path = invitations.path(invitations.one("Signed Shore", "sid@shore.example"))
    assert house.app.test_client().fill_in(path, {"authorized": "y"}, action="sign").status_code == 303
    return path


def alike(house):
    """The own pages of two who may stand on the letter already: one who is asked, and one who has answered."""
    sign = house.world.sign
    sign("Lamp and Kettle Workers", "lee@lkw.example")
    yield sign("LKW", "sam@elsewhere.example")
    answered = sign("Lamp & Kettle Workers", "sue@elsewhere.example")
    page = house.app.test_client().get(answered).text
    key = page.partition('value="same:')[2].partition('"')[0]
    done = house.app.test_client().fill_in(answered, {"answer": f"same:{key}"}, action="/alike")
    assert done.status_code == 303
    yield answered


def read_forms(house):
    router = house.app.url_map.bind("localhost")
    for path in pages(house):
        answer = house.world.owner.get(path)
        if answer.status_code in (200, 410):
            yield from forms_of(router, path, answer)


def values_for(data, form, wild):
    """What is sent: each field as it was, wild, twice, or not at all; and perhaps fields that the form does not have."""
    sent = MultiDict()
    for name, kind, value in form.fields:
        how = data.draw(st.sampled_from(["wild", "wild", "as it was", "twice", "left out"]))
        if how in ("wild", "twice"):
            content = data.draw(wild)
            sent.add(name, (io.BytesIO(content.encode()), "list.csv") if kind == "file" else content)
            if how == "twice" and kind != "file":
                sent.add(name, data.draw(wild))
        elif how == "as it was" and kind != "file":
            sent.add(name, value)
    for name in data.draw(
        st.lists(st.sampled_from(["preview", "id", "csrf_token[]", "numbers", "slug", "understood"]), max_size=2)
    ):
        sent.add(name, data.draw(wild))
    return sent


def typed_into(data, form):
    """What a person sends: something typed into every field, some boxes ticked, some choices that there are not, one button.

    No file: it takes the place of what was typed beside it, and says so.
    """
    sent = dict(form.untouched)
    for name, kind, value in form.fields:
        if kind == "email":
            sent[name] = data.draw(st.one_of(TYPED, st.sampled_from(["ada@friends.example", "new@tide.example"])))
        elif name in texts(form):
            sent[name] = data.draw(TYPED)
        elif kind == "checkbox" and data.draw(st.booleans()):
            sent[name] = value
        elif kind in ("radio", "select", "date", "datetime-local") and data.draw(st.integers(0, 9)) == 0:
            sent[name] = data.draw(TYPED)
    if "fax" in sent and data.draw(st.integers(0, 3)) == 0:
        sent["fax"] = data.draw(TYPED)
    return sent | data.draw(st.sampled_from(form.buttons))


def test_the_forms_of_all_posts_were_found(house):
    found = {form.endpoint for form in house.forms}
    posts = {rule.endpoint for rule in house.app.url_map.iter_rules() if "POST" in rule.methods}
    assert len(found) >= 45
    public = {endpoint for endpoint in posts if permission_of(endpoint, house.app) == "public"}
    elsewhere = {"public.line", "public.opened", "public.unsubscribe_now"}
    assert public - found <= elsewhere, "these are sent by the page's script, or by a mail program"


def test_a_valid_mark_and_link_do_change_something(house):
    """The control for the properties below."""
    path = house.world.ask("Control Cove", "cora@cove.example")
    client = house.app.test_client()
    before = house.everything()
    assert client.send(path).status_code == 303
    assert house.everything() != before


@dataclass
class Watch:
    """Looks at the answers to what was typed into the house's forms, and remembers at which it could look."""

    house: House
    checked: Counter[str] = field(default_factory=Counter)

    def look(self, form, typed, answer):
        """Assert that an answer which refuses, or which brings the form back, holds everything that was typed."""
        assert answer.status_code < 500, form
        refused = answer.status_code in (409, 422)
        if not refused and not (answer.status_code == 200 and self.form_in(form, form.path, answer)):
            return
        assert answer.mimetype == "text/html"
        root = html5lib.parse(answer.get_data(as_text=True), treebuilder="lxml", namespaceHTMLElements=False).getroot()
        shown = [one.get("value", "") if one.tag == "input" else one.text or "" for one in root.iter("input", "textarea")]
        # A page without the form (the letter has closed meanwhile) shows what was typed in its words.
        words = [*map(squeezed, shown), squeezed("".join(root.itertext()))]
        lost = {name: value for name, value in typed.items() if not any(squeezed(value) in text for text in words)}
        assert not lost, f"{form.path} lost what was typed ({answer.status_code}): {lost}"
        self.checked[form.endpoint] += 1

    def form_in(self, form, path, answer):
        """That form, as the page has it; None when the page has it no more."""
        router = self.house.app.url_map.bind("localhost")
        return next((one for one in forms_of(router, path, answer) if one.path == form.path), None)

    def as_it_is(self, form):
        """The form as its page has it now; None when an earlier example ended what it was about."""
        return self.form_in(form, form.page, self.house.client(form).get(form.page))


def fill_in_too_long(watch, form):
    """Type what is too long into every field of this form, and look at the answer."""
    now = watch.as_it_is(form)
    assert now, f"{form.page} has no form to {form.path} any more"
    typed = dict.fromkeys(texts(now), LONG)
    watch.look(now, typed, watch.house.client(now).send(now.path, dict(now.untouched) | typed | now.buttons[0]))


def fill_in_wildly(watch, forms, share):
    """Type into these forms again and again, and look at the answers."""

    @given(data=st.data())
    @many(share, least=8)
    def comes_back(data):
        form = data.draw(st.sampled_from(forms))
        # Not fresh: somebody else has saved since the page was opened.
        sent, fresh = typed_into(data, form), data.draw(st.integers(0, 3)) > 0
        now = watch.as_it_is(form)
        if now is None:
            return  # an earlier example ended what the form was about
        if fresh:
            hidden = {name for name, kind, _ in now.fields if kind == "hidden"}
            sent |= {name: value for name, value in now.untouched if name in hidden}
        watch.look(form, {name: sent[name] for name in texts(form)}, watch.house.client(form).send(form.path, sent))

    comes_back()


def test_what_was_typed_comes_back(house):
    """Each form by itself, so that none is passed over: what never comes back is named, and all others were looked at."""
    watch = Watch(house)
    tried = group_by_endpoint(form for form in house.forms if texts(form))
    for form in (form for forms in tried.values() for form in forms):
        fill_in_too_long(watch, form)
    for endpoint, forms in tried.items():  # what is taken may end what another form is about
        if endpoint not in ENDING:
            fill_in_wildly(watch, forms, 0.2 / len(tried))
    assert tried.keys() - watch.checked.keys() == NEVER_REFUSED
    assert len(tried) >= 30


def test_what_does_not_come_back_is_noticed(house):
    """The control, on a form that is refused and on one that is only looked at."""
    for endpoint in ("public.mail_link", "public.sign"):
        form = next(form for form in house.forms if form.endpoint == endpoint)
        answer = house.client(form).send(form.path, dict(form.untouched) | {"organization": LONG, "preview": "1"})
        Watch(house).look(form, {"organization": LONG}, answer)
        with pytest.raises(AssertionError, match="lost"):
            Watch(house).look(form, {"organization": LONG + "y"}, answer)


@given(data=st.data())
@many(0.5)
def test_no_form_makes_us_fail(house, data):
    form = data.draw(st.sampled_from([form for form in house.forms if form.endpoint not in ENDING]))
    sent = values_for(data, form, ANYTHING)
    client = house.client(form)
    sent["csrf_token"] = client.mark()
    assert client.post(form.path, data=sent).status_code < 500, form


def group_by_endpoint(forms):
    grouped = {}
    for form in forms:
        grouped.setdefault(form.endpoint, []).append(form)
    return grouped


def squeezed(text):
    """Without spaces and line ends, which a browser changes as well."""
    return "".join(text.split())


@given(data=st.data())
@many(0.2)
def test_without_a_valid_mark_nothing_changes(house, data):
    form = data.draw(st.sampled_from(house.forms))
    cookies, place = data.draw(st.booleans()), data.draw(st.integers(0, 30))
    sent = values_for(data, form, ANYTHING)
    how = data.draw(st.sampled_from(["none", "nonsense", "another browser's", "changed", "cut", "capitals"]))
    client = house.client(form, cookies=cookies)
    ours = client.mark() if cookies else house.client(form).mark()
    others = str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps("1" * 40))
    changed = ours[:place] + ("A" if ours[place] != "A" else "B") + ours[place + 1 :]
    marks = {"nonsense": "x", "another browser's": others, "changed": changed, "cut": ours[:-1], "capitals": ours.upper()}
    if how in marks:
        sent["csrf_token"] = marks[how]
    before = house.everything()
    answer = client.post(form.path, data=sent)
    assert answer.status_code in (303, 400, 413), (form, how)
    assert answer.status_code != 303 or "/sign-in" in answer.location
    assert house.everything() == before, form


@given(data=st.data())
@many(0.1)
def test_with_another_link_nothing_changes(house, data):
    form = data.draw(st.sampled_from([form for form in house.forms if token_of(form)]))
    token = token_of(form)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCXYZabcxyz0189-_"))
    changed = token[:place] + (letter if letter != token[place] else "Q") + token[place + 1 :]
    wrong = data.draw(st.sampled_from([changed, token[:-1], token + "A", token.swapcase()]))
    sent = values_for(data, form, ANYTHING)
    client = house.client(form)
    sent["csrf_token"] = client.mark()
    before = house.everything()
    answer = client.post(form.path.replace(token, wrong), data=sent)
    # A character that no text can hold is refused before anybody looks at the link.
    unstorable = any("\0" in value for value in chain(*sent.listvalues()) if isinstance(value, str))
    assert answer.status_code in ((400,) if unstorable else (404, 410)), (form, answer.status_code)
    assert house.everything() == before, form


def token_of(form):
    """The secret in the address of a form; "" when it has none."""
    parts = urlsplit(form.path).path.split("/")
    return next((part for part in parts if len(part) in (30, 43)), "")


@pytest.mark.parametrize("endpoint", sorted(ENDING))
def test_no_form_that_ends_something_makes_us_fail(house, endpoint):
    for form in [form for form in house.forms if form.endpoint == endpoint]:
        client = house.client(form)
        for value in NASTY:
            sent = MultiDict({name: value for name, _, _ in form.fields} | {"csrf_token": client.mark()})
            assert client.post(form.path, data=sent).status_code < 500
