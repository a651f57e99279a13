"""A clock may be wrong. How old a thing is tells base::age_of, which knows what is from the future; nobody else subtracts."""

import re

import sources

# The only files that may, and why.
EXCEPTIONS = {
    "lib/pf/base/time.cpp": "base::now",
    "lib/pf/base/age.cpp": "base::age_of",
    "lib/pf/cli/progress.cpp": "a steady clock",
    "lib/pf/http/rate_limit.cpp": "a steady clock, and less than nothing counts as nothing",
    "lib/pf/base/day_words.cpp": "a calendar: days before the one that is given",
    "docker/scheduler": "asks is_future before",
}
SHELL_FOLDERS = ("docker", "scripts", "contrib")
WALL_CLOCK = re.compile(r"\b(system_clock|gettimeofday|clock_gettime|std::time)\b")
DIFFERENCE = re.compile(r"((?<!lock::)\b(?:now|today)(?:\(\))?\s*-(?![->=])|(?<![-<])-\s*(?:base::)?(?:now|today)\b)")
IN_SHELL = re.compile(r"(\$\((?:now|date [^)]*%s[^)]*)\) -|- \$\((?:now|date [^)]*%s[^)]*)\))")


def in_cpp(text):
    code = sources.without_comments_and_literals(text)
    for match in WALL_CLOCK.finditer(code):
        yield match.start(), f"{match[1]}: ask base::now"
    for match in DIFFERENCE.finditer(code):
        yield match.start(), f'"{match[1]}": ask base::age_of, which looks at the sign'


def in_shell(text):
    for match in IN_SHELL.finditer(text):
        yield match.start(), f'"{match[1]}": the clock may have been set back; look at the sign, or use /proc/uptime'


def shell_files(root):
    for folder in SHELL_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield path


def problems(root):
    found = []
    for path, look in [*((path, in_cpp) for path in sources.cpp_files(root, ("lib", "apps"))),
                       *((path, in_shell) for path in shell_files(root))]:
        where = path.relative_to(root).as_posix()
        if where not in EXCEPTIONS:
            text = path.read_text(encoding="utf-8")
            found += [f"{where}:{sources.line_of(text, at)}: {problem}" for at, problem in look(text)]
    return found


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
