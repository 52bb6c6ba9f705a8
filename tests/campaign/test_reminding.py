"""Reminders through the database: who gets them, once, at which hour, and what keeps one from going out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

import mail.outbox
from campaign.operations import circulate, inviting, reminding, set_deadline
from campaign.operations.confirming import confirm
from campaign.queries import find
from campaign.reminder_models import CONFIRM, ReminderStep
from campaign.reminders import Rules
from errors import ProblemsError, UserError
from mail.models import OutboxMessage
from mail.refusals import BusyError
from mail.wanted import Later, answers
from mail.worker import Report
from signatories.models import Invitation, Signature
from tests.campaign.asked import in_campaign, mails, signed, skips
from tests.campaign.test_reminder_plan import quiet
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.reminding import Reminder
from tests.tools.sending import send_due
from tests.tools.waiting import at_once
from tests.tools.zones import edges

NEW_YORK = ZoneInfo("America/New_York")


def there(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


OPENED = there(2026, 3, 2, 10)  # a Monday
CLOSES = "2026-03-13T17:00"  # a Friday, and in between the clocks are put forward


@pytest.fixture
def campaigns(database, clock):
    clock.now = OPENED
    made = Campaigns(database, clock)
    made.open(deadline=CLOSES)
    return made


@pytest.fixture
def invitations(database, clock, campaigns):
    return Invitations(database, clock)


@pytest.fixture
def worker(database, clock):
    return Reminder(database, clock)


def steps(database):
    with database.read() as session:
        return list(session.scalars(select(ReminderStep).order_by(ReminderStep.planned_for, ReminderStep.id)))


def states(database):
    return {one.step: one.state for one in steps(database) if one.step != CONFIRM}


def moved(database, clock, local, zone="America/New_York"):
    in_campaign(database, lambda session, campaign: set_deadline(session, campaign, local, zone, by="x", now=clock.now))


def ruled(database, clock, by, **changes):
    rules = {
        "active": True,
        "nudging": True,
        "steps": ["7-days", "3-days", "24-hours", "last-day"],
        "quiet_from": "20:00",
        "quiet_until": "08:00",
        "weekends": False,
    } | changes
    in_campaign(database, lambda session, campaign: reminding.keep_rules(session, campaign, **rules, by=by, now=clock.now))


def got(database, *, status="sent"):
    """To whom which step went: (organization's address, step)."""
    return [(one.recipient, one.about.rpartition(":")[2]) for one in mails(database, "reminder") if one.status == status]


# --- the plan -------------------------------------------------------------------------------------


def test_opening_a_letter_plans_its_reminders_and_doing_so_again_changes_nothing(database, clock, campaigns):
    expected = [
        ("7-days", there(2026, 3, 6, 17), "planned"),
        ("3-days", there(2026, 3, 10, 17), "planned"),
        ("24-hours", there(2026, 3, 12, 17), "planned"),
        ("last-day", there(2026, 3, 13, 9), "planned"),
        (CONFIRM, there(2026, 3, 13, 9), "planned"),
    ]
    assert [(one.step, one.planned_for, one.state) for one in steps(database)] == expected
    in_campaign(database, lambda session, campaign: reminding.replan(session, campaign, clock.now))
    assert [(one.step, one.planned_for, one.state) for one in steps(database)] == expected


def test_the_database_holds_one_planned_step_of_a_kind(database, campaigns):
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), database.write() as session:
        session.add(ReminderStep(campaign_id=1, step="3-days", planned_for=OPENED, state="planned"))


def test_each_without_an_answer_gets_each_reminder_once_and_nobody_else(database, clock, campaigns, invitations, worker):
    silent = invitations.one("Reef", "reef@reef.example")
    signs = invitations.one("Mills", "mills@mills.example")
    declines = invitations.one("Hills", "hills@hills.example")
    worker.until(there(2026, 3, 9, 12))
    signed(database, signs, clock)
    in_campaign(
        database,
        lambda session, campaign: inviting.decline(
            session, campaign, session.get_one(Invitation, declines.id), reason="", now=clock.now
        ),
    )
    worker.until(there(2026, 3, 14, 12))
    assert sorted(got(database)) == sorted(
        [(one.contact_email, "7-days") for one in (silent, signs, declines)]
        + [(silent.contact_email, step) for step in ("3-days", "24-hours", "last-day")]
    )
    assert len(mails(database, "reminder")) == 6, "nothing was even written for those who had answered"
    row = next(one for one in steps(database) if one.step == "last-day")
    assert (row.state, row.reached) == ("done", 1)
    assert row.left_out == {"has signed": 1, "has declined": 1}


