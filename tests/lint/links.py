"""Every link between our pages leads to a file, and to a heading where it names one; every page of docs/ can be reached."""

import posixpath
import re

import sources

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"#+ (.*)")
FENCE = re.compile(r"\s*```")
START = "README.md"


def pages(root):
    for path in [*sorted(root.glob("*.md")), *sorted((root / "docs").glob("*.md"))]:
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def lines_of(text):
    """Numbered lines outside of code blocks."""
    code = False
    for number, line in enumerate(text.splitlines(), 1):
        if FENCE.match(line):
            code = not code
        elif not code:
            yield number, line


def anchor_of(heading):
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def problems(root):
    texts = dict(pages(root))
    anchors = {page: {anchor_of(match[1]) for _, line in lines_of(text) if (match := HEADING.match(line))}
               for page, text in texts.items()}
    found, reached = [], {START}
    for page, text in texts.items():
        for number, link in ((number, link) for number, line in lines_of(text) for link in LINK.findall(line)):
            if ":" in link:
                continue
            file, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), file)) if file else page
            reached.add(target)
            if not (root / target).exists():
                found.append(f"{page}:{number}: there is no {target}")
            elif anchor and anchor not in anchors.get(target, {anchor}):
                found.append(f"{page}:{number}: {target} has no heading #{anchor}")
    return found + [f"{page}:1: no page links to it" for page in texts if page not in reached]


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
