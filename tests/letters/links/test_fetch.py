"""Hostile sites: whatever a site does, we go nowhere we should not, read no more than we want, and come home in time."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from contextlib import contextmanager
from ipaddress import ip_address

import pytest

from letters.links.fetch import Fetcher
from letters.links.networks import is_open
from letters.links.outcomes import Answer, Failure, Hop
from letters.links.resolving import system_resolve
from letters.links.throttle import Throttle
from letters.links.wire import Limits
from tests.letters.links.sites import CERTIFICATE, FOREVER, PATIENT, Site, door, names, page, to
from tests.tools.waiting import PATIENCE, free_port

ANYTHING = lambda _: True  # noqa: E731 - the protection lifted, for the controls


PAUSE = 0.05
DRIPS = int(FOREVER / PAUSE)


@contextmanager
def in_time():
    """Whoever waits for a site that takes forever is not back when this ends."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < FOREVER / 2


def failed(outcome, kind):
    assert isinstance(outcome, Failure), outcome
    assert outcome.kind == kind
    assert outcome.sentence.endswith(".")
    return outcome


# --- what an honest site gets -----------------------------------------------------------------------------------------


def test_a_page_is_fetched():
    with Site({"/a?b=c": page(b"<title>Hello</title>", Content_Type="text/html")}) as site:
        answer = door(site).fetch("http://page.example/a?b=c#d")
    assert isinstance(answer, Answer)
    assert (answer.url, answer.status, answer.body) == ("http://page.example/a?b=c", 200, b"<title>Hello</title>")
    assert (answer.headers["content-type"], answer.hops, answer.cut) == ("text/html", (), False)