def test_the_mail_names_the_letter_and_the_date_and_carries_the_own_link(database, clock, invitations, worker):
    one = invitations.one("Reef", "reef@reef.example", language="es")
    worker.until(there(2026, 3, 13, 10))
    first, *_, last = mails(database, "reminder")
    assert {first.language, last.language} == {"es"}
    clock.now = there(2026, 3, 6, 17)
    subjects = [mail.subject for _, mail in worker.sender.mails if mail.recipient == "reef@reef.example"]
    assert "Todavía puede firmar: Keep the harbor clean (hasta el viernes, 13 de marzo de 2026, 17:00" in subjects[0]
    assert subjects[-1].startswith("Último aviso")
    texts = [mail.text for _, mail in worker.sender.mails]
    assert all(f"/letters/harbor/i/{doors().to('invited', one.id).rpartition('/i/')[2]}" in text for text in texts)


def test_who_was_invited_just_before_is_left_to_the_next_step(database, clock, invitations, worker):
    worker.until(there(2026, 3, 6, 12))
    invitations.one()
    worker.until(there(2026, 3, 10, 18))
    assert [step for _, step in got(database)] == ["3-days"]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"sent_at": None}, "has no invitation yet"),
        ({"bounced_at": OPENED}, "the last mail came back"),
        ({"revoked_at": OPENED}, "the link was revoked"),
        ({"reviewing_at": OPENED, "needs_until": date(2026, 3, 10)}, "asked for time until Tuesday, March 10"),
        ({"reviewing_at": OPENED}, "asked for time"),
        ({"contact_email": "", "address_key": None, "contact_purged_at": OPENED, "declined_at": OPENED}, "has declined"),
    ],
)
def test_who_is_left_out_and_why(database, clock, invitations, worker, columns, reason):
    invitations.one("Reef", "reef@reef.example", **columns)
    worker.until(there(2026, 3, 10, 18))
    assert got(database) == []
    assert {reason for one in steps(database) for reason in one.left_out} == {reason}


def test_a_namesake_that_has_signed_keeps_its_organization_from_being_reminded(database, clock, campaigns, invitations, worker):
    invitations.one("Friends of the Harbor", "board@friends.example")
    campaigns.sign("Friends of the Harbor", "ada@other.example")
    worker.until(there(2026, 3, 6, 18))
    assert got(database) == []


# --- boards ---------------------------------------------------------------------------------------


def board(database, clock, one, until):
    in_campaign(
        database,
        lambda session, campaign: inviting.needs_time(
            session, campaign, session.get_one(Invitation, one.id), leaning="", until=until, remark="", now=clock.now
        ),
    )


def test_reviewing_until_a_day_waits_until_then_and_is_reminded_on_the_morning_after(database, clock, invitations, worker):
    one = invitations.one()
    board(database, clock, one, "2026-03-04")
    worker.until(there(2026, 3, 5, 8, 59), timedelta(minutes=30))
    assert got(database) == []
    worker.until(there(2026, 3, 5, 12), timedelta(minutes=30))
    assert [step for _, step in got(database)] == ["board"]
    assert "Has your board decided?" in worker.sender.mails[-1][1].subject
    assert mails(database, "reminder")[0].due_at == there(2026, 3, 5, 9)
    worker.until(there(2026, 3, 14, 12))
    assert [step for _, step in got(database)] == ["board", "7-days", "3-days", "24-hours", "last-day"]


