"""The child process that sets a letter, from the side of the program.

It is started before the letter's data is ready: an interpreter takes as long to start as a short letter takes to set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from types import TracebackType
from typing import Any

from letters.pdf import compile as compiling
from letters.pdf.errors import CompileError, PdfMemoryError, PdfTimeoutError


class Child:
    """A process that takes one order, under limits of ``timeout`` seconds from now and ``memory_mb`` mebibytes.

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
        self._process.__exit__(kind, error, trace)  # closes the pipes and waits

    def pdf(self, order: dict[str, Any]) -> bytes:
        """The PDF of ``order`` (:func:`letters.pdf.compile.compiled`).

        Raises :class:`PdfTimeoutError`, :class:`PdfMemoryError`, or :class:`CompileError` for whatever typesetting refuses.
        """
        # Its processor time is capped too, for the case that this process dies and nobody is left to stop it.
        limits = {"memory_mb": self.memory_mb, "seconds": int(self.timeout * (os.cpu_count() or 1)) + 1}
        try:
            left = max(0.0, self._end - time.monotonic())
            written, said = self._process.communicate(json.dumps({**order, **limits}).encode(), timeout=left)
        except subprocess.TimeoutExpired:
            raise PdfTimeoutError(self.timeout) from None
        status = self._process.returncode
        if status == 0:
            return written
        words = said.decode(errors="replace")
        if status == compiling.FAILED:
            raise CompileError(json.loads(words)["message"])
        if "memory" in words.lower():
            raise PdfMemoryError(self.memory_mb)
        raise CompileError(f"the process ended with status {status}: {words[-500:]}")
