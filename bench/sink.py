"""A mail server that takes everything and keeps nothing: ``python -m bench.sink PORT``.

``stalling`` never answers DATA; ``step-by-step`` takes one command at a time.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Sink:
    """What is done with a message."""

    def __init__(self, stalling: bool, pipelining: bool) -> None:
        self._stalling, self._pipelining = stalling, pipelining

    async def handle_EHLO(  # noqa: N802
        self,
        server: Any,  # noqa: ARG002
        session: Any,
        envelope: Any,  # noqa: ARG002
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Say what every mail server of today can."""
        session.host_name = hostname
        return [*responses[:-1], *(["250-PIPELINING"] if self._pipelining else []), *responses[-1:]]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        """Take it, or leave its sender waiting."""
        if self._stalling:
            await asyncio.sleep(3600)
        return "250 OK"


async def serve(port: int, stalling: bool, pipelining: bool) -> None:
    """Serve until ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(stalling, pipelining), enable_SMTPUTF8=False), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), "stalling" in sys.argv, "step-by-step" not in sys.argv))
