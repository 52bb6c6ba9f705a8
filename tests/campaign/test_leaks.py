"""No page, file or mail shows a contact's address to anybody else, or a signer who is not published.

Everything that the outside can fetch is fetched, and the bytes are searched: HTML as it is and with its entities read, PDF and
DOCX as the text that they hold.
"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import defaultdict

import pytest
from sqlalchemy import select

from mail.compose import compose
from signatories.models import Invitation, LateRequest, Signature
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.signing import mails
from tests.tools.world import World, links_in, public_addresses

UNSEEN = {
    "unconfirmed": "Quiet Quarry",
    "pending": "Patient Pier",
    "held": "Halted Haven",
    "refused": "Rejected Reach",
    "withdrawn": "Vanished Valley",
    "dropped": "Dropped Dock",
    "replaced": "Swapped Shoal",
}
"""Names of signatures that must not be seen, by how they stand."""

SEEN = "Friends of the Harbor"
ADA = "ada@friends.example"
PUBLIC_ADDRESS = "nobody@else.example"
"""An address that a test types in itself, and may get back."""


@pytest.fixture(params=[True, False], ids=["the list is shown", "the list is not shown"])
def world(request, database, clock, client, signed_in):
    campaigns = Campaigns(database, clock)
    campaigns.open(allow_individuals=True, show_signatories=request.param)
    return World(campaigns, client, signed_in("owner"))


@pytest.fixture
def peopled(world):
    """Somebody in every standing, invited people, and Ada, whose links are looked through."""
    database = world.campaigns.database
    world.sign(SEEN, ADA)
    world.sign("Northern Neighbor", "cleo@north.example", contact_name="Cleo North")
    for status, name in UNSEEN.items():
        world.campaigns.sign(name, f"zoe@{status}.example", contact_name=f"Zoe {name}", confirmed=status != "unconfirmed")
    with database.write() as session:
        for one in session.scalars(select(Signature)):
            status = one.contact_email.removeprefix("zoe@").removesuffix(".example")
            if status in UNSEEN and status != "unconfirmed":
                one.status, one.status_reason = status, "a reason that Zoe heard"
    invitation = world.invite("Invited Isle", "iris@isle.example")
    world.invitation = invitation
    return world


def hidden(world):
    """What may not show anywhere: every address and contact name in the database, and the unpublished lines."""
    with world.campaigns.database.read() as session:
        rows = [
            *session.scalars(select(Signature)),
            *session.scalars(select(Invitation)),
            *session.scalars(select(LateRequest)),
        ]
    addresses = {row.contact_email for row in rows} | {row.contact_email.upper() for row in rows}
    names = {row.contact_name for row in rows if row.contact_name not in ("", "Ada Okafor")}
    assert len(addresses) >= 20, "the control: there are many"
    lines = set(UNSEEN.values()) | {"Invited Isle"}
    if not world.campaigns.get().show_signatories:
        lines |= {SEEN, "Northern Neighbor"}
    return addresses | names | lines | {"a reason that Zoe heard"}


def words_of(data, kind=""):
    """All text that an answer holds, however it is wrapped."""
    if data[:4] == b"%PDF":
        return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=60).stdout.decode()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            text = "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
        return text + re.sub("<[^>]+>", "", text)
    text = data.decode("utf-8", "replace")
    if kind == "application/json":
        text += json.dumps(json.loads(text), ensure_ascii=False)
    # An iCalendar line is folded at 75 bytes (RFC 5545, section 3.1).
    return text + html.unescape(text) + text.replace("\r\n ", "")


def found_in(text, secrets, *, but=()):
    return {secret for secret in secrets if secret in text and secret not in but}


ADAS = [f"public.{name}" for name in ("own", "own_copy", "signed_text", "contact", "galley", "changed", "confirm", "waiting")]
IRIS = ("public.invited", "public.board", "public.declining", "public.review", "public.review_copy", "public.invited_late")


def addresses(world, app):
    """Every public address that can be fetched, with a link of Ada's or of the invited contact where it needs one."""
    with world.campaigns.database.read() as session:
        ada = session.scalars(select(Signature).where(Signature.contact_email == ADA)).one()
        iris = session.get_one(Invitation, world.invitation.id)
    return public_addresses(app, defaultdict(lambda: ada, i=iris, review=iris))