def test_the_morning_after_gives_way_to_a_step_of_that_day(database, clock, invitations, worker):
    one = invitations.one()
    board(database, clock, one, "2026-03-09")
    worker.until(there(2026, 3, 12, 12))
    assert [step for _, step in got(database)] == ["3-days"], "on the afternoon after; and not for Monday morning again"


def test_a_morning_after_on_a_weekend_waits_for_monday(database, clock, invitations, worker):
    one = invitations.one()
    board(database, clock, one, "2026-03-06")
    worker.until(there(2026, 3, 9, 12))
    assert [(one.about, one.sent_at.astimezone(NEW_YORK).strftime("%a %H:%M")) for one in mails(database, "reminder")] == [
        ("invitation:1:board", "Mon 09:00")
    ]


def test_time_asked_for_without_a_day_is_respected_until_the_last_two(database, clock, invitations, worker):
    one = invitations.one()
    board(database, clock, one, "")
    worker.until(there(2026, 3, 14, 12))
    assert [step for _, step in got(database)] == ["24-hours", "last-day"]


# --- twice at the same moment ---------------------------------------------------------------------


def two_at_once(database, clock):
    workers = [Reminder(database, clock) for _ in range(2)]
    at_once(*(worker.plan_only for worker in workers))


def test_two_workers_at_the_same_moment_remind_once(database, clock, invitations):
    for number in range(30):
        invitations.one(f"Org {number}", f"x{number}@o{number}.example")
    clock.now = there(2026, 3, 6, 17)
    two_at_once(database, clock)
    assert len(mails(database, "reminder")) == 30
    row = next(one for one in steps(database) if one.step == "7-days")
    assert (row.state, row.reached) == ("done", 30)


def test_without_the_mark_and_the_key_they_remind_twice(database, clock, invitations, monkeypatch):
    """The control: each protection alone holds; with both off, everybody is written to twice."""
    invitations.one()
    clock.now = there(2026, 3, 6, 17)
    put = mail.outbox._row
    numbers = iter(range(1000))

    def unkeyed(*arguments):
        return put(*arguments) | {"about": f"{put(*arguments)['about']}#{next(numbers)}"}

    def unmarked():
        with database.write() as session:
            session.execute(
                update(ReminderStep).where(ReminderStep.step == "7-days").values(state="planned", done_at=None, closes=None)
            )

    Reminder(database, clock).plan_only()
    unmarked()
    Reminder(database, clock).plan_only()
    assert len(mails(database, "reminder")) == 1, "the key alone"
    monkeypatch.setattr(mail.outbox, "_row", unkeyed)
    Reminder(database, clock).plan_only()
    assert len(mails(database, "reminder")) == 1, "the mark alone"
    unmarked()
    Reminder(database, clock).plan_only()
    assert len(mails(database, "reminder")) == 2


# --- between the step and the mail ----------------------------------------------------------------


@pytest.fixture
def waiting(database, clock, invitations, worker):
    """One reminder that waits in the outbox, on Friday afternoon."""
    one = invitations.one()
    clock.now = there(2026, 3, 6, 17)
    worker.plan_only()
    clock.advance(minutes=5)
    return one


def test_who_signs_between_the_step_and_the_mail_is_not_reminded(database, clock, waiting, worker):
    assert skips(database, clock, "reminder") == [None]
    signed(database, waiting, clock)
    worker.work()
    assert got(database) == []
    assert [one.reason for one in mails(database, "reminder")] == ["has signed"]


def test_nor_is_whoever_asks_for_time_meanwhile(database, clock, waiting):
    board(database, clock, waiting, "2026-03-09")
    assert skips(database, clock, "reminder") == ["they asked for time meanwhile"]


@pytest.mark.parametrize(
    ("column", "reason"),
    [("declined_at", "has declined"), ("revoked_at", "the link was revoked"), ("bounced_at", "the last mail came back")],
)
def test_nor_anybody_else_who_is_not_to_be_reminded(database, clock, waiting, column, reason):
    with database.write() as session:
        setattr(session.get_one(Invitation, waiting.id), column, clock.now)
    assert skips(database, clock, "reminder") == [reason]


