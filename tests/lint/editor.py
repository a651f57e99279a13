"""What .vscode, .devcontainer and .pre-commit-config.yaml name exists: programs, presets, tasks, services, scripts, checks.

    python3 tests/lint/editor.py
"""

import json
import re

import sources

COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*')
PROGRAM = re.compile(r"\$\{workspaceFolder\}/build/\$\{env:PF_BUILD_PREFIX\}([\w-]+)/(apps/(pf-[\w-]+)|tests/(unit-\S+|db-tests))")
HOOK = re.compile(r"^ +- id: ([\w-]+)$", re.M)
ENTRY = re.compile(r"^ +entry: (.+)$", re.M)
CHECK = re.compile(r"^check ([\w-]+) ", re.M)
COMMAND = re.compile(r"^([a-z]+)\)", re.M)


def read(root, name):
    return (root / name).read_text(encoding="utf-8")


def read_json(root, name):
    """JSON with comments, as VS Code reads it."""
    return json.loads(COMMENT.sub(lambda match: match[1] or "", read(root, name)))


def presets(root):
    return {preset["name"] for preset in read_json(root, "CMakePresets.json")["configurePresets"] if not preset.get("hidden")}


def command_problems(root, line):
    """A command line of ours: the script is there, and knows the subcommand."""
    words = line.split()
    if words[0].startswith("scripts/") and not (root / words[0]).is_file():
        yield f"there is no {words[0]}"
    elif words[:1] == ["scripts/dev"] and words[1] not in COMMAND.findall(read(root, "scripts/dev")):
        yield f"scripts/dev has no command {words[1]}"


def launch_problems(root):
    started = set()
    tasks = {task["label"] for task in read_json(root, ".vscode/tasks.json")["tasks"]}
    for configuration in read_json(root, ".vscode/launch.json")["configurations"]:
        name = configuration["name"]
        task = configuration.get("preLaunchTask")
        if task and task not in tasks:
            yield f"{name}: there is no task {task}"
        program = PROGRAM.fullmatch(configuration["program"]) if "pipeTransport" not in configuration else None
        started |= {program[3]} if program else set()
        if program and program[1] not in presets(root):
            yield f"{name}: there is no preset {program[1]}"
        if program and program[3] and not (root / "apps" / (program[3] + ".cpp")).is_file():
            yield f"{name}: there is no program {program[3]}"
        if not program and configuration["program"].startswith("${workspaceFolder}"):
            yield f"{name}: {configuration['program']} is not built by us"
    for path in sorted((root / "apps").glob("pf-*.cpp")):
        if path.stem not in started:
            yield f"nothing starts {path.stem} in the debugger"


def task_problems(root):
    for task in read_json(root, ".vscode/tasks.json")["tasks"]:
        for problem in command_problems(root, task["command"]):
            yield f"{task['label']}: {problem}"


def container_problems(root):
    container = read_json(root, ".devcontainer/devcontainer.json")
    services = set()
    for name in container["dockerComposeFile"]:
        path = (root / ".devcontainer" / name).resolve()
        if not path.is_file():
            yield f"there is no {name}"
            continue
        services |= set(re.findall(r"^  ([\w-]+):$", path.read_text(encoding="utf-8"), re.M))
    for service in [container["service"], *container["runServices"]]:
        if service not in services:
            yield f"there is no service {service}"
    yield from command_problems(root, container["postCreateCommand"])


def hook_problems(root):
    """The hooks are the checks of scripts/lint --fast, all of them."""
    text = read(root, ".pre-commit-config.yaml")
    checks = set(CHECK.findall(read(root, "scripts/lint")))
    hooks = set(HOOK.findall(text))
    yield from (f"there is no check {name} in scripts/lint" for name in sorted(hooks - checks))
    yield from (f"the check {name} of scripts/lint is missing" for name in sorted(checks - hooks))
    for entry, name in zip(ENTRY.findall(text), HOOK.findall(text)):
        if entry != f"scripts/lint --only {name}":
            yield f"{name}: the entry is not scripts/lint --only {name}"


def problems(root):
    parts = {".vscode/launch.json": launch_problems, ".vscode/tasks.json": task_problems,
             ".devcontainer/devcontainer.json": container_problems, ".pre-commit-config.yaml": hook_problems}
    return [f"{name}:1: {problem}" for name, part in parts.items() for problem in part(root)]


if __name__ == "__main__":
    sources.report(problems(sources.root_argument()))
