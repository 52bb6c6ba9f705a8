"""Mail addresses: which two are one mailbox, and what an address tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.addresses import parsed
from mail.outbox import _check as fit_for_the_outbox
from signatories.addresses import FREE_MAIL, canonical, host_of, masked, trust

LOCAL = st.text("abcXYZ019.+_-", min_size=1, max_size=20)
DOMAIN = st.sampled_from(["gmail.com", "GoogleMail.com", "reef.example", "Mail.Reef.Example", "bücher.example", "x.co.uk"])
ADDRESSES = st.builds(lambda local, domain: f"{local}@{domain}", LOCAL, DOMAIN)


@given(st.one_of(ADDRESSES, st.text(max_size=40)))
def test_canonical_of_canonical_is_canonical(typed: str) -> None:
    key = canonical(typed)
    assert key is None or canonical(key) == key


@given(st.one_of(ADDRESSES, st.text(max_size=40)))
def test_an_address_is_parsed_once_and_fits_the_outbox(typed: str) -> None:
    address = parsed(typed)
    assert (address is None) == (canonical(typed) is None)
    if address is not None:
        assert parsed(address) == address
        assert address.isascii()
        assert canonical(address) == canonical(typed)
        fit_for_the_outbox("confirm", address)


@given(ADDRESSES, st.text("abc.", max_size=5))
def test_tags_and_case_make_no_other_mailbox(address: str, tag: str) -> None:
    local, domain = address.split("@")
    plain = canonical(address)
    if plain is None or local.startswith("+"):
        return
    tagged = canonical(f"{local}+{tag}@{domain}")
    assert tagged in (plain, None)
    assert canonical(address.upper()) == plain


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada@Reef.example", "ada@reef.EXAMPLE", True),
        ("ada+x@reef.example", "ada@reef.example", True),
        ("a.d.a@gmail.com", "ada@googlemail.com", True),
        ("a.da@reef.example", "ada@reef.example", False),
        ("ada@mail.reef.example", "ada@reef.example", False),
        ("ada@bücher.example", "ada@xn--bcher-kva.example", True),
        ("ada-x@reef.example", "ada@reef.example", False),
        ("a.+x@reef.example", "a.+y@reef.example", True),
        ("+ada@reef.example", "+bo@reef.example", False),
        ("a.+x@reef.example", "a@reef.example", False),
        ("a.+x@gmail.com", "a@gmail.com", True),
    ],
)
def test_which_two_are_one_mailbox(one: str, other: str, same: bool) -> None:
    assert canonical(one) is not None
    assert (canonical(one) == canonical(other)) is same


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@reef.example",
        "ada@reef",
        "ada@@reef.example",
        "ada@reef..example",
        "ada @reef.example",
        "ada@reef.example, bo@reef.example",
        "Ada <ada@reef.example>",
        "ada@reef.example\nBcc: x@y.example",
        "ada@reef.example\x00",
        "\u202eada@reef.example",
        "ñandú@reef.example",
        "ada@[127.0.0.1]",
        "ada@" + "x" * 250 + ".example",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    assert parsed(typed) is None
    assert canonical(typed) is None
    assert trust(typed, "https://reef.example") == ""


def test_the_part_before_the_sign_stays_as_typed() -> None:
    assert parsed("  Ada.Okafor+Reef@REEF.example ") == "Ada.Okafor+Reef@reef.example"


@pytest.mark.parametrize(
    ("address", "website", "expected"),
    [
        ("ada@reef.example", "https://www.reef.example/about", "domain"),
        ("ada@reef.example", "reef.example", "domain"),
        ("ada@mail.reef.example", "https://reef.example", "domain"),
        ("ada@reef.example", "https://donate.reef.example", "domain"),
        ("ada@reef.example", "https://coral-reef.example", "other"),
        ("ada@reef.example", "https://reef.example.evil.example", "other"),
        ("ada@notreef.example", "https://reef.example", "other"),
        ("ada@reef.example", "", "other"),
        ("ada@reef.example", "https://example", "other"),
        ("ada@reef.example", "http://[", "other"),
        ("ana@niños.example", "https://www.niños.example", "domain"),
        ("ana@niños.example", "https://xn--nios-hqa.example", "domain"),
        ("ana@xn--nios-hqa.example", "correo.niños.example", "domain"),
        ("ana@ninos.example", "https://niños.example", "other"),
        ("ada@reef.co.uk", "https://co.uk", "other"),
        ("ada@reef.co.uk", "https://www.reef.co.uk", "domain"),
        ("ada@mail.reef.org.mx", "https://reef.org.mx", "domain"),
        ("ada@reef.org.mx", "org.mx", "other"),
        ("ada@town.ca.us", "ca.us", "other"),
        ("ada@co.example", "https://www.co.example", "domain"),
        ("ada@gmail.com", "https://gmail.com", "free-mail"),
        ("ada@googlemail.com", "https://reef.example", "free-mail"),
    ],
)
def test_what_an_address_tells_of_who_signs(address: str, website: str, expected: str) -> None:
    assert trust(address, website) == expected


def test_every_free_mail_service_is_known_as_one() -> None:
    assert len(FREE_MAIL) > 40
    assert all(trust(f"a@{domain}", f"https://{domain}") == "free-mail" for domain in FREE_MAIL)


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.Reef.example:8443/x?y#z", "reef.example"),
        ("reef.example.", "reef.example"),
        (" reef.example/path ", "reef.example"),
        ("https://NIÑOS.example/", "xn--nios-hqa.example"),
        ("https://192.0.2.1/", "192.0.2.1"),
        ("", ""),
        ("http://[::1", ""),
    ],
)
def test_the_host_of_a_website(website: str, host: str) -> None:
    assert host_of(website) == host


@given(ADDRESSES)
def test_a_masked_address_keeps_one_letter_and_the_domain(address: str) -> None:
    local, domain = address.split("@")
    assert masked(address) == f"{local[0]}•••@{domain}"
