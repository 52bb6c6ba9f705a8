"""Running the web server: what the serving process keeps and gives back."""

from __future__ import annotations

import ctypes
import gc
import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import serving
from tests.tools.waiting import PATIENCE, free_port, until

HOLDER = """
import threading, serving
if {spare}: serving.spare_memory()
def work(): kept.append(bytearray(4000) * 1); held = [bytearray(60_000) for _ in range(200)]; gate.wait()
kept, gate = [], threading.Barrier(9)
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]; gate.wait(); [thread.join() for thread in threads]
print(int(open("/proc/self/status").read().split("VmRSS:")[1].split()[0]))
"""


def kilobytes(spare):
    root = Path(serving.__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", HOLDER.format(spare=spare)], capture_output=True, check=True, cwd=root, text=True
    )
    return int(done.stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library has nothing to set")
def test_what_threads_have_freed_goes_back():
    """Eight threads freed 12 MB each, of which each left a little in use."""
    assert kilobytes(spare=True) < kilobytes(spare=False) - 2_000


def test_where_nothing_can_be_set_nothing_happens(monkeypatch):
    def none(_name):
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", none)
    serving.spare_memory()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    serving.spare_memory()


def test_what_was_there_at_the_start_is_not_looked_through_again(app):
    server = serving.Server(lambda: app, None, "127.0.0.1:0", 1)
    try:
        assert server.load() is app
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
        server._end(None, None)


SEVERAL = """
import os, sys
from flask import Flask
import serving

def say(word):
    with open(sys.argv[2], "a") as file:
        file.write(f"{word} {os.getpid()}\\n")

class Worker:
    def start(self): say("works")
    def wake(self): say("woken")
    def stop(self): say("stopped")

def make_app():
    app = Flask("several")
    app.add_url_rule("/sent", "sent", lambda: ("", 303))
    return app

serving.serve(make_app, lambda app: [Worker()], "127.0.0.1", int(sys.argv[1]), processes=int(sys.argv[3]))
"""


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    connection.getresponse().read()
    connection.close()


def children(process):
    return {int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()}


@pytest.mark.parametrize("processes", [1, 3])
def test_the_workers_run_in_one_process_and_in_another_when_that_is_gone(tmp_path, processes):
    said, port = tmp_path / "said", free_port()
    said.touch()
    words = [sys.executable, "-c", SEVERAL, str(port), str(said), str(processes)]
    server = subprocess.Popen(words, cwd=Path(serving.__file__).parent, start_new_session=True)

    def those_that(word):
        return [int(line.split()[1]) for line in said.read_text().splitlines() if line.startswith(word)]

    try:
        until(lambda: len(children(server.pid)) == processes and len(those_that("works")) == 1)
        (first,) = those_that("works")
        assert first in children(server.pid)
        until(lambda: ask(port, "/sent") or those_that("woken"), "a form that was accepted wakes them")
        assert set(those_that("woken")) == {first}
        os.kill(first, signal.SIGKILL)
        until(lambda: len(children(server.pid) - {first}) == processes and len(those_that("works")) == 2)
        _, second = those_that("works")
        assert second in children(server.pid) - {first}
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0
        assert second in those_that("stopped")
        assert len(those_that("stopped")) == len(those_that("works")) - 1, "all but those that were killed have ended orderly"
    finally:
        for process in (*children(server.pid), server.pid) if server.poll() is None else ():
            os.kill(process, signal.SIGKILL)
        server.wait(PATIENCE)
