"""What the lints that compile share: the compile commands of our own sources, and which of them passed before. One that passed is not
looked at again until it, a header of ours that it includes, its command or the tools change.

Most of a run goes into the headers of the system and of libraries, so files that can stand in one translation unit are looked at
together."""

import concurrent.futures
import contextlib
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import sys
import tempfile

import sources

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"', re.MULTILINE)
UNNAMED = re.compile(r"^namespace \{\n(.*?)^\} // namespace$", re.MULTILINE | re.DOTALL)
# In the house's format what an unnamed namespace declares begins in the first column. Functions of one name would be overloads, and no
# longer a value.
DECLARED = re.compile(r"^(?:(?:struct|class|enum class|using|namespace) (?P<type>\w+)"
                      r"|[\w\[][^\n(={;]*?\b(?P<name>\w+)(?=[({;\[]| =|::\w+\())", re.MULTILINE)
TOGETHER = 40


@functools.lru_cache(maxsize=None)
def includes(path):
    """What a file names in quotes, in their order, as far as it is ours."""
    found = []
    for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        places = (path.parent / name, sources.ROOT / "lib" / name, sources.ROOT / "tests" / name)
        found += [place.resolve() for place in places if place.is_file()][:1]
    return tuple(found)


@functools.lru_cache(maxsize=None)
def digest(path):
    return hashlib.sha256(path.read_bytes()).digest()


def closure(path):
    """The file and the headers of ours that it includes, directly or not."""
    found, open_files = set(), [path]
    while open_files:
        current = open_files.pop()
        if current not in found:
            found.add(current)
            open_files += includes(current)
    return sorted(found)


def key_of(entry, setup):
    key = hashlib.sha256(setup)
    key.update(json.dumps(entry, sort_keys=True).encode())
    for path in closure(pathlib.Path(entry["file"])):
        key.update(str(path).encode() + digest(path))
    return key.hexdigest()


def entries(build, folders):
    """The compile commands of our own sources; those that the build wrote are not ours to mend."""
    own = tuple(f"{sources.ROOT / folder}/" for folder in folders)
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    unique = {entry["file"]: entry for entry in commands if entry["file"].startswith(own)}
    return list(unique.values())


def options_of(entry):
    """The compile command without the cache, the compiler, what is precompiled, the source and the object."""
    words = shlex.split(entry["command"])
    words = words[next(index for index, word in enumerate(words) if word.startswith("-") and word != "-E"):]
    options = []
    while words:
        word = words.pop(0)
        if word in ("-Xclang", "-o", "-c"):
            words.pop(0)
        elif word != "-Winvalid-pch":
            options.append(word)
    return options


def private_names(text):
    """What a source file declares for itself, and more rather than less."""
    spaces = [sources.without_comments_and_literals(space) for space in UNNAMED.findall(text)]
    return {match["type"] or match["name"] for space in spaces for match in DECLARED.finditer(space)}


def groups(found):
    """Entries that are compiled alike and have no private name in common, some together."""
    made = []
    for entry in found:
        text, options = pathlib.Path(entry["file"]).read_text(encoding="utf-8"), options_of(entry)
        names = private_names(text) | ({"main"} if re.search(r"^int main\(", text, re.MULTILINE) else set())
        for members, taken, of_all in made:
            if len(members) < TOGETHER and options == of_all and not names & taken:
                members.append(entry)
                taken |= names
                break
        else:
            made.append(([entry], names, options))
    return [members for members, _, _ in made]


@contextlib.contextmanager
def unit_of(members):
    """The name of a file that is all of the members' sources."""
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "unit.cpp"
        unit.write_text("".join(f'#include "{entry["file"]}"\n' for entry in members), encoding="utf-8")
        yield str(unit)


def problems(units, check, build, setup):
    """What `check` finds in each unit, a list of entries; on all cores.

    :param setup:  bytes that change when the tool or its rules do
    """
    cache = build / "lint-passed"
    cache.mkdir(exist_ok=True)
    found = set()

    def look_at(members):
        here = check(members)
        if not here:
            for entry in members:
                (cache / key_of(entry, setup)).touch()
        return here

    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for here in pool.map(look_at, units):
            found.update(here)
    return sorted(found)


def unseen(found, build, setup):
    """Those of the entries that did not pass before."""
    return [entry for entry in found if not (build / "lint-passed" / key_of(entry, setup)).exists()]


def report(problems_of, usage):
    """What a lint does whose argument is a folder with a compile_commands.json; behind those who wait for a result."""
    if len(sys.argv) != 2:
        sys.exit(usage)
    build = pathlib.Path(sys.argv[1]).resolve()
    if not (build / "compile_commands.json").is_file():
        sys.exit(f"{build}: no compile_commands.json here; configure first: cmake --preset dev")
    os.nice(10)
    sources.report(problems_of(build))
