"""Which pairs of lines somebody should look at because they may be one organization, and in which order. Pure.

The matcher (:mod:`signatories.matching`) says how alike two names are. Here that is joined with what else is known of two who
signed: what people said of the same names on another letter, which names one organization goes by, whose mail domain or
website is whose. Nothing here joins anything: it only says what is worth a look, and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from signatories.clusters import Pair

if TYPE_CHECKING:
    from signatories.matching import Match, Tier

Mark = TypeVar("Mark", bound=Hashable)

KeyPair: TypeAlias = tuple[str, str]
"""Two names as :func:`signatories.folding.name_key` has them, the smaller first."""

Alike: TypeAlias = "tuple[str, str, Match]"
"""Two names, and what the matcher says of them."""

MOST_AT_A_DOMAIN = 4
"""Of more signatures from one domain than this none is doubted for that: an umbrella with thirty chapters must not flood the
queue with every pair of them."""

MOST_OF_A_NAME = 30
"""Pairs that two names give at most, when many signed under them. Of more, each is put beside one other instead of each."""

BOTH_PRINT, ONE_PRINTS, NONE_PRINTS = 1.0, 0.7, 0.5
"""How much a pair matters now."""

ONE_MANS_NAME, ONE_AFFILIATION = 0.80, 0.95
"""People are a pair only by the very same name: two may bear it, but hardly at one affiliation."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A signature that stands: its name as it prints, its mail domain when that is nobody else's, its website's address."""

    number: int
    name: str
    key: str
    kind: str = "organization"
    domain: str = ""
    page: str = ""
    prints: bool = True
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of names beside how they are written.

    ``same`` and ``apart`` give, for two keys, the sentence that says who judged them so on another letter. ``known_as`` gives
    the organization of the directory that goes by a key.
    """

    same: Mapping[KeyPair, str] = field(default_factory=dict)
    apart: Mapping[KeyPair, str] = field(default_factory=dict)
    known_as: Mapping[str, Hashable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two signatures whose lines may be one. ``before`` says who told the two names apart on another letter, "" if nobody did.

    ``weight`` is what the queue is ordered by: score times impact.
    """

    one: int
    other: int
    score: float
    reasons: tuple[str, ...]
    weight: float
    before: str = ""

    @property
    def tier(self) -> Tier:
        """The matcher's tier, with what else is known: "ask" and "same" are likely doubles, "review" may be one."""
        from signatories.matching import Match  # late, here and below: most processes compare no names

        return Match(self.score, self.reasons).tier


def doubts(
    signers: Sequence[Signer], line_of: Mapping[int, int], alike: Iterable[Alike], known: Knowledge | None = None
) -> list[Doubt]:
    """The pairs worth a look, one for any two lines: the pair of their names that scores best stands for them.

    ``line_of`` gives the line of each signature that shares one, by any number that is the same for all on it; ``alike`` what
    the matcher finds among the names of the organizations.

    The order is score times impact, the weightiest first. Impact is 1 where both lines print now: if they are one, the letter
    counts it twice this minute. It is 0.7 where one of them waits or is held, and 0.5 where both do: so a sure double that
    waits still comes before a faint one in print. Of equals the one earlier in the alphabet comes first. Nothing depends on
    the order in which people signed.
    """
    from signatories.matching import ASK, compare

    known = known or Knowledge()
    signers = sorted(signers, key=_told)
    found = _Found({one.number: one for one in signers}, line_of)
    by_name = _grouped((one.name, one) for one in signers if one.kind == "organization")
    for first, second, match in alike:
        found.add_all(_across(by_name.get(first, ()), by_name.get(second, ())), match.score, match.reasons)
    for name, bearers in by_name.items():
        if len(bearers) > 1:
            found.add_all(_among(bearers), 1.0, compare(name, name).reasons)
    by_key = _grouped((one.key, one) for one in signers if one.kind == "organization")
    for (first, second), sentence in known.same.items():
        ones, others = by_key.get(first, ()), by_key.get(second, ())
        found.add_all(_among(ones) if first == second else _across(ones, others), ASK, (sentence,), first=True)
    _of_one_organization(found, by_key, known)
    _of_one_domain(found, [one for one in signers if one.kind == "organization"])
    for people in _grouped((one.key, one) for one in signers if one.kind == "individual").values():
        for one, other in _among(people):
            alike_at_work = bool(one.affiliation) and one.affiliation.casefold() == other.affiliation.casefold()
            score = ONE_AFFILIATION if alike_at_work else ONE_MANS_NAME
            reason = "The same name and affiliation." if alike_at_work else "The same name; two people may bear it."
            found.add_all([(one, other)], score, (reason,))
    return sorted(found.weighed(known), key=found.place)


def _of_one_organization(found: _Found, by_key: Mapping[str, Sequence[Signer]], known: Knowledge) -> None:
    from signatories.matching import ASK

    listed = ((known.known_as[key], bearers) for key, bearers in by_key.items() if key in known.known_as)
    for them in _grouped((organization, one) for organization, bearers in listed for one in bearers).values():
        pairs = (pair for pair in _among(them) if pair[0].key != pair[1].key)
        found.add_all(pairs, ASK, ("The directory knows one organization by both names.",), first=True)


