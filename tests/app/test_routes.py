"""A walk through the whole app: every route, for everybody who could come, with and without the mark of our own form.

The table below says what each answers. A route without a row fails, and so does a row without a route. Two more things hold
for all of them: HEAD and OPTIONS change nothing and neither does GET, and nobody learns from an answer whether another
coalition's row exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from campaign.operations.acts import contact_door
from campaign.queries import current_version, subject
from campaign.reminder_models import ReminderStep
from coalition.models import Coordinator
from coalition.operations import people, sessions
from coalition.operations.sign_in import new_link
from database import Base, Database
from mail.sealing import MailSeal
from signatories.judgements import Judgement
from signatories.models import LateRequest
from tests.tools.campaigns import ENTRY, TEXT, Campaigns
from tests.tools.directory import Directory
from tests.tools.invitations import SECRET, Invitations, doors
from tests.tools.recipients import Recipients, member
from tests.tools.signed_lists import SignedLists

WHO = ("owner", "editor", "viewer", "stranger", "nobody", "signed out")
"""Three roles in the coalition whose rows are asked for; the owner of another one; a person without any; and a passer-by."""

ANY, EDITING, OWNING = ("owner", "editor", "viewer"), ("owner", "editor"), ("owner",)


@dataclass(frozen=True)
class Row:
    """What a route answers: ``ok`` to those in ``allowed`` (and, where they sign in only, to ``strangers``).

    ``path`` and ``data`` may name what the scene made for it in braces. The rest follows from one rule: a passer-by is sent to
    sign in, another role of the coalition gets 403, everybody else 404, and a form without our mark 400.
    """

    path: str
    ok: int = 200
    allowed: tuple[str, ...] = ANY
    others: Mapping[str, int] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    unmarked: int = 400
    """What it answers to a form without our mark: a mail program has none to send."""
    opened: bool = False
    """The campaign of the scene is open for signature instead of a draft."""

    def expected(self, who: str, method: str, *, marked: bool) -> int:
        public = self.allowed == WHO
        if not public and who == "signed out":
            return 302 if method == "GET" else 303
        if not marked:
            return self.unmarked
        if who in self.others:
            return self.others[who]
        if who in self.allowed:
            return self.ok
        return 403 if who in ANY else 404


ASKING = {"email": "somebody@else.example"}
SELF = {"stranger": 200, "nobody": 200}
LETTER = {"base": "1", "subject": "Clean water", "body": "A new body.", "recipients": "Mayor", "recipient_layout": "stacked"}
DEADLINE = {"deadline": "2026-03-09T17:00", "timezone": "America/New_York"}
SETTINGS = {"title": "T", "hosts": "", "signature_order": "by name", "columns": "1", "group_by": "", "numerals": "by value"} | {
    "moderation": "none",
    "retention_days": "180",
}
HOLDING = {"number": "{signature}", "decision": "hold", "reason": "x"}
STYLE = {"profile": "plain", "accessed": "never", "months": "long", "et_al": "3"}
PASTED = {"base": "1", "text": "See the mills.", "place": "paragraph:0"}
LINK = {"key": "report", "url": "x"}
LINK_WANTED = {"organization": "Mills", "contact_name": "Cy", "email": "cy@mills.example"}
INVITED = {"organization": "Hills", "contact_name": "Dee", "contact_title": "", "email": "dee@hills.example"}
WORDS = {"subject": "Please sign", "text": "Here: {link}"}
REMINDING = {"active": "y", "days_3": "y", "quiet_from": "20:00", "quiet_until": "08:00"}
NAMED = {"name": "Shore League"}
NEW = {"title": "New", "slug": "", "timezone": "America/New_York", "coalition": "{coalition}"}

ROUTES: dict[tuple[str, str], Row] = {
    ("GET", "static"): Row("/static/icon.svg", allowed=WHO),
    ("GET", "public.front"): Row("/", allowed=WHO),
    ("GET", "public.letter"): Row("/letters/{slug}", allowed=WHO, opened=True),
    ("POST", "public.line"): Row("/letters/{slug}/line", allowed=WHO, opened=True, data={"organization": "X"}),
    ("POST", "public.sign"): Row("/letters/{slug}/sign", 303, allowed=WHO, opened=True, data=ENTRY | {"version": "{version}"}),
    ("GET", "public.individual"): Row("/letters/{slug}/individual", allowed=WHO, opened=True),
    ("POST", "public.sign_individual"): Row("/letters/{slug}/individual", 303, allowed=WHO, opened=True, data=ENTRY),
    ("GET", "public.waiting"): Row("/letters/{slug}/waiting/{waiting}", allowed=WHO, opened=True),
    ("POST", "public.send_again"): Row("/letters/{slug}/waiting/{waiting}/again", 303, allowed=WHO, opened=True),
    ("POST", "public.mend_address"): Row(
        "/letters/{slug}/waiting/{waiting}/address", 303, allowed=WHO, opened=True, data=ASKING
    ),
    ("GET", "public.confirm"): Row("/letters/{slug}/confirm/{confirm}", allowed=WHO, opened=True),
    ("POST", "public.confirm_now"): Row("/letters/{slug}/confirm/{confirm}", 303, allowed=WHO, opened=True),
    ("GET", "public.contact"): Row("/letters/{slug}/contact/{contact}", allowed=WHO, opened=True),
    ("POST", "public.contact_now"): Row("/letters/{slug}/contact/{contact}", 303, allowed=WHO, opened=True),
    ("GET", "public.own"): Row("/letters/{slug}/mine/{own}", allowed=WHO, opened=True),
    ("POST", "public.correct"): Row("/letters/{slug}/mine/{own}/line", 303, allowed=WHO, opened=True, data={"line": "Reef"}),
    ("POST", "public.contact_details"): Row("/letters/{slug}/mine/{own}/contact", 303, allowed=WHO, opened=True, data=ENTRY),
    ("POST", "public.alike_answer"): Row(
        "/letters/{slug}/mine/{own}/alike", 422, allowed=WHO, opened=True, data={"answer": "different:"}
    ),
    ("POST", "public.alike_back"): Row(
        "/letters/{slug}/mine/{own}/alike/back", 303, allowed=WHO, opened=True, data={"judgement": "1"}
    ),
    ("POST", "public.take_back"): Row("/letters/{slug}/mine/{own}/withdraw", 303, allowed=WHO, opened=True),
    ("GET", "public.signed_text"): Row("/letters/{slug}/mine/{own}/text", allowed=WHO, opened=True),
    ("GET", "public.own_copy"): Row("/letters/{slug}/mine/{own}/letter.pdf", allowed=WHO, opened=True),
    ("GET", "public.links"): Row("/letters/{slug}/links", allowed=WHO, opened=True),
    ("POST", "public.links_wanted"): Row("/letters/{slug}/links", 303, allowed=WHO, opened=True, data=ASKING),
    ("GET", "public.links_sent"): Row("/letters/{slug}/links/sent", allowed=WHO, opened=True),
    ("GET", "public.deadline_entry"): Row("/letters/{slug}/deadline.ics", allowed=WHO, opened=True),
    ("GET", "public.galley"): Row("/letters/{slug}/galley/{galley}", allowed=WHO, opened=True),
    ("POST", "public.galley_right"): Row("/letters/{slug}/galley/{galley}/right", 303, allowed=WHO, opened=True),
    ("POST", "public.galley_correct"): Row(
        "/letters/{slug}/galley/{galley}/line", 303, allowed=WHO, opened=True, data={"line": "Reef"}
    ),
    ("POST", "public.galley_withdraw"): Row("/letters/{slug}/galley/{galley}/withdraw", 303, allowed=WHO, opened=True),
    ("GET", "public.invited"): Row("/letters/{slug}/i/{invited}", allowed=WHO, opened=True),
    ("POST", "public.opened"): Row("/letters/{slug}/i/{invited}/opened", 204, allowed=WHO, opened=True),
    ("POST", "public.invited_page"): Row("/letters/{slug}/i/{invited}/page", 303, allowed=WHO, opened=True),
    ("GET", "public.invited_links"): Row("/letters/{slug}/i/{invited}/links", allowed=WHO, opened=True),
    ("POST", "public.invited_links_wanted"): Row(
        "/letters/{slug}/i/{invited}/links", 303, allowed=WHO, opened=True, data=ASKING
    ),
    ("GET", "public.invited_links_sent"): Row("/letters/{slug}/i/{invited}/links/sent", allowed=WHO, opened=True),
    ("GET", "public.board"): Row("/letters/{slug}/i/{invited}/board", allowed=WHO, opened=True),
    ("POST", "public.ask_board"): Row("/letters/{slug}/i/{invited}/board", 303, allowed=WHO, opened=True),
    ("GET", "public.declining"): Row("/letters/{slug}/i/{invited}/decline", allowed=WHO, opened=True),
    ("POST", "public.decline"): Row("/letters/{slug}/i/{invited}/decline", 303, allowed=WHO, opened=True),
    ("GET", "public.review"): Row("/letters/{slug}/review/{review}", allowed=WHO, opened=True),
    ("GET", "public.review_copy"): Row("/letters/{slug}/review/{review}/letter.pdf", allowed=WHO, opened=True),
    ("GET", "public.brief"): Row("/letters/{slug}/brief", allowed=WHO, opened=True),
    ("GET", "public.public_copy"): Row("/letters/{slug}/brief/letter.pdf", allowed=WHO, opened=True),
    ("POST", "public.mail_link"): Row("/letters/{slug}/brief", 303, allowed=WHO, data=LINK_WANTED, opened=True),
    ("GET", "public.link_mailed"): Row("/letters/{slug}/brief/sent", allowed=WHO, opened=True),
    ("GET", "public.unsubscribing"): Row("/unsubscribe/{unsubscribe}", allowed=WHO),
    ("POST", "public.unsubscribe_now"): Row("/unsubscribe/{unsubscribe}", allowed=WHO, unmarked=200),
    ("GET", "mail.caught"): Row("/mail", allowed=WHO),
    ("GET", "coalition.sign_in"): Row("/desk/sign-in", allowed=WHO),
    ("POST", "coalition.sign_in"): Row("/desk/sign-in", 303, allowed=WHO, data={"email": "someone@else.example"}),
    ("GET", "coalition.link_sent"): Row("/desk/sign-in/sent", allowed=WHO),
    ("GET", "coalition.sign_in_link"): Row("/desk/sign-in/{link}", allowed=WHO),
    ("POST", "coalition.use_sign_in_link"): Row("/desk/sign-in/{link}", 303, allowed=WHO),
    ("POST", "coalition.sign_out"): Row("/desk/sign-out", 303, others={"stranger": 303, "nobody": 303}),
    ("GET", "coalition.you"): Row("/desk/you", others=SELF),
    ("POST", "coalition.change_name"): Row(
        "/desk/you/name", 303, others={"stranger": 303, "nobody": 303}, data={"name": "A. Person"}
    ),
    ("POST", "coalition.end_one"): Row("/desk/you/sessions/{session}/end", 404),
    ("POST", "coalition.end_others"): Row("/desk/you/sessions/end-others", 303, others={"stranger": 303, "nobody": 303}),
    ("GET", "desk.hooks"): Row("/desk/coalition/{coalition}/hooks", allowed=OWNING),
    ("POST", "desk.add_hook"): Row("/desk/coalition/{coalition}/hooks/add", 422, allowed=OWNING),
    ("POST", "desk.act_on_hook"): Row("/desk/coalition/{coalition}/hooks/1/pause", 404, allowed=OWNING),
    ("GET", "desk.calendar"): Row("/desk/calendar", others=SELF),
    ("POST", "desk.renew_calendar"): Row("/desk/calendar/renew", 303, others={"stranger": 303, "nobody": 303}),
    ("POST", "desk.end_calendar"): Row("/desk/calendar/end", 303, others={"stranger": 303, "nobody": 303}),
    ("GET", "public.calendar_feed_file"): Row("/calendar/" + "A" * 30 + ".ics", 404, allowed=WHO),
    ("GET", "coalition.people"): Row("/desk/coalition/{coalition}/people"),
    ("POST", "coalition.add"): Row(
        "/desk/coalition/{coalition}/people/add", 303, OWNING, data={"email": "new@rivers.example", "role": "viewer"}
    ),
    ("POST", "coalition.change_role"): Row(
        "/desk/coalition/{coalition}/people/{coordinator}/role", 303, OWNING, data={"person-{coordinator}-role": "editor"}
    ),
    ("POST", "coalition.remove"): Row("/desk/coalition/{coalition}/people/{coordinator}/remove", 303, OWNING),
    ("POST", "coalition.outgoing"): Row("/desk/coalition/{coalition}/outgoing", 303, OWNING, data={"on": "yes"}),
    ("GET", "coalition.audit"): Row("/desk/coalition/{coalition}/audit"),
    ("GET", "desk.privacy"): Row("/desk/coalition/{coalition}/privacy", allowed=OWNING),
    ("POST", "desk.look_up_person"): Row("/desk/coalition/{coalition}/privacy", allowed=OWNING, data=ASKING),
    ("POST", "desk.export_person"): Row("/desk/coalition/{coalition}/privacy/export", allowed=OWNING, data=ASKING),
    ("POST", "desk.erase_person"): Row(
        "/desk/coalition/{coalition}/privacy/erase", 303, OWNING, data=ASKING | {"understood": "yes"}
    ),
    ("GET", "desk.mail_health"): Row("/desk/coalition/{coalition}/mail", allowed=OWNING),
    ("GET", "desk.directory"): Row("/desk/coalition/{coalition}/directory"),
    ("GET", "desk.directory_table"): Row("/desk/coalition/{coalition}/directory.csv", allowed=EDITING),
    ("GET", "desk.new_organization"): Row("/desk/coalition/{coalition}/directory/new", allowed=EDITING),
    ("POST", "desk.create_organization"): Row("/desk/coalition/{coalition}/directory/new", 303, EDITING, data=NAMED),
    ("GET", "desk.organization"): Row("/desk/coalition/{coalition}/directory/{organization}"),
    ("POST", "desk.save_organization"): Row(
        "/desk/coalition/{coalition}/directory/{organization}", 303, EDITING, data={"name": "Reef League"}
    ),
    ("POST", "desk.retire_organization"): Row("/desk/coalition/{coalition}/directory/{organization}/retire", 303, EDITING),
    ("POST", "desk.restore_organization"): Row("/desk/coalition/{coalition}/directory/{organization}/restore", 303, EDITING),
    ("POST", "desk.add_organization_name"): Row(
        "/desk/coalition/{coalition}/directory/{organization}/names/add", 303, EDITING, data=NAMED | {"kind": "former"}
    ),
    ("POST", "desk.change_organization_name"): Row(
        "/desk/coalition/{coalition}/directory/{organization}/names/{name}/remove", 303, EDITING
    ),
    ("POST", "desk.add_organization_contact"): Row(
        "/desk/coalition/{coalition}/directory/{organization}/contacts/add", 303, EDITING, data={"email": "new@reef.example"}
    ),
    ("POST", "desk.change_organization_contact"): Row(
        "/desk/coalition/{coalition}/directory/{organization}/contacts/{listed_contact}/remove", 303, EDITING
    ),
    ("GET", "desk.choose_to_join"): Row("/desk/coalition/{coalition}/directory/{organization}/join", allowed=EDITING),
    ("POST", "desk.join_organizations"): Row(
        "/desk/coalition/{coalition}/directory/{organization}/join", 303, EDITING, data={"other": "{other_organization}"}
    ),
    ("POST", "desk.part_organizations"): Row("/desk/coalition/{coalition}/directory/{organization}/part", 303, EDITING),
    ("GET", "desk.import_organizations"): Row("/desk/coalition/{coalition}/directory/import", allowed=EDITING),
    ("POST", "desk.add_organizations"): Row(
        "/desk/coalition/{coalition}/directory/import", 422, EDITING, data={"text": "Reef"}
    ),
    ("GET", "desk.confirm_undo_organizations"): Row(
        "/desk/coalition/{coalition}/directory/lists/{organizations}/undo", allowed=EDITING
    ),
    ("POST", "desk.undo_organizations"): Row("/desk/coalition/{coalition}/directory/lists/{organizations}/undo", 303, EDITING),
    ("GET", "desk.campaigns"): Row("/desk/", others=SELF),
    ("GET", "desk.new"): Row("/desk/campaigns/new", allowed=EDITING, others={"stranger": 200, "nobody": 403}),
    ("POST", "desk.create"): Row("/desk/campaigns/new", 303, EDITING, data=NEW),
    ("POST", "desk.upload"): Row("/desk/campaigns/upload", 422, EDITING, data={"coalition": "{coalition}"}),
    ("GET", "desk.overview"): Row("/desk/{slug}/"),
    ("GET", "desk.letter"): Row("/desk/{slug}/letter"),
    ("POST", "desk.save"): Row("/desk/{slug}/letter", 303, EDITING, data=LETTER),
    ("POST", "desk.preview"): Row("/desk/{slug}/letter/preview", allowed=EDITING, data=LETTER),
    ("GET", "desk.notes"): Row("/desk/{slug}/notes"),
    ("POST", "desk.mend_note"): Row("/desk/{slug}/notes/mend", 409, EDITING, data={"note": "1", "words": "not there"}),
    ("GET", "desk.versions"): Row("/desk/{slug}/versions"),
    ("GET", "desk.version"): Row("/desk/{slug}/versions/1"),
    ("POST", "desk.restore"): Row("/desk/{slug}/versions/restore", 303, EDITING, data={"number": "1", "base": "1"}),
    ("GET", "desk.citations"): Row("/desk/{slug}/citations", allowed=EDITING),
    ("POST", "desk.save_style"): Row("/desk/{slug}/citations", 303, EDITING, data=STYLE),
    ("GET", "desk.paste"): Row("/desk/{slug}/paste", allowed=EDITING),
    ("POST", "desk.read_paste"): Row("/desk/{slug}/paste", allowed=EDITING, data={"text": "See the mills."}),
    ("POST", "desk.confirm_paste"): Row("/desk/{slug}/paste/confirm", 303, EDITING, data=PASTED),
    ("GET", "desk.sources"): Row("/desk/{slug}/sources"),
    ("GET", "desk.import_sources"): Row("/desk/{slug}/sources/import", allowed=EDITING),
    ("POST", "desk.add_imported"): Row(
        "/desk/{slug}/sources/import", 303, EDITING, data={"items": json.dumps([{"id": "more", "title": "More"}])}
    ),
    ("GET", "desk.new_source"): Row("/desk/{slug}/sources/new?type=book", allowed=EDITING),
    ("POST", "desk.create_source"): Row("/desk/{slug}/sources/new", 303, EDITING, data={"type": "book", "title": "More"}),
    ("GET", "desk.source"): Row("/desk/{slug}/sources/edit?key=report"),
    ("POST", "desk.save_source"): Row(
        "/desk/{slug}/sources/edit", 409, EDITING, data={"key": "report", "type": "report", "title": "Other", "seen": "old"}
    ),
    ("POST", "desk.remove_source"): Row("/desk/{slug}/sources/remove", 303, EDITING, data={"key": "report"}),
    ("POST", "desk.put_back_source"): Row("/desk/{slug}/sources/put-back", 303, EDITING, data={"entry": "1"}),
    ("GET", "desk.doubles"): Row("/desk/{slug}/sources/doubles"),
    ("GET", "desk.compare"): Row("/desk/{slug}/sources/compare?key=report", allowed=EDITING),
    ("POST", "desk.merge"): Row("/desk/{slug}/sources/merge", 303, EDITING, data={"keep": "report", "away": "other"}),
    ("POST", "desk.unmerge"): Row("/desk/{slug}/sources/unmerge", 303, EDITING, data={"away": "report"}),
    ("POST", "desk.apart"): Row("/desk/{slug}/sources/apart", 303, EDITING, data={"one": "report", "other": "other"}),
    ("POST", "desk.not_apart"): Row("/desk/{slug}/sources/not-apart", 303, EDITING, data={"one": "report", "other": "other"}),
    ("POST", "desk.link_seen"): Row("/desk/{slug}/sources/link/seen", 303, EDITING, data=LINK),
    ("POST", "desk.link_check"): Row("/desk/{slug}/sources/link/check", 303, EDITING, data=LINK),
    ("POST", "desk.link_archive"): Row("/desk/{slug}/sources/link/archive", 303, EDITING, data=LINK),
    ("POST", "desk.use_address"): Row("/desk/{slug}/sources/link/use-address", 303, EDITING, data=LINK),
    ("GET", "desk.export"): Row("/desk/{slug}/sources/export"),
    ("GET", "desk.export_sources"): Row("/desk/{slug}/sources.json"),
    ("GET", "desk.deadline"): Row("/desk/{slug}/deadline", allowed=EDITING),
    ("POST", "desk.save_deadline"): Row("/desk/{slug}/deadline", 303, EDITING, data=DEADLINE),
    ("POST", "desk.save_embargo"): Row("/desk/{slug}/embargo", 303, EDITING, data={"until": "2026-03-04T09:00"}),
    ("GET", "desk.reopening"): Row("/desk/{slug}/reopen", allowed=EDITING, opened=True),
    ("POST", "desk.reopen_letter"): Row("/desk/{slug}/reopen", 422, EDITING, opened=True, data=DEADLINE),
    ("GET", "desk.confirm_archiving"): Row("/desk/{slug}/archive", allowed=EDITING),
    ("POST", "desk.archive_campaign"): Row("/desk/{slug}/archive", 303, EDITING),
    ("POST", "desk.take_back"): Row("/desk/{slug}/archive/back", 409, EDITING),
    ("GET", "desk.settings"): Row("/desk/{slug}/settings", allowed=EDITING),
    ("POST", "desk.save_settings"): Row("/desk/{slug}/settings", 303, EDITING, data=SETTINGS),
    ("GET", "desk.open"): Row("/desk/{slug}/open", allowed=EDITING),
    ("POST", "desk.circulate_letter"): Row("/desk/{slug}/open", 303, EDITING),
    ("GET", "desk.confirm_closing"): Row("/desk/{slug}/close", allowed=EDITING, opened=True),
    ("POST", "desk.close_letter"): Row("/desk/{slug}/close", 303, EDITING, opened=True),
    ("GET", "desk.invitations"): Row("/desk/{slug}/invitations"),
    ("POST", "desk.revoke_invitation"): Row("/desk/{slug}/invitations/{invitation}/revoke", 303, EDITING, opened=True),
    ("POST", "desk.invite_again"): Row("/desk/{slug}/invitations/{invitation}/again", 303, EDITING, opened=True),
    ("POST", "desk.restore_invitation"): Row("/desk/{slug}/invitations/{invitation}/restore", 303, EDITING, opened=True),
    ("GET", "desk.invitation"): Row("/desk/{slug}/invitations/{invitation}", allowed=EDITING, opened=True),
    ("POST", "desk.mend_invitation"): Row("/desk/{slug}/invitations/{invitation}", 303, EDITING, data=INVITED, opened=True),
    ("POST", "desk.invitation_told"): Row(
        "/desk/{slug}/invitations/{invitation}/told", 303, EDITING, data={"answer": "declined"}, opened=True
    ),
    ("GET", "desk.confirm_undo"): Row("/desk/{slug}/invitations/lists/{batch}/undo", allowed=EDITING, opened=True),
    ("POST", "desk.undo_list"): Row("/desk/{slug}/invitations/lists/{batch}/undo", 303, EDITING, opened=True),
    ("GET", "desk.new_invitation"): Row("/desk/{slug}/invitations/new", allowed=EDITING),
    ("POST", "desk.create_invitation"): Row("/desk/{slug}/invitations/new", 303, EDITING, data=INVITED),
    ("GET", "desk.import_invitations"): Row("/desk/{slug}/invitations/import", allowed=EDITING),
    ("POST", "desk.add_invitations"): Row("/desk/{slug}/invitations/import", 422, EDITING, data={"text": "a@b.example"}),
    ("GET", "desk.invitation_text"): Row("/desk/{slug}/invitations/text", allowed=EDITING),
    ("POST", "desk.save_invitation_text"): Row("/desk/{slug}/invitations/text", 303, EDITING, data=WORDS),
    ("GET", "desk.confirm_sending"): Row("/desk/{slug}/invitations/send", allowed=EDITING),
    ("POST", "desk.send_invitations"): Row("/desk/{slug}/invitations/send", 303, EDITING, opened=True),
    ("GET", "desk.write_to_invited"): Row("/desk/{slug}/invitations/write", allowed=EDITING),
    ("POST", "desk.write_to_chosen"): Row("/desk/{slug}/invitations/write", allowed=EDITING, opened=True),
    ("GET", "desk.reminders"): Row("/desk/{slug}/reminders"),
    ("POST", "desk.save_reminders"): Row("/desk/{slug}/reminders", 303, EDITING, data=REMINDING),
    ("GET", "desk.reminder"): Row("/desk/{slug}/reminders/{reminder}", opened=True),
    ("GET", "desk.confirm_reminding"): Row("/desk/{slug}/reminders/{reminder}/send", allowed=EDITING, opened=True),
    # The scene's invitation has only just gone out, and nobody else is there to be reminded.
    ("POST", "desk.remind_now"): Row("/desk/{slug}/reminders/{reminder}/send", 409, EDITING, opened=True),
    ("GET", "desk.reminder_text"): Row("/desk/{slug}/reminders/text", allowed=EDITING),
    ("POST", "desk.save_reminder_text"): Row("/desk/{slug}/reminders/text", 303, EDITING, data=WORDS),
    ("POST", "desk.choose_digest"): Row("/desk/{slug}/digest", 303, data={"wanted": "no"}),
    ("GET", "desk.signatures"): Row("/desk/{slug}/signatures"),
    ("POST", "desk.decide_chosen"): Row("/desk/{slug}/signatures", 303, EDITING, data=HOLDING, opened=True),
    ("GET", "desk.import_signatures"): Row("/desk/{slug}/signatures/import", allowed=EDITING),
    ("POST", "desk.bring_signatures"): Row("/desk/{slug}/signatures/import", 422, EDITING, data={"text": "Mills"}),
    ("GET", "desk.confirm_taking_back"): Row(
        "/desk/{slug}/signatures/lists/{signature_batch}/undo", allowed=EDITING, opened=True
    ),
    ("POST", "desk.take_list_back"): Row("/desk/{slug}/signatures/lists/{signature_batch}/undo", 303, EDITING, opened=True),
    ("GET", "desk.lists_out"): Row("/desk/{slug}/signatures/lists", allowed=EDITING),
    ("GET", "desk.signature"): Row("/desk/{slug}/signatures/{signature}", opened=True),
    ("POST", "desk.decide_one"): Row("/desk/{slug}/signatures/{signature}", 303, EDITING, data=HOLDING, opened=True),
    ("POST", "desk.place_signature"): Row("/desk/{slug}/place/{signature}", 303, EDITING, data={"sort_name": "x"}, opened=True),
    ("GET", "desk.queue"): Row("/desk/{slug}/doubles"),
    ("POST", "desk.judge_pair"): Row("/desk/{slug}/doubles", 422, EDITING, data={"verdict": "same"}),
    ("GET", "desk.judged"): Row("/desk/{slug}/doubles/judged"),
    ("POST", "desk.take_judgement_back"): Row("/desk/{slug}/doubles/judged/{judgement}/take-back", 303, EDITING, opened=True),
    ("POST", "desk.join_chosen"): Row("/desk/{slug}/doubles/join", 422, EDITING, data={"number": "{signature}"}, opened=True),
    ("GET", "desk.compare_names"): Row("/desk/{slug}/doubles/compare?one={signature}&q=mills", opened=True),
    ("GET", "desk.line_report"): Row("/desk/{slug}/doubles/report"),
    ("GET", "desk.line_table"): Row("/desk/{slug}/doubles/report.csv", allowed=EDITING),
    ("GET", "desk.galley"): Row("/desk/{slug}/galley"),
    ("POST", "desk.send_galley"): Row("/desk/{slug}/galley", 303, EDITING, data={"until": "2026-03-04T17:00"}, opened=True),
    ("GET", "desk.signature_table"): Row("/desk/{slug}/signatures.csv", allowed=EDITING),
    ("GET", "desk.download"): Row("/desk/{slug}/download/md"),
    ("GET", "public.changed"): Row("/letters/{slug}/changed/{changed}", allowed=WHO, opened=True),
    ("POST", "public.answer_change"): Row(
        "/letters/{slug}/changed/{changed}", 303, allowed=WHO, opened=True, data={"version": "{version}"}
    ),
    ("GET", "desk.change"): Row("/desk/{slug}/change", allowed=EDITING, opened=True),
    ("POST", "desk.publish_changed_text"): Row("/desk/{slug}/change", 422, EDITING, opened=True, data={"kind": "editorial"}),
    ("GET", "desk.consent"): Row("/desk/{slug}/consent", opened=True),
    ("POST", "desk.record_agreement"): Row("/desk/{slug}/consent", 422, EDITING, opened=True, data={"reason": "by telephone"}),
    ("GET", "desk.consent_table"): Row("/desk/{slug}/consent.csv", allowed=EDITING, opened=True),
    # The letter of the scene is open: it has no edition yet. tests/campaign/test_desk_editions.py has one that is closed.
    ("GET", "desk.editions"): Row("/desk/{slug}/editions", opened=True),
    ("GET", "desk.edition_download"): Row("/desk/{slug}/editions/1/pdf", 404, opened=True),
    ("GET", "desk.next_edition"): Row("/desk/{slug}/editions/next", 303, EDITING, opened=True),
    ("POST", "desk.make_next_edition"): Row("/desk/{slug}/editions/next", 303, EDITING, opened=True),
    ("GET", "desk.late"): Row("/desk/{slug}/late", opened=True),
    ("POST", "desk.accept_all_late"): Row("/desk/{slug}/late/all", 303, EDITING, opened=True),
    ("POST", "desk.decide_late"): Row(
        "/desk/{slug}/late/{late}", 303, EDITING, opened=True, data={"act": "decline", "reason": "x"}
    ),
    ("GET", "public.edition"): Row("/letters/{slug}/editions/1", 404, allowed=WHO, opened=True),
    ("GET", "public.invited_late"): Row("/letters/{slug}/i/{invited}/late", 303, allowed=WHO, opened=True),
    ("GET", "desk.bundle"): Row("/desk/{slug}/download/bundle", allowed=EDITING),
    ("GET", "desk.history"): Row("/desk/{slug}/history"),
    ("GET", "public.check"): Row("/letters/{slug}/check", allowed=WHO, opened=True),
    ("POST", "public.check_file"): Row("/letters/{slug}/check", 303, allowed=WHO, opened=True, data={"sha256": "0" * 64}),
    # No edition of the scene's letter is delivered, and nothing is in its log.
    ("GET", "public.edition_file"): Row("/letters/{slug}/edition-1.pdf", 404, allowed=WHO, opened=True),
    ("GET", "desk.followed"): Row("/desk/{slug}/delivery/log/1", 404, EDITING),
    ("POST", "desk.follow_delivery"): Row("/desk/{slug}/delivery/log/1", 404, EDITING),
    ("GET", "desk.delivery"): Row("/desk/{slug}/delivery"),
    ("POST", "desk.take_over_recipients"): Row("/desk/{slug}/delivery/take-over", 303, EDITING),
    ("GET", "desk.new_recipient"): Row("/desk/{slug}/delivery/new", allowed=EDITING),
    ("POST", "desk.create_recipient"): Row("/desk/{slug}/delivery/new", 303, EDITING, data={"name": "Jo", "language": "en"}),
    ("GET", "desk.recipient"): Row("/desk/{slug}/delivery/{recipient}", allowed=EDITING),
    ("POST", "desk.change_recipient"): Row(
        "/desk/{slug}/delivery/{recipient}/change", 303, EDITING, data={"name": "Jo", "language": "en"}
    ),
    ("POST", "desk.remove_recipient"): Row("/desk/{slug}/delivery/{recipient}/remove", 303, EDITING),
    ("GET", "desk.import_recipients"): Row("/desk/{slug}/delivery/import", allowed=EDITING),
    ("POST", "desk.add_recipients"): Row("/desk/{slug}/delivery/import", 422, EDITING, data={"text": "Name\nJo"}),
    ("POST", "desk.write_copies"): Row("/desk/{slug}/delivery/copies", 303, EDITING),
    ("GET", "desk.copies_archive"): Row("/desk/{slug}/delivery/copies-docx.zip"),
    ("GET", "desk.recipient_copy"): Row("/desk/{slug}/delivery/{recipient}/copy.docx"),
    ("GET", "desk.delivery_mail"): Row("/desk/{slug}/delivery/mail", allowed=EDITING),
    ("POST", "desk.save_delivery_words"): Row("/desk/{slug}/delivery/mail", 303, EDITING, data={"subject": "S", "text": "T"}),
    ("POST", "desk.send_letter"): Row("/desk/{slug}/delivery/send", 422, EDITING),
    ("POST", "desk.send_letter_again"): Row("/desk/{slug}/delivery/{recipient}/again", 303, EDITING),
    ("GET", "desk.delivery_log"): Row("/desk/{slug}/delivery/log"),
    ("GET", "desk.record_delivery"): Row("/desk/{slug}/delivery/{recipient}/record", allowed=EDITING),
    ("POST", "desk.keep_delivery"): Row(
        "/desk/{slug}/delivery/{recipient}/record", 422, EDITING, data={"channel": "post", "at": "2026-03-02T09:00"}
    ),
    ("POST", "desk.mark_delivered"): Row("/desk/{slug}/delivery/delivered", 303, EDITING),
    ("GET", "desk.delivery_thanks"): Row("/desk/{slug}/delivery/thanks", allowed=EDITING),
    ("POST", "desk.send_thanks"): Row("/desk/{slug}/delivery/thanks", 303, EDITING),
    ("POST", "desk.send_no_thanks"): Row("/desk/{slug}/delivery/no-thanks", 303, EDITING),
}


@dataclass
class Scene:
    """A coalition with one campaign, one more coordinator, a sign-in link, and whoever comes."""

    app: Flask
    database: Database
    clock: Any
    signed_in: Callable[..., Any]
    made: int = 0
    kept: dict[tuple[bool, bool], dict[str, str]] = field(default_factory=dict)

    def visitor(self, who: str) -> Any:
        if who == "signed out":
            return self.app.test_client()
        if who == "stranger":
            return self.signed_in("owner", "Mills")
        return self.signed_in("" if who == "nobody" else who, "Rivers")

    def shared(self, row: Row) -> dict[str, str]:
        """What a row's braces stand for, for a request that changes nothing: made once for all such rows."""
        kind = (row.opened, self._invites(row))
        if kind not in self.kept:
            self.kept[kind] = self.fresh(row)
        return self.kept[kind]

    def _invites(self, row: Row) -> bool:
        return any(place in row.path for place in ("{invited}", "{review}", "{invitation}", "batch}", "{reminder}"))

    def fresh(self, row: Row) -> dict[str, str]:
        """What a row's braces stand for: made anew for each request, so that none finds what another one changed."""
        self.made += 1
        slug = f"c{self.made}"
        campaigns = Campaigns(self.database, self.clock)
        (campaigns.open if row.opened else campaigns.draft)(slug, text=TEXT, allow_individuals=True)
        with self.database.read() as session:
            version = current_version(session, campaigns.get(slug)).content_hash
            scope = subject(campaigns.get(slug))
        (recipient,) = Recipients(self.database, self.clock, slug).add(member(1))
        names = {"slug": slug, "version": version, "recipient": str(recipient)}
        names["unsubscribe"] = MailSeal(SECRET).unsubscribe_token("cy@mills.example", scope)
        if self._invites(row):
            made = Invitations(self.database, self.clock, slug)
            names["batch"] = str(made.listed("Organization,Email\nMills,cy@mills.example\n").id)
            names["signature_batch"] = str(SignedLists(self.database, self.clock, slug).brought("Mill Workers\n").batch.id)
            invitation = made.one()
            names["invitation"] = str(invitation.id)
            names |= {purpose: made.path(invitation, purpose).rsplit("/", 1)[1] for purpose in ("invited", "review")}
        if row.opened:
            signature = campaigns.sign(slug=slug)
            names |= {"signature": str(signature.id), "galley": doors(slug).to("galley", signature.id).rsplit("/", 1)[1]}
            names |= {purpose: doors(slug).to(purpose, signature.id).rsplit("/", 1)[1] for purpose in ("changed", "own")}
            waiting = campaigns.sign("Mills", "cy@mills.example", slug=slug, confirmed=False)
            names |= {purpose: doors(slug).to(purpose, waiting.id).rsplit("/", 1)[1] for purpose in ("waiting", "confirm")}
            twin = campaigns.sign("The Friends of the Harbor", "bo@twin.example", slug=slug)
            with self.database.write() as session:
                signature = session.merge(signature)
                signature.email_wanted = "new@friends.example"
                judgement = Judgement.about(signature, session.merge(twin), "same", by="Ana", at=self.clock.now)
                judgement.source = "coordinator"
                session.add(judgement)
                late = LateRequest(campaign_id=signature.campaign_id, name_typed="Reef", received_at=self.clock.now)
                session.add(late)
                session.flush()
                step = select(ReminderStep.id).where(
                    ReminderStep.campaign_id == signature.campaign_id, ReminderStep.step == "24-hours"
                )
                names |= {
                    "judgement": str(judgement.id),
                    "late": str(late.id),
                    "reminder": str(session.scalars(step).one()),
                }
            names["contact"] = contact_door(signature, doors(slug)).rsplit("/", 1)[1]
        with self.database.write() as session:
            owner = self.signed_in_owner(session)
            names["coalition"] = str(owner.coalition_id)
            names |= Directory(session, owner.coalition_id, self.clock.now).scene()
            helper = people.add_person(
                session, owner.coalition, f"helper{self.made}@rivers.example", "viewer", by="the tests", now=self.clock.now
            )
            names["coordinator"] = str(helper.id)
            _, names["link"] = new_link(session, helper.person, self.clock.now)
            sessions.start(session, helper.person, now=self.clock.now, browser="theirs")
            session.flush()
            names["session"] = str(session.execute(text("SELECT max(id) FROM desk_session")).scalar_one())
        return names

    def signed_in_owner(self, session: Any) -> Coordinator:
        found = session.query(Coordinator).filter(Coordinator.role == "owner", Coordinator.coalition.has(name="Rivers")).first()
        assert isinstance(found, Coordinator)
        return found

    def everything(self) -> dict[str, list[Any]]:
        """All rows of all tables, but for when a session was last seen."""
        with self.database.read() as session:
            return {
                table.name: sorted(
                    repr([value for column, value in row._mapping.items() if column != "last_seen_at"])
                    for row in session.execute(table.select())
                )
                for table in Base.metadata.sorted_tables
            }


