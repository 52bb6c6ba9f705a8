"""One measurement in a process of its own: ``python -m bench.child SUBJECT COUNT`` prints seconds, megabytes and bytes."""

from __future__ import annotations

import json
import resource
import sys
import time

from bench.letter import rendition
from bench.subjects import SUBJECTS


def megabytes() -> float:
    """The most memory that this process and its largest child held; maximum resident set sizes, which Linux gives in KiB."""
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + child) / unit


def main(subject: str, count: int) -> None:
    """Write the letter once, cold: what a server does for its first letter."""
    write = SUBJECTS[subject]()
    letter = rendition(count)
    start = time.perf_counter()
    written = write(letter)
    seconds = time.perf_counter() - start
    json.dump({"seconds": seconds, "megabytes": megabytes(), "bytes": len(written)}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
