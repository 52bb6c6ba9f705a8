"""Mail scanners and previews open every link in every mail, some of them twice. Nothing may happen."""

from __future__ import annotations

import pytest

from tests.tools.campaigns import Campaigns
from tests.tools.pages import parse
from tests.tools.personal import rows
from tests.tools.signing import mails
from tests.tools.world import World, kinds_with_links, paths


@pytest.fixture
def world(database, clock, client, signed_in):
    campaigns = Campaigns(database, clock)
    campaigns.open(allow_individuals=True, silence="drop")
    return World(campaigns, client, signed_in("owner"))


def looked_at(app, database, path):
    """What a look at ``path`` answers, by a scanner without cookies; nothing may have changed by it."""
    before = rows(database)
    codes = set()
    for _ in range(2):
        for method in ("GET", "HEAD", "OPTIONS"):
            codes.add(app.test_client().open(path, method=method).status_code)
            assert rows(database) == before, f"{method} {path} changed something"
    return codes


def test_looking_at_every_link_in_every_mail_changes_nothing(world, app, database):
    world.everything_mailed()
    messages = mails(database)
    codes = {path: looked_at(app, database, path) for path in paths(messages)}
    world.silence()
    world.delivered()
    late = [message for message in mails(database) if message.id not in {one.id for one in messages}]
    codes |= {path: looked_at(app, database, path) for path in paths(late)}
    assert {message.kind for message in [*messages, *late]} >= kinds_with_links(), "every kind of message was walked"
    # 302: a page of the desk, for somebody who is not signed in.
    assert all(
        code in ((200, 302) if path.startswith("/desk/harbor/") else (200, 303, 404, 410))
        for path, found in codes.items()
        for code in found
    ), codes
    assert sum(found == {200} for found in codes.values()) >= 15, "the control: these links lead somewhere"


def test_the_search_would_see_a_change(world, app, database):
    confirming = world.ask("Friends of the Harbor", "ada@friends.example")
    before = rows(database)
    assert looked_at(app, database, confirming) == {200}
    assert rows(database) == before
    page = world.client.get(confirming)
    assert parse(page).xpath("//form[@method='post']"), "one button"
    assert world.client.submit(page, confirming, {}, action="/confirm/").status_code == 303
    assert rows(database) != before
