"""What must not be committed: secrets, large files, migrations out of order.

    python3 tests/lint/commits.py
"""

import re
import subprocess

import sources

MOST_BYTES = 512 * 1024
BACKENDS = ("postgresql", "sqlite")
MIGRATION = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
# Put together here, so that this file does not accuse itself.
SECRETS = {
    "a private key": re.compile("-----BEGIN " + r"(?:[A-Z]+ )?PRIVATE KEY" + "-----"),
    "a key of AWS": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a token of GitHub": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b"),
}
PRIVATE = re.compile(r"(^|/)(\.env|\.pgpass|id_(rsa|ed25519))$")


def own_files(root):
    """What git knows; everything where there is no clone."""
    if (root / ".git").exists():
        names = subprocess.run(["git", "ls-files", "-z"], cwd=root, stdout=subprocess.PIPE, check=True).stdout
        return [root / name for name in names.decode().split("\0") if name and (root / name).is_file()]
    return [path for path in sorted(root.rglob("*")) if path.is_file()]


def file_problems(where, content):
    if PRIVATE.search(where):
        yield f"{where}:1: this file holds secrets; it is never committed"
    if len(content) > MOST_BYTES:
        yield f"{where}:1: {len(content)} bytes; nothing above {MOST_BYTES} is committed"
    text = content.decode("utf-8", "replace")
    for what, pattern in SECRETS.items():
        for match in pattern.finditer(text):
            yield f"{where}:{sources.line_of(text, match.start())}: {what}"


def migration_problems(root):
    names = {backend: sorted(path.name for path in (root / "schema" / backend).glob("*.sql")) for backend in BACKENDS}
    for backend, files in names.items():
        for number, name in enumerate(files, 1):
            match = MIGRATION.fullmatch(name)
            where = f"schema/{backend}/{name}:1"
            if not match:
                yield f"{where}: the name is not NNNN_verb_noun.sql"
            elif int(match[1]) != number:
                yield f"{where}: its number should be {number:04}"
            if "-- pf:down" not in (root / "schema" / backend / name).read_text(encoding="utf-8"):
                yield f"{where}: no way back; add a section -- pf:down"
    for backend, other in (BACKENDS, BACKENDS[::-1]):
        for name in sorted(set(names[backend]) - set(names[other])):
            yield f"schema/{backend}/{name}:1: {other} has no such migration"


def problems(root):
    found = [problem for path in own_files(root)
             for problem in file_problems(path.relative_to(root).as_posix(), path.read_bytes())]
    return found + list(migration_problems(root))


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
