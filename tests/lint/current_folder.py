"""Nothing runs code because it lies in the folder that somebody works in, which may be full of what was downloaded.

    python3 tests/lint/current_folder.py
"""

import re

import sources

FOLDERS = ("scripts", "docker", "tests", "bench", "contrib", "cmake")
DATA = re.compile(r"^tests/(unit|fuzz|cases|fixtures|cli/pf-)")
RULES = (
    (re.compile(r"\bpython3?(?: -\w+)* (?:-|-c)(?: |$)"), re.compile(r" -I\b"),
     "Python imports from the current folder; python3 -I does not"),
    (re.compile(r'\bcd "?\$\(dirname'), re.compile(r"\bCDPATH='' cd\b"),
     "cd goes where CDPATH says; CDPATH='' cd does not"),
    (re.compile(r"(?:^|[;&|(]\s*|\bthen )(?:\.|source) (?:\./|[\w.-]+(?:\s|$))"), None,
     "a script of the current folder is run; name its folder"),
    (re.compile(r"\bPATH=[^\s]*(?:(?<=[=:\"']):|::|:(?=[\"']?(?:\s|$))|(?<=[=:\"'])\.{1,2}(?=[:/\"'\s]|$))"), None,
     "PATH has an empty or a relative part, which is the current folder"),
    (re.compile(r"\b(?:LD_LIBRARY_PATH|LD_PRELOAD|LD_RUN_PATH|PYTHONPATH|SOCI_BACKENDS_PATH)="), None,
     "an empty part of such a variable is the current folder; do without it"),
)
# SOCI looks in the current folder for the library of a backend that is given by name.
BY_NAME = re.compile(r"\bdlopen\s*\(|\bsoci::session\s*[({]\s*\"|make_unique<soci::session>\(\s*\"")


def script_files(root):
    yield root / "README.md"
    yield root / "Dockerfile"
    yield from sorted((root / "docs").glob("*.md"))
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            is_data = DATA.search(path.relative_to(root).as_posix()) or path.suffix in (".cpp", ".hpp", ".pyc")
            # The lint and its examples speak of what they forbid.
            if path.is_file() and not is_data and path.name not in ("current_folder.py", "selftest.py"):
                yield path


def script_problems(root, path):
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
    for number, line in enumerate(lines, 1):
        for pattern, excuse, problem in RULES:
            if pattern.search(line) and not (excuse and excuse.search(line)):
                yield f"{path.relative_to(root)}:{number}: {problem}"


def problems(root):
    found = [problem for path in script_files(root) for problem in script_problems(root, path)]
    for path in sources.cpp_files(root):
        text = sources.without_comments(path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(root)}:{sources.line_of(text, match.start())}: a library is loaded by name; link it"
                  for match in BY_NAME.finditer(text)]
    return found


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