def _of_one_domain(found: _Found, signers: Sequence[Signer]) -> None:
    """Pairs of one mail domain or website. A mail domain and a website without a path are the same host, and count together."""
    from signatories.matching import REVIEW

    at = _grouped((mark, one) for one in signers for mark in {one.domain, one.page} if mark)
    for mark, them in sorted(at.items()):
        if 1 < len(them) <= MOST_AT_A_DOMAIN:
            for one, other in combinations(them, 2):
                if one.domain == other.domain == mark:
                    reason = f"Both have an address at {mark}."
                elif one.page == other.page == mark:
                    reason = f"Both give {mark} as their website."
                else:
                    reason = f"{mark} is the website of one and the mail domain of the other."
                found.add_all([(one, other)], REVIEW, (reason,))


def _grouped(items: Iterable[tuple[Mark, Signer]]) -> dict[Mark, list[Signer]]:
    """Signers by something that they share, in the order in which they come."""
    groups: dict[Mark, list[Signer]] = defaultdict(list)
    for mark, one in items:
        groups[mark].append(one)
    return groups


def _told(one: Signer) -> tuple[bool, str, str, int]:
    """In which order two are told: what prints first, then by name."""
    return (not one.prints, one.key, one.name, one.number)


def _among(them: Sequence[Signer]) -> Iterator[tuple[Signer, Signer]]:
    """Each beside each; of many, each beside the next: whoever calls them all the same has named all."""
    return iter(combinations(them, 2)) if len(them) * (len(them) - 1) // 2 <= MOST_OF_A_NAME else pairwise(them)


def _across(ones: Sequence[Signer], others: Sequence[Signer]) -> Iterator[tuple[Signer, Signer]]:
    """Each of one name beside each of the other; of many, each beside the first of the other name."""
    if len(ones) * len(others) <= MOST_OF_A_NAME:
        yield from product(ones, others)
    else:
        yield from ((ones[0], other) for other in others)
        yield from ((one, others[0]) for one in ones[1:])


class _Found:
    """The pairs that were found so far, each with its best score and all that was said of it."""

    def __init__(self, signers: Mapping[int, Signer], line_of: Mapping[int, int]) -> None:
        self.signers, self.line_of = signers, line_of
        self.scores: dict[Pair, float] = {}
        self.reasons: dict[Pair, tuple[str, ...]] = {}

    def add_all(
        self, pairs: Iterable[tuple[Signer, Signer]], score: float, reasons: tuple[str, ...], *, first: bool = False
    ) -> None:
        """Take pairs in, or lift those that are there; the reasons come last, or ``first``. One line is no pair."""
        for one, other in pairs:
            if self.line(one.number) == self.line(other.number):
                continue
            pair = (min(one.number, other.number), max(one.number, other.number))
            had = self.reasons.get(pair, ())
            new = tuple(reason for reason in reasons if reason not in had)
            self.scores[pair] = max(score, self.scores.get(pair, 0.0))
            self.reasons[pair] = new + had if first else had + new

    def line(self, number: int) -> int:
        return self.line_of.get(number, number)

    def weighed(self, known: Knowledge) -> Iterator[Doubt]:
        """One doubt for each two lines."""
        printing = {self.line(one.number) for one in self.signers.values() if one.prints}
        by_lines: dict[Pair, list[Pair]] = defaultdict(list)
        for pair in self.scores:
            first, second = sorted(map(self.line, pair))
            by_lines[first, second].append(pair)
        for lines, pairs in by_lines.items():
            best = min(pairs, key=lambda pair: (-self.scores[pair], self._names(pair)))
            one, other = sorted((self.signers[number] for number in best), key=_told)
            keys = [key_pair(*(self.signers[number].key for number in pair)) for pair in pairs]
            apart = next((known.apart[key] for key in sorted(keys) if key in known.apart), "")
            if any(key in known.same for key in keys):
                apart = ""  # people said both, of names that share a line by now: that is for somebody to look at
            impact = (NONE_PRINTS, ONE_PRINTS, BOTH_PRINT)[sum(line in printing for line in lines)]
            score = self.scores[best]
            yield Doubt(one.number, other.number, score, self.reasons[best], score * impact, apart)

    def place(self, doubt: Doubt) -> tuple[object, ...]:
        """What doubts are sorted by."""
        return (-round(doubt.weight, 6), -round(doubt.score, 6), self._names((doubt.one, doubt.other)))

    def _names(self, pair: Pair) -> tuple[tuple[str, str, int], ...]:
        return tuple(sorted((one.key, one.name, one.number) for one in map(self.signers.__getitem__, pair)))


def key_pair(one: str, other: str) -> KeyPair:
    """Two keys in the order in which they are looked up."""
    return (one, other) if one <= other else (other, one)
