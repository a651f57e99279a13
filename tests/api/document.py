#!/usr/bin/env python3
"""docs/api.md from the contract.

    tests/api/document.py PF_SERVE            say whether it is what the contract says
    tests/api/document.py PF_SERVE --update   write it anew
"""

import json
import pathlib
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "api.md"
HEAD = """# API

The questions that [`pf-serve api`](pf-serve.md) answers, from its contract (`/openapi.json`, `pf-serve contract`). Parameters are options of the command; the
document is described in [output.md](output.md).
"""


def kind(parameter):
    schema = parameter["schema"]
    schema = schema.get("items", schema)
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    return {"date": "a day"}.get(schema.get("format"), {"integer": "a whole number", "boolean": "`true`"}.get(schema["type"], "text"))


def notes(parameter):
    return "; ".join([parameter["description"]] + ["may be repeated"] * ("items" in parameter["schema"]) + ["required"] * parameter["required"])


def columns(contract, operation):
    name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    for key, schema in contract["components"]["schemas"][name]["properties"].items():
        if schema.get("type") == "array":
            yield key, list(schema["items"]["properties"])


def page(contract):
    yield HEAD
    for path, item in contract["paths"].items():
        operation = item["get"]
        yield f"## {path}\n"
        yield f"{operation['summary']}. {operation.get('description', '')}".rstrip() + "\n"
        if operation["parameters"]:
            yield "| parameter | is | |\n|---|---|---|"
            yield from (f"| `{parameter['name']}` | {kind(parameter)} | {notes(parameter)} |" for parameter in operation["parameters"])
            yield ""
        for key, names in columns(contract, operation):
            yield f"`{key}`: {', '.join(names)}\n"


def main(program, update):
    said = subprocess.run([program, "contract"], check=True, capture_output=True, text=True).stdout
    text = "\n".join(page(json.loads(said))).rstrip("\n") + "\n"
    if update:
        PAGE.write_text(text, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != text:
        sys.exit("docs/api.md is not what the contract says\nhint: tests/api/document.py PF_SERVE --update")


main(sys.argv[1], "--update" in sys.argv[2:])
