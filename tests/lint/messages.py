"""docs/migrations.md explains every message of the migration engine below "When it fails", and no message that is none.

    python3 tests/lint/messages.py
"""

import re

import sources

PAGE = "docs/migrations.md"
HEADING = "## When it fails"
ENGINE = ("lib/pf/migration/*.cpp", "lib/pf/db/migrat*.cpp", "lib/pf/db/*/migration_runner.cpp", "lib/pf/db/scratch.cpp",
          "lib/pf/db/*/scratch.cpp", "lib/pf/jobs/migrate/*.cpp", "lib/pf/jobs/run/s*.cpp")
CHARACTER = re.compile(r"'(?:\\.|[^'\\\n])'")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
TEXT = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
THROWN = re.compile(r"(?:\bError\s*\w*\s*[({]\s*ExitCode::\w+\s*,\s*|\brefuse\(\s*[^,;]+,\s*[^,;]+,\s*)(?:fmt::format\(\s*)?" + TEXT)
# What stands for a value: {} in the code; …, N, M and quoted words in the page.
GAP_IN_CODE = re.compile(r"\{[^}]*\}")
GAP_IN_PAGE = re.compile(r'…|"…"|\b[NM]\b|\\\|')


def joined(literals):
    return "".join(LITERAL.findall(literals))


def pattern_of(message):
    """A message of the page as a pattern: what stands for a value matches anything."""
    parts = GAP_IN_PAGE.split(message.removeprefix("error: "))
    return re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)


def sample_of(message):
    """A message of the code as somebody might see it."""
    return GAP_IN_CODE.sub("VALUE", message.removeprefix("error: "))


def messages(root):
    """(file, line, message) of every error that the engine throws itself."""
    for pattern in ENGINE:
        for path in sorted(root.glob(pattern)):
            text = sources.without_comments(path.read_text(encoding="utf-8"))
            for thrown in THROWN.finditer(text):
                yield path.relative_to(root), sources.line_of(text, thrown.start()), joined(thrown[1])


def literals(root):
    for pattern in ENGINE:
        for path in sorted(root.glob(pattern)):
            text = CHARACTER.sub("", sources.without_comments(path.read_text(encoding="utf-8")))
            yield from (joined(match[0]) for match in re.finditer(TEXT, text))


def explained(page):
    """(line, message) of the first column of the tables, several messages in one cell apart."""
    begin = page.index(HEADING)
    for number, line in enumerate(page[begin:].splitlines(), sources.line_of(page, begin)):
        if line.startswith("| `"):
            cell = re.split(r"(?<!\\) \| ", line[2:])[0]
            for message in re.findall(r"`([^`]+)`", cell):
                yield number, message


def problems(root):
    page = (root / PAGE).read_text(encoding="utf-8")
    known = [(line, message, pattern_of(message)) for line, message in explained(page)]
    found = []
    for file, line, message in messages(root):
        sample = sample_of(message)
        if len(sample) >= 6 and not any(pattern.match(sample) for _, _, pattern in known):
            found.append(f'{file}:{line}: {PAGE} does not explain "{message}"')
    said = "\n".join(literals(root))
    for line, message, _ in known:
        parts = [part.strip(' ":') for part in GAP_IN_PAGE.split(message.removeprefix("error: "))]
        if "(55P03)" not in message and not all(part in said for part in parts):  # that one is the server's
            found.append(f'{PAGE}:{line}: the engine does not say "{message}"')
    return found


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
