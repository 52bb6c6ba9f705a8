"""Pages compressed once: every decoder reads them, the right coding is chosen, and the cache tells nothing that is over."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from precompressed import PageCache, Precompressed, best_encoding
from tests.tools.waiting import at_once, until

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DECODERS = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "": bytes,
}
LONG = bytes(range(256)) * 300
"""76,800 bytes: more than one block of either format holds."""


def unzipped(stream):
    """Read by zlib, which also says whether anything was left over."""
    reader = zlib.decompressobj(31)
    text = reader.decompress(stream) + reader.flush()
    assert reader.eof
    assert not reader.unused_data
    return text


@given(st.binary(max_size=3000), st.binary(max_size=300), st.integers(0, 11))
@example(b"", b"", 5)
@example(b"", b"x", 5)
@example(LONG, LONG, 5)
@example(b"letter", LONG[:65535], 5)
@example(b"letter", LONG[:65536], 5)
@example(b"letter", LONG[:65537], 5)
@example(b"x" * 200_000, b"</html>", 11)
def test_every_decoder_reads_body_and_tail(body, tail, quality):
    page = Precompressed(body, quality=quality)
    for encoding, decode in DECODERS.items():
        assert decode(page.with_tail(tail, encoding)) == body + tail
        assert decode(page.with_tail(b"another", encoding)) == body + b"another"
    assert unzipped(page.with_tail(tail, "gzip")) == body + tail


def test_brotli_reads_it_piece_by_piece_to_the_end():
    stream = Precompressed(b"Dear Mayor Ruiz, " * 500).with_tail(b"</html>", "br")
    reader = brotli.Decompressor()
    text = b"".join(reader.process(stream[place : place + 7]) for place in range(0, len(stream), 7))
    assert text == b"Dear Mayor Ruiz, " * 500 + b"</html>"
    assert reader.is_finished()


def test_a_stream_that_was_cut_short_is_not_taken_for_whole():
    """The control for the tests above: the decoders notice when the end is missing."""
    page = Precompressed(b"Dear Mayor Ruiz,")
    with pytest.raises(EOFError):
        gzip.decompress(page.with_tail(b"tail", "gzip")[:-9])
    with pytest.raises(brotli.error):
        brotli.decompress(page.with_tail(b"tail", "br")[:-1])


def test_the_tail_is_never_compressed():
    """Its length must not depend on whether it repeats what stands on the page: that would betray a secret in it."""
    page = Precompressed(b"csrf_token=0123456789abcdef " * 50)
    for encoding in ("br", "gzip"):
        same, other = (len(page.with_tail(tail, encoding)) for tail in (b"0123456789abcdef", b"q8Zr5tBn1LxVw0Ku"))
        assert same == other


def test_a_page_grows_small():
    page = Precompressed(b"Dear Mayor Ruiz, we ask the city to stop the dumping of waste. " * 300)
    assert len(page.with_tail(b"</html>", "br")) < 300
    assert len(page.with_tail(b"</html>", "gzip")) < 400


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0.001", "br"),
        ("*", "br"),
        ("*;q=0", ""),
        ("*, br;q=0", "gzip"),
        ("gzip;q=0, br;q=0, *;q=0.5", ""),
        ("identity", ""),
        ("identity, br;q=0.5", ""),
        ("identity;q=0.5, br;q=0.5", "br"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("deflate, zstd", ""),
        ("gzip;q=2, br;q=one", ""),
        (" gzip ; q=1.0 , ", "gzip"),
        (";;,,=;q=", ""),
    ],
)
def test_the_coding_that_is_wanted_most(asked, given):
    assert best_encoding(asked) == given


@given(st.text(max_size=60))
def test_whatever_is_asked_has_an_answer(asked):
    assert best_encoding(asked) in DECODERS


# --- the cache --------------------------------------------------------------------------------------------------------


class Maker:
    """Makes a page that tells how often it was made."""

    def __init__(self, end=None):
        self.times, self.end = 0, end

    def __call__(self):
        self.times += 1
        return f"page {self.times}".encode(), self.end


def test_a_page_is_made_once_in_five_seconds():
    cache, make = PageCache(), Maker()
    pages = [cache.get("harbor", NOW + timedelta(seconds=second), make).body for second in (0, 1, 4.9, 5, 6)]
    assert pages == [b"page 1"] * 3 + [b"page 2"] * 2


def test_a_page_is_never_told_past_its_end():
    cache, make = PageCache(), Maker(end=NOW + timedelta(seconds=2))
    pages = [cache.get("harbor", NOW + timedelta(seconds=second), make).body for second in (0, 1.999, 2)]
    assert pages == [b"page 1", b"page 1", b"page 2"]


def test_what_was_dropped_is_made_anew():
    cache, make = PageCache(), Maker()
    cache.get("harbor", NOW, make)
    cache.drop("harbor")
    cache.drop("never there")
    assert cache.get("harbor", NOW, make).body == b"page 2"


def test_a_page_dropped_while_it_was_made_is_not_kept():
    """Somebody signed between the reading of the list and the end of the writing: the page has not got them on it."""
    cache, make = PageCache(), Maker()

    def slow():
        cache.drop("harbor")
        return make()

    assert cache.get("harbor", NOW, slow).body == b"page 1"
    assert cache.get("harbor", NOW, make).body == b"page 2"
    assert cache.get("harbor", NOW, make).body == b"page 2"


def test_a_failure_is_not_kept():
    cache, make = PageCache(), Maker()
    with pytest.raises(ZeroDivisionError):
        cache.get("harbor", NOW, lambda: 1 / 0)
    assert cache.get("harbor", NOW, make).body == b"page 1"


def test_only_so_many_pages_are_kept():
    cache, make = PageCache(most=3), Maker()
    for key in ("a", "b", "c", "a", "d"):
        cache.get(key, NOW, make)
    assert len(cache) == 3
    assert make.times == 4
    cache.get("a", NOW, make)
    assert make.times == 4, "the one that was asked for again stayed"
    cache.get("b", NOW, make)
    assert make.times == 5


def test_one_makes_while_the_others_wait():
    cache, make, pages, asked = PageCache(), Maker(), [], []

    def slow():
        until(lambda: len(asked) == 8)
        return make()

    def ask():
        asked.append(1)
        pages.append(cache.get("harbor", NOW, slow).body)

    at_once(*[ask] * 8)
    assert pages == [b"page 1"] * 8


def test_who_waited_for_one_that_failed_tries_for_themselves():
    cache, caught, asked = PageCache(), [], []

    def fail():
        until(lambda: len(asked) == 4)
        raise LookupError

    def ask():
        asked.append(1)
        try:
            cache.get("harbor", NOW, fail)
        except LookupError as error:
            caught.append(error)

    at_once(*[ask] * 4)
    assert len(caught) == 4


def test_another_page_does_not_wait():
    cache, make = PageCache(), Maker()

    def slow():
        assert cache.get("hills", NOW, make).body == b"page 1"
        return b"harbor", None

    assert cache.get("harbor", NOW, slow).body == b"harbor"


def test_the_name_of_a_page_tells_its_text_and_its_mark():
    cache = PageCache()
    harbor = cache.get("harbor", NOW, lambda: (b"harbor", None))
    hills = cache.get("hills", NOW, lambda: (b"hills", None))
    again = PageCache().get("harbor", NOW, lambda: (b"harbor", None))
    assert harbor.etag_for("Ana") == again.etag_for("Ana"), "the same in every process"
    assert len({harbor.etag_for("Ana"), harbor.etag_for("Ben"), hills.etag_for("Ana")}) == 3
    assert len(harbor.etag_for("Ana")) == 22
