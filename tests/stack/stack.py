"""A stack of its own for tests: a fresh clone in a temporary folder, its own project name and ports, removed at the end."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLONED = ("docker", "docker-compose.yml", "docker-compose.dev.yml", "docker-compose.prod.yml", ".env.example", "imports",
          "samples", "scripts", "docs", "Dockerfile", "README.md")
V1, V2 = "docker-compose", "docker compose"

BUILD = None  # the folder of a build, and the image that ours are made on: set by run
BASE = None
IMAGES = {}  # PF_IMAGE, PF_POSTGRES_IMAGE, PF_REDIS_IMAGE: set by run
MEASURED = {}  # what the report shows: name -> (seconds, limit)
UPDATE = False  # write what the pages show anew
CHOSEN = False  # only some tests are run
TRANSCRIPT = []  # everything that was said, for the page of messages


def flavours():
    """The kinds of Compose that are installed here."""
    def works(command):
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
    found = [V1] if shutil.which("docker-compose") else []
    return found + ([V2] if works(["docker", "compose", "version"]) else [])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def docker(*arguments, check=True):
    done = subprocess.run(["docker", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if check and done.returncode != 0:
        raise AssertionError(f"docker {' '.join(arguments)}: {done.stdout}")
    return done.stdout.strip()


def make_image(tag, stage="runtime", *arguments):
    """\param arguments  NAME=VALUE for the stage"""
    subprocess.run([os.path.join(ROOT, "tests", "stack", "image"), BUILD, tag, BASE, stage, *arguments], check=True)


def until(condition, what, seconds=90):
    """Waits for something that no command waits for."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for: {what}")
        time.sleep(0.1)


class Stack:
    def __init__(self, compose=None, settings=None):
        self.compose_words = compose or flavours()[0]
        self.home = tempfile.mkdtemp(prefix="pf-stack-")
        self.folder = os.path.join(self.home, "pf")
        os.mkdir(self.folder)
        for name in CLONED:
            self.clone(name)
        self.project = os.path.basename(self.home).replace("_", "")  # one word after pf-stack-: golden.SUBSTITUTIONS
        self.postgres_port, self.redis_port, self.api_port, self.web_port = (free_port() for _ in range(4))
        self.settings = {"COMPOSE_PROJECT_NAME": self.project, "PF_POSTGRES_PORT": str(self.postgres_port),
                         "PF_REDIS_PORT": str(self.redis_port), "PF_API_PORT": str(self.api_port),
                         "PF_WEB_PORT": str(self.web_port), **IMAGES, **(settings or {})}

    def clone(self, name):
        source, target = os.path.join(ROOT, name), os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        copy = shutil.copytree if os.path.isdir(source) else shutil.copy2
        copy(source, target)

    def environment(self, extra=None):
        return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8", "COLUMNS": "100",
                "PF_COMPOSE": self.compose_words, **self.settings, **(extra or {})}

    def start(self, command, extra=None, **options):
        return subprocess.Popen(command, cwd=self.folder, env=self.environment(extra), text=True, **options)

    def run(self, *command, stdin="", extra=None, code=0, cwd=None):
        """Both streams apart, remembered for the page of messages. \param code  what must come out; None: anything"""
        done = subprocess.run(command, cwd=cwd or self.folder, env=self.environment(extra), input=stdin, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
        TRANSCRIPT.append(done.stdout + done.stderr)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}, not {code}\n{done.stdout}{done.stderr}")
        return done

    def compose(self, *arguments, **options):
        return self.run(*self.compose_words.split(), *arguments, **options)

    def script(self, name, *arguments, **options):
        return self.run(os.path.join(self.folder, "scripts", name), *arguments, **options)

    def container(self, service):
        return docker("ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={self.project}",
                      "--filter", f"label=com.docker.compose.service={service}",
                      "--filter", "label=com.docker.compose.oneoff=False").split("\n")[0]

    def containers(self):
        return docker("ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={self.project}").split()

    def inspect(self, service):
        return json.loads(docker("inspect", self.container(service)))[0]

    def health(self, service):
        return self.inspect(service)["State"]["Health"]["Status"]

    def logs(self, service):
        return docker("logs", self.container(service))

    def up(self, *files):
        """Plain `up`, as the README says; the seconds until all is healthy and migrated."""
        begin = time.monotonic()
        self.compose(*files, "up", "-d")
        if docker("wait", self.container("migrate")) != "0":
            raise AssertionError(self.logs("migrate"))
        until(lambda: self.health("redis") == "healthy", "redis to be healthy")
        return time.monotonic() - begin

    def down(self, *options):
        begin = time.monotonic()
        self.compose("down", *options)
        return time.monotonic() - begin

    def secret(self, name):
        service = "redis" if name.startswith("redis_url") else "postgres"
        return docker("exec", self.container(service), "cat", f"/etc/pf/secrets/{name}")

    def sql(self, role, statement, password=None, code=0):
        """What psql prints, as ROLE, from the network."""
        password = password if password is not None else self.secret(role)
        done = subprocess.run(["docker", "exec", "-i", "-e", "PGPASSWORD", self.container("postgres"), "psql", "-XqtAw",
                               "-v", "ON_ERROR_STOP=1", "-h", "postgres", "-U", role], input=statement,
                              env={**os.environ, "PGPASSWORD": password}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        TRANSCRIPT.append(done.stdout)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{role}: {statement}: exit code {done.returncode}, not {code}\n{done.stdout}")
        return done.stdout.strip()

    def remove(self):
        """All that there is of it, however far it came, also what a one-off left."""
        for container in self.containers():
            docker("rm", "--force", "--volumes", container, check=False)
        for kind in ("volume", "network"):
            found = docker(kind, "ls", "--quiet", "--filter", f"label=com.docker.compose.project={self.project}").split()
            if found:
                docker(kind, "rm", *found, check=False)
        shutil.rmtree(self.home, ignore_errors=True)


class Measured:
    """with Measured("cold up", 30): …"""

    def __init__(self, name, limit):
        self.name, self.limit = name, limit

    def __enter__(self):
        self.begin = time.monotonic()
        return self

    def __exit__(self, *unused):
        MEASURED[self.name] = (time.monotonic() - self.begin, self.limit)
