"""Hostile addresses: none of them is opened, whatever it is spelled like."""

from __future__ import annotations

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.links.addresses import RefusedError, refused, taken_apart
from letters.links.networks import is_open

ODD_NUMBERS = [
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0X7F.0.0.1/",
    "http://0177.0.0.1/",
    "http://0177.00.00.01/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0x7f.1/",
    "http://127.0.0.0x1/",
    "http://012.0.0.1/",
    "http://2852039166/",  # 169.254.169.254
    "http://0xa9fea9fe/latest/meta-data/",
]


@pytest.mark.parametrize("url", ODD_NUMBERS)
def test_a_number_in_an_odd_spelling_is_refused(url):
    assert "unusual" in refused(url)


@pytest.mark.parametrize("url", ODD_NUMBERS)
def test_the_odd_spellings_are_dangerous_indeed(url):
    """The control: the system's own reader takes each of them for an address of a closed network."""
    assert not is_open(IPv4Address(socket.inet_aton(urlsplit(url).hostname)))


PLAIN_NUMBERS = [
    "http://127.0.0.1/",
    "http://127.255.255.254/",
    "http://0.0.0.0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/iam/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://203.0.113.7/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    "http://[5f00::1]/",
]


@pytest.mark.parametrize("url", PLAIN_NUMBERS)
def test_a_number_of_a_closed_network_is_refused(url):
    assert "private network" in refused(url)


