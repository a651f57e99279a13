"""Every source compiles with gcc, with nothing precompiled, and no warning is left. The build of the tests shows the same for clang.

A source that includes its own header first shows there that the header compiles alone; the other headers are compiled here.

Usage: gcc.py BUILD_DIR   (with a compile_commands.json)
"""

import functools
import pathlib
import re
import shutil
import subprocess

import compiled
import sources

FINDING = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+):\d+: (?P<text>(?:fatal )?error: .*)$", re.MULTILINE)


def shown_by_sources(found):
    """The headers that a source includes before anything else."""
    paths = (pathlib.Path(entry["file"]) for entry in found)
    return {compiled.includes(path)[0] for path in paths if is_first_in(path)}


def is_first_in(path):
    """Whether a source's first include is of ours."""
    first = re.search(r"^[ \t]*#[ \t]*include[ \t]*(.)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return first is not None and first[1] == '"' and bool(compiled.includes(path))


def lone_headers(found):
    """Entries for the headers of the library that no source shows to compile alone."""
    of_the_library = next(entry for entry in found if entry["file"].startswith(f"{sources.ROOT}/lib/"))
    headers = set((sources.ROOT / "lib").rglob("*.hpp")) - shown_by_sources(found)
    return [of_the_library | {"file": str(header)} for header in sorted(headers)]


def unguarded():
    return [f"{header.relative_to(sources.ROOT)}:1: no #pragma once" for header in sorted((sources.ROOT / "lib").rglob("*.hpp"))
            if "\n#pragma once\n" not in "\n" + header.read_text(encoding="utf-8")]


def run_gcc(gcc, members):
    with compiled.unit_of(members) as unit:
        command = [gcc, *compiled.options_of(members[0]), "-Werror", "-fsyntax-only",
                   # Here every file is included by another, where a type of an unnamed namespace looks like a header's.
                   "-Wno-subobject-linkage",
                   # Not of one file's names by another's; and a second main() has another name, and so no end without `return`.
                   *(["-Wno-shadow", "-Wshadow=local", "-Wno-return-type"] if len(members) > 1 else []),
                   unit]
        return subprocess.run(command, cwd=members[0]["directory"], capture_output=True, text=True, check=False)


def check(gcc, members):
    """What gcc says about some files; what it does not like together is looked at in parts, until each stands alone."""
    run = run_gcc(gcc, members)
    if run.returncode != 0 and len(members) > 1:
        parts = compiled.apart(members, [match["file"] for match in FINDING.finditer(run.stderr)])
        return [problem for part in parts for problem in check(gcc, part)]
    root = f"{sources.ROOT}/"
    found = [f"{match['file'].removeprefix(root)}:{match['line']}: {match['text']}" for match in FINDING.finditer(run.stderr)]
    if run.returncode != 0 and not found:
        found = [f"{members[0]['file'].removeprefix(root)}:1: gcc failed: {run.stderr.strip()[-500:]}"]
    return found


def problems(build):
    gcc = shutil.which("g++")
    if not gcc:
        return ["g++ is not installed; run scripts/setup"]
    setup = subprocess.run([gcc, "--version"], capture_output=True, check=True).stdout + pathlib.Path(__file__).read_bytes()
    found = compiled.entries(build, ("lib", "apps", "tests"))
    unseen = compiled.unseen(found, build, setup)
    alone = [[header] for header in compiled.unseen(lone_headers(found), build, setup)]
    return unguarded() + compiled.problems(compiled.groups(unseen) + alone, functools.partial(check, gcc), build, setup)


if __name__ == "__main__":
    compiled.report(problems, __doc__)
