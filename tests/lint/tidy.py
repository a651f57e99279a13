"""Run clang-tidy over lib and apps on all cores.

Most of a run goes into the headers of the system and of libraries, so files that can stand in one translation unit are
looked at together.

Usage: tidy.py BUILD_DIR   (with a compile_commands.json)
"""

import functools
import pathlib
import re
import shutil
import subprocess
import tempfile

import compiled
import sources

FINDING = re.compile(r"^(?P<file>/[^:\n]+):(?P<line>\d+):\d+: (?:error|warning): (?P<text>.*)$", re.MULTILINE)
UNNAMED = re.compile(r"^namespace \{\n(.*?)^\} // namespace$", re.MULTILINE | re.DOTALL)
# In the house's format what an unnamed namespace declares begins in the first column.
DECLARED = re.compile(r"^(?:(?:struct|class|enum class|using|namespace) (?P<type>\w+)"
                      r"|[\w\[][^\n(={;]*?\b(?P<name>\w+)(?=[({;\[]| =|::\w+\())", re.MULTILINE)
TOGETHER = 12


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


def run_tidy(tidy, members):
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "unit.cpp"
        unit.write_text("".join(f'#include "{entry["file"]}"\n' for entry in members), encoding="utf-8")
        command = [tidy, "--quiet", f"--config-file={sources.ROOT / '.clang-tidy'}", str(unit), "--",
                   *compiled.options_of(members[0]), "-Wno-unknown-warning-option", # gcc's own
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
    version = subprocess.run([tidy, "--version"], capture_output=True, check=True).stdout
    setup = version + (sources.ROOT / ".clang-tidy").read_bytes()
    unseen = compiled.unseen(compiled.entries(build, ("lib", "apps")), build, setup)
    return compiled.problems(groups(unseen), functools.partial(check, tidy), build, setup)


if __name__ == "__main__":
    compiled.report(problems, __doc__)
