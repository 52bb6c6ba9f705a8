"""The bare minimum that does the same: ``python -m bench.floor PORT DATABASE_URL LENGTH``.

Flask, Flask-WTF with its form mark, a form with the same fields and checks, and the same two rows through the plain ORM, in one
``BEGIN IMMEDIATE`` at ``synchronous=FULL``; served by the same gunicorn. No queue, no audit line, no look at the letter.

It takes a copy of the real database in which one organization has signed, and inserts rows like those that it finds there: same
tables, same indexes, same sizes.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

from flask import Flask, Response, redirect
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf
from sqlalchemy import MetaData, Table, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional

import serving

SCOPES = [("", "Not said"), ("national", "National"), ("state", "State"), ("local", "Local"), ("international", "All")]


class Form(FlaskForm):  # type: ignore[misc]
    """The fields of the sign form with their checks."""

    organization = StringField("Organization", validators=[DataRequired(), Length(max=300)])
    scope = SelectField("Where it works", choices=SCOPES, validators=[Optional()])
    state = StringField("State", validators=[Length(max=60)])
    website = StringField("Website", validators=[Length(max=300)])
    contact_name = StringField("Your name", validators=[DataRequired(), Length(max=200)])
    contact_title = StringField("Your title", validators=[Length(max=200)])
    contact_email = EmailField("Your address", validators=[DataRequired(), Length(max=254), Email()])
    authorized = BooleanField("I am authorized", validators=[DataRequired()])
    version = HiddenField(validators=[Length(max=64)])
    invitation = HiddenField(validators=[Length(max=64)])
    person = HiddenField(validators=[Length(max=3)])
    fax = StringField("Leave this field empty")


def tables(engine: Any) -> tuple[Any, Any, dict[str, Any], dict[str, Any]]:
    """The two tables as classes, and a row of each to go by."""

    class Base(DeclarativeBase):
        metadata = MetaData()

    class Signature(Base):
        __table__ = Table("signature", Base.metadata, autoload_with=engine)

    class Message(Base):
        __table__ = Table("outbox_message", Base.metadata, autoload_with=engine)

    rows = []
    with engine.connect() as connection:
        for kind in (Signature, Message):
            found = connection.execute(select(kind.__table__).order_by(kind.__table__.c.id.desc()).limit(1)).mappings().one()
            rows.append({name: value for name, value in found.items() if name not in ("id", "receipt_hash")})
    return Signature, Message, rows[0], rows[1]


def database(url: str) -> Any:
    """An engine as any careful program sets it up."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def make_floor(url: str, length: int) -> Flask:
    """The application. Its page has ``length`` bytes and a form mark."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=os.urandom(32), WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    engine = database(url)
    signatures, messages, signature_row, message_row = tables(engine)
    page = b"<!doctype html><title>A letter</title>" + b"x" * length

    @app.get("/")
    def letter() -> Response:
        mark = f'<input type="hidden" name="csrf_token" value="{generate_csrf()}">'
        return Response(page + mark.encode(), mimetype="text/html")

    @app.post("/sign")
    def sign() -> tuple[str, int] | AnyResponse:
        form = Form()
        if not form.validate_on_submit():
            return str(form.errors), 422
        name, address = form.organization.data, form.contact_email.data
        with Session(engine) as session, session.begin():
            own = {"line": name, "name_typed": name, "contact_email": address, "address_key": address}
            signature = signatures(**signature_row | {key: own[key] for key in own if key in signature_row})
            session.add(signature)
            session.flush()
            session.add(messages(**message_row | {"recipient": address, "about": f"signature:{signature.id}"}))
        return redirect("/", code=303)

    return app


if __name__ == "__main__":
    serving.serve(partial(make_floor, sys.argv[2], int(sys.argv[3])), None, "127.0.0.1", int(sys.argv[1]))
