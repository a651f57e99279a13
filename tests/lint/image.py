"""The image is built from all of the library and of what is installed: the Dockerfile copies it, and .dockerignore lets it through.

    python3 tests/lint/image.py
"""

import re

import sources

DOCKERFILE = "Dockerfile"
COPY = re.compile(r"^COPY (?!--)(\S+) (\S+)$")
INSTALLED = re.compile(r"^install\(.*\$\{PROJECT_SOURCE_DIR\}/([^\s)]+)", re.M)
RUN = re.compile(r"^RUN docker/compile\b")


def copied(lines):
    """Source -> line."""
    return {match[1]: number for number, line in enumerate(lines, 1) if (match := COPY.match(line))}


def problems(root):
    lines = (root / DOCKERFILE).read_text(encoding="utf-8").splitlines()
    sources_copied = copied(lines)
    last_compile = max((number for number, line in enumerate(lines, 1) if RUN.match(line)), default=0)
    found = []
    for folder in sorted(path for path in (root / "lib" / "pf").iterdir() if path.is_dir()):
        name = folder.relative_to(root).as_posix()
        if sources_copied.get(name, last_compile) >= last_compile:
            found.append(f"{DOCKERFILE}:1: {name} is not copied; add a COPY after those folders that it includes")
    found += [f"{DOCKERFILE}:{number}: there is no {name}"
              for name, number in sources_copied.items() if not (root / name).exists()]
    for name in (match[1].rstrip("/") for path in root.glob("cmake/*.cmake")
                 for match in INSTALLED.finditer(path.read_text(encoding="utf-8"))):
        if not any(f"{name}/".startswith(f"{source}/") or source.startswith(f"{name}/") for source in sources_copied):
            found.append(f"{DOCKERFILE}:1: {name} is installed, but not copied")
    allowed = [line[1:] for line in (root / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")]
    found += [f".dockerignore:1: {name} is kept from the builder, but the Dockerfile copies it"
              for name in sources_copied if not any(name == path or name.startswith(path + "/") for path in allowed)]
    return found


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
