"""The real server, started for a fault test; with ``forgetful`` one that acknowledges before it writes, for the control."""

from __future__ import annotations

import sys
from functools import partial
from types import SimpleNamespace
from typing import Any

import serving
from app import create_app, make_workers
from campaign.operations import Signed
from campaign.public import signing
from configuration import from_environment


def forget(*_: Any) -> Signed:
    """What a program does that says "thank you" first and means to write later."""
    return Signed(SimpleNamespace(), "not-yet-written")  # type: ignore[arg-type]


if __name__ == "__main__":
    if "forgetful" in sys.argv:
        signing._sign = forget  # type: ignore[assignment]
    serving.serve(partial(create_app, from_environment()), make_workers, "127.0.0.1", int(sys.argv[1]))
