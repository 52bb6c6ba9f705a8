"""What an answer means: a wall is never a dead page, and a start page is not the source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.links.outcomes import Answer, Failure, FailureKind, Hop
from letters.links.states import STATES, TRIES, judge, next_check, sentence
from letters.links.walls import title_of
from letters.models import Link

PAGE = "https://www.dhs.gov/news/2023/08/25/use-of-ai"
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def answer(status=200, url=PAGE, title="Use of AI", hops=(), body=None, **headers):
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    content = f"<html><title>{title}</title>{'words ' * 2000}".encode() if body is None else body
    return Answer(url, status, fields, content, hops)


def through(final, *statuses, start=PAGE):
    """The answer at the end of redirects with these statuses; the addresses between are made up."""
    stops = [start, *(f"https://hop{n}.example/x" for n in range(len(statuses) - 1))]
    return answer(url=final, hops=tuple(Hop(url, status) for url, status in zip(stops, statuses, strict=True)))


def state(fetched, url=PAGE, attempts=1):
    return judge(url, fetched, attempts).state


def test_a_page_that_answers_is_ok():
    judged = judge(PAGE, answer())
    assert (judged.state, judged.status, judged.final_url, judged.reason) == ("ok", 200, PAGE, "")


@pytest.mark.parametrize(
    "final",
    [
        "https://dhs.gov/news/2023/08/25/use-of-ai",
        PAGE + "/",
        PAGE + "?utm_source=x",
        "http://www.dhs.gov/news/2023/08/25/use-of-ai",
    ],
)
def test_a_redirect_to_another_spelling_of_the_same_address_is_ok(final):
    assert state(through(final, 301)) == "ok"


def test_a_permanent_redirect_to_another_page_is_a_move():
    new = "https://www.dhs.gov/archive/news/2023/08/25/use-of-ai"
    for statuses in ([301], [308], [301, 301], [301, 308]):
        judged = judge(PAGE, through(new, *statuses))
        assert (judged.state, judged.final_url) == ("moved", new)
        assert new in judged.reason


def test_only_what_was_said_to_be_permanent_is_the_new_address():
    judged = judge(PAGE, through("https://cdn.example/session/123", 301, 302))
    assert (judged.state, judged.final_url) == ("moved", "https://hop0.example/x")


def test_a_temporary_redirect_is_no_move():
    for status in (302, 303, 307):
        judged = judge(PAGE, through("https://www.dhs.gov/other/page", status))
        assert (judged.state, judged.final_url) == ("ok", "https://www.dhs.gov/other/page")
        assert "for the time being" in judged.reason


def test_an_address_that_is_made_for_leading_on_has_not_moved():
    for start in ("https://doi.org/10.1126/science.aax2342", "https://perma.cc/ABCD-1234", "https://dx.doi.org/10.1/x"):
        assert state(through("https://www.science.org/doi/10.1126/science.aax2342", 301, start=start), start) == "ok"


@pytest.mark.parametrize(
    "final",
    [
        "https://www.dhs.gov",
        "https://www.dhs.gov/",
        "https://www.dhs.gov/index.html",
        "https://www.dhs.gov/home",
        "https://www.dhs.gov/en/",
        "https://www.dhs.gov/en-us/home",
        "https://www.dhs.gov/default.aspx",
        "https://www.other.gov/",
        "https://www.dhs.gov/404",
        "https://www.dhs.gov/page-not-found",
        "https://www.dhs.gov/error/404.html",
        "https://www.dhs.gov/errors/NotFound.aspx?from=/news",
    ],
)
@pytest.mark.parametrize("status", [301, 302])
def test_a_deep_address_that_leads_to_a_start_page_is_a_soft_404(final, status):
    assert state(through(final, status)) == "home-page"


def test_a_start_page_that_leads_to_a_start_page_is_well():
    assert state(through("https://www.dhs.gov/en/", 302, start="https://www.dhs.gov/"), "https://www.dhs.gov/") == "ok"
    assert state(answer(url="https://www.dhs.gov/"), "https://www.dhs.gov/") == "ok"


def test_a_deep_address_with_start_in_its_name_is_not_a_start_page():
    assert state(through("https://www.dhs.gov/homeland/medical-errors-2024", 301)) == "moved"


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_what_the_site_says_is_gone(status):
    assert state(answer(status)) == "dead"


@pytest.mark.parametrize("status", [401, 402, 403, 407, 429, 999])
def test_a_refusal_is_a_wall(status):
    assert state(answer(status)) == "bot-wall"


@pytest.mark.parametrize(
    "fetched",
    [
        answer(202, body=b"", x_amzn_waf_action="challenge"),
        answer(405, x_amzn_waf_action="captcha"),
        answer(403, cf_mitigated="challenge"),
        answer(404, cf_mitigated="challenge"),
        answer(503, cf_mitigated="challenge"),
        answer(503, title="Just a moment..."),
        answer(503, body=b"<script src=/_Incapsula_Resource>"),
        answer(200, title="Just a moment..."),
        answer(200, title="Attention Required! | Cloudflare"),
        answer(200, title="Access Denied"),
        answer(200, title="Pardon Our Interruption"),
        answer(200, title="Are you a robot?"),
        answer(200, title="Request Rejected"),
        answer(200, title="Checking your browser before accessing dhs.gov"),
        answer(200, title="Human Verification"),
        answer(200, body=b"<html><iframe src='/_Incapsula_Resource?x'></iframe></html>"),
        through("https://unblock.federalregister.gov/", 302),
        through("https://www.google.com/sorry/index?continue=x", 302),
        through("https://login.dhs.gov/login?return=/news", 302),
        through("https://www.dhs.gov/sso/saml/start", 302),
    ],
)
def test_a_wall_in_front_of_the_page(fetched):
    assert state(fetched) == "bot-wall"


@given(
    st.sampled_from([401, 403, 407, 429]),
    st.sampled_from(["404 Not Found", "Page not found", "x"]),
    st.booleans(),
    st.integers(1, 9),
)
def test_a_wall_is_never_dead(status, title, challenge, attempts):
    headers = {"cf_mitigated": "challenge"} if challenge else {}
    assert state(answer(status, title=title, **headers), attempts=attempts) == "bot-wall"
    if challenge:
        assert state(answer(404, title=title, **headers), attempts=attempts) == "bot-wall"


@pytest.mark.parametrize(
    "title",
    [
        "Access Denied: How the Border Patrol Uses Facial Recognition",
        "The Security Check That Failed",
        "Just a Moment in History: AI Governance",
        "Weapons Not Found, Reasons Not Given",
        "Section 404 of the Clean Water Act | US EPA",
        "One more step toward accountability",
        "Captcha Is Discriminatory, Study Finds",
    ],
)
def test_a_title_that_only_sounds_like_a_wall_is_a_page(title):
    assert state(answer(title=title)) == "ok"


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "Page not found | DHS",
        "Page Not Found - Homeland Security",
        "Not Found",
        "DHS | 404 error",
        "The page you requested could not be found",
        "This page doesn&#8217;t exist",
        "This article is no longer available",
        "We can&#39;t find that page",
        "Page unavailable",
    ],
)
def test_a_page_that_says_in_its_title_that_it_is_not_there_is_uncertain(title):
    assert state(answer(title=title)) == "uncertain"


def test_scripts_of_a_guarded_site_in_an_ordinary_page_are_no_wall():
    assert state(answer(body=b"<title>Use of AI</title><script src=/_Incapsula_Resource>" + b"words " * 2000)) == "ok"


@pytest.mark.parametrize("status", [204, 300, 304, 302, 400, 405, 406, 409, 418, 451, 501])
def test_an_odd_answer_is_uncertain(status):
    assert state(answer(status, body=b"")) == "uncertain"


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 522])
def test_a_sites_own_trouble_is_looked_at_again_and_in_the_end_unreachable(status):
    assert [state(answer(status), attempts=n) for n in range(1, TRIES + 2)] == ["retry"] * (TRIES - 1) + ["unreachable"] * 2


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_has_a_state(kind):
    first, last = state(Failure(kind, "Why.", PAGE)), state(Failure(kind, "Why.", PAGE), attempts=TRIES)
    if kind == "refused":
        assert (first, last) == ("blocked", "blocked")
    elif kind in ("name", "connection", "timeout"):
        assert (first, last) == ("retry", "unreachable")
    else:
        assert (first, last) == ("uncertain", "uncertain")


def test_a_redirect_inside_is_blocked_and_says_so():
    judged = judge(PAGE, Failure("refused", "Private.", "http://10.0.0.1/", (Hop(PAGE, 302),)))
    assert judged.state == "blocked"
    assert "leads on" in judged.reason


@given(st.integers(100, 999), st.binary(max_size=200), st.integers(1, 20))
def test_any_answer_has_a_state_and_only_404_and_410_are_dead(status, body, attempts):
    judged = judge(PAGE, answer(status, body=body), attempts)
    assert judged.state in STATES
    assert judged.state != "dead" or status in (404, 410)
    assert judged.state != "unchecked"


def test_titles_are_read_as_people_see_them():
    assert title_of(answer(body="<TITLE lang=de>\n Straße &amp;\t Gleis </TITLE>".encode())) == "Straße & Gleis"
    assert title_of(answer(body=b"%PDF-1.7 no title")) == ""
    assert title_of(answer(body=b"<title>\xff\xfe")) == "��"


def test_every_state_has_a_sentence_and_a_place_in_the_table():
    for name in STATES:
        assert sentence(name).endswith(".")
        assert len(name) <= 12
    constraint = next(c for c in Link.__table__.constraints if str(c.name).endswith("state_known"))
    assert set(str(constraint.sqltext).split("'")[1::2]) == set(STATES)


def test_when_to_look_again():
    def pauses(name, count):
        return [next_check(name, n, NOW) - NOW for n in range(1, count + 1)]

    minute, day = timedelta(minutes=1), timedelta(days=1)
    assert next_check("unchecked", 0, NOW) == NOW
    assert pauses("ok", 2) == [7 * day, 7 * day]
    assert pauses("retry", 3) == [5 * minute, 30 * minute, 120 * minute]
    assert pauses("dead", 3) == [day, 7 * day, 7 * day]
    for name in ("moved", "home-page", "bot-wall", "uncertain", "blocked"):
        assert pauses(name, 2) == [day, 7 * day]
    assert [next_check("unreachable", n, NOW) - NOW for n in range(TRIES, TRIES + 4)] == [day, day, day, 7 * day]


@given(st.sampled_from(STATES), st.integers(0, 1000))
def test_nothing_is_looked_at_twice_at_once_or_forgotten(name, attempts):
    later = next_check(name, attempts, NOW) - NOW
    assert later <= timedelta(days=7)
    assert later >= timedelta(minutes=5) or name == "unchecked"