def test_the_request_says_who_asks_and_carries_nothing_else(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")  # a proxy would be found closed
    with Site({"/": page(b"x", Set_Cookie="id=1")}) as site:
        fetcher = door(site)
        fetcher.fetch("http://page.example/")
        fetcher.fetch("http://page.example/")
    fields = [line.split(": ")[0].lower() for line in site.requests[1][0].decode().split("\r\n")[1:]]
    assert sorted(fields) == ["accept", "accept-encoding", "accept-language", "connection", "host", "user-agent"]
    assert b"User-Agent: Undersigned " in site.requests[1][0]
    assert b"Host: page.example\r\n" in site.requests[1][0]
    assert b"Accept-Encoding: identity" in site.requests[1][0]


def test_redirects_are_followed_and_remembered():
    pages = {"/a": to("/b", "301 Moved"), "/b": to("http://other.example/c d"), "/c%20d": page(b"there")}
    with Site(pages) as site:
        answer = door(site, {"page.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}).fetch("http://page.example/a")
    assert answer.body == b"there"
    assert answer.url == "http://other.example/c%20d"
    assert answer.hops == (Hop("http://page.example/a", 301), Hop("http://page.example/b", 302))


def test_a_redirect_in_another_script_is_understood():
    with Site({"/a": to("/straße".encode().decode("latin-1")), "/stra%C3%9Fe": page(b"there")}) as site:
        assert door(site).fetch("http://page.example/a").body == b"there"


def test_chunks_are_put_together():
    body = b"4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n"
    with Site({"/": page(body, Transfer_Encoding="chunked")}) as site:
        assert door(site).fetch("http://page.example/").body == b"abcdefg"


def test_hints_before_the_answer_are_passed_over():
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n"
    with Site({"/": hints + b"HTTP/1.1 100 Continue\r\n\r\n" + hints + page(b"there")}) as site:
        answer = door(site).fetch("http://page.example/")
    assert (answer.status, answer.body) == (200, b"there")


# --- where a name leads -----------------------------------------------------------------------------------------------

CLOSED = ["127.0.0.2", "10.0.0.5", "192.168.0.1", "169.254.169.254", "100.64.1.1", "0.0.0.0", "::1", "fe80::1", "fd00:ec2::254",
          "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1"]  # fmt: skip


@pytest.mark.parametrize("number", CLOSED)
def test_a_name_that_leads_inside_is_refused(number):
    outcome = Fetcher(resolve=names({"page.example": [number]}), throttle=Throttle(0)).fetch("http://page.example/")
    assert "private network" in failed(outcome, "refused").sentence


@pytest.mark.parametrize("numbers", [["93.184.215.14", "10.0.0.5"], ["10.0.0.5", "93.184.215.14"], ["2606:4700::1111", "::1"]])
def test_one_closed_number_among_open_ones_refuses_the_site(numbers, monkeypatch):
    gone = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: gone.append(address))
    fetcher = Fetcher(resolve=names({"page.example": numbers}), throttle=Throttle(0))
    failed(fetcher.fetch("http://page.example/"), "refused")
    assert gone == []


def test_with_the_protection_lifted_the_closed_number_is_visited():
    """The control for the two above."""
    with Site({"/": page(b"secret")}) as site:
        for numbers in (["127.0.0.1"], ["127.0.0.1", "10.0.0.5"]):
            table = {"page.example": numbers}
            failed(door(site, table, allowed=is_open).fetch("http://page.example/"), "refused")
            assert site.connections == (0 if numbers == ["127.0.0.1"] else 1)
            assert door(site, table, allowed=ANYTHING).fetch("http://page.example/").body == b"secret"


def test_a_name_that_changes_between_judging_and_connecting_changes_nothing():
    """DNS rebinding: the first answer is open, every later one leads inside. There is no later one."""
    resolve = names({"page.example": [["127.0.0.1"], ["127.0.0.2"]]})
    with Site({"/": page(b"public")}) as public, Site({"/": page(b"secret")}, "127.0.0.2", public.port) as secret:
        answer = door(public, resolve=resolve).fetch("http://page.example/")
        assert answer.body == b"public"
        assert resolve.asked == ["page.example"]
        assert secret.connections == 0


def test_the_systems_resolver_is_asked_with_an_end_to_the_waiting(monkeypatch):
    assert ip_address("127.0.0.1") in system_resolve("localhost", PATIENCE)
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait(FOREVER) and [])
    with pytest.raises(TimeoutError):
        system_resolve("slow.example", 0.1)
    answers.set()
    with pytest.raises(OSError, match="not known"):
        system_resolve("slow.example", PATIENCE)


def test_without_the_pinning_the_changed_name_leads_inside():
    """The control: judge one answer, connect by another, as a client does that resolves by itself."""
    resolve = names({"page.example": [["127.0.0.1"], ["127.0.0.2"]]})
    with Site({"/": page(b"secret")}, host="127.0.0.2") as secret:
        assert str(resolve("page.example", 1)[0]) == "127.0.0.1"
        number = resolve("page.example", 1)[0]
        with socket.create_connection((str(number), secret.port)) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert b"secret" in connection.recv(1000)


def test_a_name_that_changes_between_two_redirects_is_judged_again():
    resolve = names({"page.example": [["127.0.0.1"], ["127.0.0.2"]]})
    with Site({"/a": to("/b"), "/b": page(b"secret")}) as site:
        failed(door(site, resolve=resolve).fetch("http://page.example/a"), "refused")
        assert site.asked == ["/a"]
        lifted = door(site, resolve=names({"page.example": [["127.0.0.1"], ["127.0.0.1"]]}))
        assert lifted.fetch("http://page.example/a").body == b"secret"


def test_a_name_that_nobody_knows():
    assert "nowhere.example" in failed(door(None).fetch("http://nowhere.example/"), "name").sentence


def test_a_resolver_has_no_longer_than_is_left():
    asked = []

    def hang(host, seconds):
        asked.append(seconds)
        raise TimeoutError

    failed(door(None, resolve=hang, limits=Limits(total=0.5)).fetch("http://page.example/"), "timeout")
    assert 0 < asked[0] <= 0.5


# --- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/",
        "http://2130706434/",
        "http://0177.0.0.2/",
        "http://[::ffff:127.0.0.2]/",
        "http://169.254.169.254/latest/meta-data/",
        "//127.0.0.2/",
        "http://localhost/",
        "http://inside.example/",
        "file:///etc/passwd",
        "gopher://page.example/_x",
        "ftp://page.example/",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://page.example:8080/",
        "http://page.example:22/",
        "http://user:password@page.example/",
        "http://page.example@127.0.0.2/",
        "http:\\\\127.0.0.2\\",
        "http://[bad/",
        "http://%31%32%37.0.0.2/",
        "http://１２７.０.０.２/".encode().decode("latin-1"),
        "http://page.example\x0b/",
    ],
)
def test_a_redirect_to_where_we_do_not_go_is_not_followed(location):
    with Site({"/": to(location)}) as site, Site({"*": page(b"secret")}, "127.0.0.2", site.port) as inside:
        fetcher = door(site, {"page.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"]})
        outcome = failed(fetcher.fetch("http://page.example/"), "refused")
        assert inside.connections == 0
    assert outcome.hops == (Hop("http://page.example/", 302),)
    assert site.asked == ["/"]


