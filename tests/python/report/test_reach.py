"""No statistic is computed and published for nobody: each reaches a reader."""

import re

#: Who shows what is published: the report, the commands and the queries that docs answer.
SHOWING = ("analysis_py/report", "analysis_py/cli")
QUERY = re.compile(r"^```sql$(.+?)^```$", re.MULTILINE | re.DOTALL)


def shown(models, project):
    """Return the tables that a reader is shown, and the flat ones of BI tools."""
    text = "".join(
        path.read_text()
        for folder in SHOWING
        for pattern in ("*.py", "*.sql")
        for path in (project / folder).rglob(pattern)
    )
    for path in (project / "docs").glob("*.md"):
        text += "".join(QUERY.findall(path.read_text()))
    return {
        identifier
        for identifier, model in models.items()
        if model["schema"] == "reporting"
        or re.search(rf"\b{model['schema']}\.{model['name']}\b", text)
    }


def with_parents(models, found):
    """Return models with all that they are computed from, directly or through others."""
    reached, waiting = set(), set(found)
    while waiting:
        identifier = waiting.pop()
        reached.add(identifier)
        waiting |= set(models[identifier]["depends_on"]["nodes"]) & models.keys() - reached
    return reached


def test_every_published_statistic_and_claims_table_reaches_a_reader(parsed, project):
    """It is shown, or what is shown is computed from it."""
    models = {model["unique_id"]: model for model in parsed.models}
    reached = with_parents(models, shown(models, project))
    unread = {
        model["name"]
        for identifier, model in models.items()
        if model["schema"] in ("statistics", "claims") and identifier not in reached
    }
    assert unread == set()
