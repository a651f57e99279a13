"""What the lint scripts share: finding our files, reading C++ without its comments, and saying what is wrong."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("lib", "apps", "tests", "bench")

_COMMENT_OR_LITERAL = re.compile(
    r"""
      (?P<comment> //[^\n]* | /\*.*?\*/ )
    | R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"
    | "(?:\\.|[^"\\\n])*"
    | (?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'
    """,
    re.DOTALL | re.VERBOSE,
)


def cpp_files(root, folders=CODE_FOLDERS):
    """Our C++ files below the given folders, sorted."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp") and path.is_file():
                yield path


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """The same text with comments blanked, so that line numbers stay; literals are left alone."""
    return _COMMENT_OR_LITERAL.sub(lambda match: _blank(match[0]) if match["comment"] else match[0], text)


def without_comments_and_literals(text):
    """The same text with comments, strings and characters blanked: what is left is code."""
    return _COMMENT_OR_LITERAL.sub(lambda match: _blank(match[0]), text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def report(problems):
    """Print the problems, one per line as FILE:LINE: WHAT, and end the script."""
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problem(s)", file=sys.stderr)
    sys.exit(1 if problems else 0)


def root_argument():
    """The project to look at: the first argument, or the one this script belongs to."""
    return pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
