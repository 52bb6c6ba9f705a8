"""Where pages of sites that really moved may be now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from letters.links.addresses import refused
from letters.links.canonical import same
from letters.links.moved import _RENAMED, _TERMS, candidates

EXAMPLE = Path(__file__).parents[4] / "shared/letters/dhs-ai/sources.json"


def places(url):
    return [candidate.url for candidate in candidates(url)]


def test_a_dated_page_of_the_white_house_is_looked_for_in_one_archive():
    assert places("https://www.whitehouse.gov/wp-content/uploads/2024/03/M-24-10.pdf") == [
        "https://bidenwhitehouse.archives.gov/wp-content/uploads/2024/03/M-24-10.pdf"
    ]
    assert places("https://www.whitehouse.gov/the-press-office/2016/12/16/x") == [
        "https://obamawhitehouse.archives.gov/the-press-office/2016/12/16/x"
    ]


def test_a_page_of_the_month_in_which_the_house_changed_hands_is_looked_for_in_both():
    assert [place.split("/")[2] for place in places("https://www.whitehouse.gov/briefings/2021/01/19/x")] == [
        "bidenwhitehouse.archives.gov",
        "trumpwhitehouse.archives.gov",
    ]


def test_a_page_of_today_is_in_no_archive():
    assert places("https://www.whitehouse.gov/presidential-actions/2025/04/x/") == []


def test_a_page_without_a_date_is_looked_for_everywhere_the_latest_first():
    found = places("https://www.whitehouse.gov/ostp/ai-bill-of-rights/")
    assert [place.split("/")[2].split(".")[0] for place in found] == [
        "bidenwhitehouse",
        "trumpwhitehouse",
        "obamawhitehouse",
        "georgewbush-whitehouse",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://twitter.com/DHSgov/status/1", "https://x.com/DHSgov/status/1"),
        ("http://www.usdoj.gov/crt/x", "https://www.justice.gov/crt/x"),
        (
            "http://www.gpo.gov/fdsys/pkg/PLAW-117publ263/pdf/PLAW-117publ263.pdf",
            "https://www.govinfo.gov/content/pkg/PLAW-117publ263/pdf/PLAW-117publ263.pdf",
        ),
        ("http://www.gpo.gov/fdsys/pkg/FR-2023-11-01/content-detail.html", "https://www.govinfo.gov/app/details/FR-2023-11-01"),
        ("https://www.justice.gov/opa/pr/some-release", "https://www.justice.gov/archives/opa/pr/some-release"),
        ("http://www.pewinternet.org/2017/05/10/x/", "https://www.pewresearch.org/internet/2017/05/10/x"),
        ("https://factfinder.census.gov/faces/nav/jsf/pages/index.xhtml", "https://data.census.gov/"),
    ],
)
def test_sites_that_moved(old, new):
    assert new in places(old)


@pytest.mark.parametrize(
    "url",
    ["https://www.gao.gov/products/x", "https://nottwitter.com/x", "https://archives.whitehouse.gov/x", "", "mailto:a@b.org"],
)
def test_sites_that_did_not_move(url):
    assert places(url) == []


def test_every_candidate_is_another_address_that_may_be_opened_and_says_why():
    hosts = {host for term in _TERMS for host in term.hosts} | set(_RENAMED)
    for host in hosts:
        found = candidates(f"https://www.{host}/a/b?c=d")
        assert found, host
        for candidate in found:
            assert refused(candidate.url) == ""
            assert not same(candidate.url, f"https://{host}/a/b?c=d")
            assert candidate.why.endswith(".")


def test_the_real_letters_white_house_sources_have_candidates():
    if not EXAMPLE.exists():
        pytest.skip("the shared example is not here")
    urls = [source["URL"] for source in json.loads(EXAMPLE.read_text("utf-8")) if "whitehouse.gov" in source.get("URL", "")]
    assert urls
    for url in urls:
        assert places(url)[0].startswith("https://bidenwhitehouse.archives.gov/")