@pytest.mark.parametrize("url", PLAIN_NUMBERS)
def test_with_the_judgement_lifted_the_same_number_passes(url):
    """The control: it is the judgement of the number that refuses, and nothing else about the address."""
    assert taken_apart(url, lambda _: True).ip is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1./",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://127%2e0%2e0%2e1/",
        "http://%6cocalhost/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1]./",
        "http://[v1.x]/",
        "http://[::1/",
        "http://::1/",
        "http://1.2.3.4.5/",
        "http://256.256.256.256/",
        "http://8.8.8.8./",
    ],
)
def test_a_disguised_number_is_refused(url):
    with pytest.raises(RefusedError):
        taken_apart(url, lambda _: True)  # refused for its spelling, however harmless the number


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://LOCALHOST/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "http://localhost./",
        "http://db.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://expyuzz4wqqyqhjn.onion/",
        "http://router.lan/",
        "http://nas.home.arpa/",
        "http://wiki.corp/",
        "http://intranet/",
        "http://metadata/",
        "http://a..b.gov/",
        "http://-gao.gov/",
        f"http://{'a' * 64}.gov/",
        f"http://{'a.' * 130}gov/",
    ],
)
def test_a_name_of_ones_own_network_or_no_name_at_all_is_refused(url):
    assert refused(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gao.gov",
        "//gao.gov/",
        "http:gao.gov",
        "http:/gao.gov",
        "http://",
        "http:///etc/passwd",
        "https://?x",
        "file:///etc/passwd",
        "FILE://localhost/etc/passwd",
        "gopher://gao.gov:70/_x",
        "dict://gao.gov:11211/stat",
        "ftp://gao.gov/",
        "ldap://gao.gov/",
        "data:text/html,x",
        "javascript:alert(1)",
        "mailto:ana@rivers.example",
        "view-source:http://gao.gov/",
        "unix:///var/run/docker.sock",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    assert refused(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://gao.gov:22/",
        "http://gao.gov:8080/",
        "http://gao.gov:6379/",
        "http://gao.gov:0/",
        "http://gao.gov:65616/",  # 80 + 65536
        "http://gao.gov:0000000000000000000000000000080080/",
        "http://gao.gov:-80/",
        "http://gao.gov:8٠/",
        "http://gao.gov:80:80/",
        "http://gao.gov\\@127.0.0.1/",
        "http:\\\\gao.gov/",
        "http://gao.gov\t/",
        "http://gao.gov/\r\nHost: 127.0.0.1",
        "http://gao.gov/ HTTP/1.1\r\n\r\nGET /",
        "http://gao\x00.gov/",
        "http://gao.gov /",
        f"http://gao.gov/{'a' * 5000}",
    ],
)
def test_ports_and_smuggled_characters_are_refused(url):
    assert refused(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://user@gao.gov/",
        "http://user:password@gao.gov/",
        "http://gao.gov@127.0.0.1/",
        "http://127.0.0.1@gao.gov/",
        "http://gao.gov:80@127.0.0.1:80/",
        "http://@gao.gov/",
    ],
)
def test_a_user_before_the_site_is_refused(url):
    assert "user name" in refused(url)


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("https://www.gao.gov/products/x?a=1#b", "www.gao.gov", "/products/x?a=1"),
        ("HTTP://GAO.gov:80", "gao.gov", "/"),
        ("https://gao.gov:443?x=1", "gao.gov", "/?x=1"),
        ("https://gao.gov./", "gao.gov", "/"),
        ("https://bücher.example/straße?q=ü", "xn--bcher-kva.example", "/stra%C3%9Fe?q=%C3%BC"),
        ("https://8.8.8.8/", "8.8.8.8", "/"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", "/"),
        ("https://[64:ff9b::8.8.8.8]/", "64:ff9b::808:808", "/"),
        ("https://my_agency.example.gov/%7Ea/", "my_agency.example.gov", "/%7Ea/"),
        ("https://gao.gov#@127.0.0.1/", "gao.gov", "/"),
        ("https://127.0.0.1.example.gov/", "127.0.0.1.example.gov", "/"),
        ("https://localhost.example.gov/", "localhost.example.gov", "/"),
    ],
)
def test_an_honest_address_is_taken_apart(url, host, target):
    assert refused(url) == ""
    address = taken_apart(url)
    assert (address.host, address.target) == (host, target)
    assert taken_apart(address.url) == address


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_spelling_of_a_closed_number_is_let_through(number):
    whole = int(number)
    a, b, c, d = number.packed
    for host in (
        whole,
        hex(whole),
        f"0{whole:o}",
        f"{a}.{whole & 0xFFFFFF}",
        f"{a}.{b}.{whole & 0xFFFF}",
        f"{a:#x}.{b}.{c}.{d}",
    ):
        assert IPv4Address(socket.inet_aton(str(host))) == number
        assert refused(f"http://{host}/")
    assert bool(refused(f"http://{number}/")) != is_open(number)
    for carrier in ("::ffff:0:0", "64:ff9b::"):
        assert is_open(IPv6Address(int(IPv6Address(carrier)) + whole)) == is_open(number)
    assert not is_open(IPv6Address(f"2002:{a:02x}{b:02x}:{c:02x}{d:02x}::1"))
    assert not is_open(IPv6Address(whole))  # ::a.b.c.d, given up long ago


@given(st.one_of(st.integers(0, 2**128 - 1).map(IPv6Address), st.integers(0, 2**32 - 1).map(IPv4Address)))
def test_what_is_open_is_global_in_the_eyes_of_the_system_too(number):
    if is_open(number):
        assert number.is_global
        assert not any((number.is_private, number.is_multicast, number.is_reserved, number.is_loopback))


@pytest.mark.parametrize(
    "network", ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "fd00::/8", "fe80::/10", "64:ff9b:1::/48"]
)
def test_a_closed_network_is_closed_at_both_ends(network):
    found = ipaddress.ip_network(network)
    assert not is_open(found[0])
    assert not is_open(found[-1])


@given(st.text(st.characters() | st.sampled_from("htps:/@[]%.0127\\?#x")))
def test_judging_an_address_never_breaks(text):
    for url in (text, "http://" + text):
        if not refused(url):
            address = taken_apart(url)
            assert address.url.isascii()
            assert not set(address.url) & set(" \r\n\t\0")
            assert taken_apart(address.url) == address
