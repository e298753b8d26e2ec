"""Every published table is read by a verdict, a figure, a command or a question to start with.

A query of the docs is no reader, nor is a model beside the table: what only those read is made for
nobody, and belongs into an unpublished schema or goes.
"""

import re

import yaml

#: Code that asks the published file: figures, commands, and what a build says at its end.
ASKING = ("report", "cli", "build", "statistics", "exports")
#: Tables that need no reader: they say what the build was and left out, for whoever opens the file.
OF_THE_BUILD = {f"quality.{name}" for name in ("build_variables", "quality_gate")}
OF_THE_BUILD |= {"quality.quarantined_scores"}


def queried(project):
    """Return the tables that queries of the code name."""
    texts = [
        path.read_text(encoding="utf-8")
        for room in ASKING
        for kind in ("*.sql", "*.py", "*.j2")
        for path in (project / "analysis_py" / room).rglob(kind)
    ]
    return set(re.findall(r"\b(?:from|join)\s+\(?(?:from\s+)?(\w+\.\w+)", "\n".join(texts)))


def read_by(nodes, models, published):
    """Return what models read, directly or through models that are not published."""
    waiting, found, seen = list(nodes), set(), set()
    while waiting:
        for parent in set(waiting.pop()["depends_on"]["nodes"]) & models.keys() - seen:
            seen.add(parent)
            if parent in published:
                found.add(published[parent])
            else:
                waiting.append(models[parent])
    return found


def test_every_published_table_has_a_reader(parsed, project):
    variables = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]
    models = {node["unique_id"]: node for node in parsed.models}
    published = {
        name: f"{node['schema']}.{node['name']}"
        for name, node in models.items()
        if node["schema"] in variables["published_schemas"]
    }
    asked_first = {published[n] for n, m in models.items() if m["config"]["meta"].get("question")}
    read = queried(project) | asked_first | OF_THE_BUILD
    # what judges claims, and what puts names and figures on one row for those who read it
    judging = [node for node in models.values() if "models/claims/" in node["original_file_path"]]
    # what is deprecated has had one
    read |= {published[n] for n in published if "Deprecated" in models[n]["description"]}
    flat = [node for node in models.values() if f"reporting.{node['name']}" in read]
    read |= read_by([*judging, *flat], models, published)
    unread = {name for name in published.values() if not name.startswith("claims.")} - read
    unread -= {"reporting.start_here"}
    assert not unread, "give each a reader, or do not publish it:\n" + "\n".join(sorted(unread))
