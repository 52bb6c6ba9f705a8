"""The child process that sets letters, from the side of the program.

It is started before the letter's data is ready: an interpreter takes as long to start as a short letter takes to set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

from letters.pdf import compile as compiling
from letters.pdf.errors import CompileError, PdfMemoryError, PdfTimeoutError


class Child:
    """A process that sets one letter after the other, each under limits of ``timeout`` seconds, the first one's from now, and
    ``memory_mb`` mebibytes.

    Use it in a ``with`` statement: whatever happens, no process stays behind. Its environment is bare, so that nothing outside
    can change what is set.
    """

    def __init__(self, timeout: float, memory_mb: int) -> None:
        self.timeout = timeout
        self.memory_mb = memory_mb
        self._end = time.monotonic() + timeout
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file; all that varies is on standard input
            [sys.executable, "-I", str(compiling.__file__)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": os.defpath, "MALLOC_ARENA_MAX": "2", "LANG": "C.UTF-8"},
        )

    def __enter__(self) -> Child:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        with suppress(BrokenPipeError):  # what was written for a process that is gone
            self._process.__exit__(kind, error, trace)  # closes the pipes and waits

    def pdf(self, order: dict[str, Any]) -> bytes:
        """The PDF of ``order`` (:func:`letters.pdf.compile.compiled`). One process sets as many letters as it is asked for,
        each within its ``timeout``.

        Raises :class:`PdfTimeoutError`, :class:`PdfMemoryError`, or :class:`CompileError` for whatever typesetting refuses.
        After any of them the process takes no more.
        """
        # Its processor time is capped too, for the case that this process dies and nobody is left to stop it.
        limits = {"memory_mb": self.memory_mb, "seconds": int(self.timeout * (os.cpu_count() or 1)) + 1}
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        watch = threading.Timer(max(0.0, self._end - time.monotonic()), stop)
        watch.start()
        try:
            written = self._answer(json.dumps({**order, **limits}).encode())
        finally:
            watch.cancel()
        self._end = time.monotonic() + self.timeout
        if written is not None:
            return written
        status = self._process.wait()
        if late.is_set():
            raise PdfTimeoutError(self.timeout)
        assert self._process.stderr is not None
        words = self._process.stderr.read().decode(errors="replace")
        if status == compiling.FAILED:
            raise CompileError(json.loads(words)["message"])
        if "memory" in words.lower():
            raise PdfMemoryError(self.memory_mb)
        raise CompileError(f"the process ended with status {status}: {words[-500:]}")

    def _answer(self, order: bytes) -> bytes | None:
        """What comes back for an order; None when the process ended instead."""
        asked, answer = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answer is not None
        try:
            asked.write(order + b"\n")
            asked.flush()
        except BrokenPipeError:
            return None
        length = int.from_bytes(answer.read(compiling.LENGTH))
        written = answer.read(length)
        return written if length and len(written) == length else None
