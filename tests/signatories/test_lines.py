"""The order of the signatory list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signatories.lines import Entry, grouped, sort_key


def names(*entries: Entry, **how: object) -> list[list[str]]:
    return [[entry.name for entry in group.entries] for group in grouped(entries, **how)]  # type: ignore[arg-type]


def test_hosts_come_first_in_their_own_order_however_they_are_written() -> None:
    listed = [Entry("Alpha"), Entry("host two"), Entry("Host One")]
    assert names(*listed, hosts=["Host One", "Host Two"]) == [["Host One", "host two", "Alpha"]]
    assert names(*listed, hosts=["Host One", "Host Two"], order="as listed") == [["Host One", "host two", "Alpha"]]


def test_names_stand_where_a_reader_looks_them_up() -> None:
    listed = [Entry(name) for name in ["Zebra", "The Álamo Fund", "alliance", "Árbol", "O’Neill House", "Oak"]]
    assert names(*listed) == [["The Álamo Fund", "alliance", "Árbol", "Oak", "O’Neill House", "Zebra"]]
    assert names(*listed, ignore_the=False) == [["alliance", "Árbol", "Oak", "O’Neill House", "The Álamo Fund", "Zebra"]]


def test_a_sort_name_replaces_the_name_for_sorting_only() -> None:
    assert names(Entry("北京社区", sort_name="Beijing"), Entry("Avon"), Entry("Cove")) == [["Avon", "北京社区", "Cove"]]


def test_as_listed_keeps_the_list_as_it_stands() -> None:
    assert names(Entry("B"), Entry("A"), Entry("C"), order="as listed") == [["B", "A", "C"]]


def test_groups_by_scope_stand_from_far_to_near() -> None:
    listed = [Entry("A", scope="local"), Entry("B", scope="National"), Entry("C"), Entry("D", scope="state")]
    assert [group.name for group in grouped(listed, by="scope")] == ["national", "state", "local", ""]


def test_individuals_stand_apart_by_surname() -> None:
    people = [Entry("Zoe Abel", kind="individual"), Entry("Ann Young", kind="individual")]
    groups = grouped([*people, Entry("Org")])
    assert [group.name for group in groups] == ["", "individuals"]
    assert [entry.name for entry in groups[1].entries] == ["Zoe Abel", "Ann Young"]


ENTRIES = st.lists(
    st.builds(
        Entry,
        name=st.text(min_size=1, max_size=12),
        kind=st.sampled_from(["organization", "individual"]),
        sort_name=st.text(max_size=4),
        scope=st.sampled_from(["", "national", "state", "local", "galactic"]),
        state=st.sampled_from(["", "VA", "MD"]),
    ),
    max_size=20,
)


@given(ENTRIES, st.sampled_from(["by name", "as listed"]), st.sampled_from(["", "scope", "state"]), st.booleans())
def test_nobody_is_lost_and_nobody_is_doubled(entries: list[Entry], order: str, by: str, ignore_the: bool) -> None:
    hosts = [entry.name for entry in entries[:2]]
    groups = grouped(entries, hosts=hosts, order=order, by=by, ignore_the=ignore_the)  # type: ignore[arg-type]
    listed = sorted(repr(entry) for group in groups for entry in group.entries)
    assert listed == sorted(repr(entry) for entry in entries)


@given(st.lists(st.text(min_size=1, max_size=8), unique=True), st.randoms())
def test_the_order_does_not_depend_on_how_the_names_came_in(texts: list[str], random: object) -> None:
    shuffled = texts[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(texts, key=lambda n: sort_key(n, ignore_the=True)) == sorted(
        shuffled, key=lambda n: sort_key(n, ignore_the=True)
    )
