"""What a reviewer should not have to say: no notes to self, no stray white space, no file beyond measure."""

import re

import sources

FOLDERS = ("apps", "bench", "cmake", "docker", "docs", "lib", "schema", "scripts", "tests", ".ci")
SUFFIXES = {".cpp", ".hpp", ".py", ".sh", ".cmake", ".sql", ".toml", ".md", ".json", ".txt", ".yml", ""}
CPP = {".cpp", ".hpp"}
# Samples and expected outputs keep the bytes of their sources.
DATA = re.compile(r"^(tests/(cli|cases|fuzz/corpus|data)|samples)/|/__pycache__/")
# Put together here, so that this file does not accuse itself.
NOTE = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK")) + r")\b")
CONFLICT = re.compile(r"^(<{7}|>{7}) ")
MOST_LINES = 700
MOST_PROGRAM_LINES = 40  # of a function in apps/: a program decides nothing, so it says little


def own_files(root):
    yield from (path for path in sorted(root.iterdir()) if path.is_file() and path.suffix in SUFFIXES)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in SUFFIXES and not DATA.search(path.relative_to(root).as_posix()):
                yield path


def line_problem(path, line):
    note = NOTE.search(line)
    if note:
        return f"{note[1]}: write an issue instead"
    if CONFLICT.match(line):
        return "a conflict that a merge left"
    if line != line.rstrip() and path.suffix != ".md":
        return "white space at the end of the line"
    if "\t" in line and path.suffix in CPP:
        return "a tab"
    return None


def long_functions(lines):
    """(line of its opening brace, number of lines) of each function that is longer than a program's may be; clang-format puts
    both its braces in the first column."""
    begin = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            begin = number
        elif line.startswith("}") and begin:
            if number - begin + 1 > MOST_PROGRAM_LINES:
                yield begin, number - begin + 1
            begin = None


def file_problems(root, path):
    where = path.relative_to(root)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"{where}:1: not UTF-8: {error.reason} at byte {error.start}"]
    lines = text.split("\n")
    found = [f"{where}:{number}: {problem}" for number, line in enumerate(lines, 1)
             if (problem := line_problem(path, line))]
    if text and not text.endswith("\n"):
        found.append(f"{where}:{len(lines)}: no end of line at the end of the file")
    if path.suffix in CPP and len(lines) - 1 > MOST_LINES:
        found.append(f"{where}:{MOST_LINES}: {len(lines) - 1} lines; split the file at {MOST_LINES}")
    if where.parts[0] == "apps" and path.suffix in CPP:
        found += [f"{where}:{number}: a function of {length} lines; a program's have {MOST_PROGRAM_LINES} at most"
                  for number, length in long_functions(lines)]
    return found


def problems(root):
    return [problem for path in own_files(root) for problem in file_problems(root, path)]


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