def test_with_the_protection_lifted_the_redirect_leads_inside():
    """The control: the same redirects, followed by a fetcher that thinks every number open."""
    for location in ("http://127.0.0.2/", "//127.0.0.2/", "http://inside.example/"):
        with Site({"/": to(location)}) as site, Site({"*": page(b"secret")}, "127.0.0.2", site.port):
            table = {"page.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"]}
            assert door(site, table, allowed=ANYTHING).fetch("http://page.example/").body == b"secret"


def test_a_page_that_leads_to_itself_is_a_circle():
    with Site({"/a": to("/a#x")}) as site:
        failed(door(site).fetch("http://page.example/a"), "loop")
        assert site.asked == ["/a"]


def test_two_pages_that_lead_to_each_other_are_a_circle():
    with Site({"/a": to("/b"), "/b": to("/a")}) as site:
        failed(door(site).fetch("http://page.example/a"), "loop")
        assert site.asked == ["/a", "/b"]


def test_redirects_without_end_are_given_up():
    def onward(connection, path):
        connection.sendall(to(f"/{int(path[1:]) + 1}"))

    with Site({"*": onward}) as site:
        outcome = failed(door(site).fetch("http://page.example/0"), "redirects")
        assert len(outcome.hops) == 9
        assert len(site.asked) == 9


def test_eight_redirects_are_borne():
    with Site({f"/{n}": to(f"/{n + 1}") for n in range(8)} | {"/8": page(b"there")}) as site:
        assert door(site).fetch("http://page.example/0").body == b"there"


def test_slow_redirects_share_one_end_of_time():
    now = [0.0]

    def slowly(connection, path):
        now[0] += 2 * PATIENCE
        connection.sendall(to(f"/{int(path[1:]) + 1}"))

    with Site({"*": slowly}) as site:
        fetcher = door(site, limits=Limits(total=5 * PATIENCE), clock=lambda: now[0])
        failed(fetcher.fetch("http://page.example/0"), "timeout")
        assert site.asked == ["/0", "/1", "/2"]


def test_a_redirect_without_an_address_is_an_answer():
    with Site({"/": page(b"", "302 Found")}) as site:
        assert door(site).fetch("http://page.example/").status == 302


# --- too much, too slow -----------------------------------------------------------------------------------------------


