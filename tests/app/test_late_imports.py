"""What a serving process does not need to show a letter and take a signature, it does not load: memory is scarce there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

import migrations
from database import Database
from tests.tools.campaigns import Campaigns

LATE = {
    "alembic",
    "docx",
    "flask_mail",
    "icalendar",
    "letters.citations.parse",
    "letters.library.bibtex",
    "letters.library.ris",
    "letters.links.fetch",
    "letters.pdf",
    "letters.redline",
    "lxml",
    "mako",
    "markdown_it",
    "openpyxl",
    "pygments",
    "rich",
    "signatories.matching",
    "signatories.ordering.letters",
    "signatories.ordering.numerals",
    "smtplib",
    "sqlalchemy.dialects.postgresql",
    "tomllib",
    "typst",
    "yaml",
}
"""What migrates a database, reads and writes files, compares texts and names, sorts names that are not plain ASCII, works
beside the web server, and speaks to the other database."""

SERVE = r"""
import json, re, sys
from app import create_app
from command_line import ready_database
from configuration import MailSettings, Settings

secret, site = "for this test only, and nothing else", "http://localhost"
settings = Settings(sys.argv[1], secret, site, MailSettings(), limits=False, worker=False)
ready_database(settings)
client = create_app(settings).test_client()
page = client.get("/letters/harbor", base_url="http://localhost")
hidden = dict(re.findall(r'<input(?=[^>]*type="hidden")[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))
form = hidden | {"organization": "Zebra Fund", "authorized": "y"}
form |= {"contact_name": "Ada Okafor", "contact_email": "ada@zebra.example"}
signed = client.post("/letters/harbor/sign", data=form, base_url="http://localhost")
print(json.dumps({"statuses": [page.status_code, signed.status_code], "loaded": sorted(sys.modules)}))
"""


def test_reading_and_signing_load_nothing_that_only_files_and_migrations_need(tmp_path, clock):
    url = f"sqlite:///{tmp_path / 'late.db'}"
    database = Database(url)
    migrations.upgrade(database.engine)
    Campaigns(database, clock).open(deadline="2099-01-01T12:00")
    database.dispose()
    done = subprocess.run(
        [sys.executable, "-c", SERVE, url], cwd=Path(__file__).parents[2], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["statuses"] == [200, 303]
    assert LATE & set(told["loaded"]) == set()


def test_the_revision_is_known_without_alembic():
    assert migrations.head() == ScriptDirectory.from_config(migrations.configuration()).get_current_head()


def test_what_cannot_be_migrated_is_said(tmp_path):
    """A database from a later version of the program."""
    database = Database(f"sqlite:///{tmp_path / 'later.db'}")
    migrations.upgrade(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    assert migrations.current(database.engine) == "later"
    with pytest.raises(migrations.MigrationError, match="later"):
        migrations.upgrade(database.engine)
    database.dispose()
