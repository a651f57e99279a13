"""Run clang-tidy over lib and apps on all cores.

Usage: tidy.py BUILD_DIR   (with a compile_commands.json)
"""

import functools
import re
import shutil
import subprocess

import compiled
import sources

FINDING = re.compile(r"^(?P<file>/[^:\n]+):(?P<line>\d+):\d+: (?:error|warning): (?P<text>.*)$", re.MULTILINE)
ERROR = re.compile(r"^(/[^:\n]+):\d+:\d+: error: .*\[clang-diagnostic-error", re.MULTILINE)


def run_tidy(tidy, members):
    with compiled.unit_of(members) as unit:
        command = [tidy, "--quiet", f"--config-file={sources.ROOT / '.clang-tidy'}", unit, "--",
                   *compiled.options_of(members[0]), "-Wno-unknown-warning-option", # gcc's own
                   "-Wno-shadow", "-Wno-return-type"] # of one file's names by another's; the compilers look for both too
        return subprocess.run(command, cwd=members[0]["directory"], capture_output=True, text=True, check=False)


def check(tidy, members):
    """What clang-tidy finds in some files."""
    run = run_tidy(tidy, members)
    if "[clang-diagnostic-error" in run.stdout and len(members) > 1:
        parts = compiled.apart(members, ERROR.findall(run.stdout))
        return [problem for part in parts for problem in check(tidy, part)]
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
    version = subprocess.run([tidy, "--version"], capture_output=True, check=True).stdout
    setup = version + (sources.ROOT / ".clang-tidy").read_bytes()
    unseen = compiled.unseen(compiled.entries(build, ("lib", "apps")), build, setup)
    return compiled.problems(compiled.groups(unseen), functools.partial(check, tidy), build, setup)


if __name__ == "__main__":
    compiled.report(problems, __doc__)
