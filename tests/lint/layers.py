"""Who may include whom in lib/pf. A new folder needs a row here before it can include anything."""

import pathlib
import re

import sources

# folder: what it may include, and with it whatever that may include.
LAYERS = {
    "base": [],
    "money": ["base"],
    "model": ["money"],
    "lots": ["model"],
    "valuation": ["model", "lots"],
    "csv": ["base"],
    "container": ["base", "csv"],
    "importer": ["csv", "model"],
    "prices": ["importer"],
    "transfer": ["prices"],
    "migration": ["base"],
    "tax": ["model", "lots", "valuation"],
    "report": ["model", "lots", "valuation", "tax"],
    "db": ["model", "migration"],
    "cache": ["model"],
    "backup": ["base"],
    "cli": ["base"],
    "http": ["base"],
    "web": ["report", "http"],
    "jobs": ["base", "money", "model", "lots", "valuation", "tax", "csv", "container", "importer", "prices", "migration", "report", "db", "cache",
             "backup", "cli", "http", "web"],
}

# In jobs/, a capability is a folder: it may include what all of them share, never another capability.
SHARED_JOBS = ["run", "books"]

# It asks what the others answer: its folder may include any. It, and what serves, are linked with pf-serve alone.
ASKING_JOB = "serve"
SERVING = ["http", "web"]

# The pure layers touch no operating system.
SYSTEM = ["base", "csv", "container", "importer", "migration", "db", "cache", "backup", "cli", "jobs", "transfer", "http", "apps"]

# what an include begins with: the only folders that may name it. Any other header with a dot or a slash is refused.
THIRD_PARTY = {
    "soci/": ["db"],
    "libpq": ["db"],
    "sqlite3.h": ["db"],
    "hiredis/": ["cache"],
    "archive": ["backup", "container"],
    "expat.h": ["container"],
    "sodium": ["base", "importer", "migration", "backup", "http"],
    "toml++/": ["importer", "cli"],
    "nlohmann/": ["container", "report", "cli", "backup", "cache", "prices", "http"],
    "boost/beast/": ["http"],
    "boost/asio": ["http"],
    "curl/": ["transfer"],
    "CLI/": ["cli", "apps"],
    "spdlog/": ["cli", "db", "jobs", "apps"],
    "boost/multiprecision/": ["money"],
    "date/": ["base", "importer"],
    "fmt/": [*LAYERS, "apps"],
    "cxxabi.h": ["base", "cli"],
    "arpa/": SYSTEM,
    "dirent.h": SYSTEM,
    "fcntl.h": SYSTEM,
    "netinet/": SYSTEM,
    "netdb.h": SYSTEM,
    "poll.h": SYSTEM,
    "pthread.h": SYSTEM,
    "pwd.h": SYSTEM,
    "signal.h": SYSTEM,
    "spawn.h": SYSTEM,
    "sys/": SYSTEM,
    "termios.h": SYSTEM,
    "unistd.h": SYSTEM,
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.MULTILINE)


def reachable(folder):
    """The folders that a folder may include, itself among them."""
    found, open_folders = set(), [folder]
    while open_folders:
        current = open_folders.pop()
        if current not in found:
            found.add(current)
            open_folders += LAYERS[current]
    return found


def table_problems():
    return [f"layers.py: {folder} and {other} may include each other"
            for folder in LAYERS for other in reachable(folder) - {folder} if folder in reachable(other)]


def folder_of(root, path):
    parts = path.relative_to(root).parts
    return "apps" if parts[0] == "apps" else parts[2] if len(parts) > 3 else ""


def capability_problem(capability, name):
    """Of an include by one folder of jobs/ of another: only run may be included by all, and books by all but run."""
    other = pathlib.PurePosixPath(name).parts[2]
    if capability == ASKING_JOB:
        return None
    shared = SHARED_JOBS[:SHARED_JOBS.index(capability)] if capability in SHARED_JOBS else SHARED_JOBS
    return None if other in [capability, *shared] else f"jobs/{capability} may not include jobs/{other}"


def project_include_problem(folder, capability, name):
    parts = pathlib.PurePosixPath(name).parts
    if parts[0] != "pf" or len(parts) < 3:
        return f'"{name}" is not written from the include root, as "pf/<folder>/…"'
    if folder == "jobs" and parts[1] == "jobs":
        return capability_problem(capability, name)
    if folder == "jobs" and parts[1] in SERVING and capability != ASKING_JOB:
        return f"of jobs/, only {ASKING_JOB} may include {parts[1]}"
    if folder == "apps" or parts[1] in reachable(folder):
        return None
    return f"{folder} may not include {parts[1]}"


def system_include_problem(folder, _capability, name):
    for prefix, folders in THIRD_PARTY.items():
        if name.startswith(prefix):
            return None if folder in folders else f"only {', '.join(folders)} may include <{name}>, {folder} may not"
    if "." in name or "/" in name:
        return f"<{name}> has no row in tests/lint/layers.py"
    return None


def file_problems(root, path):
    folder = folder_of(root, path)
    where = path.relative_to(root)
    if folder != "apps" and folder not in LAYERS:
        yield f"{where}:1: the folder of this file has no row in tests/lint/layers.py"
        return
    if folder == "jobs" and len(where.parts) != 5:
        yield f"{where}:1: a job lies in the folder of its capability, jobs/<capability>/"
        return
    capability = where.parts[3] if folder == "jobs" else ""
    text = sources.without_comments(path.read_text(encoding="utf-8"))
    for match in INCLUDE.finditer(text):
        check = project_include_problem if match[1] == '"' else system_include_problem
        problem = check(folder, capability, match[2])
        if problem:
            yield f"{where}:{sources.line_of(text, match.start())}: {problem}"


def problems(root):
    found = table_problems()
    for path in sources.cpp_files(root, ("lib", "apps")):
        found += file_problems(root, path)
    return found


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
