"""Run clang-tidy over lib and apps on all cores. A file that passed is not looked at again until it, a header of ours that it
includes, its compile command or the checks change.

Usage: tidy.py BUILD_DIR   (with a compile_commands.json)
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import sources

FINDING = re.compile(r"^(?P<file>/[^:\n]+):(?P<line>\d+):\d+: (?:error|warning): (?P<text>.*)$", re.MULTILINE)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"(pf/[^"\n]+)"', re.MULTILINE)


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


def check(tidy, build, entry, marker):
    """What clang-tidy finds in one file; leaves the marker when that is nothing."""
    run = subprocess.run([tidy, "-p", str(build), "--quiet", entry["file"]], capture_output=True, text=True, check=False)
    root = f"{sources.ROOT}/"
    found = [f"{match['file'].removeprefix(root)}:{match['line']}: {match['text']}" for match in FINDING.finditer(run.stdout)]
    if run.returncode != 0 and not found:
        found = [f"{entry['file'].removeprefix(root)}:1: clang-tidy failed: {(run.stderr + run.stdout).strip()[-500:]}"]
    if not found:
        marker.touch()
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
    found = set()
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        runs = [pool.submit(check, tidy, build, entry, marker) for entry in entries(build)
                if not (marker := cache / key_of(entry, setup)).exists()]
        for run in runs:
            found.update(run.result())
    return sorted(found)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sources.report(problems(pathlib.Path(sys.argv[1]).resolve()))
