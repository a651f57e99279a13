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
NAMED = re.compile(r"^namespace ([\w:]+) \{", re.MULTILINE)
USING = re.compile(r"^using namespace (?!std\b)([\w:]+);", re.MULTILINE)
# In the house's format what an unnamed namespace declares begins in the first column. Functions of one name would be overloads, and no
# longer a value.
DECLARED = re.compile(r"^(?:(?:struct|class|enum class|using|namespace) (?:\w+::)*(?P<type>\w+)"
                      r"|[\w\[][^\n(={;]*?\b(?P<name>\w+)(?=[({;\[]| =|::\w+\())", re.MULTILINE)
WORD = re.compile(r"(?<![\w.:>])[A-Za-z_]\w*") # but for members and what is qualified
KEPT = ("-D", "-I", "-W", "-std=")
# What each program has one of.
ENTRY_POINTS = ("main", "LLVMFuzzerTestOneInput")
# It declares all of sqlite3.h in a namespace of its own.
ALONE = "#include <soci/sqlite3/soci-sqlite3.h>"
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
    """What the code means and which warnings it is to be free of: nothing of the compiler or of the kind of build."""
    words, kept = shlex.split(entry["command"]), []
    for index, word in enumerate(words):
        if word.startswith(KEPT) and word != "-Winvalid-pch":
            kept.append(word)
        elif word == "-isystem":
            kept += [word, words[index + 1]]
    return kept


class Text:
    """What matters of a file to those that stand in one unit with it."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        spaces = [sources.without_comments_and_literals(space) for space in UNNAMED.findall(text)]
        text = sources.without_comments_and_literals(text)
        named = NAMED.search(text)
        self.namespace = named[1] if named else ""
        self.usings = set(USING.findall(text))
        self.private = {match["type"] or match["name"] for space in spaces for match in DECLARED.finditer(space)}
        self.words = set(WORD.findall(text))
        self.stands_alone = ALONE in text

    def sees(self, namespace):
        return namespace == "" or f"{self.namespace}::".startswith(f"{namespace}::")


text_of = functools.lru_cache(maxsize=None)(Text)


class Group:
    """Entries that can stand together, one behind the other: none uses a name that one before it has for itself."""

    def __init__(self, entry):
        self.entries, self.files, self.private = [], set(), {}
        self.options, self.usings = options_of(entry), text_of(pathlib.Path(entry["file"])).usings
        self.add(entry)

    def add(self, entry):
        path = pathlib.Path(entry["file"])
        self.entries.append(entry)
        self.files.update(closure(path))
        self.private.setdefault(text_of(path).namespace, set()).update(text_of(path).private)

    def has_place_for(self, entry):
        path = pathlib.Path(entry["file"])
        if len(self.entries) >= TOGETHER or self.options != options_of(entry) or self.usings != text_of(path).usings:
            return False
        if text_of(path).stands_alone or text_of(pathlib.Path(self.entries[0]["file"])).stands_alone:
            return False
        return all(self.leaves_alone(text_of(each)) for each in closure(path) if each not in self.files)

    def leaves_alone(self, text):
        return all(not text.sees(namespace) or text.words.isdisjoint(names) for namespace, names in self.private.items())


def groups(found):
    """Entries that are compiled alike, some together."""
    made = []
    for entry in found:
        place = next((group for group in made if group.has_place_for(entry)), None)
        if place:
            place.add(entry)
        else:
            made.append(Group(entry))
    return [group.entries for group in made]


def apart(members, named):
    """Two parts of members that cannot stand together after all: without those that a compiler's errors name, and these; else halves.

    :param named:  files; a header speaks of the first member that includes it
    """
    hurt = []
    for path in map(pathlib.Path, named):
        first = next((entry for entry in members if path in closure(pathlib.Path(entry["file"]))), None)
        if first is not None and first not in hurt:
            hurt.append(first)
    if 0 < len(hurt) < len(members):
        return [entry for entry in members if entry not in hurt], hurt
    half = len(members) // 2
    return members[:half], members[half:]


def included(entry, place):
    others = "".join(f"#undef {name}\n#define {name} {name}_{place}\n" for name in ENTRY_POINTS) if place > 0 else ""
    return f'{others}#include "{entry["file"]}"\n'


@contextlib.contextmanager
def unit_of(members):
    """The name of a file that is all of the members' sources."""
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "unit.cpp"
        unit.write_text("".join(included(entry, place) for place, entry in enumerate(members)), encoding="utf-8")
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
