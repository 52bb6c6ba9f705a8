"""Whom the letter goes to: taken over from its text, and kept in step with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.bundles import Bundle, BundleError, read_zip, write_bundle
from campaign.bundles.recipients import read_recipients, write_recipients
from campaign.copies import file_name
from campaign.delivery_models import DeliveryRecipient
from campaign.exports import bundle_of
from campaign.operations import import_bundle, save_letter
from campaign.operations.delivering import recipients as operations
from campaign.operations.delivering.recipients import unfit
from campaign.queries import find, newest_version
from campaign.recipient_entries import CHANNELS, RecipientEntry, checked, words_of_channels
from database import Database
from errors import ProblemsError, UserError
from letters.document import markdown
from letters.document.nodes import Letter, Paragraph, Text
from tests.tools.campaigns import Campaigns
from tests.tools.recipients import BY_STATE, Recipients, member


@pytest.fixture
def listed(database: Database, clock: Any, campaigns: Campaigns) -> Recipients:
    campaigns.draft(text=BY_STATE)
    return Recipients(database, clock)


def rewrite(database: Database, clock: Any, text: str) -> None:
    letter, _ = markdown.read(text)
    with database.write() as session:
        campaign = find(session, "harbor")
        base = newest_version(session, campaign).number
        save_letter(session, campaign, letter, base=base, by="the tests", now=clock.now)


# --- from the letter


def test_the_letters_own_recipients_are_taken_over_once(listed: Recipients) -> None:
    assert listed.take_over().missing
    assert [(one.kind, one.name, one.lines, one.own_copy) for one in listed.all()] == [
        ("block", "Mayor Ana Ruiz", ["Mayor Ana Ruiz", "1 City Hall"], False),
        ("cc", "Governor Farrow", ["Governor Farrow"], False),
    ]
    assert not listed.take_over().any
    assert len(listed.all()) == 2


def test_what_changes_in_the_letter_is_seen_and_followed(listed: Recipients, database: Database, clock: Any) -> None:
    listed.take_over()
    mayor = listed.all()[0]
    with database.write() as session:
        entry = replace(operations.entry_of(mayor), channels=("mail",), email="clerk@city.example", note="Ask for Sam.")
        row = session.get_one(DeliveryRecipient, mayor.id)
        operations.change(session, find(session, "harbor"), row, entry, by="the tests", now=clock.now)
    rewrite(database, clock, BY_STATE.replace("1 City Hall", "2 Harbor Street").replace("cc:\n  - Governor Farrow\n", ""))
    found = listed.take_over()
    assert [(row.name, place.lines) for row, place in found.changed] == [
        ("Mayor Ana Ruiz", ("Mayor Ana Ruiz", "2 Harbor Street"))
    ]
    assert [row.name for row in found.gone] == ["Governor Farrow"]
    mayor, governor = listed.all()
    assert (mayor.lines[1], mayor.email, mayor.note) == ("2 Harbor Street", "clerk@city.example", "Ask for Sam.")
    assert governor.name == "Governor Farrow"  # nobody is taken off but by a person


def test_another_person_in_the_same_place_is_the_same_recipient(listed: Recipients, database: Database, clock: Any) -> None:
    listed.take_over()
    rewrite(database, clock, BY_STATE.replace("Mayor Ana Ruiz\n", "Mayor Bo Chen\n"))
    listed.take_over()
    assert [one.name for one in listed.all()] == ["Mayor Bo Chen", "Governor Farrow"]


def row(kind: str, *lines: str) -> DeliveryRecipient:
    return DeliveryRecipient(kind=kind, name=lines[0], lines=list(lines))


def test_equal_words_belong_together_wherever_they_stand() -> None:
    letter = Letter((Paragraph((Text("x"),)),), recipients=(("B",), ("A",)), cc=("D", "C"))
    assert not unfit(letter, [row("block", "A"), row("block", "B"), row("cc", "C"), row("cc", "D")]).any
    # With two on either side nobody can say who is whose.
    found = unfit(letter, [row("block", "E"), row("block", "F"), row("cc", "C"), row("cc", "D")])
    assert [one.name for one in found.gone] == ["E", "F"]
    assert [one.lines for one in found.missing] == [("B",), ("A",)]
    assert not found.changed
    assert not unfit(letter, [row("block", "A"), row("block", "B"), row("cc", "C"), row("cc", "D"), row("other", "Z")]).any


# --- by hand


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "", "lines": ()}, "name"),
        ({"lines": ()}, "lines"),
        ({"name": "\U00020000"}, "name"),
        ({"lines": ("x",) * 13}, "lines"),
        ({"salutation": "Dear \U00020000"}, "salutation"),
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"channels": ("portal",)}, "portal"),
        ({"portal": "javascript://x"}, "portal"),
        ({"portal": "http://[::1"}, "portal"),
        ({"kind": "cc"}, "own_copy"),
        ({"kind": "nonsense"}, "kind"),
        ({"state": "x" * 61}, "state"),
        ({"note": "x" * 2_001}, "note"),
    ],
)
def test_what_cannot_be_taken_is_named(listed: Recipients, wrong: dict[str, Any], field: str) -> None:
    entry = replace(member(1), **wrong)
    assert field in [at for at, _sentence in checked(entry)[1]]
    with pytest.raises(UserError):
        listed.add(member(2), entry)
    assert listed.all() == []


def test_all_that_is_wrong_is_said_at_once(listed: Recipients) -> None:
    with pytest.raises(ProblemsError) as caught:
        listed.add(member(1, email="x", portal="ftp://x"))
    assert len(caught.value.problems) == 2


def test_what_is_typed_is_kept_as_it_prints(listed: Recipients) -> None:
    listed.add(member(1, state="calif.", lines=("  Jo\u200b  Doe ", "", "Room 1"), channels=("hand", "mail")))
    (one,) = listed.all()
    assert (one.state, one.lines, one.channels) == ("California", ["Jo Doe", "Room 1"], ["mail", "hand"])


def test_nobody_is_deleted(listed: Recipients, database: Database, clock: Any) -> None:
    (number,) = listed.add(member(1))
    with database.write() as session:
        campaign = find(session, "harbor")
        operations.remove(session, campaign, session.get_one(DeliveryRecipient, number), by="the tests", now=clock.now)
    assert listed.all() == []
    with database.read() as session:
        assert session.get_one(DeliveryRecipient, number).removed_at == clock.now


def test_another_block_is_another_copy() -> None:
    one = DeliveryRecipient(lines=["A"], salutation="", state="Ohio", note="x")
    same = DeliveryRecipient(lines=["A"], salutation="", state="Ohio", note="y")
    assert one.mark == same.mark
    for change in ({"lines": ["B"]}, {"salutation": "Dear A,"}, {"state": "Texas"}):
        other = DeliveryRecipient(**{"lines": ["A"], "salutation": "", "state": "Ohio"} | change)
        assert other.mark != one.mark


def test_names_of_files_are_safe() -> None:
    hostile = DeliveryRecipient(name='../../etc/Ña "né" <x>\n' + "y" * 300, place=7)
    assert file_name("harbor", hostile, "pdf") == "harbor-007-etc-na-ne-x-" + "y" * 48 + ".pdf"
    assert file_name("harbor", DeliveryRecipient(name="محمد", place=12), "docx") == "harbor-012-recipient.docx"


@pytest.mark.parametrize(
    ("typed", "channels"),
    [
        ("E-mail", ("mail",)),
        ("US Mail", ("post",)),
        ("U.S. mail and by hand", ("post", "hand")),
        ("web form", ("portal",)),
        ("correo electrónico", ("mail",)),
        ("carrier pigeon", ()),
        ("mail; portal; post; hand", CHANNELS),
    ],
)
def test_channels_in_words(typed: str, channels: tuple[str, ...]) -> None:
    assert words_of_channels(typed) == channels


# --- in a bundle

WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_categories=("Cc", "Cf")), min_size=1, max_size=30)


@st.composite
def entries(draw: st.DrawFn) -> RecipientEntry:
    kind = draw(st.sampled_from(("block", "cc", "other")))
    lines = tuple(draw(st.lists(WORDS, min_size=1, max_size=4)))
    typed = RecipientEntry(
        name=draw(WORDS),
        kind=kind,
        lines=lines,
        own_copy=kind != "cc" and draw(st.booleans()),
        salutation=draw(WORDS),
        state=draw(st.sampled_from(("", "Ohio", "NY", "Baja California"))),
        channels=tuple(draw(st.sets(st.sampled_from(CHANNELS)))),
        email="jo@house.example",
        portal="https://house.example/contact",
        postal=draw(st.sampled_from(("", "Box 1\nTown"))),
        language=draw(st.sampled_from(("en", "es"))),
        note=draw(WORDS),
    )
    return checked(typed)[0]


@given(st.lists(entries(), max_size=4))
def test_the_file_is_read_as_it_was_written(listed: list[RecipientEntry]) -> None:
    kept = tuple(one for one in listed if not checked(one)[1])
    assert read_recipients(write_recipients(kept)) == (kept, [], [])


def test_a_campaign_comes_back_with_its_recipients(listed: Recipients, database: Database, clock: Any) -> None:
    listed.take_over()
    listed.add(member(1), member(2, "Texas", language="es", channels=("post", "hand")))
    with database.read() as session:
        campaign = find(session, "harbor")
        whole = bundle_of(session, campaign)
        coalition = campaign.coalition_id
    reading = read_zip(write_bundle(whole), "harbor.zip")
    assert reading.losses == ()
    assert reading.bundle == whole
    with database.write() as session:
        copy = import_bundle(session, coalition, replace(whole, slug="copy"), by="the tests", now=clock.now)
        assert replace(bundle_of(session, copy), slug="harbor").recipients == whole.recipients
    assert [one.name for one in Recipients(database, clock, "copy").all()] == [one.name for one in listed.all()]


def test_a_bundle_without_recipients_is_as_it_was() -> None:
    bundle = Bundle("T", "t", "UTC", Letter((Paragraph((Text("x"),)),)))
    assert b"recipients.csv" not in write_bundle(bundle)
    assert read_zip(write_bundle(bundle), "t.zip").bundle.recipients == ()


def test_a_bundle_with_a_broken_recipient_is_refused() -> None:
    bundle = Bundle("T", "t", "UTC", Letter((Paragraph((Text("x"),)),)), recipients=(member(1, email="nobody"),))
    with pytest.raises(BundleError, match=r"recipients\.csv: line 5: email: This is not a complete"):
        read_zip(write_bundle(bundle), "t.zip")
