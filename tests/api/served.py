"""A running pf-serve, and requests to it as they go over the wire."""

import json
import os
import pathlib
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "cli"))
import golden  # noqa: E402

PATIENCE_S = 30


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1]) if raw else 0
        self.fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            name = name.lower()
            self.fields[name] = f"{self.fields[name]}, {value.strip()}" if name in self.fields else value.strip()

    def __getitem__(self, name):
        return self.fields.get(name.lower(), "")

    def json(self):
        return json.loads(self.body)

    def problem(self):
        """The kind of the problem document."""
        assert self["content-type"] == "application/problem+json", (self.status, self.fields, self.body)
        document = self.json()
        assert document["status"] == self.status, document
        return document["type"].removeprefix("urn:pf:problem:")


class Folder:
    """A home for a user of the programs, with a database on one of the backends."""

    def __init__(self, programs, backend):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="pf-api-"))
        self.database = golden.Database() if backend == "postgresql" else None
        self.url = self.database.url if self.database else f"sqlite:{self.path}/portfolio.db"
        self.environment = {**golden.environment(programs, str(self.path)), "DATABASE_URL": self.url}

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)
        if self.database:
            self.database.__exit__()

    def run(self, *words, code=(0, 3)):
        done = subprocess.run(words, cwd=self.path, env=self.environment, capture_output=True, timeout=120, check=False)
        if done.returncode not in code:
            raise AssertionError(f"{' '.join(words)}: {done.returncode}\n{done.stderr.decode()}")
        return done.stdout

    def fill(self):
        """What has something of everything: several accounts and currencies, sales, dividends, money, snapshots."""
        samples = ROOT / "samples"
        self.run("pf-import", "--quiet", str(samples / "pf.csv"), str(samples / "prices.csv"), str(samples / "fx.csv"))
        self.run("pf-import", "--quiet", "--create-accounts", "--account", "other", str(samples / "trading212.csv"))
        self.run("pf-ledger", "note", "main:1", "a note")
        self.run("pf-snapshot", "take", "--date", "2024-06-28", "--quiet")
        self.run("pf-snapshot", "take", "--date", "2024-09-30", "--catch-up", "--max-days", "3", "--quiet")


class Served:
    """`pf-serve api` on a free port."""

    def __init__(self, folder, *words, command="api", env=None, argv=None, pass_fds=()):
        unlimited = () if "--rate" in words else ("--rate", "0")
        words = argv or ("pf-serve", command, "--port", "0", *unlimited, *words)
        self.process = subprocess.Popen(words, cwd=folder.path, env={**folder.environment, **(env or {})},
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, pass_fds=pass_fds)
        self.log = []
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.address = ("127.0.0.1", int(re.search(r":(\d+)$", self.wait_for(r"listens on http://")).group(1)))

    def _read(self):
        for line in self.process.stderr:
            self.log.append(line.rstrip("\n"))
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def wait_for(self, pattern):
        """A line of the log."""
        while True:
            line = self.lines.get(timeout=PATIENCE_S)
            if line is None:
                raise AssertionError("it ended: " + "\n".join(self.log))
            if re.search(pattern, line):
                return line

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.end()
        self.process.stdout.close()

    def end(self):
        """\\return  the exit code"""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE_S)

    def connect(self, source=None):
        """:param source:  the address of this machine that it comes from"""
        connection = socket.create_connection(self.address, timeout=PATIENCE_S, source_address=source and (source, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def raw(self, sent):
        """What comes back until the server closes."""
        with self.connect() as connection:
            connection.sendall(sent)
            return everything(connection)

    def ask(self, target, method="GET", **fields):
        """\\param fields  `If_None_Match="…"`; `Host=None` leaves one out"""
        head = {"Host": f"localhost:{self.address[1]}", "Connection": "close",
                **{name.replace("_", "-"): value for name, value in fields.items()}}
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items() if value is not None)]
        return Answer(self.raw(("\r\n".join(lines) + "\r\n\r\n").encode()))


def everything(connection):
    received = b""
    while True:
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            return received
        if not piece:
            return received
        received += piece


def in_one_quarter(question):
    """What `question()` gives when it is asked within one quarter of an hour: with each another day may begin somewhere, and tags change."""
    while True:
        quarter = time.time() // 900
        answer = question()
        if quarter == time.time() // 900:
            return answer


def eventually(condition, what):
    """Waits for something that another process does."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("never: " + what)