@pytest.fixture
def scene(app: Flask, database: Database, clock: Any, signed_in: Callable[..., Any]) -> Scene:
    signed_in("owner", "Rivers")
    return Scene(app, database, clock, signed_in)


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    served = {
        (method, rule.endpoint) for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served - ROUTES.keys() == set(), "add a row to ROUTES that says who may call these"
    assert ROUTES.keys() - served == set(), "these are not served any more"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("marked", [True, False], ids=["with our mark", "without our mark"])
def test_every_route_answers_everybody_as_the_table_says(scene: Scene, who: str, marked: bool) -> None:
    wrong = []
    for (method, endpoint), row in ROUTES.items():
        if method == "GET" and not marked:
            continue
        # What is refused changes nothing, as looking does not: one scene serves them all.
        acts = method != "GET" and marked and who in (*row.allowed, *row.others)
        names = scene.fresh(row) if acts else scene.shared(row)
        visitor = scene.visitor(who)
        path = row.path.format(**names)
        if method == "GET":
            answer = visitor.get(path)
        else:
            meant = {"{" + name + "}": made for name, made in names.items()}
            data = {name.format(**names): meant.get(value, value) for name, value in row.data.items()}
            answer = visitor.send(path, data) if marked else visitor.post(path, data=data)
        expected = row.expected(who, method, marked=marked)
        if endpoint == "coalition.end_one" and marked and who != "signed out":
            expected = 404  # somebody else's session is nobody's business, whatever the role
        if answer.status_code != expected:
            wrong.append(f"{method} {endpoint}: {answer.status_code}, expected {expected}")
        if row.allowed != WHO and who == "signed out":
            assert "/desk/sign-in" in answer.location
    assert wrong == []


@pytest.mark.parametrize("who", ["owner", "signed out"])
def test_looking_changes_nothing(scene: Scene, who: str) -> None:
    for (method, endpoint), row in ROUTES.items():
        names = scene.shared(row)
        visitor = scene.visitor(who)
        path = row.path.format(**names)
        before = scene.everything()
        looks = ["OPTIONS", "HEAD", "GET"] if method == "GET" else ["OPTIONS"]
        for look in looks:
            answer = visitor.open(path, method=look)
            assert answer.status_code < 500
            assert scene.everything() == before, f"{look} {endpoint} changed something"


def test_another_coalitions_row_looks_like_none(scene: Scene) -> None:
    stranger = scene.visitor("stranger")
    for (method, endpoint), row in ROUTES.items():
        if row.expected("stranger", method, marked=True) != 404 or endpoint == "coalition.end_one":
            continue
        names = scene.fresh(row)
        theirs = row.path.format(**names)
        nothing = row.path.format(**{**names, "slug": "no-such-letter", "coalition": "999999", "coordinator": "999999"})
        answers = [stranger.get(path) if method == "GET" else stranger.send(path, dict(row.data)) for path in (theirs, nothing)]
        assert [answer.status_code for answer in answers] == [404, 404], endpoint
        plain = [re.sub(r"\S+csrf\S+|value=\"[^\"]+\"", "", answer.text) for answer in answers]
        assert plain[0] == plain[1], endpoint