def test_a_mail_that_names_the_old_deadline_does_not_go_out(database, clock, waiting):
    moved(database, clock, "2026-03-13T18:00")
    assert skips(database, clock, "reminder") == ["the deadline was moved, and the next reminder names the new one"]


def test_nothing_goes_out_when_the_letter_closed_or_reminders_were_turned_off(database, clock, campaigns, invitations, waiting):
    ruled(database, clock, invitations.by, active=False)
    assert skips(database, clock, "reminder") == ["reminders were turned off"]
    campaigns.close()
    assert skips(database, clock, "reminder") == ["the letter has closed"]
    assert {one.state for one in steps(database)} <= {"done", "dropped"}


def test_what_is_tried_again_in_the_night_waits_for_the_morning(database, clock, waiting, worker):
    clock.now = there(2026, 3, 6, 20, 30)
    assert send_due(database, worker.sender, clock.now) == Report(postponed=1)
    (row,) = mails(database, "reminder")
    assert row.next_at == there(2026, 3, 9, 8), "and Saturday and Sunday with it"
    assert row.attempts == 0, "waiting is no attempt"
    worker.until(there(2026, 3, 9, 9))
    assert got(database) == [("ben@reef.example", "7-days")]
    assert worker.sender.mails[0][0] == there(2026, 3, 9, 8, 30), "the first round after it"


def test_it_does_not_wait_into_the_next_reminder(database, clock, invitations, worker):
    invitations.one()
    worker.until(there(2026, 3, 12, 16))
    clock.now = there(2026, 3, 12, 17)
    worker.plan_only()
    clock.now = there(2026, 3, 12, 22)
    worker.work()
    assert [one.reason for one in mails(database, "reminder")][-1] == (
        "the next reminder comes before anybody may be written to"
    )
    worker.until(there(2026, 3, 13, 12))
    assert [step for _, step in got(database)] == ["7-days", "3-days", "last-day"]


def test_a_reminder_that_comes_back_marks_the_invitation(database, clock, waiting):
    from mail.undeliverable import Trouble, follow_up

    (row,) = mails(database, "reminder")
    with database.write() as session:
        follow_up(session, row, Trouble("no such user", mailbox=True), clock.now)
        assert session.get_one(Invitation, waiting.id).bounce_reason == "no such user"


# --- extension, and clocks that jump --------------------------------------------------------------


def test_an_extension_in_the_middle_moves_what_was_not_sent_and_repeats_what_is_days_ago(database, clock, invitations, worker):
    invitations.one()
    worker.until(there(2026, 3, 12, 12))
    assert [step for _, step in got(database)] == ["7-days", "3-days"]
    moved(database, clock, "2026-03-20T17:00")
    planned = [(one.step, one.planned_for) for one in steps(database) if one.state == "planned" and one.step != CONFIRM]
    assert planned == [
        ("7-days", there(2026, 3, 13, 17)),
        ("3-days", there(2026, 3, 17, 17)),
        ("24-hours", there(2026, 3, 19, 17)),
        ("last-day", there(2026, 3, 20, 9)),
    ]
    worker.until(there(2026, 3, 21, 12))
    assert [step for _, step in got(database)] == ["7-days", "3-days"] + [step for step, _ in planned]


def test_an_extension_by_a_day_repeats_nothing(database, clock, invitations, worker):
    invitations.one()
    worker.until(there(2026, 3, 11, 12))
    moved(database, clock, "2026-03-13T23:59")
    assert states(database) == {"7-days": "done", "3-days": "done", "24-hours": "planned", "last-day": "planned"}
    worker.until(there(2026, 3, 14, 12))
    assert [step for _, step in got(database)] == ["7-days", "3-days", "24-hours", "last-day"]


def test_a_rule_saved_when_a_step_is_just_due_does_not_lose_it(database, clock, invitations, worker):
    invitations.one()
    clock.now = there(2026, 3, 6, 17, 1)
    ruled(database, clock, invitations.by, steps=["7-days", "24-hours"])
    worker.work()
    assert [step for _, step in got(database)] == ["7-days"]
    assert states(database) == {"7-days": "done", "24-hours": "planned"}


