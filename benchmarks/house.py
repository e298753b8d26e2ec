"""How large the project is: lines, what there is to learn, rooms, and what a build costs.

python benchmarks/house.py            # what stands in the tree; a second
python benchmarks/house.py --build    # and the processor seconds of llm-reassess build
"""

import ast
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

from analysis_py.cli.main import COMMANDS

PRODUCT = ("analysis_py", "models", "macros", "expectations")
SUFFIXES = (".py", ".sql", ".js", ".css", ".j2")
#: The longest line and the longest file of SQL, and the longest file of a rule of the ledger.
WIDTH, HEIGHT, RULE_HEIGHT = 110, 200, 160
#: The rooms from the bottom up: one imports those that stand before it.
ORDER = "runtime sources fit_cache statistics publishing exports imports report build dbt cli"
#: Lines of code that a function should not have more of, and must not.
FUNCTION_HEIGHTS = (40, 60)


def rooms_imported(path: Path, package: Path) -> set[str]:
    """Return the folders of a package that a module imports from, by absolute name."""
    dotted = ".".join(package.parts)
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{each.name}" for each in node.names]
        elif isinstance(node, ast.Import):
            names += [each.name for each in node.names]
    inner = [name.removeprefix(f"{dotted}.") for name in names if name.startswith(f"{dotted}.")]
    return {name.split(".")[0] for name in inner if (package / name.split(".")[0]).is_dir()}


def print_rooms(package: Path, files: list[Path]) -> None:
    """Print how many rooms a package has, the arrows between them, circles and arrows upward."""
    depth, order = len(package.parts), ORDER.split()
    arrows: dict[str, set[str]] = defaultdict(set)
    for path in files:
        if path.is_relative_to(package) and path.suffix == ".py" and len(path.parts) > depth + 1:
            room = path.parts[depth]
            arrows[room] |= rooms_imported(path, package) - {room}
    pairs = [(a, b) for a in arrows for b in arrows[a] if {a, b} <= set(order)]
    upward = sorted(f"{a} → {b}" for a, b in pairs if order.index(a) < order.index(b))
    circle = "none"
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
    print(f"| rooms of {package}, arrows | {len(arrows)}, {sum(map(len, arrows.values()))} |")
    print(f"| circles; arrows upward | {circle}; {', '.join(upward) or 'none'} |")


def count_others(files: list[Path]) -> dict[str, int]:
    """Return what else there is to learn: yml, tables, models, words, commands and variables."""
    yml = [path for path in files if path.suffix == ".yml" and path.parts[0] not in (".github",)]
    models = [p for p in files if p.parts[0] == "models" and p.suffix in (".sql", ".py")]
    schemas = yaml.safe_load(Path("dbt_project.yml").read_text(encoding="utf-8"))
    published = schemas["vars"]["published_schemas"]
    folders = schemas["models"]["llm_reassessment"]
    named = re.compile(r"((README|CONTRIBUTING|CHANGELOG)|(docs|models)/.+)\.md")
    pages = [path for path in files if named.fullmatch(path.as_posix())]
    words = {path: len(path.read_text(encoding="utf-8").split()) for path in pages}
    settings = Path("docs/settings.md").read_text(encoding="utf-8")
    return {
        "yml, lines": sum(path.read_text(encoding="utf-8").count("\n") for path in yml),
        "published tables": sum(schema_of(path, folders) in published for path in models),
        "models": len(models),
        # wc -w README.md CONTRIBUTING.md CHANGELOG.md docs/*.md models/*.md
        "words of docs": sum(words[path] for path in pages if len(path.parts) <= 2),
        "words of docs and of the folders in models": sum(words.values()),
        "commands": len(COMMANDS),
        "environment variables": len(set(re.findall(r"`(LLM_REASSESSMENT_\w+)`", settings))),
    }


def schema_of(model: Path, settings: dict[str, Any]) -> str:
    """Return the schema that the settings of a model's folders name."""
    schema = ""
    for folder in model.parts[1:-1]:
        settings = settings.get(folder, {})
        schema = settings.get("+schema", schema)
    return schema


def count_form(sql: list[Path]) -> dict[str, int]:
    """Return how many SQL lines and files are longer than a reader should have to bear."""
    texts = {path: path.read_text(encoding="utf-8").splitlines() for path in sql}
    rules = [path for path in sql if path.is_relative_to("models/claims")]
    return {
        f"SQL lines over {WIDTH} characters": sum(
            len(line) > WIDTH for text in texts.values() for line in text
        ),
        f"SQL files over {HEIGHT} lines": sum(len(text) > HEIGHT for text in texts.values()),
        f"the ledger's SQL files over {RULE_HEIGHT} lines": sum(
            len(texts[path]) > RULE_HEIGHT for path in rules
        ),
    }


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, text: list[str]) -> int:
    """Return the lines of a function without its docstring, comments and blank lines."""
    is_documented = ast.get_docstring(function) is not None
    first = function.body[0].end_lineno if is_documented else function.lineno - 1
    below = [line.strip() for line in text[first or 0 : function.end_lineno]]
    return is_documented + sum(bool(line) and not line.startswith("#") for line in below)


def count_functions(modules: list[Path]) -> dict[str, int]:
    """Return how many functions are longer than one thought; the head of one counts as a line."""
    heights = []
    for path in modules:
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                heights.append(code_lines(node, text.splitlines()))
    return {
        f"Python functions over {height} lines of code": sum(each > height for each in heights)
        for height in FUNCTION_HEIGHTS
    }


listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout
tracked = [path for path in map(Path, listed.splitlines()) if path.suffix in SUFFIXES]
lines: Counter[str] = Counter()
for path in tracked:
    height = path.read_text(encoding="utf-8").count("\n")
    lines["**product**"] += height * (path.parts[0] in PRODUCT)
    is_room = path.parts[0] in ("analysis_py", "models") and len(path.parts) > 2
    lines["/".join(path.parts[: 1 + is_room])] += height
print("| what | lines |\n| --- | ---: |")
for name in sorted(lines):
    print(f"| {name} | {lines[name]:,} |")
counts = count_others([Path(line) for line in listed.splitlines()])
counts |= count_functions(
    [path for path in tracked if path.suffix == ".py" and path.parts[0] in PRODUCT]
)
counts |= count_form([path for path in tracked if path.suffix == ".sql"])
for name, number in counts.items():
    print(f"| {name} | {number:,} |")
print_rooms(Path("analysis_py"), tracked)
print_rooms(Path("analysis_py/statistics"), tracked)
if "--build" in sys.argv:
    process = subprocess.Popen([sys.executable, "-m", "analysis_py", "build"], stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    seconds = used.ru_utime + used.ru_stime
    print(f"| processor seconds of a build (exit code {status >> 8}) | {seconds:.0f} |")
