"""The child process that sets one letter: data on its standard input, the PDF on its standard output.

A process of its own, because typesetting keeps hundreds of megabytes after a large letter and cannot be stopped from inside.
It limits itself before it loads a font or a letter, and imports nothing of this program.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

FAILED = 3
"""The exit status that says: standard error holds one JSON object with a ``message``."""


def limit(memory_mb: int, seconds: int) -> None:
    """Cap what this process may write to in memory, and its processor time.

    RLIMIT_DATA and not RLIMIT_AS: an allocator reserves far more addresses than it uses, the more processors the more.
    """
    for kind, wanted in ((resource.RLIMIT_DATA, memory_mb << 20), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, most))


def compiled(order: dict[str, Any]) -> bytes:
    """The PDF, valid as PDF/UA-1 (ISO 14289-1) and as PDF/A-2a (ISO 19005-2, level A) at once.

    An order has the ``template`` file, ``folders`` of fonts, ``inputs``, and a ``timestamp`` in Unix seconds."""
    import typst  # late: the process that serves imports this module too, for its name and the meaning of its exit status

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=order["folders"])
    compiler = typst.Compiler(
        input=order["template"], root=order["root"], font_paths=fonts, ignore_system_fonts=True, sys_inputs=order["inputs"]
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=order["timestamp"])
    assert isinstance(pdf, bytes)
    return pdf


def main() -> int:
    """Read an order, limit this process as it says, write the PDF or the reason why there is none."""
    order = json.load(sys.stdin.buffer)
    limit(order["memory_mb"], order["seconds"])
    try:
        pdf = compiled(order)
    except RuntimeError as error:
        hints = list(getattr(error, "hints", ()))
        trace = list(getattr(error, "trace", ()))
        json.dump({"message": str(error), "hints": hints, "trace": trace}, sys.stderr)
        return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
