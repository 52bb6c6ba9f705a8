"""The child process that sets letters: one after the other on its standard input, their PDFs on its standard output.

A process of its own, because typesetting keeps hundreds of megabytes after a large letter and cannot be stopped from inside.
It limits itself before it loads a font or a letter, and imports nothing of this program.

An order is a line of JSON. Its answer is a length of eight bytes, the highest first, and as many bytes of PDF.
"""

from __future__ import annotations

import json
import resource
import sys
from functools import cache
from typing import Any

LENGTH = 8
"""Bytes that say how long the PDF after them is."""

FAILED = 3
"""The exit status that says: standard error holds one JSON object with a ``message``."""


def limit(memory_mb: int, seconds: int) -> None:
    """Cap what this process may write to in memory, and how much more processor time it may take.

    RLIMIT_DATA and not RLIMIT_AS: an allocator reserves far more addresses than it uses, the more processors the more.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    for kind, wanted in ((resource.RLIMIT_DATA, memory_mb << 20), (resource.RLIMIT_CPU, spent + seconds)):
        _, hard = resource.getrlimit(kind)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, hard))  # the next letter has as much time again


def compiled(order: dict[str, Any]) -> bytes:
    """The PDF, valid as PDF/UA-1 (ISO 14289-1) and as PDF/A-2a (ISO 19005-2, level A) at once.

    An order has the ``template`` file, ``folders`` of fonts, ``inputs``, and a ``timestamp`` in Unix seconds."""
    import typst  # late: the process that serves imports this module too, for its name and the meaning of its exit status

    fonts = _fonts(tuple(order["folders"]))
    compiler = typst.Compiler(
        input=order["template"], root=order["root"], font_paths=fonts, ignore_system_fonts=True, sys_inputs=order["inputs"]
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=order["timestamp"])
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts(folders: tuple[str, ...]) -> Any:
    """The fonts of these folders: the copies of one letter need the same, and looking through them takes a while."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def main() -> int:
    """Take one order after the other, limit this process as it says, write the PDF or the reason why there is none."""
    for line in sys.stdin.buffer:
        order = json.loads(line)
        limit(order["memory_mb"], order["seconds"])
        try:
            pdf = compiled(order)
        except RuntimeError as error:
            hints = list(getattr(error, "hints", ()))
            trace = list(getattr(error, "trace", ()))
            json.dump({"message": str(error), "hints": hints, "trace": trace}, sys.stderr)
            return FAILED
        sys.stdout.buffer.write(len(pdf).to_bytes(LENGTH) + pdf)
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
