"""Which signatures share a line, from what was judged about pairs of them. Pure.

A pair that was judged the same shares a line, and so does everything that hangs together by such pairs. Where two that were
judged apart hang together all the same, by way of others, nobody knows which of the links between them is wrong: none of them
counts then. That may print an organization twice, which a person sees; the other way round one would be lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Who shares a line with whom.

    ``of`` gives the members of the line of each member that has company, by number, in ascending order; who stands alone is not
    in it. ``set_aside`` are the pairs that were judged the same and do not count, because they contradict what is apart, or
    (:func:`with_signers`) would take others along; each is in ascending order.
    """

    of: Mapping[int, tuple[int, ...]]
    set_aside: frozenset[Pair]

    def together(self, one: int, other: int) -> bool:
        """Whether both share a line."""
        return other in self.of.get(one, (one,))


def clusters(same: Iterable[Pair], apart: Iterable[Pair]) -> Clusters:
    """The lines that come of pairs judged the same and pairs judged apart (different, or a body and its chapter).

    It does not matter in which order pairs come, or which of a pair comes first. Two that are apart never share a line: of the
    links by which they hang together, all that lie on any way from one to the other are set aside.
    """
    edges = {in_order(pair) for pair in same if pair[0] != pair[1]}
    beside = _neighbours(edges)
    aside: set[Pair] = set()
    for one, other in {in_order(pair) for pair in apart if pair[0] != pair[1]}:
        if one in beside and other in beside:
            aside |= _between(beside, one, other)
    beside = _neighbours(edges - aside)
    of: dict[int, tuple[int, ...]] = {}
    for member in beside:
        if member not in of:
            members = tuple(sorted(_reached(beside, member)))
            of.update(dict.fromkeys(members, members))
    return Clusters(of, frozenset(aside))


def with_signers(found: Clusters, joining: Mapping[int, int], apart: Iterable[Pair]) -> Clusters:
    """The same lines with the signers beside them who said, each of one line, that it is theirs: ``joining`` gives the member
    that each named, the oldest word first.

    Anybody may sign under any name. So a signer goes to a line alone, and takes nobody along: who shares a line already, by the
    word of others, stays there; and who names somebody that has gone to another line stays alone. Of two who name each other
    the later one goes. Who was judged apart from anybody on the line stays alone; the line itself stays as it is.
    """
    goes = {one: other for one, other in joining.items() if one != other and one not in found.of}
    for one in list(goes):
        if goes.get(goes.get(one, 0)) == one:
            del goes[one]
    goes = {one: other for one, other in goes.items() if other not in goes}
    lines: dict[int, set[int]] = {}
    for one, other in goes.items():
        lines.setdefault(found.of.get(other, (other,))[0], {*found.of.get(other, (other,))}).add(one)
    apart = [pair for pair in map(in_order, apart) if pair[0] in goes or pair[1] in goes]
    for members in lines.values():
        members -= {one for pair in apart if members.issuperset(pair) for one in pair if one in goes}
    of = {**found.of}
    for members in lines.values():
        if len(members) > 1:
            of.update(dict.fromkeys(members, tuple(sorted(members))))
    settled = Clusters(of, frozenset())
    aside = {in_order((one, other)) for one, other in joining.items() if not settled.together(one, other)}
    return Clusters(of, found.set_aside | aside)


def in_order(pair: Pair) -> Pair:
    """The pair with the smaller number first."""
    return pair if pair[0] < pair[1] else (pair[1], pair[0])


def _neighbours(edges: Iterable[Pair]) -> dict[int, set[int]]:
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in edges:
        beside[one].add(other)
        beside[other].add(one)
    return beside


def _reached(beside: Mapping[int, set[int]], start: int) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        new = beside[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def _between(beside: Mapping[int, set[int]], one: int, other: int) -> set[Pair]:
    """The edges on any way from ``one`` to ``other`` that passes no member twice.

    With an edge between the two drawn in, these are the edges of its biconnected component (Hopcroft and Tarjan 1973): whatever
    lies on a way between them lies with that edge on a circle. The depth-first search starts at ``one`` by way of that edge,
    so the component is what is on the stack when it is back there. No recursion: lines may be long.
    """
    if other not in _reached(beside, one):
        return set()
    depth, lowest = {one: 0, other: 1}, {one: 0, other: 1}
    edges: list[Pair] = []
    path: list[tuple[int, int, list[int]]] = [(other, one, sorted(beside[other]))]
    while path:
        member, before, left = path[-1]
        if not left:
            path.pop()
            if not path:
                break
            above = path[-1][0]
            lowest[above] = min(lowest[above], lowest[member])
            if lowest[member] >= depth[above]:  # what lies below hangs on ``above`` alone: no way leads through it
                del edges[edges.index(in_order((above, member))) :]
            continue
        following = left.pop()
        if following == before and member != other:
            continue
        if following not in depth:
            edges.append(in_order((member, following)))
            depth[following] = lowest[following] = len(path) + 1
            path.append((following, member, sorted(beside[following])))
        elif depth[following] < depth[member]:
            edges.append(in_order((member, following)))
            lowest[member] = min(lowest[member], depth[following])
    return set(edges)