def own_words(endpoint):
    """What the holder of the link may see on the page: themselves."""
    if endpoint in ADAS:
        return {ADA, SEEN}
    return {"iris@isle.example", "Invited Isle", "Ben Li"} if endpoint in IRIS else set()


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_no_public_page_or_file_shows_what_is_not_published(peopled, app, closed):
    if closed:
        peopled.campaigns.close()
        late = {"organization": "Latecomer", "contact_name": "Lea Late", "contact_email": "lea@late.example"}
        assert peopled.client.send("/letters/harbor/sign", ENTRY | late).status_code == 409
    secrets = hidden(peopled)
    if closed:
        # A closed letter is out: whoever stands on it is printed.
        secrets -= {SEEN, "Northern Neighbor"}
    reached = set()
    for endpoint, path in addresses(peopled, app):
        for query in ("", "?lang=es") if not path.endswith(".pdf") else ("",):
            answer = app.test_client().get(path + query, follow_redirects=True)
            assert answer.status_code in (200, 404, 410), path
            if answer.status_code == 200:
                reached.add(endpoint)
            text = words_of(answer.data, answer.mimetype)
            # The line before and after one's own is what the galley is for.
            but = own_words(endpoint) | ({"Northern Neighbor"} if endpoint == "public.galley" else set())
            assert found_in(text, secrets, but=but) == set(), path
            assert found_in(str(answer.headers), secrets, but=but) == set(), path
    assert reached >= {
        "public.letter",
        "public.own",
        "public.own_copy",
        "public.links",
        "public.brief",
        "public.deadline_entry",
    }


def test_forms_answer_strangers_without_telling_who_has_signed(peopled, app):
    secrets = hidden(peopled)
    stranger = app.test_client()
    answers = []
    for name in [*UNSEEN.values(), SEEN, "Never Heard Of"]:
        sent = ENTRY | {"organization": name, "contact_email": PUBLIC_ADDRESS, "contact_name": "Nobody"}
        answers.append(stranger.send("/letters/harbor/line", sent))
        answers.append(stranger.send("/letters/harbor/sign", sent | {"preview": "1"}))
    for email in [ADA, "zoe@held.example", PUBLIC_ADDRESS]:
        answers.append(stranger.send("/letters/harbor/links", {"email": email}))
        answers.append(stranger.get("/letters/harbor/links/sent"))
    for answer in answers:
        typed = set(UNSEEN.values()) | {SEEN}  # the form gives back what was typed into it
        assert found_in(words_of(answer.data, answer.mimetype), secrets, but=typed) == set()
    alike = [
        re.sub(r"csrf_token\S+ value=\S+|value=\"[^\"]*\"", "", stranger.send("/letters/harbor/links", {"email": one}).text)
        for one in (ADA, PUBLIC_ADDRESS)
    ]
    assert alike[0] == alike[1]
    for email in ("zoe@held.example", PUBLIC_ADDRESS):
        kept = stranger.send("/letters/harbor/sign", ENTRY | {"organization": "Reef", "contact_email": email})
        assert kept.status_code == 303
        assert "/waiting/" in kept.location
        shown = words_of(stranger.get(kept.location).data)
        assert found_in(shown, secrets, but={email}) == set()


def test_no_question_after_confirming_tells_who_has_signed(peopled, app):
    """Somebody signs as each of them, in slightly other words, and looks at what comes of it."""
    from campaign.public.alike import _key

    stranger, secrets, asked = app.test_client(), hidden(peopled), set()
    for place, name in enumerate([*UNSEEN.values(), SEEN, "Northern Neighbor"]):
        typed = f"The {name}, Inc."
        own = peopled.sign(typed, f"eve@probe{place}.example", contact_name="Ada Okafor")
        answers = [
            stranger.get(own),
            stranger.send(f"{own}/alike", {"answer": f"same:{_key(name)}", "shown": _key(name)}),
            stranger.send(f"{own}/alike", {"answer": "different:", "shown": _key(name)}),
            stranger.send(f"{own}/alike/back", {"judgement": str(place)}),
            stranger.get(own),
        ]
        for answer in answers:
            text = words_of(answer.data, answer.mimetype).replace(typed, "")
            assert found_in(text, secrets, but={f"eve@probe{place}.example"}) == set(), name
        if "It is the same organization" in answers[0].text:
            asked.add(name)
    assert asked == ({SEEN, "Northern Neighbor"} if peopled.campaigns.get().show_signatories else set())