def test_a_body_without_end_is_cut():
    def flood(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n<title>Long</title>")
        while True:
            connection.sendall(b"x" * 65536)

    with Site({"/": flood}) as site:
        answer = door(site).fetch("http://page.example/")
        assert (answer.status, answer.cut, len(answer.body)) == (200, True, PATIENT.body)
        assert answer.body.startswith(b"<title>Long</title>")


def test_a_body_of_announced_terabytes_is_cut():
    with Site({"/": page(b"x" * 400_000, Content_Length="9999999999999")}) as site:
        answer = door(site).fetch("http://page.example/")
    assert (answer.cut, len(answer.body)) == (True, PATIENT.body)


def test_with_the_limit_lifted_the_same_body_is_read_whole():
    with Site({"/": page(b"x" * 400_000)}) as site:
        answer = door(site, limits=Limits(body=500_000)).fetch("http://page.example/")
    assert (answer.cut, len(answer.body)) == (False, 400_000)


def test_chunks_without_end_are_cut():
    def chunks(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"1;" + b"extension" * 1000 + b"\r\nx\r\n")

    with Site({"/": chunks}) as site:
        answer = door(site).fetch("http://page.example/")
        assert (answer.status, answer.cut) == (200, True)
        assert len(answer.body) < 1000


@pytest.mark.parametrize("chunk", [b"zz\r\nx\r\n", b"-1\r\nx\r\n", b"ffffffffffffffffff\r\nx", b"5\r\nab"])
def test_chunks_that_are_none_are_cut(chunk):
    def broken(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)

    with Site({"/": broken}) as site:
        answer = door(site).fetch("http://page.example/")
        assert (answer.status, answer.cut) == (200, True)


def test_a_decompression_bomb_is_not_set_off():
    bomb = gzip.compress(b"\0" * 100_000_000)
    assert len(bomb) < PATIENT.body
    with Site({"/": page(bomb, Content_Encoding="gzip")}) as site:
        answer = door(site).fetch("http://page.example/")
    assert answer.body == bomb
    assert len(zlib.decompress(answer.body, wbits=31)) == 100_000_000  # the control: that it is one


def test_a_body_that_drips_is_cut():
    def drip(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<title>Slow</title>")
        site.drip(connection, [b"x"] * DRIPS, PAUSE)

    with Site({"/": drip}) as site, in_time():
        answer = door(site, limits=Limits(total=PATIENCE, reading=1.0)).fetch("http://page.example/")
    assert (answer.status, answer.cut) == (200, True)
    assert answer.body.startswith(b"<title>Slow</title>")


def test_headers_that_drip_are_cut():
    """Every read succeeds at once, so a timeout for single reads would never strike."""

    def drip(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        site.drip(connection, [b"x"] * DRIPS, PAUSE)

    with Site({"/": drip}) as site, in_time():
        failed(door(site, limits=Limits(total=1.0)).fetch("http://page.example/"), "timeout")


def test_with_more_time_the_dripping_headers_arrive():
    """The control for the one above."""

    def drip(connection, _):
        site.drip(connection, [b"HTTP/1.1 200 OK\r\nX: ", *[b"x"] * 30, b"\r\nContent-Length: 2\r\n\r\nok"], PAUSE)

    with Site({"/": drip}) as site:
        failed(door(site, limits=Limits(total=0.5)).fetch("http://page.example/"), "timeout")
        assert door(site).fetch("http://page.example/").body == b"ok"


def test_a_site_that_says_nothing_is_left():
    with Site({"/": lambda *_: site.hang()}) as site, in_time():
        failed(door(site, limits=Limits(total=0.5)).fetch("http://page.example/"), "timeout")


def huge_field(connection, _):
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 10_000_000 + b"\r\n\r\nbody")


def many_fields(connection, _):
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2_000_000 + b"\r\nbody")


def endless_field(connection, _):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-" + b"x" * 1000 + b": y\r\n")


def endless_continues(connection, _):
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def endless_hints(connection, _):
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000)


@pytest.mark.parametrize("behaviour", [huge_field, many_fields, endless_field, endless_continues, endless_hints])
def test_headers_without_end_are_cut(behaviour):
    with Site({"/": behaviour}) as site:
        failed(door(site).fetch("http://page.example/"), "protocol")


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\x16\x03\x01\0\x05", b"HTTP/9 x\r\n\r\n", b"hello", b"-ERR\r\n"]
)
def test_what_is_no_web_server_is_told_apart(answer):
    with Site({"/": answer}) as site:
        failed(door(site).fetch("http://page.example/"), "protocol")


