"""A real browser before a real server: the application on a port of this machine, its worker beside it, its clock ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from campaign.workers import make_workers
from configuration import MailSettings, Settings
from database import Database
from mail.background import Worker
from mail.models import CaughtMessage
from tests.conftest import PROGRAMS
from tests.tools.campaigns import Campaigns
from tests.tools.waiting import PATIENCE, free_port, until

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
expect.set_options(timeout=1000 * PATIENCE)


class Quiet(WSGIRequestHandler):
    """A handler that writes no log."""

    def log(self, *args: Any) -> None:
        pass


@dataclass
class Site:
    """The application as the browser sees it."""

    address: str
    app: Flask
    database: Database
    clock: Any
    campaigns: Campaigns
    signed_in: Callable[..., Any]
    mails: list[str] = field(default_factory=list)

    def mail(self, subject: str, to: str = "") -> CaughtMessage:
        """The newest caught message whose subject contains the words, and that went ``to``; waits for the worker."""

        def caught() -> CaughtMessage | None:
            with self.database.read() as session:
                found = select(CaughtMessage).where(CaughtMessage.subject.contains(subject))
                if to:
                    found = found.where(CaughtMessage.recipient == to)
                return session.scalars(found.order_by(CaughtMessage.id.desc())).first()

        until(caught, f"no mail about “{subject}” came")
        message = caught()
        assert message is not None
        return message

    def link(self, subject: str, path: str, to: str = "") -> str:
        """The address in the newest caught message about ``subject`` that contains ``path`` ("/confirm/")."""
        found: str | None = next((word for word in self.mail(subject, to).text.split() if path in word), None)
        assert found is not None, f"the mail about “{subject}” leads to no {path}"
        return found

    def desk_cookie(self, role: str = "owner") -> dict[str, Any]:
        """The cookie of somebody signed in with that role in the coalition "Rivers"."""
        client = self.signed_in(role)
        cookie = client.get_cookie("undersigned")
        assert cookie is not None
        return {"name": cookie.key, "value": cookie.value, "url": self.address}


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings with the address that the server will really have.

    Limits are off: a browser that is driven fills in a form faster than any person. test_signing.py has one with them on.
    """
    return Settings(database_url, "a-secret-for-tests-only", f"http://127.0.0.1:{free_port()}", MailSettings(), limits=False)


@pytest.fixture
def served(app: Flask, settings: Settings, database: Database, clock: Any, signed_in: Callable[..., Any]) -> Iterator[Site]:
    """The application, served, and nobody who works: what workers do, the test does itself."""
    port = int(settings.base_url.rpartition(":")[2])
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield Site(settings.base_url, app, database, clock, Campaigns(database, clock), signed_in)
    server.shutdown()
    serving.join(PATIENCE)
    server.server_close()


def workers_of(app: Flask) -> list[Worker]:
    """The application's workers, but for the one that goes out to the sites that letters cite."""
    everybody = make_workers(app)
    here = [worker for worker in everybody if worker.name != "undersigned-links"]
    assert len(here) == len(everybody) - 1
    return here


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The application, served, with its workers running."""
    workers = workers_of(served.app)
    for worker in workers:
        worker.start()
    yield served
    for worker in workers:
        assert worker.stop(PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    import shutil

    program = next(path for name in PROGRAMS["chromium"] if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, served: Site) -> Iterator[Callable[..., Page]]:
    """``new_page(**options)``: a window of its own on the site. What its console complains about fails the test at the end."""
    contexts = []
    complaints: list[str] = []

    def open_window(**options: Any) -> Page:
        context = browser.new_context(base_url=served.address, **({"viewport": PHONE} | options))
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not complaints


def _is_complaint(message: Any) -> bool:
    # Answers of 4xx are part of the tests; the browser reports each of them as an error.
    return message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text
