"""docs/guarantees.md lists every test whose name begins with the number of a guarantee, and no other.

    python3 tests/lint/guarantees.py            say what is wrong
    python3 tests/lint/guarantees.py --update   write the lists anew; the sentences above them stay
"""

import re
import sys

import sources

PAGE = "docs/guarantees.md"
NUMBERED = re.compile(r"([A-Z]\d+(?:, [A-Z]\d+)*): (.+)", re.DOTALL)
CASE = re.compile(r'\bTEST_CASE(?:_TEMPLATE)?\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
DOCSTRING = re.compile(r'\A(?:#!.*\n)?"""(.+)$', re.M)
METHOD = re.compile(r'^    def test_\w+\(self\):\n        """(.+)"""$', re.M)
PART = re.compile(r"## ([A-Z])\.")
SECTION = re.compile(r"### ([A-Z]\d+)\b")


def names_in(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".cpp":
        return ["".join(LITERAL.findall(case)) for case in CASE.findall(text)]
    return METHOD.findall(text) if path.parent.name in ("stack", "api", "web") else DOCSTRING.findall(text)


def test_files(root):
    for path in sorted((root / "tests").rglob("*")):
        script = path.suffix in ("", ".py") and path.parent.name in ("api", "cli", "hostile", "install", "psql", "stack", "web")
        if path.is_file() and (script or path.suffix == ".cpp"):
            yield path


def tests_by_number(root):
    """Number -> file -> names, in the order in which they stand there."""
    found = {}
    for path in test_files(root):
        for name in names_in(path):
            numbered = NUMBERED.fullmatch(name)
            for number in numbered[1].split(", ") if numbered else []:
                found.setdefault(number, {}).setdefault(path.relative_to(root).as_posix(), []).append(numbered[2])
    return found


def list_of(tests):
    lines = []
    for file, names in tests.items():
        lines.append(f"- [{file}](../{file})")
        lines += [f"  - {name}" for name in names]
    return lines


def is_listed(line):
    return line.startswith(("- [", "  - "))


def sections_of(lines):
    """Number -> first line after the heading and the line after the last, counted from 0."""
    starts = [number for number, line in enumerate(lines) if line.startswith("#")] + [len(lines)]
    return {match[1]: (start + 1, end) for start, end in zip(starts, starts[1:]) if (match := SECTION.match(lines[start]))}


def strays(lines):
    part = ""
    for number, line in enumerate(lines, 1):
        part = match[1] if (match := PART.match(line)) else part
        if part and (match := SECTION.match(line)) and match[1][0] != part:
            yield f"{PAGE}:{number}: {match[1]} stands in part {part}"


def problems(root):
    lines = (root / PAGE).read_text(encoding="utf-8").splitlines()
    tests = tests_by_number(root)
    sections = sections_of(lines)
    found = [f"{PAGE}:1: no section for {number}, which is tested in {next(iter(tests[number]))}"
             for number in sorted(set(tests) - set(sections))]
    in_order = sorted(sections, key=order_of)
    found += [f"{PAGE}:{sections[number][0]}: {number} stands where {expected} belongs"
              for number, expected in zip(sections, in_order) if number != expected][:1]
    found += strays(lines)
    for number, (start, end) in sections.items():
        expected = list_of(tests.get(number, {}))
        shown = [line for line in lines[start:end] if is_listed(line)]
        if not expected:
            found.append(f"{PAGE}:{start}: no test carries the number {number}")
        found += [f"{PAGE}:{start}: {number}: not listed: {line.strip(' -')}" for line in expected if line not in shown]
        found += [f"{PAGE}:{start + at + 1}: {number}: there is no such test: {line.strip(' -')}"
                  for at, line in enumerate(lines[start:end]) if is_listed(line) and line not in expected]
        if not found and shown != expected:
            found.append(f"{PAGE}:{start}: {number}: not in the order of files and tests")
    return found


def order_of(number):
    return "MILSBRCPKAHTW".find(number[0]), int(number[1:])


def add_section(lines, number):
    """Behind the lower numbers of its part, or before the higher ones; what it promises is for a person to write."""
    sections = sections_of(lines)
    lower = [end for other, (_, end) in sections.items() if other[0] == number[0] and order_of(other) < order_of(number)]
    higher = [start - 1 for other, (start, _) in sections.items() if order_of(other) > order_of(number)]
    at = max(lower, default=min(higher, default=len(lines)))
    lines[at:at] = [f"### {number}", ""]


def update(root):
    lines = (root / PAGE).read_text(encoding="utf-8").splitlines()
    tests = tests_by_number(root)
    for number in sorted(set(tests) - set(sections_of(lines)), key=order_of):
        add_section(lines, number)
    for number, (start, end) in reversed(sections_of(lines).items()):
        said = "\n".join(line for line in lines[start:end] if not is_listed(line)).strip("\n")
        lines[start:end] = ["", *([said, ""] if said else []), *list_of(tests.get(number, {})), ""]
    (root / PAGE).write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    if "--update" in sys.argv[1:]:
        sys.argv.remove("--update")
        update(sources.root_argument())
    found = problems(sources.root_argument())
    sources.report(found + ["hint: python3 tests/lint/guarantees.py --update writes the lists anew"] if found else [])