def test_mail_names_nobody_but_its_reader_and_what_is_public(world, database):
    world.everything_mailed()
    world.silence()
    world.delivered()
    with database.read() as session:
        rows = [*session.scalars(select(Signature)), *session.scalars(select(Invitation))]
    addresses = {row.contact_email for row in rows} | {row.email_wanted for row in rows if isinstance(row, Signature)}
    coordinators = ("welcome", "sign_in", "invitation_test", "digest")
    addresses |= {message.recipient for message in mails(database) if message.kind not in coordinators}
    assert len(addresses) >= 12, "the control: there are many"
    unseen = ("Waiting Hall", "Refused Marsh", "Gone Marsh", "Backwater")
    owners = {row.line: row.contact_email for row in rows if isinstance(row, Signature) and row.line in unseen}
    assert len(owners) == len(unseen)
    for message in mails(database):
        composed = compose(message)
        text = composed.subject + "\n" + composed.text
        told = found_in(text, addresses - {""}, but={message.recipient})
        assert told == set(), f"{message.kind} to {message.recipient}"
        theirs = {line for line, own in owners.items() if message.recipient == own}
        if message.kind != "digest":  # coordinators see who signed
            assert found_in(text, owners, but=theirs) == set(), f"{message.kind} to {message.recipient}"
        assert links_in(message) is not None
        assert "?email" not in text
    assert {message.kind for message in mails(database)} >= {"receipt", "galley", "invitation", "address_changed", "dropped"}


def test_the_files_of_a_closed_letter_hold_no_address(peopled, world):
    world.campaigns.close()
    secrets = hidden(peopled) - {SEEN, "Northern Neighbor"}
    for file_format in ("docx", "pdf", "html", "md"):
        if file_format == "pdf" and not shutil.which("pdftotext"):
            continue
        data = peopled.owner.open(f"/desk/harbor/download/{file_format}", buffered=True, method="GET").data \
            if file_format != "html" else html_file(peopled)  # fmt: skip
        text = words_of(data)
        assert "Mayor Ana Ruiz" in text
        assert SEEN in text or file_format == "md", "the control: this is read"
        assert found_in(text, secrets) == set(), file_format


def html_file(world):
    """The letter as a file of its own; the checking client would read it as a page of ours."""
    from flask.testing import FlaskClient

    return FlaskClient.open(world.owner, "/desk/harbor/download/html", buffered=True).data


@pytest.mark.needs("pdftotext")
def test_the_search_finds_what_is_planted(peopled, app, database):
    """The control: an address in a line, and a line that stands by mistake, are found wherever they print."""
    with database.write() as session:
        ada = session.scalars(select(Signature).where(Signature.contact_email == ADA)).one()
        ada.line = "Planted <cleo@north.example> & Sons"
        one = session.scalars(select(Signature).where(Signature.line == UNSEEN["held"])).one()
        one.status, one.status_reason = "accepted", ""
    secrets = hidden(peopled)
    shown = peopled.campaigns.get().show_signatories
    where = {
        endpoint
        for endpoint, path in addresses(peopled, app)
        if found_in(words_of(app.test_client().get(path).data), {"cleo@north.example", UNSEEN["held"]} & secrets)
    }
    assert {"public.own"} <= where
    assert ({"public.letter", "public.own_copy", "public.public_copy"} <= where) is shown
    peopled.campaigns.close()
    data = peopled.owner.get("/desk/harbor/download/docx").data
    assert found_in(words_of(data), secrets) >= {UNSEEN["held"]}
