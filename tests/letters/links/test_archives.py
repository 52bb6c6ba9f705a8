"""Two archives, spoken to in their own words, and never hurt by their answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from letters.links.archive import Archive, Failed, Kept, Perma, Waiting, Wayback
from letters.links.fetch import Fetcher
from letters.links.throttle import Throttle
from letters.links.wire import Limits
from letters.models import ArchiveCopy
from tests.letters.links.archives import NAMES, PermaSite, WaybackSite, reply, way
from tests.letters.links.sites import Site, names, page, to

PAGE = "https://www.dhs.gov/use-of-ai?page=1&x=ü"
BASE = "http://archive.example"
SUCCESS = {"status": "success", "timestamp": "20260302150405", "original_url": "https://www.dhs.gov/ai/use-of-ai"}


def wayback(site, keys="access:secret", **other):
    return Wayback(way(site, **other), keys, base=BASE)


def perma(site, key="k" * 40, folder=None, **other):
    return Perma(way(site, **other), key, folder, base=BASE)


def test_both_are_archives_and_known_to_the_table():
    services: list[Archive] = [Wayback(Fetcher()), Perma(Fetcher(), "k")]
    constraint = next(c for c in ArchiveCopy.__table__.constraints if str(c.name).endswith("service_known"))
    assert {service.name for service in services} == set(str(constraint.sqltext).split("'")[1::2])


# --- the Wayback Machine ----------------------------------------------------------------------------------------------


def test_the_wayback_machine_is_asked_in_its_own_words():
    with WaybackSite() as site:
        progress = wayback(site).ask(PAGE)
    assert progress == Waiting(site.JOB, timedelta(seconds=10))
    head, body = site.requests[0]
    assert head.startswith(b"POST /save HTTP/1.1\r\n")
    assert b"\r\nAuthorization: LOW access:secret\r\n" in head
    assert b"\r\nContent-Type: application/x-www-form-urlencoded\r\n" in head
    assert parse_qs(body.decode()) == {"url": [PAGE], "skip_first_archive": ["1"], "if_not_archived_within": ["1d"]}


def test_a_copy_that_takes_its_time_is_kept_in_the_end():
    with WaybackSite({"status": "pending"}, {"status": "pending"}, SUCCESS) as site:
        archive = wayback(site)
        progress = [archive.look(site.JOB, PAGE) for _ in range(3)]
    assert progress[:2] == [Waiting(site.JOB, timedelta(seconds=10))] * 2
    moment = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
    assert progress[2] == Kept(f"{BASE}/web/20260302150405/https://www.dhs.gov/ai/use-of-ai", moment)


def test_a_copy_goes_by_our_address_if_the_archive_names_none_that_is_fit():
    for original in (None, 7, "javascript:alert(1)", "http://10.0.0.1/"):
        with WaybackSite({**SUCCESS, "original_url": original}) as site:
            progress = wayback(site).look(site.JOB, PAGE)
        assert progress.address == f"{BASE}/web/20260302150405/{PAGE}"


@pytest.mark.parametrize(
    "timestamp", [None, "", "2026", "20261302150405", "２０２６0302150405", 20260302150405, "20260302150405/../x"]
)
def test_a_copy_without_a_moment_is_none(timestamp):
    with WaybackSite({**SUCCESS, "timestamp": timestamp}) as site:
        assert wayback(site).look(site.JOB, PAGE).again


def test_without_keys_no_key_is_sent():
    with WaybackSite(keys="") as site:
        assert isinstance(wayback(site, keys="").ask(PAGE), Waiting)
    assert b"Authorization" not in site.requests[0][0]


def test_a_wrong_key_is_said_to_be_one():
    with WaybackSite() as site:
        progress = wayback(site, keys="access:wrong").ask(PAGE)
    assert not progress.again
    assert "key" in progress.reason


@pytest.mark.parametrize(
    ("code", "again", "pause"),
    [
        ("error:not-found", False, None),
        ("error:blocked-url", False, None),
        ("error:no-access", False, None),
        ("error:too-many-daily-captures", True, timedelta(days=1)),
        ("error:user-session-limit", True, timedelta(minutes=5)),
        ("error:soft-time-limit-exceeded", True, None),
        ("error:never-heard-of", True, None),
        (None, True, None),
    ],
)
def test_errors_come_with_status_200_to_both_questions(code, again, pause):
    error = {"status": "error", "status_ext": code, "message": "It <b>failed</b>.", "exception": "[Errno -2]"}
    with WaybackSite(error, asked=reply(error)) as site:
        archive = wayback(site)
        for progress in (archive.ask(PAGE), archive.look(site.JOB, PAGE)):
            assert (progress.again, progress.pause) == (again, pause)
            assert "<b>" not in progress.reason
            assert ("It failed." in progress.reason) == again


def test_a_young_copy_whose_moment_is_not_told_is_asked_for_another_day():
    young = {"url": PAGE, "message": "The same snapshot had been made 2 hours ago. You can make new capture after 24 hours."}
    with WaybackSite(asked=reply(young)) as site:
        progress = wayback(site).ask(PAGE)
    assert (progress.again, progress.pause) == (True, timedelta(days=1))
    assert "same snapshot" in progress.reason


def test_a_young_copy_with_a_job_is_looked_at_like_any_other():
    young = {"url": PAGE, "job_id": WaybackSite.JOB, "message": "The same snapshot had been made 2 minutes ago."}
    with WaybackSite(SUCCESS, asked=reply(young)) as site:
        assert isinstance(wayback(site).ask(PAGE), Waiting)
        assert isinstance(wayback(site).look(site.JOB, PAGE), Kept)


@pytest.mark.parametrize("job", ["../../user/x", "a b", "", "x" * 201, "a?b", "a/b", "a\r\nb", "ä"])
def test_a_job_that_would_be_another_address_is_no_job(job):
    with WaybackSite(asked=reply({"url": PAGE, "job_id": job})) as site:
        archive = wayback(site)
        assert isinstance(archive.ask(PAGE), Failed)
        assert isinstance(archive.look(job, PAGE), Failed)
        assert site.looks == 0
        assert len(site.requests) == 1


@pytest.mark.parametrize("job", [7, None, True, ["spn2-1"], {"id": "spn2-1"}])
def test_a_job_that_is_no_text_is_no_job(job):
    with WaybackSite(asked=reply({"url": PAGE, "job_id": job})) as site:
        assert isinstance(wayback(site).ask(PAGE), Failed)


@pytest.mark.parametrize("keys", ["access", "a:b\r\nX: y", "a:b c", "a:ü"])
def test_keys_that_are_none_are_refused_at_once(keys):
    with pytest.raises(ValueError, match="access:secret"):
        Wayback(Fetcher(), keys)


# --- Perma.cc ---------------------------------------------------------------------------------------------------------


def test_perma_is_asked_in_its_own_words():
    with PermaSite() as site:
        assert perma(site).ask(PAGE) == Waiting("AB12-CD34", timedelta(seconds=20))
        perma(site, folder=25).ask(PAGE)
    head, body = site.requests[0]
    assert head.startswith(b"POST /v1/archives/ HTTP/1.1\r\n")
    assert b"\r\nContent-Type: application/json\r\n" in head
    assert json.loads(body) == {"url": PAGE}
    assert json.loads(site.requests[1][1]) == {"url": PAGE, "folder": 25}
    assert b"k" * 40 not in head.split(b"\r\n")[0]  # the key is in no address


def test_a_perma_copy_is_kept_in_the_end():
    with PermaSite("pending", "success") as site:
        archive = perma(site)
        assert archive.look(site.GUID, PAGE) == Waiting(site.GUID, timedelta(seconds=20))
        moment = datetime(2026, 3, 2, 15, 0, 0, 516152, tzinfo=UTC)
        assert archive.look(site.GUID, PAGE) == Kept("https://perma.cc/AB12-CD34", moment)


def test_a_perma_copy_that_failed_or_is_private_is_none():
    with PermaSite("failed") as site:
        assert perma(site).look(site.GUID, PAGE).again
    with PermaSite("success", is_private=True) as site:
        progress = perma(site).look(site.GUID, PAGE)
    assert not progress.again
    assert "private" in progress.reason


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"url": ["Couldn't resolve domain."]}, "resolve"),
        ({"error": "Perma can't create this link. You've reached your usage limit."}, "usage limit"),
        ({"detail": "Folder not found."}, "Folder"),
        ({}, "400"),
    ],
)
def test_what_perma_does_not_like_is_passed_on(fields, word):
    with PermaSite(asked=reply(fields, "400 Bad Request")) as site:
        progress = perma(site).ask(PAGE)
    assert not progress.again
    assert word in progress.reason


def test_a_wrong_perma_key_is_said_to_be_one():
    with PermaSite() as site:
        progress = perma(site, key="x" * 40).ask(PAGE)
    assert not progress.again
    assert "key" in progress.reason


def test_a_perma_copy_that_nobody_knows_any_more():
    with PermaSite(reply({"detail": "Not found."}, "404 Not Found")) as site:
        assert perma(site).look(site.GUID, PAGE).again


@pytest.mark.parametrize("guid", ["../user", "ab12-cd34", "", None, ["AB12-CD34"], "AB12-CD34\n"])
def test_a_guid_that_is_none(guid):
    with PermaSite(asked=reply({"guid": guid}, "201 Created")) as site:
        assert isinstance(perma(site).ask(PAGE), Failed)
        assert isinstance(perma(site).look(str(guid), PAGE), Failed)
        assert len(site.requests) == 1


@pytest.mark.parametrize("key", ["", "a b", "a\r\nX: y", "ключ"])
def test_a_perma_key_that_is_none_is_refused_at_once(key):
    with pytest.raises(ValueError, match="key"):
        Perma(Fetcher(), key)


# --- what may go wrong with both --------------------------------------------------------------------------------------

MAKERS = (wayback, perma)
JOBS = {wayback: WaybackSite.JOB, perma: PermaSite.GUID}
BOMB = b"[" * 100_000
TROUBLES = {
    "garbage": page(b"<html>Temporarily offline</html>"),
    "half": page(b'{"job_id": "spn2-1'),
    "list": page(b'["spn2-1"]'),
    "nothing": page(b""),
    "deep": page(BOMB),
    "binary": page(b"\xff\xfe\x00"),
    "oversized": page(b'{"job_id": "spn2-1", "x": "' + b"x" * 400_000 + b'"}'),
    "padded": page(b'{"job_id": "spn2-1", "guid": "AB12-CD34", "status": "success"}' + b" " * 400_000),
    "500": reply({"message": "x"}, "500 Oops"),
    "503": reply({}, "503 Busy"),
    "redirect": to("http://127.0.0.2/"),
    "hangs up": lambda *_: None,
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_trouble_is_no_end_of_it(maker, trouble):
    with Site({"*": trouble}) as site:
        archive = maker(site)
        asked, looked = archive.ask(PAGE), archive.look(JOBS[maker], PAGE)
    assert isinstance(asked, Failed)
    assert asked.again
    assert asked.reason
    assert isinstance(looked, Waiting)  # the copy may be made all the same
    assert looked.job == JOBS[maker]
    assert looked.pause >= timedelta(minutes=1)


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry_After": "90"}, timedelta(seconds=90)),
        ({"Retry_After": "99999999999999999999"}, timedelta(days=1)),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "Mon, 02 Mar 2026 15:10:00 GMT", "Date": "Mon, 02 Mar 2026 15:00:00 GMT"}, timedelta(minutes=10)),
        ({"Retry_After": "Mon, 02 Mar 2020 15:10:00 GMT", "Date": "Mon, 02 Mar 2026 15:00:00 GMT"}, timedelta()),
        ({"Retry_After": "Mon, 02 Mar 2026 15:10:00 GMT"}, None),
        ({}, None),
    ],
)
def test_an_archive_that_wants_to_be_left_alone_is(maker, headers, pause):
    with Site({"*": reply({}, "429 Too Many Requests", **headers)}) as site:
        archive = maker(site)
        asked, looked = archive.ask(PAGE), archive.look(JOBS[maker], PAGE)
    assert (asked.again, asked.pause) == (True, pause)
    assert isinstance(looked, Waiting)
    assert looked.pause == (pause or looked.pause)


@pytest.mark.parametrize("maker", MAKERS)
def test_an_archive_that_says_nothing_is_left(maker):
    with Site({"*": lambda *_: site.hang()}) as site:
        progress = maker(site, limits=Limits(total=0.3)).ask(PAGE)
    assert progress.again
    assert "too long" in progress.reason


@pytest.mark.parametrize("maker", MAKERS)
def test_an_address_that_we_would_not_open_is_not_sent_to_an_archive_either(maker):
    """An address with a password in it, or of somebody's own network, is nobody else's business."""
    with Site({"*": reply({})}) as site:
        for url in ("http://user:password@dhs.gov/", "http://10.0.0.1/", "http://intranet/x", "file:///etc/passwd"):
            progress = maker(site).ask(url)
            assert isinstance(progress, Failed)
            assert not progress.again
        assert site.requests == []


@pytest.mark.parametrize("maker", [lambda fetcher: Wayback(fetcher, base=BASE), lambda fetcher: Perma(fetcher, "k", base=BASE)])
def test_an_archive_whose_name_leads_inside_is_not_visited(maker):
    archive = maker(Fetcher(resolve=names(NAMES), throttle=Throttle(0)))
    progress = archive.ask(PAGE)
    assert isinstance(progress, Failed)
    assert not progress.again
