"""Link targets are URIs that every program can parse, as near as can be to what was typed."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.docx.links import target_of


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTPS://Example.ORG/A?b=[1]&c=%20#d",
        "http://user:word@example.org:8080/x",
        "https://[::1]:80/x",
        "mailto:a.b@example.org?subject=A%20letter",
    ],
)
def test_an_address_that_is_a_uri_stays_as_it_is(address: str) -> None:
    assert target_of(address) == address


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org/a b?q=ü#ß", "https://example.org/a%20b?q=%C3%BC#%C3%9F"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ('https://example.org/a"<b>|c\\d', "https://example.org/a%22%3Cb%3E%7Cc%5Cd"),
        (" https://example.org/x ", "https://example.org/x"),
        ("mailto:a@example.org?subject=A letter", "mailto:a@example.org?subject=A%20letter"),
    ],
)
def test_what_can_be_mended_is(address: str, target: str) -> None:
    assert target_of(address) == target


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "http://",
        "https://[bad",
        "https://exa mple.org",
        "https://example..org",
        "https://-x.org",
        "https://example.org:99999/",
        "mailto:one@",
        "mailto:a@b@c",
        "javascript:alert(1)",
        "ftp://example.org/",
        "file:///etc/hosts",
        "http:\\\\example.org\\x\\y",
    ],
)
def test_what_cannot_is_no_link(address: str) -> None:
    assert target_of(address) is None


@given(st.sampled_from(["https://", "http://", "mailto:", "https://example.org/", "mailto:a@b.example?"]), st.text(max_size=30))
@settings(max_examples=500, deadline=None)
def test_a_target_is_ascii_and_parses_to_an_allowed_scheme_and_is_final(scheme: str, rest: str) -> None:
    target = target_of(scheme + rest)
    if target is not None:
        assert target.isascii()
        assert not set(target) & set(' "<>\\^`{|}')
        assert urlsplit(target).scheme in ("http", "https", "mailto")
        assert target_of(target) == target
