"""One request a second for each site, whoever asks."""

from __future__ import annotations

from letters.links.fetch import Fetcher, Passage
from letters.links.throttle import FORGET, Throttle
from tests.letters.links.sites import Site, names, page, to
from tests.tools.waiting import ended, started


class Time:
    """Seconds that pass only in sleeping."""

    def __init__(self):
        self.now = 100.0
        self.slept = []

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def test_the_second_request_waits_and_another_host_does_not():
    time = Time()
    throttle = Throttle(1.0, time.clock, time.sleep)
    assert throttle.wait("gao.gov", 20)
    assert time.slept == []
    assert throttle.wait("dhs.gov", 20)
    assert time.slept == []
    assert throttle.wait("gao.gov", 20)
    assert time.slept == [1.0]
    time.now += 5
    assert throttle.wait("gao.gov", 20)
    assert time.slept == [1.0]


def test_a_turn_that_comes_too_late_is_not_taken():
    time = Time()
    throttle = Throttle(1.0, time.clock, time.sleep)
    throttle.wait("gao.gov", 20)
    for _ in range(5):
        assert not throttle.wait("gao.gov", 0.5)
    assert time.slept == []
    assert throttle.wait("gao.gov", 1)  # the five that went away left no gap behind
    assert time.slept == [1.0]


def test_threads_get_turns_one_after_the_other():
    waits = []
    throttle = Throttle(1.0, lambda: 0.0, waits.append)
    ended([started(throttle.wait, "gao.gov", 60) for _ in range(20)])
    assert sorted(waits) == [float(n) for n in range(1, 20)]


def test_hosts_are_forgotten_when_their_pause_is_over():
    time = Time()
    throttle = Throttle(1.0, time.clock, time.sleep)
    for n in range(5 * FORGET):
        throttle.wait(f"{n}.example", 1)
        time.now += 0.01
    assert len(throttle._free) <= FORGET + 1
    throttle.wait("last.example", 1)
    throttle.wait("last.example", 1)
    assert len(time.slept) == 1  # and the one that counts is remembered


def test_redirects_within_a_site_keep_the_pause_too():
    time = Time()
    with Site({"/a": to("/b"), "/b": to("/c"), "/c": page(b"there")}) as site:
        fetcher = Fetcher(
            resolve=names({"page.example": ["127.0.0.1"]}),
            throttle=Throttle(1.0, time.clock, time.sleep),
            passage=Passage(lambda _: True, {80: site.port}),
        )
        assert fetcher.fetch("http://page.example/a").body == b"there"
    assert time.slept == [1.0, 1.0]
