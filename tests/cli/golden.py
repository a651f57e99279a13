"""What the golden tests of programs and of documents share: a clean world to run in, and texts made comparable."""

import datetime
import os
import re
import socket
import subprocess
import uuid
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

STAMP = re.compile(r"\bpf-(\d{4})(\d\d)(\d\d)T\d{6}Z")
MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\d)([T ])\d\d:\d\d:\d\d(\.\d+)?(Z|\+00)?")

# What differs from run to run, and what stands for it in an expectation.
SUBSTITUTIONS = [
    (re.compile(r"\(\d+\.\d\d s, \d+ MB\)"), "($TIME, $MEMORY)"),
    (re.compile(r"\bafter \d+ s\b"), "after $N s"),
    (re.compile(r"\b(About )?(\d+|a|an|Less than a) (second|minute)s?( ago)?\b"), "$AGO"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:$PORT"),
    (re.compile(r"\bpf-stack-\w+"), "pf"),
    (re.compile(r"^engine .*, project .*$", re.M), "engine $VERSIONS"),
    (re.compile(r'"duration_ms":\d+'), '"duration_ms":$MS'),
    (re.compile(r'"max_rss_kb":\d+'), '"max_rss_kb":$KB'),
    (re.compile(r'"run_id":"[0-9a-f]{6}"'), '"run_id":"$RUN"'),
    (re.compile(r"\b[\w.-]+@" + re.escape(socket.gethostname()) + r"\b"), "$USER@$HOST"),
    (re.compile(r"\bpf-([a-z]+)/[0-9a-f]{6}\b"), r"pf-\1/$RUN"),
    (STAMP, lambda found: stamp_or(found)),
    (MOMENT, lambda found: now_or(found)),
]


def is_near(day):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return day in {str(today), str(today - datetime.timedelta(days=1))}


def now_or(found):
    """A moment of today is when the test ran; others are data."""
    return "$NOW" if is_near(found.group(1)) else found.group(0)


def stamp_or(found):
    """The same in the name of a backup."""
    return "pf-$STAMP" if is_near("-".join(found.groups())) else found.group(0)


def comparable(text, folder, database=""):
    text = text.replace(os.path.realpath(folder), "$DIR").replace(folder, "$DIR")
    if database:
        text = text.replace(database, "$DATABASE")
        for name, value in parse_qsl(urlsplit(os.environ["PF_TEST_POSTGRESQL"]).query):
            text = text.replace(quote(value, safe=""), "$" + name.upper()).replace(value, "$" + name.upper())
    for pattern, replacement in SUBSTITUTIONS:
        text = pattern.sub(replacement, text)
    return text


def environment(programs, folder):
    """Nothing of the developer's own settings reaches a test."""
    return {
        "PATH": os.pathsep.join([programs, os.environ["PATH"]]),
        "HOME": folder,
        "XDG_CONFIG_HOME": os.path.join(folder, ".config"),
        "XDG_DATA_HOME": os.path.join(folder, ".local", "share"),
        "TMPDIR": folder,
        "COLUMNS": "100",
        "LC_ALL": "C",
        "TZ": "UTC",
        "SAMPLES": os.path.join(ROOT, "samples"),
        "ASAN_OPTIONS": "detect_leaks=0",
        # Where the coverage build writes its counters.
        **{name: os.environ[name] for name in ("GCOV_PREFIX", "GCOV_PREFIX_STRIP") if name in os.environ},
    }


class Database:
    """A fresh PostgreSQL database, dropped at the end."""

    def __init__(self):
        server = os.environ.get("PF_TEST_POSTGRESQL")
        if not server:
            raise RuntimeError("PF_TEST_POSTGRESQL is not set\nhint: run the tests with scripts/with-services ctest ...")
        self.server = server
        self.name = "pf_cli_" + uuid.uuid4().hex[:12]
        self.sql(f'CREATE DATABASE "{self.name}"')
        self.url = urlunsplit(urlsplit(server)._replace(path="/" + self.name))

    def sql(self, statement):
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.server, "-c", statement], check=True,
                       env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
