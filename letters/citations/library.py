"""The library as the resolver sees it: each key leads to one source, whatever was merged with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from letters.citations.csl import Item, custom, field
from letters.citations.short import short_name
from letters.document.nodes import Text


class Library:
    """CSL-JSON items by their id. A double that was merged away (``custom.merged.into``) leads to the one it was merged into:
    citations keep the key they were written with, so undoing the merge gives back exactly what was."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {field(item, "id"): item for item in items if field(item, "id")}
        self._roots = {key: self._follow(key) for key, item in self._items.items() if merged_into(item)}
        self._short: dict[str, Text] = {}

    def root(self, key: str) -> str:
        """The key under which the source that ``key`` means goes: itself, unless it was merged away."""
        return self._roots.get(key, key)

    def find(self, key: str) -> Item | None:
        """The source that ``key`` means, or None."""
        return self._items.get(self.root(key))

    def look_up(self, key: str) -> tuple[str, Item | None]:
        """Both at once: the root key, and the source or None."""
        root = self._roots.get(key, key) if self._roots else key
        return root, self._items.get(root)

    def short(self, key: str) -> Text:
        """The short name (:func:`letters.citations.short.short_name`) of the source of that root key, which must be there."""
        name = self._short.get(key)
        if name is None:
            name = self._short[key] = short_name(self._items[key])
        return name

    @property
    def items(self) -> Mapping[str, Item]:
        """The sources that stand for themselves, by key, in the library's order."""
        return {key: item for key, item in self._items.items() if key not in self._roots}

    def _follow(self, key: str) -> str:
        seen = {key}
        while (further := merged_into(self._items[key])) and further in self._items and further not in seen:
            seen.add(further)
            key = further
        # A circle can only come from a file that somebody wrote by hand; any one of its members will do, the same for all.
        return min(seen) if further in seen else key


def merged_into(item: Item) -> str:
    """The key that ``item`` is merged into; "" if it stands for itself."""
    if "custom" not in item:
        return ""
    merged = custom(item).get("merged")
    return field(merged, "into") if isinstance(merged, Mapping) else ""