def test_after_a_night_without_a_worker_the_latest_of_several_goes_and_not_before_the_morning(
    database, clock, invitations, worker
):
    invitations.one()
    clock.now = there(2026, 3, 12, 23)
    worker.work()
    assert got(database) == []
    clock.now = there(2026, 3, 13, 8, 30)
    worker.work()
    assert got(database) == [], "the last one is near"
    worker.until(there(2026, 3, 13, 12))
    assert [step for _, step in got(database)] == ["last-day"]
    assert states(database) == {"7-days": "dropped", "3-days": "dropped", "24-hours": "dropped", "last-day": "done"}


def test_nothing_goes_out_when_the_worker_comes_back_after_the_deadline(database, clock, invitations, worker):
    invitations.one()
    clock.now = there(2026, 3, 14, 10)
    worker.work()
    assert got(database) == []
    assert {one.state for one in steps(database)} == {"dropped"}


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), -timedelta(hours=1), -timedelta(days=1)])
@pytest.mark.parametrize("at", [there(2026, 3, 6, 16, 30), there(2026, 3, 6, 17, 30), there(2026, 3, 10, 17, 30)])
def test_a_clock_that_jumps_doubles_nothing_and_loses_nothing(database, clock, invitations, worker, at, jump):
    invitations.one()
    worker.until(at, timedelta(minutes=30))
    clock.now += jump
    worker.work()
    if jump > timedelta(0):
        clock.now -= jump  # and somebody sets it right
        worker.work()
    worker.until(there(2026, 3, 14, 12), timedelta(minutes=30))
    sent = [step for _, step in got(database)]
    assert len(sent) == len(set(sent))
    assert set(sent) == {"7-days", "3-days", "24-hours", "last-day"}


# --- unconfirmed signers --------------------------------------------------------------------------


def nudges(database):
    return [one for one in mails(database, "confirm_nudge") if one.status == "sent"]


def test_who_did_not_confirm_is_told_after_a_day_and_on_the_last_morning(database, clock, campaigns, worker):
    campaigns.sign(confirmed=False)
    worker.until(there(2026, 3, 14, 12))
    moments = [one.sent_at.astimezone(NEW_YORK).strftime("%a %d %H") for one in nudges(database)]
    assert moments == ["Tue 03 10", "Fri 13 09"]
    texts = [mail.text for _, mail in worker.sender.mails if mail.subject.startswith("Not confirmed yet")]
    assert doors(base_url="https://l.example").to("confirm", 1) in texts[0]


def test_neither_is_who_confirmed_or_withdrew_or_stands_under_the_same_address(database, clock, campaigns, worker):
    campaigns.sign("Mills", "mills@mills.example")
    clock.advance(minutes=5)
    campaigns.sign("Mills again", "mills@mills.example", confirmed=False)
    gone = campaigns.sign("Hills", "hills@hills.example", confirmed=False)
    campaigns.sign("Reef", "reef@reef.example", confirmed=False)
    with database.write() as session:
        session.get_one(Signature, gone.id).status = "withdrawn"
    worker.until(there(2026, 3, 5, 12))
    assert [one.recipient for one in nudges(database)] == ["reef@reef.example"]
    in_campaign(
        database,
        lambda session, campaign: confirm(session, campaign, session.get_one(Signature, 4), doors=doors(), now=clock.now),
    )
    worker.until(there(2026, 3, 14, 12))
    assert len(nudges(database)) == 1


def test_two_workers_nudge_once(database, clock, campaigns):
    for number in range(5):
        campaigns.sign(f"Org {number}", f"x{number}@o{number}.example", confirmed=False)
    clock.advance(hours=25)
    two_at_once(database, clock)
    assert len(mails(database, "confirm_nudge")) == 5
    clock.now = there(2026, 3, 13, 9)
    two_at_once(database, clock)
    assert len(mails(database, "confirm_nudge")) == 10


# --- mail that waits while the deadline is moved --------------------------------------------------


