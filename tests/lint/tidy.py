"""Run clang-tidy over lib and apps on all cores. A file that passed is not looked at again until it, a header of ours that it
includes, its compile command or the checks change.

Most of a run goes into the headers of the system and of libraries, so files that can stand in one translation unit are
looked at together.

Usage: tidy.py BUILD_DIR   (with a compile_commands.json)
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import sources

FINDING = re.compile(r"^(?P<file>/[^:\n]+):(?P<line>\d+):\d+: (?:error|warning): (?P<text>.*)$", re.MULTILINE)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"(pf/[^"\n]+)"', re.MULTILINE)
UNNAMED = re.compile(r"^namespace \{\n(.*?)^\} // namespace$", re.MULTILINE | re.DOTALL)
# In the house's format what an unnamed namespace declares begins in the first column.
DECLARED = re.compile(r"^(?:(?:struct|class|enum class|using|namespace) (?P<type>\w+)"
                      r"|[\w\[][^\n(={;]*?\b(?P<name>\w+)(?=[({;\[]| =|::\w+\())", re.MULTILINE)
TOGETHER = 12


@functools.lru_cache(maxsize=None)
def digest_and_includes(path):
    content = path.read_bytes()
    included = [sources.ROOT / "lib" / name for name in INCLUDE.findall(content.decode("utf-8", "replace"))]
    return hashlib.sha256(content).hexdigest(), tuple(header for header in included if header.is_file())


def closure(path):
    """The file and the headers of ours that it includes, directly or not."""
    found, open_files = set(), [path]
    while open_files:
        current = open_files.pop()
        if current not in found:
            found.add(current)
            open_files += digest_and_includes(current)[1]
    return sorted(found)


def key_of(entry, setup):
    key = hashlib.sha256(setup)
    key.update(json.dumps(entry, sort_keys=True).encode())
    for path in closure(pathlib.Path(entry["file"])):
        key.update(digest_and_includes(path)[0].encode())
    return key.hexdigest()


def entries(build):
    """The compile commands of our own sources; those that the build wrote are not ours to mend."""
    own = [f"{sources.ROOT / folder}/" for folder in ("lib", "apps")]
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    unique = {entry["file"]: entry for entry in commands if entry["file"].startswith(tuple(own))}
    return list(unique.values())


def private_names(text):
    """What a source file declares for itself, and more rather than less."""
    spaces = [sources.without_comments_and_literals(space) for space in UNNAMED.findall(text)]
    return {match["type"] or match["name"] for space in spaces for match in DECLARED.finditer(space)}


def groups(found):
    """Entries that have no private name in common, some together; a program stands alone."""
    made = []
    for entry in found:
        text = pathlib.Path(entry["file"]).read_text(encoding="utf-8")
        names = private_names(text) | ({"main"} if re.search(r"^int main\(", text, re.MULTILINE) else set())
        for members, taken in made:
            if len(members) < TOGETHER and not names & taken:
                members.append(entry)
                taken |= names
                break
        else:
            made.append(([entry], names))
    return [members for members, _ in made]


def options_of(entry):
    """The compile command without the compiler, the source and the object."""
    words = shlex.split(entry["command"])[1:]
    source = words.index(entry["file"])
    return words[:words.index("-o")] + [word for word in words[words.index("-o") + 2:source] if word != "-c"]


def run_tidy(tidy, members):
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "unit.cpp"
        unit.write_text("".join(f'#include "{entry["file"]}"\n' for entry in members), encoding="utf-8")
        command = [tidy, "--quiet", f"--config-file={sources.ROOT / '.clang-tidy'}", str(unit), "--",
                   *options_of(members[0]), "-Wno-unknown-warning-option", # gcc's own
                   "-Wno-shadow"] # of one file's names by another's; the compilers look for it too
        return subprocess.run(command, cwd=members[0]["directory"], capture_output=True, text=True, check=False)


def check(tidy, members):
    """What clang-tidy finds in some files."""
    run = run_tidy(tidy, members)
    if "[clang-diagnostic-error" in run.stdout and len(members) > 1: # not all of them can stand together after all
        half = len(members) // 2
        return check(tidy, members[:half]) + check(tidy, members[half:])
    root = f"{sources.ROOT}/"
    found = [f"{match['file'].removeprefix(root)}:{match['line']}: {match['text']}" for match in FINDING.finditer(run.stdout)]
    if run.returncode != 0 and not found:
        names = " ".join(entry["file"].removeprefix(root) for entry in members)
        found = [f"{names}:1: clang-tidy failed: {(run.stderr + run.stdout).strip()[-500:]}"]
    return found


def problems(build):
    tidy = shutil.which("clang-tidy-14") or shutil.which("clang-tidy")
    if not tidy:
        return ["clang-tidy is not installed; run scripts/setup"]
    if not (build / "compile_commands.json").is_file():
        return [f"{build}: no compile_commands.json here; configure first: cmake --preset dev"]
    version = subprocess.run([tidy, "--version"], capture_output=True, check=True).stdout
    setup = version + (sources.ROOT / ".clang-tidy").read_bytes()
    cache = build / "lint-passed"
    cache.mkdir(exist_ok=True)
    markers = {entry["file"]: cache / key_of(entry, setup) for entry in entries(build)}
    found = set()

    def look_at(members):
        here = check(tidy, members)
        if not here:
            for entry in members:
                markers[entry["file"]].touch()
        return here

    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        unseen = [entry for entry in entries(build) if not markers[entry["file"]].exists()]
        for here in pool.map(look_at, groups(unseen)):
            found.update(here)
    return sorted(found)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sources.report(problems(pathlib.Path(sys.argv[1]).resolve()))
