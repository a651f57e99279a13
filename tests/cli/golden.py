"""What the golden tests of programs and of documents share: a clean world to run in, and texts made comparable."""

import datetime
import os
import re
import socket
import subprocess
import tempfile
import uuid
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

STAMP = re.compile(r"\bpf-(\d{8}T\d{6})Z")
MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(\.\d+)?(Z|\+00)?")
TODAY = re.compile(r"(\bit is |\bsnapshot_date > ')(\d{4}-\d\d-\d\d)\b")

# How far tests/clock has set the clock of the programs, and ours, ahead of the servers'.
AHEAD = datetime.timedelta(seconds=int(os.environ.get("PF_TEST_AHEAD_S", "0")))
PASSED_ON = ("LLVM_PROFILE_FILE", "LD_PRELOAD", "PF_TEST_AHEAD_S")

# What differs from run to run, and what stands for it in an expectation.
SUBSTITUTIONS = [
    (re.compile(r"\(\d+\.\d\d s, \d+ MB\)"), "($TIME, $MEMORY)"),
    (re.compile(r"\bafter \d+ s\b"), "after $N s"),
    (re.compile(r"\b(About )?(\d+|a|an|Less than a) (second|minute)s?( ago)?\b"), "$AGO"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:$PORT"),
    (re.compile(r"\bnothing is held in [^;]*;"), "nothing is held in $WHERE;"),
    (re.compile(r"\bpf-stack-\w+"), "pf"),
    (re.compile(r"^engine .*, project .*$", re.M), "engine $VERSIONS"),
    (re.compile(r'"duration_ms":\d+'), '"duration_ms":$MS'),
    (re.compile(r'"max_rss_kb":\d+'), '"max_rss_kb":$KB'),
    (re.compile(r'"run_id":"[0-9a-f]{6}"'), '"run_id":"$RUN"'),
    (re.compile(r"\b[\w.-]+@" + re.escape(socket.gethostname()) + r"\b"), "$USER@$HOST"),
    (re.compile(r"\bpf-([a-z]+)/[0-9a-f]{6}\b"), r"pf-\1/$RUN"),
]


def now():
    """By the clock of the programs."""
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


class Run:
    """From when to when something ran. A moment in between is when it ran; any other is data, also one of the same day."""

    def __init__(self):
        self.begin = self.end = now()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.end = now()

    def holds(self, digits):
        try:
            moment = datetime.datetime.strptime(re.sub(r"\D", "", digits), "%Y%m%d%H%M%S")
        except ValueError:  # no day that exists
            return False
        moment = moment.replace(tzinfo=datetime.timezone.utc)
        return any(self.begin <= moment + ahead <= self.end for ahead in (datetime.timedelta(), AHEAD))

    def without_moments(self, text):
        """The same text whenever it was printed."""
        text = STAMP.sub(lambda found: "pf-$STAMP" if self.holds(found.group(1)) else found.group(0), text)
        text = MOMENT.sub(lambda found: "$NOW" if self.holds(found.group(1)) else found.group(0), text)
        days = {str(moment.date()) for moment in (self.begin, self.end)}
        return TODAY.sub(lambda found: found.group(1) + ("$TODAY" if found.group(2) in days else found.group(2)), text)


def comparable(text, folder, run, database=""):
    """:raises RuntimeError: when the text holds where the project lies, which would make it another on another machine"""
    text = text.replace(os.path.realpath(folder), "$DIR").replace(folder, "$DIR")
    if ROOT in text:
        raise RuntimeError(f"it prints {ROOT}: link to $SAMPLES in the folder of the run, and name files from there")
    if database:
        text = text.replace(database, "$DATABASE")
        for name, value in parse_qsl(urlsplit(os.environ["PF_TEST_POSTGRESQL"]).query):
            mark = "$" + name.upper()
            if value.isdigit(): # those of a port may stand in any figure
                text = re.sub(rf"(?<![0-9.]){value}(?!\.?[0-9])", mark, text)
            else:
                text = text.replace(quote(value, safe=""), mark).replace(value, mark)
    for pattern, replacement in SUBSTITUTIONS:
        text = pattern.sub(replacement, text)
    return run.without_moments(text)


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
        # Whatever the zone is, the programs say the same.
        "TZ": os.environ.get("TZ", "UTC"),
        "SAMPLES": os.path.join(ROOT, "samples"),
        "ASAN_OPTIONS": "detect_leaks=0",
        # Where the coverage build writes its counts, and what sets the clock.
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
    }


