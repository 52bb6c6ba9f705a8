"""The real server, started for a fault test. A word takes one protection away, for the control that must then fail:

- ``forgetful`` thanks before it writes;
- ``hasty`` runs SQLite at ``synchronous=NORMAL``, which leaves what was committed in memory;
- ``nameless`` does not know a full disk when it meets one.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from sqlalchemy import Pool, event

import database
import serving
from app import create_app
from campaign.operations import Signed
from configuration import from_environment
from database import Database


def forget(*_: Any) -> Signed:
    """What a program does that says "thank you" first and means to write later."""
    return Signed(1)


def hurry(connection: Any, *_: Any) -> None:
    """Run by the pool for each connection that is taken out."""
    connection.execute("PRAGMA synchronous=NORMAL")


if __name__ == "__main__":
    if "forgetful" in sys.argv:
        Database.together = forget  # type: ignore[method-assign, assignment]
    if "hasty" in sys.argv:
        event.listen(Pool, "checkout", hurry)
    if "nameless" in sys.argv:
        database._name_full_disk = lambda context: None
    serving.serve(partial(create_app, from_environment()), None, "127.0.0.1", int(sys.argv[1]))
