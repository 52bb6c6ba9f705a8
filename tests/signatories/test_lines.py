"""The order of the signatory list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signatories.lines import Entry, Group, grouped
from signatories.ordering.placing import Arrangement, Heading


def names(*entries: Entry, **how: object) -> list[list[str]]:
    return [[entry.name for entry in group.entries] for group in arranged(*entries, **how)]


def arranged(*entries: Entry, **how: object) -> tuple[Group, ...]:
    return grouped(entries, Arrangement(**how))  # type: ignore[arg-type]


def headings(*entries: Entry, **how: object) -> list[str]:
    return [group.heading.name for group in arranged(*entries, **how)]


def test_hosts_come_first_in_their_own_order_however_they_are_written() -> None:
    listed = [Entry("Alpha"), Entry("host two"), Entry("Host One")]
    assert names(*listed, hosts=("Host One", "Host Two")) == [["Host One", "host two", "Alpha"]]
    assert names(*listed, hosts=("Host One", "Host Two"), order="as listed") == [["Host One", "host two", "Alpha"]]


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
    assert headings(*listed, by="scope") == ["national", "state", "local", ""]


def test_groups_by_type_stand_as_the_campaign_names_them_then_by_name() -> None:
    listed = [
        Entry("A", type="Water"),
        Entry("B", type="labor"),
        Entry("C"),
        Entry("D", type="Faith"),
        Entry("E", type="Árbol"),
    ]
    assert headings(*listed, by="type", types=("Labor", "Faith")) == ["Labor", "Faith", "Árbol", "Water", ""]
    assert headings(*listed, by="type") == ["Árbol", "Faith", "labor", "Water", ""]


def test_groups_by_state_stand_by_its_name_however_it_was_written() -> None:
    written = ["Wyo.", "CA", "France", "calif.", "D.C.", "California", "france ", "", "Washington, DC", "NY"]
    listed = [Entry(f"{number}", state=state) for number, state in enumerate(written)]
    groups = arranged(*listed, by="state")
    assert [(group.heading.name, len(group.entries)) for group in groups] == [
        ("California", 3),
        ("District of Columbia", 2),
        ("France", 2),
        ("New York", 1),
        ("Wyoming", 1),
        ("", 1),
    ]


def test_hosts_are_a_group_of_their_own_before_all_others() -> None:
    listed = [Entry("Alpha", state="AK"), Entry("Host", state="WY"), Entry("Zed", state="AL")]
    groups = arranged(*listed, hosts=("Host",), by="state")
    assert [(group.heading.of, group.heading.name) for group in groups] == [
        ("hosts", ""),
        ("state", "Alabama"),
        ("state", "Alaska"),
    ]


def test_a_state_that_is_called_like_a_block_is_none() -> None:
    listed = [Entry("A", state="Individuals"), Entry("Jo Doe", kind="individual"), Entry("B", state="hosts")]
    headings = [group.heading for group in arranged(*listed, by="state")]
    assert headings == [Heading("state", "hosts"), Heading("state", "Individuals"), Heading("individuals")]


def test_numbers_stand_by_their_value_or_as_words() -> None:
    listed = [Entry(name) for name in ["Oak", "100 Black Men", "9 to 5", "1,000 Friends", "Zed", "1st Aid", "The 21st Street"]]
    by_value = ["1st Aid", "9 to 5", "The 21st Street", "100 Black Men", "1,000 Friends", "Oak", "Zed"]
    assert names(*listed) == [by_value]
    as_words = ["1st Aid", "9 to 5", "Oak", "100 Black Men", "1,000 Friends", "The 21st Street", "Zed"]
    assert names(*listed, numerals="as words", language="en-US") == [as_words]
    assert names(*listed, numerals="as words", language="fr") == [by_value]
    assert names(Entry("100 Negros"), Entry("Diez"), Entry("Ciel"), numerals="as words", language="es-MX") == [
        ["Ciel", "100 Negros", "Diez"]
    ]


def test_people_stand_by_surname_whatever_follows_it() -> None:
    people = ["John Smith Jr.", "Ann Young, PhD", "Bo The", "Cy Adams III", "Di Zhou Esq."]
    listed = [Entry(name, kind="individual") for name in people]
    assert names(*listed) == [["Cy Adams III", "John Smith Jr.", "Bo The", "Ann Young, PhD", "Di Zhou Esq."]]


def test_individuals_stand_apart_by_surname() -> None:
    people = [Entry("Zoe Abel", kind="individual"), Entry("Ann Young", kind="individual")]
    groups = arranged(*people, Entry("Org"))
    assert [group.heading for group in groups] == [Heading(), Heading("individuals")]
    assert [entry.name for entry in groups[1].entries] == ["Zoe Abel", "Ann Young"]


ENTRIES = st.lists(
    st.builds(
        Entry,
        name=st.text(min_size=1, max_size=12),
        kind=st.sampled_from(["organization", "individual"]),
        sort_name=st.text(max_size=4),
        scope=st.sampled_from(["", "national", "state", "local", "galactic"]),
        state=st.sampled_from(["", "VA", "MD"]),
        type=st.sampled_from(["", "Faith", "labor"]),
    ),
    max_size=20,
)


@given(
    ENTRIES,
    st.fixed_dictionaries(
        {
            "order": st.sampled_from(["by name", "as listed"]),
            "by": st.sampled_from(["", "scope", "state", "type"]),
            "ignore_the": st.booleans(),
            "numerals": st.sampled_from(["by value", "as words"]),
        }
    ),
)
def test_nobody_is_lost_and_nobody_is_doubled(entries: list[Entry], how: dict[str, object]) -> None:
    groups = arranged(*entries, hosts=tuple(entry.name for entry in entries[:2]), types=("Labor",), **how)
    listed = sorted(repr(entry) for group in groups for entry in group.entries)
    assert listed == sorted(repr(entry) for entry in entries)