class Database:
    """A fresh PostgreSQL database, dropped at the end."""

    def __init__(self, model="template1"):
        server = os.environ.get("PF_TEST_POSTGRESQL")
        if not server:
            raise RuntimeError("PF_TEST_POSTGRESQL is not set\nhint: run the tests with scripts/with-services ctest ...")
        self.server = server
        self.name = "pf_cli_" + uuid.uuid4().hex[:12]
        self.sql(f'CREATE DATABASE "{self.name}" TEMPLATE "{model}"')
        self.url = urlunsplit(urlsplit(server)._replace(path="/" + self.name))

    def sql(self, statement):
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.server, "-c", statement], check=True,
                       env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def ask(url, statement):
    """What a statement answers."""
    return subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement], check=True,
                          capture_output=True, text=True).stdout.strip()


def without_portfolio(text, name):
    """The same text as without a portfolio."""
    for mark, without in ((f", portfolio {name}", ""), (f" --portfolio {name}", ""), (f"/backups/{name}/", "/backups/"),
                          (f" {name}.", " public.")):
        text = text.replace(mark, without)
    return text


# Names of schemas, and values that travel as settings of the session.
STRAY = re.compile(r"\b(public|hers|pf_migrate)\.|current_setting\('pf\.|set_config\('pf\.")


class Portfolio(Database):
    """The same, with two portfolios in it: an empty one to work in, and beside it books that nobody may touch."""

    NAME = "mine"
    BESIDE = ("public", "pf_migrate", "hers")
    model = None

    def __init__(self):
        self.log_begins = os.path.getsize(os.environ["PF_TEST_PG_LOG"])
        super().__init__(self.model)

    def contents(self):
        """What the portfolios beside hold, in a few digits."""
        schemas = ", ".join(f"'{schema}'" for schema in self.BESIDE)
        return ask(self.url, "SELECT md5(string_agg(CAST(table_to_xml(c.oid, true, false, '') AS TEXT), '' ORDER BY c.oid)) "
                             "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
                             f"WHERE c.relkind = 'r' AND n.nspname IN ({schemas})")

    def environment(self):
        # What a case asks with psql is asked of the same portfolio; the server tells what it was sent.
        return {"PF_PORTFOLIO": self.NAME, "PGOPTIONS": f"-c search_path={self.NAME} -c log_statement=all"}

    def strays(self):
        """What was sent that names another portfolio, or what would not reach another machine of a cluster."""
        with open(os.environ["PF_TEST_PG_LOG"], encoding="utf-8", errors="replace") as log:
            log.seek(self.log_begins)
            mine = [line for line in log if f" [{self.name}] LOG:  " in line]
        return [line.strip() for line in mine if STRAY.search(line)]

    @classmethod
    def prepare(cls, programs):
        """Make the database that those of all cases are copies of; the caller drops it."""
        model = Database()
        cls.model = model.name
        with tempfile.TemporaryDirectory(prefix="pf-cli-") as folder:
            for portfolio in ("", "hers"):
                names = {**environment(programs, folder), "DATABASE_URL": model.url, "PF_PORTFOLIO": portfolio}
                if portfolio:
                    subprocess.run(["pf-migrate", "portfolio", "create", portfolio, "--quiet"], check=True,
                                   env={**names, "PF_PORTFOLIO": ""})
                samples = os.path.join(ROOT, "samples")
                subprocess.run(["pf-import", "--quiet", os.path.join(samples, "pf.csv")], check=True, env=names,
                               stdout=subprocess.DEVNULL)
        ask(model.url, f"CREATE SCHEMA {cls.NAME}")
        return model


class Distributed:
    """A portfolio without data on one of the machines of the Citus cluster that PF_TEST_CITUS names; gone in the end."""

    def __init__(self, programs):
        self.programs = programs
        self.url = os.environ["PF_TEST_CITUS"]
        self.name = "mine_" + uuid.uuid4().hex[:12]

    def environment(self):
        return {"PF_PORTFOLIO": self.name, "PGOPTIONS": f"-c search_path={self.name}", "DATABASE_URL": self.url}

    def __enter__(self):
        with tempfile.TemporaryDirectory(prefix="pf-cli-") as folder:
            subprocess.run(["pf-migrate", "portfolio", "create", self.name, "--quiet"], check=True,
                           env={**environment(self.programs, folder), "DATABASE_URL": self.url}, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *unused):
        ask(self.url, f"SET client_min_messages = warning; DROP SCHEMA IF EXISTS {self.name} CASCADE")
