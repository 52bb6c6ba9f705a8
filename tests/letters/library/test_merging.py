from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import UserError
from letters.citations.library import merged_into
from letters.library.merging import are_distinct, distinct, merged, root_of, undistinct, unmerged

Items = list[dict[str, Any]]

VALUES = st.sampled_from(["", "x", "y", 1, 1.0, True, None, [], {}, [{"family": "Doe"}], {"date-parts": [[2024]]}])
CUSTOMS = st.one_of(
    st.sampled_from([{}, "text", {"merged": "nonsense"}]),
    st.dictionaries(st.sampled_from(["short", "full", "archive", "hereinafter", "other"]), VALUES, min_size=1),
)


@st.composite
def libraries(draw: st.DrawFn) -> Items:
    items: Items = []
    for place in range(draw(st.integers(2, 5))):
        fields = draw(st.dictionaries(st.sampled_from(["type", "title", "URL", "accessed", "author", "issued", "x"]), VALUES))
        item = {"id": f"s{place}", **fields}
        if draw(st.booleans()):
            item["custom"] = draw(CUSTOMS)
        items.append({key: item[key] for key in draw(st.permutations(list(item)))})
    return items


def text(items: Items) -> str:
    return json.dumps(items)


def tried(items: Items, keep: str, away: str) -> Items | None:
    try:
        return merged(items, keep, away)
    except UserError:
        return None


@settings(deadline=None, max_examples=150)
@given(libraries())
def test_undoing_a_merge_gives_the_same_bytes(items: Items) -> None:
    before = text(items)
    after = merged(items, "s0", "s1")
    assert text(items) == before
    assert merged_into(after[1]) == "s0"
    assert text(unmerged(after, "s1")) == before


@settings(deadline=None, max_examples=200)
@given(libraries(), st.data())
def test_several_merges_undone_in_any_order_give_the_same_bytes(items: Items, data: st.DataObject) -> None:
    before = text(items)
    keys = [item["id"] for item in items]
    states = [items]
    gone: list[str] = []
    for _ in range(data.draw(st.integers(1, 6))):
        keep, away = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(keys))
        after = tried(states[-1], keep, away)
        if after is not None:
            states.append(after)
            gone.append(away)
    back = states[-1]
    for place in range(len(gone) - 1, -1, -1):
        back = unmerged(back, gone[place])
        assert text(back) == text(states[place])
    back = states[-1]
    for key in data.draw(st.permutations(gone)):
        back = unmerged(back, key)
    assert text(back) == before


def test_blanks_are_filled_and_recorded() -> None:
    items: Items = [
        {"id": "a", "type": "report", "title": "T", "publisher": "", "URL": "https://a.example"},
        {
            "id": "b",
            "type": "webpage",
            "title": "Other",
            "publisher": "P",
            "DOI": "10.1/x",
            "URL": "https://b.example",
            "accessed": {"date-parts": [[2024]]},
            "custom": {"short": "S", "full": [{"text": "x"}], "archive": [{"url": "u"}]},
        },
    ]
    kept, gone = merged(items, "a", "b")
    assert kept == {
        "id": "a",
        "type": "report",
        "title": "T",
        "publisher": "P",
        "URL": "https://a.example",
        "DOI": "10.1/x",
        "custom": {"short": "S", "archive": [{"url": "u"}]},
    }
    assert gone["custom"]["merged"] == {
        "into": "a",
        "gave": {"publisher": "P", "DOI": "10.1/x", "custom": {"short": "S", "archive": [{"url": "u"}]}},
        "over": {"publisher": ""},
    }


def test_merging_into_one_that_is_merged_goes_to_the_root() -> None:
    items: Items = [{"id": "a"}, {"id": "b"}, {"id": "c", "title": "C"}]
    chained = merged(merged(items, "a", "b"), "b", "c")
    assert merged_into(chained[2]) == "a"
    assert chained[0]["title"] == "C"
    assert [root_of(chained, key) for key in "abc"] == ["a", "a", "a"]
    other = merged(merged(items, "b", "c"), "a", "b")
    assert [root_of(other, key) for key in "abc"] == ["a", "a", "a"]


