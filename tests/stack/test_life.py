"""The life of a stack: up, down, up again, and two of them at once."""

import json
import os
import shutil
import socket
import unittest
import urllib.error
import urllib.request

import stack
from stack import Measured, Stack, docker, until

PROD = ("-f", "docker-compose.yml", "-f", "docker-compose.prod.yml")


def answer_of(port, path, fields=None):
    """Status and text."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=fields or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class OwnStack(unittest.TestCase):
    def new_stack(self, *arguments, **options):
        made = Stack(*arguments, **options)
        self.addCleanup(made.remove)
        return made


class Life(OwnStack):
    def test_up_down_up(self):
        """C1, C2: plain `up` in a fresh clone is healthy and migrated; `down` is quick and clean, the data survive it"""
        pf = self.new_stack()
        with Measured("cold up", 30) as up:
            pf.up()
        self.assertEqual([pf.health("postgres"), pf.health("redis")], ["healthy", "healthy"])
        self.assertEqual(pf.sql("pf_app", "SELECT count(*) > 0 FROM pf_migrate.history; SHOW data_checksums"), "t\non")
        pf.script("pf", "import", "samples/pf.csv", "samples/prices.csv")
        before = pf.script("pf", "positions", "--output", "json", "--quiet", code=None).stdout
        self.assertEqual(json.loads(before)["schema"], "pf.positions/1")

        with Measured("down", 10) as down:
            pf.down()
        self.assertEqual(pf.containers(), [])
        with Measured("warm up", 30):
            pf.up()
        log = pf.logs("postgres")
        self.assertIn("database system was shut down at", log)
        self.assertNotIn("not properly shut down", log)
        self.assertIn("up to date", pf.logs("migrate"))
        self.assertEqual(pf.script("pf", "positions", "--output", "json", "--quiet", code=None).stdout, before)

        with Measured("migration that finds nothing to do, with its container", 5) as migration:
            pf.compose("run", "--rm", "--no-deps", "-T", "migrate")
        # On two processors that run all the other tests too, only what is far beyond the limit means something.
        for measured in (up, down, migration):
            self.assertLess(stack.MEASURED[measured.name][0], 8 * measured.limit, measured.name)

    def test_health_waits_for_tcp(self):
        """C1: while an init script runs, the server answers on its socket, yet is not healthy"""
        pf = self.new_stack()
        folder = os.path.join(pf.folder, "init")
        os.mkdir(folder)
        with open(os.path.join(folder, "slow.sh"), "w", encoding="utf-8") as script:
            script.write("until [ -e /tmp/go ]; do sleep 0.1; done\n")
        with open(os.path.join(pf.folder, "docker-compose.override.yml"), "w", encoding="utf-8") as override:
            override.write("services: {postgres: {volumes: ['./init:/docker-entrypoint-initdb.d:ro']}}\n")
        pf.compose("up", "-d", "postgres")
        ready = ["exec", pf.container("postgres"), "pg_isready", "-U", "postgres"]
        until(lambda: "slow.sh" in pf.logs("postgres"), "the init script")
        self.assertIn("accepting connections", docker(*ready))
        self.assertIn("no response", docker(*ready, "-h", "127.0.0.1", check=False))
        until(lambda: len(pf.inspect("postgres")["State"]["Health"]["Log"]) > 0, "a first look at the health")
        self.assertNotEqual(pf.health("postgres"), "healthy")
        docker("exec", pf.container("postgres"), "touch", "/tmp/go")
        until(lambda: pf.health("postgres") == "healthy", "the server to be healthy")

    def test_serving(self):
        """C1: the API and the dashboard answer who has the token, and nobody else, as the role that only reads"""
        pf = self.new_stack()
        pf.up()
        until(lambda: [pf.health("api"), pf.health("web")] == ["healthy", "healthy"], "both to be healthy")
        token = pf.script("stack", "token").stdout.strip()
        self.assertEqual(answer_of(pf.api_port, "/api/v1/accounts")[0], 401)
        self.assertEqual(answer_of(pf.api_port, "/api/v1/accounts", {"Authorization": f"Bearer {token}"})[0], 200)
        self.assertIn("Log in", answer_of(pf.web_port, "/")[1])
        pf.script("pf", "import", "samples/pf.csv")
        status, page = answer_of(pf.web_port, "/holdings", {"Authorization": f"Bearer {token}"})
        self.assertEqual(status, 200)
        self.assertIn("VWCE", page)
        self.assertNotIn(token, pf.logs("api") + pf.logs("web"))

    def test_two_stacks(self):
        """C3, C5: two stacks run side by side, each with passwords of its own; for a server nothing is published"""
        one = self.new_stack()
        two = self.new_stack(stack.flavours()[-1])
        one.up()
        two.up(*PROD)
        one.script("pf", "import", "samples/pf.csv")
        count = "SELECT count(*) FROM transactions"
        self.assertEqual([one.sql("pf_app", count), two.sql("pf_app", count)], ["15", "0"])
        self.assertNotEqual(one.secret("pf_app"), two.secret("pf_app"))
        self.assertIn("authentication failed", two.sql("pf_app", count, password=one.secret("pf_app"), code=2))
        for service in ("postgres", "redis"):
            self.assertEqual(docker("port", two.container(service)), "")
            self.assertEqual(two.inspect(service)["HostConfig"]["RestartPolicy"]["Name"], "unless-stopped")
        for port in (two.postgres_port, two.redis_port):
            with self.assertRaises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port), timeout=5)

    def test_taken_port(self):
        """C3: a taken port is named, with who holds it and a free one, before anything starts"""
        pf = self.new_stack()
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", pf.postgres_port))
            holder.listen()
            said = pf.script("check-ports", code=75).stderr
            self.assertIn(f"port {pf.postgres_port} on 127.0.0.1, for postgres, is taken", said)
            other = int(said.split("PF_POSTGRES_PORT=")[1].split()[0])
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", other))
            pf.script("stack", "up", code=75)
            shims = os.path.join(pf.home, "shims")  # a Python that only offers to be installed
            os.mkdir(shims)
            os.symlink(shutil.which("false"), os.path.join(shims, "python3"))
            no_python = {"PATH": shims + ":" + os.environ["PATH"]}
            self.assertEqual(pf.script("check-ports", extra=no_python, code=75).stderr, said)
        pf.script("check-ports", extra=no_python)
        self.assertEqual(pf.containers(), [])
        name = pf.project + "-holder"
        self.addCleanup(docker, "rm", "--force", name, check=False)
        docker("run", "--detach", "--name", name, "--publish", f"127.0.0.1:{pf.redis_port}:6379",
               "--entrypoint", "redis-server", stack.IMAGES["PF_REDIS_IMAGE"])
        self.assertIn(f"for redis, is taken by the container {name}", pf.script("check-ports", code=75).stderr)

    def test_settings(self):
        """what is wrong in .env, and an engine or an image that is not there, is said before anything starts"""
        pf = self.new_stack()
        with open(os.path.join(pf.folder, ".env"), "w", encoding="utf-8") as settings:
            settings.write("PF_DATABASE=<your database>\n")
        self.assertIn(".env:1: a placeholder stands", pf.script("stack", "up", code=78).stderr)
        with open(os.path.join(pf.folder, ".env"), "w", encoding="utf-8") as settings:
            settings.write("PF_DATABASE=portfolio\n")
        self.assertIn("is not a port", pf.script("stack", "up", extra={"PF_REDIS_PORT": "redis"}, code=78).stderr)
        self.assertIn("no registry has it", pf.script("stack", "up", extra={"PF_REDIS_IMAGE": "localhost:1/redis:0"}, code=69).stderr)
        self.assertIn("no Docker engine answers",
                      pf.script("stack", "up", extra={"DOCKER_HOST": "unix:///nowhere.sock"}, code=69).stderr)
        self.assertIn("is not running", pf.script("stack", "psql", code=69).stderr)
        self.assertEqual(pf.containers(), [])

    def test_compose_files(self):
        """every combination of the Compose files is valid for every Compose that is installed"""
        pf = self.new_stack()
        for words in stack.flavours():
            pf.compose_words = words
            for extra in ((), ("-f", "docker-compose.dev.yml"), ("-f", "docker-compose.prod.yml")):
                with self.subTest(compose=words, files=extra):
                    pf.compose("-f", "docker-compose.yml", *extra, "config", "-q")

