"""Writing the letter: its fields and its text, with a look at how it will stand, and no way to lose anybody's words."""

from __future__ import annotations

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.difference import difference
from campaign.desk.frame import campaign_page
from campaign.desk.letter_form import Draft, LetterForm, fields_of, read
from campaign.desk.remarks import grouped
from campaign.models import Campaign
from campaign.operations import EditConflict, letter_of, save_letter, style_of
from campaign.operations.links import facts_for
from campaign.queries import campaign_at_desk, newest_version, working_version
from campaign.renditions import title_for
from coalition.access import actor
from errors import UserError
from letters.citations import resolved
from letters.document import html, markdown
from letters.document.nodes import Letter
from letters.document.rendition import Rendition
from letters.models import Version
from web import access, database, now, render, see_other


@bp.get("/<slug>/letter")
@access("campaign.view")
def letter(slug: str) -> str:
    """The letter: to be edited by those who may while it is a draft, else to be read."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        version = working_version(session, campaign)
        stored = letter_of(version)
        form = LetterForm(formdata=None, data={**fields_of(stored), "base": str(version.number)})
        return _page(session, campaign, form, Draft(stored))


@bp.post("/<slug>/letter")
@access("letter.edit")
def save(slug: str) -> str | tuple[str, int] | Response:
    """Save a new version; or show what saving would lose, what somebody else saved meanwhile, or (``preview``) how it looks."""
    form = LetterForm()
    draft = read(form)
    valid = form.validate()
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if "preview" in request.form:
            return _page(session, campaign, form, draft)
        if not valid or draft.letter is None or not draft.readable or _unseen(draft):
            return _page(session, campaign, form, draft), 422
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            version = save_letter(session, campaign, draft.letter, base=_base(form), by=actor(), now=now())
    except EditConflict as conflict:
        return _conflict(slug, form, draft.letter, conflict), 409
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, draft), 409
    flash(_("Saved as version %(number)d.", number=version.number))
    return see_other("desk.letter", slug=slug)


@bp.post("/<slug>/letter/preview")
@access("letter.edit")
def preview(slug: str) -> dict[str, Any]:
    """How what is typed will stand, what is wrong with it, and what saving would lose: for the page that follows the typing."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        draft = read(LetterForm())
        shown = _shown(session, campaign, newest_version(session, campaign), draft)
    return {
        "html": str(shown["sheet"]),
        "warnings": render("desk/remarks_part.html", groups=shown["groups"]),
        "losses": [str(loss) for loss in draft.losses],
        "problems": list(draft.problems),
    }


def _unseen(draft: Draft) -> bool:
    """Whether saving would lose something that the person has not agreed to lose."""
    return bool(draft.losses) and request.form.get("anyway") != draft.mark


def _base(form: LetterForm) -> int:
    typed = form.base.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _page(session: Session, campaign: Campaign, form: LetterForm, draft: Draft, **context: Any) -> str:
    version = working_version(session, campaign)
    return campaign_page(
        session,
        campaign,
        "letter.html",
        form=form,
        draft=draft,
        version=version,
        tried=request.method == "POST" and "preview" not in request.form,
        **_shown(session, campaign, version, draft),
        **context,
    )


def _shown(session: Session, campaign: Campaign, version: Version, draft: Draft) -> dict[str, Any]:
    """The draft as it will stand, with the library of ``version``, and what a person should look at in it."""
    if draft.letter is None:
        return {"sheet": Markup(), "groups": ()}
    resolution = resolved(draft.letter, version.sources, style_of(version), facts_for(session, campaign))
    rendition = Rendition(resolution.letter, title=title_for(campaign.title, draft.letter), moment=now())
    sheet = Markup(html.write(rendition))  # noqa: S704  (the writer escapes)
    return {"sheet": sheet, "groups": grouped(resolution.warnings)}


def _conflict(slug: str, form: LetterForm, yours: Letter, conflict: EditConflict) -> str:
    """The same form, now on top of what is there, beneath the difference between the two: saving it again is a decision."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        theirs = newest_version(session, campaign)
        form.base.data = str(theirs.number)
        rows = difference(markdown.write(letter_of(theirs)), markdown.write(yours))
        return _page(session, campaign, form, Draft(yours), conflict=conflict.sentence, theirs=theirs.number, rows=rows)
