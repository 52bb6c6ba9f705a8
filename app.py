"""The front door: one application put together from its packages, and the ``undersigned`` command. No logic lives here."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

import campaign.desk
import campaign.public
import coalition.access
import coalition.views
import edge
import languages
import mail.views
import migrations
import serving
import throttle
import web
from campaign.commands import COMMANDS
from campaign.demo import prepare
from campaign.public.opening import doors_of
from campaign.public.unsubscribing import unsubscribe_now
from coalition.models import ROLES
from coalition.operations import people
from coalition.operations.sessions import LONGEST
from coalition.operations.sign_in import new_link
from command_line import Commands, Problem, ready_database
from configuration import PREFIX, MailSettings, Settings, from_environment
from database import Database
from hashed_uploads import HashingRequest
from precompressed import PageCache
from static_files import serve_static


class Undersigned(Flask):
    """Flask, except that its log names the page and not the address: an address may hold a token."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """``func`` as it is. None of ours is a coroutine, and Flask would look for that ten times in every request."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Write down what went wrong in a request."""
        self.logger.error("%s %s failed", request.method, request.endpoint, exc_info=exc_info)


def create_app(settings: Settings, *, clock: web.Clock = web.utc_now) -> Flask:
    """The application for these settings. ``clock`` gives the present moment, aware; tests set it.

    Raises RuntimeError when an endpoint does not say which permission it needs.
    """
    app = Undersigned(__name__)
    app.session_interface = web.Sessions()
    app.request_class = HashingRequest
    app.config.update(
        SECRET_KEY=settings.secret_key,
        # "__Host-": no neighbouring site under the same domain can plant this cookie (RFC 6265bis, section 4.1.3.2).
        SESSION_COOKIE_NAME="__Host-undersigned" if settings.secure else "undersigned",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LONGEST,
        MAX_CONTENT_LENGTH=edge.LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=edge.LARGEST_TEXT,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=_trusted_hosts(settings),
        # A signer reads the letter, asks their board, and comes back to the same tab: the form must still be good.
        WTF_CSRF_TIME_LIMIT=None,
        # Flask-WTF would ask for a Referer on https, and pages with a token in their address send none.
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    kept = PageCache(time_to_live=timedelta(seconds=settings.page_seconds))
    web.surround(app, web.Surroundings(settings, Database(settings.database_url), clock, kept))
    app.jinja_env.finalize = web.without_controls
    edge.protect(app)
    coalition.access.watch(app)
    # A mail program that unsubscribes its reader has no mark of ours to send (RFC 8058).
    edge.Marks(app).exempt(unsubscribe_now)
    throttle.attach(app, settings)
    languages.attach(app)
    serve_static(app, Path(app.root_path) / "static")
    web.access("public")(app.view_functions["static"])
    for blueprint in (coalition.views.bp, mail.views.bp, campaign.public.bp, campaign.desk.bp):
        app.register_blueprint(blueprint)
    coalition.access.check(app)
    return app


def _trusted_hosts(settings: Settings) -> list[str]:
    """The names this app answers to. Any other may be a stranger's domain that was pointed at this machine (DNS rebinding)."""
    return [urlsplit(settings.base_url).hostname or "", "localhost", "127.0.0.1"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="undersigned", prog_name="undersigned")
def main() -> None:
    """Sign-on letters for coalitions: write, circulate, sign, close, export."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many serve, each with some 100 MB of memory: as many as there are processors, where very many sign at once.",
)
def serve(host: str, port: int, processes: int) -> None:
    """Run the web server, and the worker beside it."""
    settings = from_environment()
    if PREFIX + "BASE_URL" not in os.environ:
        settings = replace(settings, base_url=f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}")  # noqa: S104
    ready_database(settings)
    taken = serving.why_not_free(host, port)
    if taken:
        raise Problem(f"Cannot listen on {host}, port {port}: {taken}.")
    _serve(settings, host, port, processes)


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The first port to try.")
def demo(port: int) -> None:
    """Show an example campaign that is open for signature. Everything is forgotten when the demo ends."""
    host = "127.0.0.1"
    port = next((number for number in range(port, port + 20) if not serving.why_not_free(host, number)), port)
    folder = Path(tempfile.mkdtemp(prefix="undersigned-demo-"))
    owner = os.getpid()
    try:
        settings = Settings(f"sqlite:///{folder}/demo.db", secrets.token_urlsafe(32), f"http://{host}:{port}", MailSettings())
        ready_database(settings)
        app = create_app(settings)
        with app.test_request_context(base_url=settings.base_url), web.database().write() as session:
            campaign, coordinator = prepare(session, doors=doors_of, now=web.now())
            _, token = new_link(session, coordinator, web.now())
            letter = web.external_url("public.letter", slug=campaign.slug)
            link = web.external_url("coalition.sign_in_link", token=token)
        web.surroundings(app).database.dispose()
        click.echo(f"The letter, open for signature:  {letter}")
        click.echo(f"Sign in to the desk (works once): {link}")
        click.echo(f"Mail that would have been sent:   {settings.base_url}/mail")
        _serve(settings, host, port)
    finally:
        if os.getpid() == owner:  # the serving process is a fork of this one, and comes through here as well when it ends
            shutil.rmtree(folder, ignore_errors=True)


def _serve(settings: Settings, host: str, port: int, processes: int = 1) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    click.echo(f"Undersigned is open at {settings.base_url} (Ctrl-C closes it).")
    if not settings.mail.server:
        click.echo("No mail server is set: mail is kept here and not sent. Read it at /mail, in a browser on this machine.")
    serving.spare_memory()
    if settings.worker:
        from campaign.workers import make_workers  # late: a web process whose workers run elsewhere saves 1 MB

        serving.serve(partial(create_app, settings), make_workers, host, port, processes=processes)
    else:
        serving.serve(partial(create_app, settings), None, host, port, processes=processes)


@main.command()
def upgrade() -> None:
    """Bring the database to the state that this version needs."""
    database = Database(from_environment().database_url)
    try:
        before = migrations.current(database.engine)
        migrations.upgrade(database.engine)
        after = migrations.current(database.engine)
    finally:
        database.dispose()
    click.echo(f"The database is at {after} already." if before == after else f"The database is now at {after}.")


@main.command()
def work() -> None:
    """Run the workers alone: send mail, close letters at their deadline, look after links. As many at once as you like."""
    from campaign.workers import make_workers

    settings = from_environment()
    ready_database(settings)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    serving.spare_memory()
    running, *others = make_workers(create_app(settings))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: running.stop())
    click.echo("The worker is running (Ctrl-C ends it).")
    for other in others:
        other.start()
    running.run()
    for other in others:
        other.stop()


@main.group()
def user() -> None:
    """The people who sign in."""


@user.command("add")
@click.argument("email")
@click.option("--name", default="", help="What others see instead of the address.")
@click.option("--coalition", "coalition_name", default="", help="Made when there is none of this name. Default: the only one.")
@click.option("--role", type=click.Choice(ROLES), help="Default: owner.")
def add_user(email: str, name: str, coalition_name: str, role: str | None) -> None:
    """Make somebody a coordinator, and print a link to sign in with.

    For somebody who is one already, only the link is printed (and the role changed, if one is given).
    """
    settings = from_environment()
    ready_database(settings)
    app = create_app(settings)
    with app.test_request_context(base_url=settings.base_url), web.database().write() as session:
        coordinator = people.appoint(
            session, email, name=name, coalition_name=coalition_name, role=role, by="the command line", now=web.now()
        )
        _, token = new_link(session, coordinator.person, web.now())
        link = web.external_url("coalition.sign_in_link", token=token)
        called = f"{coordinator.person.email} is {coordinator.role} of “{coordinator.coalition.name}”."
    click.echo(called)
    click.echo("To sign in, open this link within 30 minutes; it works once:", err=True)
    click.echo(link)


for command in COMMANDS:
    main.add_command(command)
