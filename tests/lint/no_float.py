"""Money is exact: where quantities, prices and amounts pass, no floating point and nothing that reads or prints it."""

import re

import sources

FOLDERS = [f"lib/pf/{folder}" for folder in ("money", "model", "lots", "valuation", "csv", "container", "importer", "prices", "report", "db", "jobs")]
# The only files that may, and why. Their headers may not: no floating point gets out.
EXCEPTIONS = {
    "lib/pf/container/shortest.cpp": "spreadsheets keep binary numbers: asks for the shortest text of one, and calculates nothing",
    "lib/pf/valuation/ratios.cpp": "yearly rates and deviations are roots and powers: they have no exact value, and are no money",
}
IN_CODE = re.compile(r"\b(double|float|stod|stof|stold|strtod|strtof|strtold|atof)\b")
IN_SQL = re.compile(r"\b(REAL|FLOAT\d*|DOUBLE)\b")


def matches(pattern, root, path, text):
    return [f"{path.relative_to(root)}:{sources.line_of(text, match.start())}: {match[1]} where money passes"
            for match in pattern.finditer(text)]


def problems(root):
    found = []
    for path in sources.cpp_files(root, FOLDERS):
        text = path.read_text(encoding="utf-8")
        if path.relative_to(root).as_posix() in EXCEPTIONS:
            continue
        found += matches(IN_CODE, root, path, sources.without_comments_and_literals(text))
        found += matches(IN_SQL, root, path, sources.without_comments(text))
    for path in sorted((root / "schema").rglob("*.sql")):
        found += matches(IN_SQL, root, path, re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8")))
    return found


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
