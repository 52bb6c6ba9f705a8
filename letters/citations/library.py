"""The library as the resolver sees it: each key leads to one source, whatever was merged with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from letters.citations.csl import Item, custom, field


class Library:
    """CSL-JSON items by their id. A double that was merged away (``custom.merged.into``) leads to the one it was merged into:
    citations keep the key they were written with, so undoing the merge gives back exactly what was."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {field(item, "id"): item for item in items if field(item, "id")}
        self._roots = {key: self._follow(key) for key, item in self._items.items() if _into(item)}

    def root(self, key: str) -> str:
        """The key under which the source that ``key`` means goes: itself, unless it was merged away."""
        return self._roots.get(key, key)

    def find(self, key: str) -> Item | None:
        """The source that ``key`` means, or None."""
        return self._items.get(self.root(key))

    @property
    def items(self) -> Mapping[str, Item]:
        """The sources that stand for themselves, by key, in the library's order."""
        return {key: item for key, item in self._items.items() if key not in self._roots}

    def _follow(self, key: str) -> str:
        seen = {key}
        while (further := _into(self._items[key])) and further in self._items and further not in seen:
            seen.add(further)
            key = further
        # A circle can only come from a file that somebody wrote by hand; any one of its members will do, the same for all.
        return min(seen) if further in seen else key


def _into(item: Item) -> str:
    merged = custom(item).get("merged")
    return field(merged, "into") if isinstance(merged, Mapping) else ""
