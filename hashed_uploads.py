"""Uploads that are only looked at: hashed as they arrive, never kept, not even for a moment on a disk."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import IO, Any, TypeVar, cast

from flask import Request

View = TypeVar("View", bound=Callable[..., Any])


def only_hashed(most: int) -> Callable[[View], View]:
    """Declare that a view wants the hash of an uploaded file and nothing else of it; its request may have ``most`` bytes."""

    def declare(view: View) -> View:
        view.only_hashed = most  # type: ignore[attr-defined]
        return view

    return declare


def most_of(view: Callable[..., Any] | None) -> int | None:
    """How many bytes the request of such a view may have; None for any other view."""
    return cast("int | None", getattr(view, "only_hashed", None))


class HashedUpload(io.RawIOBase):
    """Where the bytes of a file go that is only hashed. There is nothing to read back."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of all that arrived, in hex."""
        return self._hash.hexdigest()

    def writable(self) -> bool:
        """It takes anything."""
        return True

    def write(self, data: Any) -> int:
        """Hash a piece, and forget it."""
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002  (as any file has it)
        """Werkzeug goes to the beginning of what it has written; here there is none."""
        return 0


class HashingRequest(Request):
    """A request whose files are hashed while they arrive, where its view says so; else as Flask has it."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        from flask import current_app

        if most_of(current_app.view_functions.get(self.endpoint or "")) is not None:
            return cast("IO[bytes]", HashedUpload())
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)