def test_rings_and_second_merges_and_unknown_sources_are_refused() -> None:
    items: Items = [{"id": "a"}, {"id": "b"}]
    once = merged(items, "a", "b")
    for keep, away in (("b", "a"), ("a", "b"), ("a", "a"), ("a", "gone"), ("gone", "a")):
        with pytest.raises(UserError):
            merged(once, keep, away)
    for key in ("a", "gone"):
        with pytest.raises(UserError):
            unmerged(once, key)


def test_a_ring_from_a_hand_edited_file_ends() -> None:
    ring: Items = [
        {"id": "a", "custom": {"merged": {"into": "b", "gave": {}}}},
        {"id": "b", "custom": {"merged": {"into": "a", "gave": {}}}},
    ]
    assert root_of(ring, "a") == root_of(ring, "b") == "a"


def test_a_mark_without_its_gifts_can_be_undone() -> None:
    items: Items = [{"id": "a", "title": "A"}, {"id": "b", "custom": {"merged": {"into": "a"}}}]
    assert unmerged(items, "b") == [{"id": "a", "title": "A"}, {"id": "b"}]
    assert merged_into(items[1]) == "a"


def test_what_was_edited_after_the_merge_is_not_taken_back() -> None:
    items: Items = [{"id": "a"}, {"id": "b", "title": "T", "publisher": "P"}]
    after = merged(items, "a", "b")
    after[0]["title"] = "Mended"
    after[0]["note"] = "new"
    assert unmerged(after, "b")[0] == {"id": "a", "title": "Mended", "note": "new"}


def test_a_gift_that_was_passed_on_is_taken_back_from_the_last() -> None:
    items: Items = [{"id": "a"}, {"id": "b"}, {"id": "c", "title": "C"}]
    after = unmerged(merged(merged(items, "b", "c"), "a", "b"), "c")
    assert "title" not in after[0]
    assert "title" not in after[1]


def test_a_gift_under_a_mark_that_is_none_is_taken_back_too() -> None:
    """Somebody wrote nonsense where we keep our mark: it is put aside whole while the source is merged, gifts and all."""
    items: Items = [{"id": "a"}, {"id": "b", "custom": {"merged": "nonsense"}}, {"id": "c", "custom": {"archive": "x"}}]
    both = merged(merged(items, "b", "c"), "a", "b")
    assert text(unmerged(unmerged(both, "c"), "b")) == text(unmerged(unmerged(both, "b"), "c")) == text(items)


def test_another_double_fills_the_blank_that_an_undo_leaves() -> None:
    items: Items = [{"id": "a"}, {"id": "b", "title": "B"}, {"id": "c", "title": "C"}]
    after = merged(merged(items, "a", "b"), "a", "c")
    assert after[0]["title"] == "B"
    assert unmerged(after, "b")[0]["title"] == "C"


@settings(deadline=None)
@given(libraries())
def test_a_word_that_two_are_different_can_be_taken_back(items: Items) -> None:
    if items[0].get("custom") == "text":
        with pytest.raises(UserError):
            distinct(items, "s0", "s1")
        return
    marked = distinct(items, "s0", "s1")
    assert are_distinct(marked[0], marked[1])
    assert are_distinct(marked[1], marked[0])
    assert text(distinct(marked, "s1", "s0")) == text(marked)
    back = undistinct(marked, "s1", "s0")
    assert not are_distinct(back[0], back[1])
    if items[0].get("custom", "none") == "none" or (isinstance(items[0]["custom"], dict) and items[0]["custom"]):
        assert text(back) == text(items)


def test_nothing_is_different_from_itself() -> None:
    with pytest.raises(UserError):
        distinct([{"id": "a"}], "a", "a")
