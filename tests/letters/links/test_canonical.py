"""Two addresses of one page are found equal; two pages are not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from letters.links.canonical import canonical, host_of, same

PAGE = "https://www.gao.gov/products/gao-24-107332"


@pytest.mark.parametrize(
    "other",
    [
        "http://www.gao.gov/products/gao-24-107332",
        "https://gao.gov/products/gao-24-107332",
        "HTTPS://WWW.GAO.GOV/products/gao-24-107332",
        "https://www.gao.gov:443/products/gao-24-107332",
        "http://www.gao.gov:80/products/gao-24-107332",
        "https://www.gao.gov./products/gao-24-107332",
        "https://www.gao.gov/products/gao-24-107332/",
        "https://www.gao.gov/products/gao-24-107332#summary",
        "https://www.gao.gov/products/gao-24-107332#:~:text=artificial",
        "https://www.gao.gov/products/gao-24-107332?utm_source=newsletter&utm_medium=email",
        "https://www.gao.gov/products/gao-24-107332?UTM_Source=x",
        "https://www.gao.gov/products/gao-24-107332?fbclid=IwAR0",
        "https://www.gao.gov/products/gao-24-107332?mc_cid=1&amp;mc_eid=2&gclid=3",
        "https://www.gao.gov/products/gao%2D24%2d107332",
        "https://www.gao.gov/reports/../products/./gao-24-107332",
        "www.gao.gov/products/gao-24-107332",
        "gao.gov/products/gao-24-107332",
        " https://www.gao.gov/products/\n    gao-24-107332 ",
        "https://www.gao.gov/products/\u200bgao-24-\u00ad107332",
    ],
)
def test_the_same_page_in_another_spelling(other):
    assert same(PAGE, other)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.gao.gov/products/gao-24-107333",
        "https://www.gao.gov/products/GAO-24-107332",
        "https://files.gao.gov/products/gao-24-107332",
        "https://www.gao.gov/products/gao-24-107332?page=2",
        "https://www.gao.gov:8443/products/gao-24-107332",
        "https://www.gao.gov/products/gao-24-107332#!/annex",
        "https://reader@www.gao.gov/products/gao-24-107332",
        "ftp://www.gao.gov/products/gao-24-107332",
        "https://www.gao.gov/products%2Fgao-24-107332",
    ],
)
def test_another_page_stays_another(other):
    assert not same(PAGE, other)


def test_parameters_compare_without_regard_to_their_order_but_repeated_ones_keep_theirs():
    assert same("https://x.org/?b=2&a=1", "https://x.org/?a=1&b=2")
    assert not same("https://x.org/?a=1&a=2", "https://x.org/?a=2&a=1")


def test_dois_compare_without_regard_to_case_and_host():
    assert same("http://dx.doi.org/10.1126/Science.AAX2342", "https://doi.org/10.1126/science.aax2342")


def test_names_in_other_scripts_are_written_as_the_name_system_has_them():
    assert canonical("https://bücher.example/straße") == "https://xn--bcher-kva.example/stra%C3%9Fe"
    assert host_of("https://Bücher.example:443/") == "xn--bcher-kva.example"


@pytest.mark.parametrize("text", ["", "mailto:ana@rivers.example", "see note 3", "http://", "javascript:alert(1)"])
def test_what_is_no_web_address_is_given_back_and_has_no_host(text):
    assert canonical(f" {text}") == text
    assert host_of(text) == ""


PIECES = "http:// https:// www. a.gov / .. . ? & &amp; amp; # #! %2F % %41 utm_x=1 = @ :80 :443 [::1] ü 。 x A"
pieces = st.sampled_from([*PIECES.split(), " ", "\ud800"])


@example("http://http://\ud800")
@given(st.one_of(st.text(), st.lists(pieces).map("".join)))
def test_spelling_once_more_changes_nothing_and_nothing_raises(text):
    once = canonical(text)
    assert canonical(once) == once
    host_of(text)