class Busy:
    """A mail server that says "later" until it is told otherwise."""

    def __init__(self, sender):
        self.sender, self.busy = sender, True

    def send(self, message):
        if self.busy:
            raise BusyError("450 later")
        self.sender.send(message)

    def close(self):
        pass


@pytest.fixture
def busy(database, clock, worker):
    """A worker whose mail server takes nothing yet."""
    return Reminder(database, clock, Busy(worker.sender))


def sent_to(worker, address, subject=""):
    return [mail for _, mail in worker.sender.mails if mail.recipient == address and mail.subject.startswith(subject)]


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(minutes=20)])
def test_a_nudge_that_waits_goes_once_and_with_the_new_date(database, clock, campaigns, worker, busy, step):
    campaigns.sign("Reef", "reef@reef.example", confirmed=False)
    busy.until(there(2026, 3, 3, 12), step)
    assert [one.status for one in mails(database, "confirm_nudge")] == ["waiting"]
    moved(database, clock, "2026-03-25T17:00")
    busy.sender.busy = False
    busy.until(there(2026, 3, 24, 12), step)
    (mail,) = sent_to(worker, "reef@reef.example", "Not confirmed yet")
    assert "March 25, 2026" in mail.subject
    assert len(mails(database, "confirm_nudge")) == 1
    busy.until(there(2026, 3, 26, 12), step)
    assert len(sent_to(worker, "reef@reef.example", "Not confirmed yet")) == 2, "and on the last morning"


def test_without_renewing_it_would_never_go(database, clock, campaigns, worker, busy, monkeypatch):
    """The control."""
    from campaign.operations.reminding import round as rounds

    monkeypatch.setattr(rounds, "to_renew", lambda *rest: [])
    campaigns.sign("Reef", "reef@reef.example", confirmed=False)
    busy.until(there(2026, 3, 3, 12))
    moved(database, clock, "2026-03-25T17:00")
    busy.sender.busy = False
    busy.until(there(2026, 3, 24, 12))
    assert sent_to(worker, "reef@reef.example", "Not confirmed yet") == []


def test_a_last_mail_that_waits_is_renewed_where_no_step_comes_any_more(database, clock, invitations, worker, busy):
    one = invitations.one("Reef", "reef@reef.example")
    busy.sender.busy = False
    busy.until(there(2026, 3, 13, 8))
    busy.sender.busy = True
    busy.until(there(2026, 3, 13, 10))
    assert mails(database, "reminder")[-1].status == "waiting"
    moved(database, clock, "2026-03-13T19:00")
    busy.sender.busy = False
    busy.until(there(2026, 3, 14, 10))
    (mail,) = sent_to(worker, one.contact_email, "Last call")
    assert "7:00 PM" in mail.subject


def test_a_reminder_put_off_to_the_morning_gives_way_to_the_new_plan(database, clock, invitations, worker, busy):
    """The three-day reminder waits for Wednesday morning; in the night the letter gets another week. It is not sent, and the
    person is reminded by each step of the new plan that lies ahead."""
    one = invitations.one("Reef", "reef@reef.example")
    busy.sender.busy = False
    busy.until(there(2026, 3, 10, 16))
    busy.sender.busy = True
    busy.until(there(2026, 3, 10, 22))
    assert (mails(database, "reminder")[-1].status, mails(database, "reminder")[-1].about) == ("waiting", "invitation:1:3-days")
    moved(database, clock, "2026-03-20T17:00")
    busy.sender.busy = False
    busy.until(there(2026, 3, 21, 12))
    rows = [(row.about.rpartition(":")[2], row.status) for row in mails(database, "reminder")]
    assert rows == [
        ("7-days", "sent"),
        ("3-days", "skipped"),
        ("7-days", "sent"),
        ("3-days", "sent"),
        ("24-hours", "sent"),
        ("last-day", "sent"),
    ]
    later = sent_to(worker, one.contact_email)[1:]
    assert all("March 20, 2026" in mail.subject for mail in later)
    assert len(later) == 4


