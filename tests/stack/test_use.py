"""What is done with a stack that runs. All of these share one."""

import json
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

import stack
from stack import Measured, Stack, docker, until

PF = None
ROLES = ("postgres", "pf_owner", "pf_app", "pf_reader")
SECRETS = (*ROLES, "redis_url")
TRADES = "date,type,ticker,quantity,price,fee,currency\n2024-10-01,BUY,SAP,1,210.00,4.90,EUR\n"


def setUpModule():
    global PF  # pylint: disable=global-statement
    PF = Stack()
    unittest.addModuleCleanup(PF.remove)
    PF.up()


class Pipes(unittest.TestCase):
    def test_wrapper(self):
        """C4: `scripts/pf` reads a pipe and the caller's files, writes only the result to stdout, and keeps the exit code"""
        for words in stack.flavours():
            PF.compose_words = words
            with self.subTest(compose=words):
                PF.script("pf", "import", "-", stdin=TRADES)
                PF.script("pf", "import", "prices.csv", cwd=os.path.join(PF.folder, "samples"))
                shown = PF.script("pf", "positions", "--output", "json")
                self.assertEqual([position["ticker"] for position in json.loads(shown.stdout)["positions"]], ["SAP"])
                self.assertNotIn("\r", shown.stdout)
                wrong = PF.script("pf", "import", "-", stdin=TRADES.replace("210.00", "a lot"), code=65)
                self.assertEqual(wrong.stdout, "")
                self.assertIn('price "a lot"', wrong.stderr)
                PF.script("pf", "import", "not-there.csv", code=66)
                PF.script("pf", "positions", "--nonsense", code=64)
        self.assertIn("there is no program", PF.script("pf", "gains", code=64).stderr)

    def test_plain_compose(self):
        """C4: `run --rm -T` does the same without the wrapper, and finds /imports"""
        with open(os.path.join(PF.folder, "imports", "trades.csv"), "w", encoding="utf-8") as trades:
            trades.write(TRADES)
        for words in stack.flavours():
            PF.compose_words = words
            with self.subTest(compose=words):
                PF.compose("run", "--rm", "-T", "pf-import", "/imports/trades.csv")
                PF.compose("run", "--rm", "-T", "pf-import", "-", stdin=TRADES)
                shown = PF.compose("run", "--rm", "-T", "pf-positions", "--output", "csv", code=None)
                self.assertIn(shown.returncode, (0, 3))  # 3: the price of SAP is unknown
                self.assertTrue(shown.stdout.startswith("account,ticker,"))
                self.assertNotIn("\r", shown.stdout)
                PF.compose("run", "--rm", "-T", "--no-deps", "pf-import", "-", stdin="nonsense\n", code=65)

    def test_password(self):
        """C5: a password with an @ that is not percent-encoded is refused, and no part of it is shown"""
        refused = PF.script("pf", "positions", "--database", "postgresql://pf_app:tu@lip@postgres/portfolio", code=78)
        self.assertIn("the database URL has an @ or a / that is not percent-encoded", refused.stderr)
        self.assertNotIn("tu@", refused.stderr)
        self.assertNotIn("lip", refused.stderr)

    def test_signal(self):
        """C4: SIGTERM reaches the program of a one-off, which rolls back and says so by its exit code"""
        process = PF.start([os.path.join(PF.folder, "scripts", "pf"), "import", "-"], stdin=subprocess.PIPE,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        one_off = ("ps", "--quiet", "--filter", f"label=com.docker.compose.project={PF.project}",
                   "--filter", "label=com.docker.compose.service=pf-import")
        with process:
            until(lambda: docker(*one_off), "the one-off")
            container = docker(*one_off)
            until(lambda: "pf-import -" in docker("top", container, check=False), "its program")
            docker("stop", container)
            self.assertEqual(process.wait(timeout=30), 143)


class Roles(unittest.TestCase):
    TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"

    REFUSED = re.compile("permission denied|must be owner|must be superuser|read-only transaction")

    def assert_refused(self, role, statements):
        """All in one session, each with an error of its own."""
        said = PF.sql(role, "\\set ON_ERROR_STOP off\n" + "".join(f"{statement};\n" for statement in statements))
        errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
        self.assertEqual(len(errors), len(statements), said)
        for error in errors:
            self.assertRegex(error, self.REFUSED)

    def test_application(self):
        """P5: the application role reads and writes rows, but changes neither the schema nor its history"""
        PF.sql("pf_app", "BEGIN; INSERT INTO accounts (id, name, base_currency) VALUES (99, 'x', 'EUR'); "
                         "UPDATE accounts SET data_version = data_version; DELETE FROM price_history; ROLLBACK")
        self.assert_refused("pf_app", (
            "CREATE TABLE t (a int)", "ALTER TABLE accounts ADD a int", "DROP TABLE lots", "DROP VIEW holdings",
            "CREATE INDEX ON accounts (name)", "TRUNCATE transactions", "CREATE SCHEMA s", "CREATE ROLE r",
            "DELETE FROM pf_migrate.history", "UPDATE pf_migrate.history SET version = 9",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "ALTER ROLE pf_app SUPERUSER",
            "CREATE DATABASE d", "SET ROLE pf_owner", "COPY accounts TO PROGRAM 'cat'"))

    def test_reader(self):
        """P5: the reader role reads every table and view, and cannot write, even when it asks to"""
        tables = PF.sql("pf_reader", self.TABLES).split()
        self.assertIn("transactions", tables)
        self.assertIn("holdings", tables)
        PF.sql("pf_reader", "".join(f"SELECT count(*) FROM {table};\n" for table in tables))
        writes = ("INSERT INTO accounts (id, name, base_currency) VALUES (99, 'x', 'EUR')", "DELETE FROM price_history",
                  "UPDATE accounts SET name = name", "CREATE TABLE t (a int)", "CREATE TEMPORARY TABLE t (a int)")
        self.assert_refused("pf_reader", writes)
        self.assert_refused("pf_reader", [f"BEGIN READ WRITE; {statement}; ROLLBACK" for statement in writes])

    def test_owner(self):
        """P5: the owner role migrates and is no superuser; a program of the application refuses an older schema"""
        self.assertEqual(PF.sql("pf_owner", "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = user"), "f")
        for wrong in ("", "postgres", "portfolio", "pf_owner", "password"):
            self.assertIn("authentication failed" if wrong else "no password supplied",
                          PF.sql("pf_owner", "SELECT 1", password=wrong, code=2))
        with Measured("migration of an empty database, with its container", 5):
            PF.compose("run", "--rm", "-T", "--no-deps", "pf-migrate", "redo")
        version = PF.sql("pf_app", "SELECT max(version) FROM pf_migrate.history")
        PF.compose("run", "--rm", "-T", "--no-deps", "pf-migrate", "down")
        try:
            refused = PF.script("pf", "positions", code=76).stderr
            self.assertIn("pf-migrate up", refused)
        finally:
            PF.script("pf", "migrate", "up")
        self.assertEqual(PF.sql("pf_app", "SELECT max(version) FROM pf_migrate.history"), version)
        tables = PF.sql("pf_reader", self.TABLES).split()
        PF.sql("pf_app", "".join(f"SELECT count(*) FROM {table};\n" for table in tables))


class Hardening(unittest.TestCase):
    def every_container(self):
        return json.loads(docker("inspect", *PF.containers()))

    def test_confinement(self):
        """C5: no container is root, can write outside its volumes, has a capability, or lacks a limit"""
        self.assertGreaterEqual(len(self.every_container()), 5)
        for container in self.every_container():
            host, name = container["HostConfig"], container["Name"]
            with self.subTest(container=name):
                self.assertNotIn(container["Config"]["User"].split(":")[0], ("", "root", "0"))
                self.assertTrue(host["ReadonlyRootfs"])
                self.assertEqual(host["CapDrop"], ["ALL"])
                self.assertFalse(host["CapAdd"])
                self.assertIn("no-new-privileges:true", host["SecurityOpt"])
                self.assertTrue(host["Init"])
                for limit in ("Memory", "NanoCpus", "PidsLimit"):
                    self.assertGreater(host[limit], 0)
                self.assertEqual(host["LogConfig"]["Type"], "json-file")
                self.assertEqual(set(host["LogConfig"]["Config"]), {"max-size", "max-file"})
                for bindings in (host["PortBindings"] or {}).values():
                    self.assertEqual({binding["HostIp"] for binding in bindings}, {"127.0.0.1"})

    def test_confinement_from_inside(self):
        """C5: seen from inside: a user other than root, not one capability, a root that cannot be written to"""
        for service in ("postgres", "redis"):
            with self.subTest(service=service):
                status = docker("exec", PF.container(service), "cat", "/proc/1/status")
                self.assertNotRegex(status, r"Uid:\s+0\s")
                self.assertRegex(status, r"CapEff:\s+0{16}\s")
                self.assertRegex(status, r"CapBnd:\s+0{16}\s")
                self.assertRegex(status, r"NoNewPrivs:\s+1")
                self.assertIn("Read-only file system", docker("exec", PF.container(service), "touch", "/x", check=False))
        ids = PF.compose("run", "--rm", "-T", "--no-deps", "--entrypoint", "sh", "pf-positions", "-c",
                         "id -u; touch /x; cat /etc/pf/secrets/pf_owner; cat /etc/pf/secrets/postgres", code=1)
        self.assertEqual(ids.stdout.strip(), "10001")
        self.assertIn("Read-only file system", ids.stderr)
        self.assertEqual(ids.stderr.count("Permission denied"), 2)

    def test_secrets_stay_secret(self):
        """C5: no password stands in what the engine shows of containers and images, in a log, or in a list of processes"""
        PF.script("stack", "psql", "-c", "SELECT 1")
        secrets = {name: PF.secret(name) for name in SECRETS}
        secrets["redis_url"] = secrets["redis_url"].split(":")[2].split("@")[0]
        self.assertEqual(len({value for value in secrets.values() if len(value) == 48}), len(SECRETS))
        shown = docker("inspect", *PF.containers())
        for container in PF.containers():
            shown += docker("logs", container)
        for service in ("postgres", "redis"):
            shown += docker("top", PF.container(service), "-ef")
        for image in stack.IMAGES.values():
            shown += docker("history", "--no-trunc", image)
        for name, value in secrets.items():
            self.assertNotIn(value, shown, name)

    def test_image(self):
        """the image has labels, is not root's, and is small"""
        image = json.loads(docker("image", "inspect", stack.IMAGES["PF_IMAGE"]))[0]
        base = json.loads(docker("image", "inspect", image["Config"]["Labels"]["org.opencontainers.image.base.name"]))[0]
        for label in ("title", "description", "version", "revision", "licenses"):
            self.assertTrue(image["Config"]["Labels"]["org.opencontainers.image." + label])
        self.assertEqual(image["Config"]["User"], "10001:10001")
        # An instrumented build is many times larger than what people run, so the programs are not counted.
        programs = docker("run", "--rm", stack.IMAGES["PF_IMAGE"], "sh", "-c",
                          "stat -c %s /usr/local/bin/pf /usr/local/bin/pf-* $(realpath /usr/local/lib/libpf.so)")
        added = (image["Size"] - base["Size"] - sum(map(int, programs.split()))) / 1e6
        stack.MEASURED["image without the programs, MB over its base"] = (added, 50)
        self.assertLess(added, 50)


class Debugging(unittest.TestCase):
    GDB = ("--rm", "--cap-add", "SYS_PTRACE", "--security-opt", "seccomp=unconfined")

    @classmethod
    def setUpClass(cls):
        cls.image = stack.IMAGES["PF_IMAGE"] + "-debug"
        stack.make_image(cls.image, "debug")
        cls.addClassCleanup(stack.docker, "image", "rm", cls.image)

    def test_start(self):
        """gdb in the image `debug` stops a program at a line of the source, and shows it"""
        shown = stack.docker("run", *self.GDB, self.image, "gdb", "-q", "--batch", "-ex",
                             f"set substitute-path {stack.ROOT} /src", "-ex", "break main", "-ex", "run", "--args",
                             "pf-positions", "--version")
        stopped = re.search(r"Breakpoint 1, main \(.*apps/pf-positions\.cpp:(\d+)\n(\d+)\t(.*)$", shown, re.MULTILINE)
        self.assertIsNotNone(stopped, shown)
        self.assertEqual(stopped[1], stopped[2])
        source = pathlib.Path(stack.ROOT, "apps/pf-positions.cpp").read_text(encoding="utf-8").splitlines()
        self.assertEqual(stopped[3], source[int(stopped[1]) - 1])

    def test_attach(self):
        """gdb in the image `debug` tells where a program in another container is"""
        reader = stack.docker("run", "--detach", "--interactive", "--init", stack.IMAGES["PF_IMAGE"], "pf-import", "--database",
                              "sqlite:/tmp/a.db", "-")
        self.addCleanup(stack.docker, "rm", "--force", reader)
        stack.until(lambda: "read" in self.backtrace(reader), "pf-import to read its input")
        self.assertRegex(self.backtrace(reader), r"main \(.*apps/pf-import.cpp:\d+")

    def backtrace(self, container):
        return stack.docker("run", *self.GDB, "--pid", "container:" + container, self.image,
                            "sh", "-c", 'gdb -q -iex "set sysroot /" --batch -ex backtrace -p "$(pgrep -o pf-)"')


class Development(unittest.TestCase):
    def test_watch(self):
        """in the container `dev` a save is built and run, with nothing of this machine but the source and an engine"""
        image = stack.IMAGES["PF_IMAGE"] + "-dev"
        owner = {"PF_DEV_IMAGE": image, "PF_DEV_UID": str(os.getuid()), "PF_DEV_GID": str(os.getgid())}
        with Measured("making the image dev", 240):
            stack.make_image(image, "dev", f"DEV_UID={os.getuid()}", f"DEV_GID={os.getgid()}")
        self.addCleanup(docker, "image", "rm", image)
        for name in ("CMakePresets.json", "cmake", "tests/dev"):
            PF.clone(name)
        shown = PF.compose("-f", "docker-compose.yml", "-f", "docker-compose.dev.yml", "run", "--rm", "-T", "dev", "tests/dev/run",
                           "--programs", "none", "-k", "Watch.test_command", extra=owner)
        self.assertRegex(shown.stdout, r"Ran 1 test in .*\n\nOK")


class Addresses(unittest.TestCase):
    def test_url(self):
        """`scripts/stack url` gives addresses that programs on this machine can use"""
        url = PF.script("stack", "url").stdout.strip()
        self.assertRegex(url, rf"^postgresql://pf_app:[0-9a-f]{{48}}@127\.0\.0\.1:{PF.postgres_port}/portfolio$")
        self.assertRegex(PF.script("stack", "url", "redis").stdout,
                         rf"^redis://:[0-9a-f]{{48}}@127\.0\.0\.1:{PF.redis_port}$")
        shown = subprocess.run(["psql", "-XtAd", url, "-c", "SELECT current_user"], stdout=subprocess.PIPE,
                               text=True, check=True)
        self.assertEqual(shown.stdout.strip(), "pf_app")


class Rotation(unittest.TestCase):
    SHIM = """#!/bin/sh
case " $* " in *" $PF_TEST_KILL_AT "*) kill -9 "-$PF_TEST_GROUP" ;; esac
PATH=${PATH#*:} exec DOCKER "$@"
"""

    def setUp(self):
        self.shims = os.path.join(PF.home, "shims")
        os.makedirs(self.shims, exist_ok=True)
        for name in ("docker", "docker-compose"):
            path = os.path.join(self.shims, name)
            with open(path, "w", encoding="utf-8") as shim:
                shim.write(self.SHIM.replace("DOCKER", name))
            os.chmod(path, 0o755)

    def killed_before(self, kind, step):
        """A rotation that is killed, with all of its processes, just before a step."""
        command = f"export PF_TEST_GROUP=$$ && exec scripts/rotate-secret {kind}"
        extra = {"PF_TEST_KILL_AT": step, "PATH": self.shims + ":" + os.environ["PATH"]}
        with PF.start(["sh", "-c", command], extra, start_new_session=True, stdout=subprocess.PIPE,
                      stderr=subprocess.STDOUT) as process:
            said = process.communicate(timeout=120)[0]
        self.assertEqual(process.returncode, -signal.SIGKILL, said)

    def opens(self, kind, value):
        if kind == "postgres":
            return "authentication failed" not in PF.sql("pf_app", "SELECT 1", password=value, code=None)
        done = subprocess.run(["docker", "exec", "-i", "-e", "REDISCLI_AUTH", PF.container("redis"), "redis-cli", "PING"],
                              env={**os.environ, "REDISCLI_AUTH": value.split(":")[2].split("@")[0]},
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.strip() == "PONG"

    def rotate(self, kind, name, steps):
        for step in steps:
            with self.subTest(killed_before=step):
                old = PF.secret(name)
                self.killed_before(kind, step)
                said = PF.script("rotate-secret", kind, "--status").stdout
                line = next(line for line in said.splitlines() if line.startswith(name + ":"))
                new = PF.secret(name + ".next") if "the new password works" in line else None
                self.assertTrue(self.opens(kind, new or PF.secret(name)), line)
                refused = PF.script("rotate-secret", kind, code=None)
                if refused.returncode == 75:
                    self.assertIn("unfinished", refused.stderr)
                    PF.script("rotate-secret", kind, "--resume")
                self.assertNotEqual(PF.secret(name), old)
                self.assertTrue(self.opens(kind, PF.secret(name)))
                self.assertFalse(self.opens(kind, old))

    def test_postgres(self):
        """C6: killed before it tells the server, before it swaps the files, before it verifies: one password works, is named, and it resumes"""
        self.rotate("postgres", "pf_app", ("alter", "swap", "verify"))
        PF.script("pf", "positions", code=None)
        self.assertNotIn(" PASSWORD ", PF.logs("postgres"))

    def test_redis(self):
        """C6: the same for Redis, which takes both passwords in between"""
        self.rotate("redis", "redis_url", ("swap", "remove"))

    def test_restart(self):
        """C6: after a rotation the servers start again with the new passwords"""
        PF.script("rotate-secret", "redis")
        docker("restart", PF.container("redis"))
        until(lambda: PF.health("redis") == "healthy", "redis after a restart")
        self.assertEqual(PF.script("stack", "redis", "PING").stdout.strip(), "PONG")
        PF.up()
        self.assertEqual(PF.sql("pf_app", "SELECT 1"), "1")


class Safekeeping(unittest.TestCase):  # after those that count on what they import themselves
    def test_backup_and_restore(self):
        """a backup of the stack restores into it, and passes a drill"""
        PF.script("pf", "import", "samples/pf.csv")
        count = "SELECT count(*) FROM transactions"
        before = PF.sql("pf_app", count)
        PF.script("stack", "backup")
        name = json.loads(PF.script("pf", "backup", "list", "--output", "json").stdout)["backups"][0]["file"]
        PF.script("pf", "import", "-", stdin=TRADES.replace("210.00", "211.00"))
        self.assertNotEqual(PF.sql("pf_app", count), before)
        PF.script("stack", "restore", os.path.basename(name), "--replace")
        self.assertEqual(PF.sql("pf_app", count), before)
        PF.script("pf", "backup", "drill")
        PF.script("pf", "positions", code=None)

    def test_scheduler(self):
        """the scheduler makes up for what was missed, is healthy by the age of its last success, and stops at SIGTERM"""
        PF.compose("--profile", "cron", "up", "-d", "scheduler")
        container = PF.container("scheduler")
        until(lambda: PF.logs("scheduler").count("; the next attempt is") + PF.logs("scheduler").count(" done") >= 2, "both jobs")
        self.assertRegex(PF.logs("scheduler"), "(?s)snapshot done.*backup done")
        health = ("exec", container, "/usr/local/lib/pf/scheduler", "health")
        docker(*health)
        three_days_ago = str(int(time.time()) - 3 * 86400)
        docker("exec", container, "sh", "-c", f"echo {three_days_ago} >/var/lib/pf/snapshot.success")
        self.assertIn("the last snapshot is 72 h old", docker(*health, check=False))
        begin = time.monotonic()
        docker("stop", container)
        self.assertLess(time.monotonic() - begin, 7)
        self.assertEqual(PF.inspect("scheduler")["State"]["ExitCode"], 0)
        docker("exec", PF.container("postgres"), "true")
        runs = PF.logs("scheduler").count("snapshot begins")
        docker("start", container)
        self.addCleanup(docker, "stop", container)
        # Its notes say that it was tried a moment ago; the next attempt would be in a quarter of an hour.
        docker("exec", container, "sh", "-c", "echo 0 >/var/lib/pf/snapshot.attempt")
        until(lambda: PF.logs("scheduler").count("snapshot done") > runs, "the snapshot that was missed")
        docker(*health)
