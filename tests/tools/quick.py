"""What two thousand applications in one process need not do two thousand times.

Each test has an application and a database of its own. What is the same for all of them, byte by byte, is made once: the code
that werkzeug writes for each route, the code that Jinja writes for each template, and what SQLAlchemy makes of each statement.
Each is kept under the very text that it is made of, so a test that serves another route or another template still has that one.

And no test waits for the disk. What must outlive a power cut is tested where the power is cut: tests/faults starts servers of
its own, which know nothing of this. The fixture ``in_service`` gives a test the database as it is in service.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, create_engine, event
from werkzeug.routing import Rule

import database

IN_SERVICE = database._prepare_sqlite
"""How the program itself sets up its connections to SQLite."""


class KeptTemplates(BytecodeCache):
    """The code of templates, in memory. Jinja asks for it by the template's name, and drops it when its text has changed.

    What an environment does to every value (``finalize``) and its extensions are written into the code: they are asked for too.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        shaped_by = repr((environment.finalize, environment.autoescape, sorted(environment.extensions)))
        bucket = Bucket(environment, self.get_cache_key(name, filename) + shaped_by, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def keep_builders() -> None:
    """Let rules of the same text share the function that builds their addresses; it is given its rule at each call."""
    compiled: dict[tuple[Any, ...], Callable[..., Any]] = {}
    compile_builder = Rule._compile_builder

    def kept(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        if self.defaults:  # their values are written into the code
            return compile_builder(self, append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(self, append_unknown)
        return compiled[key]

    Rule._compile_builder = kept  # type: ignore[method-assign]


def without_waiting_for_the_disk(engine: Engine) -> None:
    """Set up connections as in service, but for one thing: SQLite does not wait until the disk has what was committed."""
    IN_SERVICE(engine)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))


def keep_parts() -> None:
    """Let rules of the same text share what they are matched by, and the converters of their variables: those of Flask and ours
    know nothing of the map that they are made for."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    parse = Rule._parse_rule

    def compiled(self: Rule, rule: str) -> list[Any]:
        assert self.map is not None
        key = (rule, tuple(self.map.converters.items()))
        if key not in kept:
            before = len(self._trace)
            parts = list(parse(self, rule))
            kept[key] = {"parts": parts, "trace": self._trace[before:], "converters": dict(self._converters)}
        else:
            self._trace += kept[key]["trace"]
            self._converters |= kept[key]["converters"]
            self.arguments |= kept[key]["converters"].keys()
        return kept[key]["parts"]  # type: ignore[no-any-return]

    Rule._parse_rule = compiled  # type: ignore[method-assign]


def keep_statements() -> None:
    """Let engines of one kind share what SQLAlchemy made of a statement: the SQL, and how to read its rows.

    It keeps that by the dialect and the very statement, in each engine. So all get the dialect of the first one, and its store.
    Connections are each engine's own.
    """
    first: dict[str, Engine] = {}

    def sharing(url: str, **options: Any) -> Engine:
        engine = create_engine(url, query_cache_size=5_000, **options)
        kept = first.get(engine.dialect.name)
        if kept is None:
            with engine.connect():
                pass  # a dialect asks its first connection what the server can do
            engine.dispose()
            kept = first[engine.dialect.name] = engine
        engine.dialect, engine._compiled_cache = kept.dialect, kept._compiled_cache
        return engine

    database.create_engine = sharing  # type: ignore[assignment]


def hurry() -> None:
    """Do all of this, in this process."""
    keep_builders()
    keep_parts()
    keep_statements()
    Flask.jinja_options = {"bytecode_cache": KeptTemplates()}
    database._prepare_sqlite = without_waiting_for_the_disk
