"""The pages hold together: links and paths lead somewhere, tables exist, none is unexplained."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from building import LEFT_BEHIND

ROOT = Path(__file__).parents[3]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "models").rglob("*.md")),
    *sorted((ROOT / "benchmarks").rglob("*.md")),
    *sorted((ROOT / "tests" / "reference").rglob("*.md")),
]
#: What has changed may name what is gone.
TODAY = [page for page in PAGES if page.name != "CHANGELOG.md"]
#: Where a reader looks for what a table means.
EXPLANATIONS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "models" / "claims" / "README.md"]

CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ELSEWHERE = re.compile(r"[a-z]+:")
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)
TABLE = re.compile(r"\b(marts|statistics|own|claims|quality)\.([a-z_0-9]+)(?:\.([a-z_0-9]+))?")
#: What looks like a path or a file of the project; <name> and * stand for any name.
PATH = re.compile(r"[\w.<>*-]+(/[\w.<>*-]+)*/?(::\w+)?")
FILE = re.compile(r".+\.(csv|json|md|py|R|sql|toml|yml)")
#: Files of other tools.
FOREIGN = {"superset_config.py", "results.json", ".latest_test_run.json"}
#: A row of a table of columns: a table of the warehouse, then what to look at in it.
COLUMNS = re.compile(r"^\| `(\w+\.\w+)` \| (.+) \|$", re.MULTILINE)


def relative(page):
    return page.relative_to(ROOT).as_posix()


def anchors(page):
    """Return the anchors that GitHub gives the headings of a page."""
    found: set[str] = set()
    for heading in HEADING.findall(CODE_BLOCK.sub("", page.read_text())):
        text = LINK.sub(lambda link: link[0][1 : link[0].index("]")], heading)
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        number, anchor = 0, slug
        while anchor in found:
            number += 1
            anchor = f"{slug}-{number}"
        found.add(anchor)
    return found


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page):
    broken = []
    for target in LINK.findall(CODE_SPAN.sub("", CODE_BLOCK.sub("", page.read_text()))):
        if ELSEWHERE.match(target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        if (
            not linked.exists()
            or ROOT not in linked.parents
            or (anchor and anchor not in anchors(linked))
        ):
            broken.append(target)
    assert not broken, f"{relative(page)} links to {broken}"


@cache
def tree():
    """Return the files of the project as git lists them, and their folders, one a line."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout
    files = list(map(Path, listed.splitlines()))
    return "\n".join(f"/{each}" for file in files for each in (file, *file.parents))


def exists(named):
    """Whether a path, perhaps without its beginning, is in the project."""
    path = re.sub(r"<[^>]+>", "*", named).removeprefix("../").removesuffix("/")
    return re.search(f"/{re.escape(path)}$".replace(r"\*", "[^/\n]*"), tree(), re.MULTILINE)


@pytest.mark.parametrize("page", TODAY, ids=relative)
def test_paths_exist(page):
    spans = [code[1:-1] for code in CODE_SPAN.findall(CODE_BLOCK.sub("", page.read_text()))]
    named = [
        span
        for span in spans
        if PATH.fullmatch(span)
        and ("/" in span or FILE.fullmatch(span.partition("::")[0]))
        and span.split("/")[0] not in LEFT_BEHIND | {".venv", ".pytest_cache"} | FOREIGN
    ]
    missing = [span for span in named if not exists(span)]
    assert not missing, f"{relative(page)} names {missing}"


def test_every_benchmark_is_named_beside_what_it_measures():
    named = re.findall(r"`([\w*]+\.py)`", (ROOT / "benchmarks/README.md").read_text())
    scripts = list((ROOT / "benchmarks").glob("*.py"))
    unnamed = [path.name for path in scripts if not any(map(path.match, named))]
    assert scripts
    assert not unnamed


@pytest.fixture(scope="module")
def published(warehouse):
    """Return the columns of every published table, by schema.table."""
    columns: dict[str, set[str]] = {}
    query = "select schema_name || '.' || table_name, column_name from duckdb_columns()"
    for table, column in warehouse.sql(query).fetchall():
        columns.setdefault(table, set()).add(column)
    return columns


@pytest.mark.parametrize("page", EXPLANATIONS, ids=relative)
def test_tables_and_columns_exist(page, published):
    text = CODE_BLOCK.sub("", page.read_text())
    wrong = []
    for schema, table, column in TABLE.findall(text):
        columns = published.get(f"{schema}.{table}")
        if columns is None or (column and column not in columns):
            wrong.append(f"{schema}.{table}" + f".{column}" * bool(column))
    for table, cell in COLUMNS.findall(text):
        names = re.findall(r"`([a-z_0-9]+)`", cell)
        wrong += [f"{table}.{name}" for name in names if name not in published.get(table, ())]
    assert not wrong, f"{relative(page)} names {wrong}"