def test_a_site_that_hangs_up_is_told_apart():
    with Site({"/": lambda connection, _: None}) as site:
        assert isinstance(door(site).fetch("http://page.example/"), Failure)


def test_a_closed_port_is_a_closed_site():
    site = type("Gone", (), {"port": free_port()})()
    failed(door(site).fetch("http://page.example/"), "connection")


def test_the_next_number_is_tried_when_the_first_one_is_closed():
    with Site({"/": page(b"there")}) as site:
        # Nobody listens on 127.0.0.3; both numbers are open here.
        fetcher = door(site, {"page.example": ["127.0.0.3", "127.0.0.1"]}, allowed=ANYTHING)
        assert fetcher.fetch("http://page.example/").body == b"there"


# --- certificates -----------------------------------------------------------------------------------------------------


@pytest.fixture
def secure():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with Site({"/": page(b"secure")}, context=context) as site:
        yield site


def trusting():
    return ssl.create_default_context(cafile=CERTIFICATE)


def test_a_proven_site_is_read_and_the_name_is_the_one_in_the_address(secure):
    assert door(secure, context=trusting()).fetch("https://page.example/").body == b"secure"
    assert b"Host: page.example\r\n" in secure.requests[0][0]


def test_a_certificate_that_nobody_vouches_for_is_refused(secure):
    failed(door(secure).fetch("https://page.example/"), "certificate")
    assert secure.requests == []


def test_a_certificate_of_another_name_is_refused(secure):
    """The connection goes to a number, but the certificate must be the name's."""
    table = {"other.example": ["127.0.0.1"]}
    failed(door(secure, table, context=trusting()).fetch("https://other.example/"), "certificate")
    failed(door(secure, context=trusting()).fetch("https://127.0.0.1/"), "certificate")
    assert secure.requests == []


def test_a_handshake_that_never_ends_is_left():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        site = type("Silent", (), {"port": silent.getsockname()[1]})()
        with in_time():
            failed(door(site, limits=Limits(total=FOREVER, connect=0.5)).fetch("https://page.example/"), "timeout")


# --- the ways out -----------------------------------------------------------------------------------------------------


def test_send_posts_and_does_not_follow():
    with Site({"/save": to("http://127.0.0.2/")}) as site:
        answer = door(site).send("POST", "http://page.example/save", {"Authorization": "LOW a:b"}, b"url=x")
    assert answer.status == 302
    head, body = site.requests[0]
    assert head.startswith(b"POST /save HTTP/1.1\r\n")
    assert b"\r\nAuthorization: LOW a:b\r\n" in head
    assert body == b"url=x"


def test_send_goes_nowhere_either():
    failed(door(None).send("GET", "http://127.0.0.2/"), "refused")
    failed(door(None, {"page.example": ["127.0.0.2"]}).send("GET", "http://page.example/"), "refused")


def test_a_line_break_cannot_be_smuggled_into_a_request():
    with Site({}) as site:
        failed(door(site).send("GET", "http://page.example/", {"X": "a\r\nHost: evil"}), "protocol")
        assert site.requests == []


def test_a_fetcher_as_it_is_made_for_use_goes_to_the_open_internet_only():
    """No argument, no way past: 127.0.0.1 is refused by name, by number and by redirect."""
    with Site({"/": page(b"secret")}) as site:
        for table in ({"page.example": ["127.0.0.1"]}, {"page.example": ["93.184.215.14", "127.0.0.1"]}):
            failed(Fetcher(resolve=names(table)).fetch("http://page.example/"), "refused")
        failed(Fetcher().fetch(f"http://127.0.0.1:{site.port}/"), "refused")
        failed(Fetcher().fetch("http://127.0.0.1/"), "refused")
        assert site.connections == 0
