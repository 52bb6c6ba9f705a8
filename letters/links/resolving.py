"""Asking the name system, with an end to the waiting."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from letters.links.networks import IPAddress

Resolve = Callable[[str, float], Sequence[IPAddress]]
"""Takes a host's name and how many seconds it may take; gives its addresses or raises OSError (TimeoutError when too slow)."""


def system_resolve(host: str, seconds: float) -> Sequence[IPAddress]:
    """All addresses that this machine's resolver knows for ``host``; raises OSError if it knows none.

    ``getaddrinfo`` has no timeout of its own and cannot be interrupted, so it runs in a thread that is left behind when it
    takes too long. The thread ends by itself when the system gives up.
    """
    found: list[IPAddress] = []
    wrong: list[Exception] = []

    def ask() -> None:
        try:
            for *_, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
                ip = ip_address(address[0])
                if ip not in found:
                    found.append(ip)
        except (OSError, ValueError) as error:  # ValueError: a name that cannot be encoded (UnicodeError is one)
            wrong.append(error)

    asking = threading.Thread(target=ask, name="undersigned-names", daemon=True)
    asking.start()
    asking.join(max(seconds, 0))
    if asking.is_alive():
        raise TimeoutError(f"the name {host} was not found in time")
    if wrong or not found:
        raise OSError(f"the name {host} is not known") from (wrong[0] if wrong else None)
    return tuple(found)
