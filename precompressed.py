"""Pages that are compressed once and still differ at the end: what a letter's page needs to be quick.

All readers of a letter get the same bytes except for the mark that their form carries. Compressing it for each of them would
cost more than all the rest. So the page is compressed once, up to a byte boundary, and the tail follows uncompressed inside the
same stream: both formats know blocks that hold plain bytes.

It is also the safe way. Where a secret is compressed together with what a stranger can put on the page, the length of the
answer betrays the secret, letter by letter (the BREACH attack). Here the mark is never compressed.

Nothing here knows Flask.
"""

from __future__ import annotations

import hashlib
import struct
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Literal, cast

import brotli

Encoding = Literal["br", "gzip", ""]
"""A content coding (RFC 9110, section 8.4.1); "" is none."""

BROTLI_QUALITY = 5
"""Of 11. A page lives for seconds: the last tenth of size is not worth fifty times the work."""

TIME_TO_LIVE = timedelta(seconds=5)
"""How long a page may be told again before it is made anew: what another process changed shows after this."""

MOST_PAGES = 64
"""Pages kept at once; the one that was asked for longest ago goes."""

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""RFC 1952, section 2.3: deflate, no name, no time (the same page gives the same bytes), an unknown system."""


class Precompressed:
    """The unchanging part of a page. Each compressed form is made when it is first asked for."""

    def __init__(self, body: bytes, *, quality: int = BROTLI_QUALITY) -> None:
        self.body = body
        self._quality = quality

    def with_tail(self, tail: bytes, encoding: Encoding) -> bytes:
        """The whole page, ``tail`` at its end, as one complete stream in ``encoding``. Costs no compressing."""
        if encoding == "br":
            return self._brotli + _brotli_plain(tail)
        if encoding == "gzip":
            head, crc = self._gzip
            ending = struct.pack("<II", zlib.crc32(tail, crc), (len(self.body) + len(tail)) & 0xFFFFFFFF)
            return head + _deflate_plain(tail) + ending
        return self.body + tail

    @cached_property
    def _brotli(self) -> bytes:
        compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=self._quality)
        # flush() ends on a byte boundary (an empty metadata block fills up the last byte), and leaves the stream open.
        return cast(bytes, compressor.process(self.body) + compressor.flush())

    @cached_property
    def _gzip(self) -> tuple[bytes, int]:
        compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        deflated = compressor.compress(self.body) + compressor.flush(zlib.Z_SYNC_FLUSH)
        return _GZIP_HEAD + deflated, zlib.crc32(self.body)


def _brotli_plain(tail: bytes) -> bytes:
    """``tail`` as uncompressed meta-blocks, then the empty last one (RFC 7932, section 9.2).

    From the lowest bit: ISLAST 0, MNIBBLES 00 (four nibbles of length), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1; the byte is
    filled up with zeros. The last: ISLAST 1, ISLASTEMPTY 1.
    """
    parts: list[bytes] = []
    for start in range(0, len(tail), 65536):
        piece = tail[start : start + 65536]
        parts += [((len(piece) - 1) << 3 | 1 << 19).to_bytes(3, "little"), piece]
    return b"".join((*parts, b"\x03"))


def _deflate_plain(tail: bytes) -> bytes:
    """``tail`` as stored blocks, the last one marked as such (RFC 1951, section 3.2.4)."""
    parts: list[bytes] = []
    for start in range(0, len(tail) or 1, 65535):
        piece = tail[start : start + 65535]
        last = start + 65535 >= len(tail)
        parts += [struct.pack("<BHH", last, len(piece), len(piece) ^ 0xFFFF), piece]
    return b"".join(parts)


@lru_cache(maxsize=256)  # browsers say one of a dozen things
def best_encoding(accept_encoding: str) -> Encoding:
    """The coding to answer in, for a request's Accept-Encoding field (RFC 9110, section 12.5.3); "" where there is none.

    The highest weight wins; of equals brotli before gzip before none. A coding that is not named has the weight of ``*``;
    without ``*`` it is not wanted. "No coding" is wanted last of all unless it is named. Whoever refuses all gets it plain.
    """
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        weight = _weight(parameters)
        if coding and weight is not None:
            weights["gzip" if coding == "x-gzip" else coding] = weight  # RFC 9110, section 8.4.1.3
    rest = weights.get("*", 0.0)
    brotli_weight, gzip_weight = weights.get("br", rest), weights.get("gzip", rest)
    best: Encoding = "br" if brotli_weight >= gzip_weight else "gzip"
    weight = max(brotli_weight, gzip_weight)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def _weight(parameters: list[str]) -> float | None:
    """The weight that an item's parameters give it; None for an item that makes no sense, which then is not there."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return None
            return weight if 0 <= weight <= 1 else None
    return 1.0


class CachedPage(Precompressed):
    """A page that is told to many."""

    def etag_for(self, mark: str) -> str:
        """What names this page with what ``mark`` stands for: the rest that the answer depends on (whose form, which coding).

        22 characters, without quotes.
        """
        return hashlib.blake2b(mark.encode(), digest_size=11, key=self._digest).hexdigest()

    @cached_property
    def _digest(self) -> bytes:
        return hashlib.sha256(self.body).digest()


@dataclass(frozen=True, slots=True)
class _Kept:
    page: CachedPage
    until: datetime


class PageCache:
    """The pages of this process that were made lately. Any thread may ask.

    A page is told for five seconds, never past its own end (the deadline: a second later the page is another), and not after it
    was dropped. While one thread makes a page, the others that want it wait for that one.
    """

    def __init__(self, *, most: int = MOST_PAGES, time_to_live: timedelta = TIME_TO_LIVE) -> None:
        self._most = most
        self._time_to_live = time_to_live
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, now: datetime, make: Callable[[], tuple[bytes, datetime | None]]) -> CachedPage:
        """The page under ``key`` at ``now`` (aware); ``make`` gives its bytes, and the moment from which they are wrong.

        What ``make`` raises comes out here, and is not kept: the next who asks tries again.
        """
        while True:
            with self._guard:
                kept = self._kept.get(key)
                if kept is not None and now < kept.until:
                    self._kept.move_to_end(key)
                    return kept.page
                busy = self._making.get(key)
                if busy is None:
                    mine = self._making[key] = threading.Lock()
                    mine.acquire()
                    break
            with busy:
                pass  # somebody makes it; then look again
        return self._make(key, now, make, mine)

    def drop(self, key: Hashable) -> None:
        """Forget the page: something on it has changed. One that is just being made may be older, and is not kept."""
        with self._guard:
            self._kept.pop(key, None)
            self._making.pop(key, None)

    def clear(self) -> None:
        """Forget every page."""
        with self._guard:
            self._kept.clear()
            self._making.clear()

    def __len__(self) -> int:
        """How many pages are kept."""
        return len(self._kept)

    def _make(
        self, key: Hashable, now: datetime, make: Callable[[], tuple[bytes, datetime | None]], mine: threading.Lock
    ) -> CachedPage:
        try:
            body, end = make()
            page = CachedPage(body)
            until = now + self._time_to_live
            with self._guard:
                if self._making.get(key) is mine:
                    self._kept[key] = _Kept(page, until if end is None else min(until, end))
                    self._kept.move_to_end(key)
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
            return page
        finally:
            with self._guard:
                if self._making.get(key) is mine:
                    del self._making[key]
            mine.release()
