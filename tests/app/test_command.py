"""The `undersigned` command: what it does, and that it says what is wrong in a line and ends with 2."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

import migrations
from app import main
from coalition.models import AuditEntry, Coordinator
from coalition.operations.sign_in import link_works
from database import Database
from tests.tools.waiting import PATIENCE, free_port, until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run the command on a fresh SQLite file; keywords are settings."""
    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", f"sqlite:///{tmp_path}/x.db")

    def run(*arguments, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"UNDERSIGNED_{name}", value)
        return CliRunner().invoke(main, list(arguments))

    return run


@pytest.fixture
def opened(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/x.db")
    yield database
    database.dispose()


def refused(result):
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stderr.strip()


def held(database):
    with database.read() as session:
        return [
            (row.person.email, row.coalition.name, row.role)
            for row in session.scalars(select(Coordinator).order_by(Coordinator.id))
        ]


def test_the_first_person_gets_a_coalition_and_a_link(run, opened):
    done = run("user", "add", "Maria@Rivers.example", "--name", "Maria", "--coalition", "Rivers")
    assert done.exit_code == 0, done.output
    assert held(opened) == [("maria@rivers.example", "Rivers", "owner")]
    token = re.search(r"^http://127\.0\.0\.1:8000/desk/sign-in/(\S+)$", done.stdout, re.M)[1]
    from web import utc_now

    with opened.read() as session:
        assert link_works(session, token, utc_now())
        assert set(session.scalars(select(AuditEntry.actor))) == {"the command line"}


def test_the_only_coalition_is_meant(run, opened):
    run("user", "add", "maria@rivers.example", "--coalition", "Rivers")
    assert run("user", "add", "ana@rivers.example", "--role", "viewer").exit_code == 0
    assert held(opened)[1] == ("ana@rivers.example", "Rivers", "viewer")


def test_a_second_link_for_who_lost_the_first(run, opened):
    run("user", "add", "maria@rivers.example", "--coalition", "Rivers")
    again = run("user", "add", "maria@rivers.example")
    assert again.exit_code == 0
    assert "/desk/sign-in/" in again.stdout
    assert len(held(opened)) == 1


def test_a_link_goes_to_the_address_of_this_installation(run):
    done = run("user", "add", "m@rivers.example", "--coalition", "R", BASE_URL="https://letters.example.org")
    assert "https://letters.example.org/desk/sign-in/" in done.stdout


def test_what_is_not_clear_is_asked(run, opened):
    assert "name one with --coalition" in refused(run("user", "add", "maria@rivers.example"))
    assert "must be its owner" in refused(run("user", "add", "m@rivers.example", "--coalition", "Rivers", "--role", "viewer"))
    assert "mail address" in refused(run("user", "add", "maria", "--coalition", "Rivers"))
    assert held(opened) == []
    with opened.read() as session:
        assert not session.execute(text("SELECT * FROM coalition")).all(), "nothing is left behind"
    for name in ("Rivers", "Hills"):
        run("user", "add", "maria@rivers.example", "--coalition", name)
    assert "Hills, Rivers" in refused(run("user", "add", "ana@rivers.example"))


def test_the_last_owner_stays_here_too(run):
    run("user", "add", "maria@rivers.example", "--coalition", "Rivers")
    assert "keeps one owner" in refused(run("user", "add", "maria@rivers.example", "--role", "viewer"))


@pytest.mark.parametrize("command", [["serve"], ["upgrade"], ["work"], ["user", "add", "m@rivers.example"]])
def test_wrong_settings_are_said_line_by_line(run, command):
    said = refused(run(*command, MAIL_PORT="x", WORKER="maybe"))
    assert len(said.splitlines()) == 2
    assert "UNDERSIGNED_MAIL_PORT" in said
    assert "UNDERSIGNED_WORKER" in said


@pytest.mark.parametrize("command", [["serve"], ["work"], ["user", "add", "m@rivers.example"]])
def test_an_outdated_database_is_not_touched(run, opened, command):
    migrations.upgrade(opened.engine)
    with opened.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert "run “undersigned upgrade”" in refused(run(*command))


def test_a_newer_database_is_not_touched(run, opened):
    migrations.upgrade(opened.engine)
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "9999" in refused(run("serve"))
    assert "9999" in refused(run("upgrade"))


def test_upgrade_says_what_it_did(run):
    assert "is now at" in run("upgrade").stdout
    assert "already" in run("upgrade").stdout


def test_a_database_that_cannot_be_opened_is_said(run, tmp_path):
    (tmp_path / "folder.db").mkdir()
    url = f"sqlite:///{tmp_path}/folder.db"
    assert "cannot be used" in refused(run("upgrade", DATABASE_URL=url))


def test_a_port_that_is_taken_is_said(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Cannot listen on 127.0.0.1, port {port}" in refused(run("serve", "--port", port))


class Browser:
    """Just enough of one for the whole way through a real server."""

    def __init__(self, base):
        import http.cookiejar

        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path, data=None):
        try:
            with self.opener.open(self.base + path, data=data, timeout=PATIENCE) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.url, error.read().decode()

    def send(self, path, **data):
        mark = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path)[2])[1]
        return self.get(path, urllib.parse.urlencode({"csrf_token": mark} | data).encode())


@pytest.fixture
def served(tmp_path):
    """A real server on a fresh file, with its worker; gives its address and how to stop it."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSIGNED_")}
    environment |= {"UNDERSIGNED_DATABASE_URL": f"sqlite:///{tmp_path}/served.db", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from app import main; main()"]
    added = subprocess.run(
        [*command, "user", "add", "maria@rivers.example", "--coalition", "Rivers"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
    )
    assert added.returncode == 0, added.stderr
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    browser = Browser(f"http://127.0.0.1:{port}")
    try:

        def answers():
            try:
                return browser.get("/desk/sign-in")[0] == 200
            except OSError:
                assert process.poll() is None, process.stdout.read().decode()

        until(answers, "the server does not start")
        yield browser, process
    finally:
        if process.poll() is None:
            process.kill()
        process.stdout.close()
        process.wait()


def test_from_the_sign_in_form_to_the_desk(served):
    """The whole way on a real server: the form, the worker beside it, the caught mail, the button."""
    browser, process = served
    status, url, _ = browser.send("/desk/sign-in", email="maria@rivers.example")
    assert (status, url) == (200, browser.base + "/desk/sign-in/sent")

    def mailed():
        return re.search(r'href="(http://[^"]+/desk/sign-in/[^"]{43})"', browser.get("/mail")[2])

    until(mailed, "the worker does not send")
    found = mailed()
    assert found[1].startswith(browser.base)
    browser.send(found[1].removeprefix(browser.base))
    assert "maria@rivers.example" in browser.get("/desk/you")[2]
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    said = process.stdout.read().decode()
    assert f"Undersigned is open at {browser.base}" in said
    assert "No mail server is set" in said
    assert "Traceback" not in said
    assert found[1].rpartition("/")[2] not in said, "no token in the log"


def test_a_strangers_host_is_refused_by_the_real_server(served):
    browser, _ = served
    request = urllib.request.Request(browser.base + "/desk/sign-in", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=PATIENCE)
    with caught.value:
        assert caught.value.code == 400


def test_the_worker_alone_stops_when_told(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSIGNED_")}
    environment |= {"UNDERSIGNED_DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", "from app import main; main()", "work"],
        env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    with process.stdout as said:
        assert b"The worker is running" in said.readline()
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert b"Traceback" not in said.read()