def test_what_was_claimed_just_then_waits_and_is_renewed(database, clock, campaigns, worker, busy):
    campaigns.sign("Reef", "reef@reef.example", confirmed=False)
    busy.until(there(2026, 3, 3, 12))
    with database.write() as session:
        session.execute(update(OutboxMessage).values(status="claimed", claimed_by="somebody"))
    moved(database, clock, "2026-03-25T17:00")
    worker.plan_only()
    (row,) = mails(database, "confirm_nudge")
    assert "March 13" in row.context["deadline"], "what somebody holds is not changed under their hands"
    with database.read() as session:
        assert isinstance(answers(session, [row], clock.now)[row.id], Later)
    with database.write() as session:
        session.execute(update(OutboxMessage).values(status="waiting", claimed_by=""))
    worker.plan_only()
    assert "March 25" in mails(database, "confirm_nudge")[0].context["deadline"]


# --- now, by hand ---------------------------------------------------------------------------------


def test_a_step_can_be_sent_before_its_time_and_then_is_not_sent_at_it(database, clock, invitations, worker):
    invitations.one()
    clock.advance(days=1)
    by = invitations.by

    def now(session, campaign):
        row = session.scalars(select(ReminderStep).where(ReminderStep.step == "7-days")).one()
        return reminding.send_now(session, campaign, row, doors=doors(), by=by, now=clock.now)

    assert in_campaign(database, now).reached == 1
    with pytest.raises(UserError, match="has been sent"):
        in_campaign(database, now)
    worker.until(there(2026, 3, 14, 12))
    assert [step for _, step in got(database)] == ["7-days", "3-days", "24-hours", "last-day"]


def test_own_words_for_one_step_and_for_all(database, clock, invitations, worker):
    invitations.one()
    by = invitations.by

    def keep(step, subject, text="Dear {contact}, {link}"):
        words = inviting.Words(subject, text)
        in_campaign(
            database,
            lambda session, campaign: reminding.keep_words(session, campaign, step, "en", words, by=by, now=clock.now),
        )

    keep("", "For all: {title}")
    keep("3-days", "Three days: {title}")
    with pytest.raises(ProblemsError, match=r"Put \{link\}"):
        keep("3-days", "No link", "nothing")
    worker.until(there(2026, 3, 14, 12))
    assert [mail.subject.partition(":")[0] for _, mail in worker.sender.mails if mail.recipient == "ben@reef.example"] == [
        "For all",
        "Three days",
        "For all",
        "For all",
    ]


# --- zones, hour by hour --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "edge"),
    [
        ("America/New_York", 0),
        ("America/New_York", 1),
        ("Europe/London", 1),
        ("Australia/Lord_Howe", 0),
        ("Asia/Kathmandu", 0),
        ("Pacific/Kiritimati", 1),
        ("America/Havana", 0),
        ("Africa/Casablanca", 0),
    ],
)
def test_a_campaign_over_a_change_of_the_clocks_hour_by_hour(database, clock, worker, zone, edge):
    place = ZoneInfo(zone)
    changes = edges(zone)[edge % len(edges(zone))]
    until = (changes + timedelta(days=2)).astimezone(place).replace(hour=23, minute=59, second=0, microsecond=0, tzinfo=None)
    clock.now = changes - timedelta(days=9)
    made = Campaigns(database, clock)
    made.draft(deadline=until.isoformat(timespec="minutes"))
    moved(database, clock, until.isoformat(timespec="minutes"), zone)
    with database.write() as session:
        circulate(session, find(session, "harbor"), by="x", now=clock.now)
    invitations = Invitations(database, clock)
    for number in range(3):
        invitations.one(f"Org {number}", f"x{number}@o{number}.example")
    planned = {one.step for one in steps(database) if one.state == "planned" and one.step != CONFIRM}
    assert len(planned) >= 3
    closes = until.replace(tzinfo=place).astimezone(UTC)
    worker.until(closes + timedelta(hours=3))
    sent = got(database)
    assert sorted(sent) == sorted((f"x{number}@o{number}.example", step) for number in range(3) for step in planned)
    deadline = reminding.counted_from(made.get())
    for one in mails(database, "reminder"):
        assert one.sent_at < closes
        assert not quiet(one.sent_at, deadline, Rules())
