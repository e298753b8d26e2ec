"""Words of other people in a report are words: in a real Chromium nothing of them runs."""

from functools import partial

import pytest

from analysis_py.report.build import write_documents, write_index

#: Columns that hold what somebody wrote.
WORDS = {
    *("model_name", "statement", "cohort_name", "description", "title", "licence", "producer"),
    *("notes", "detail", "observed", "model_a", "model_b"),
}
HOSTILE = [
    "</script><script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=2">',
    "<svg onload=window.hacked=3>",
    '"\' onmouseover="window.hacked=4" \'',
    '<a href="javascript:window.hacked=5">x</a>',
    "{{ 7 * 7 }}{% raw %}",
    "${window.hacked=6}`",
    '=HYPERLINK("http://x/")',
    "]]><!--",
    "\u202e\u001b[2J\u0007\ufffe",
    "../../x",
    "<style>body{display:none}</style>",
]
#: Pages that show such words.
SHOWING = ["claims", "models", "find"]


@pytest.fixture
def hostile(other):
    """Return the published tables with hostile text behind every word of other people."""
    columns = other.sql(
        "select table_schema || '.' || table_name, list(column_name) "
        "from information_schema.columns "
        "where table_catalog = 'published' and data_type = 'VARCHAR' group by all"
    ).fetchall()
    text = " ".join(HOSTILE).replace("'", "''")
    for table, names in columns:
        replaced = ", ".join(
            f'"{name}" || \'{text}\' as "{name}"' for name in sorted(WORDS & set(names))
        )
        if replaced:
            other.execute(
                f"create or replace view {table} as "
                f"select * replace ({replaced}) from published.{table}"
            )
    return other


def test_nothing_runs(tabs, pages_of, hostile, build_kept, published_manifest):
    write = partial(write_hostile, hostile, pages_of)
    folder = build_kept("report_hostile", write, __file__, published_manifest)
    n_shown = 0
    for name in SHOWING:
        opened = tabs.open(folder / f"{name}.html")
        opened.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for button in opened.locator("#ledger button").all()[:5]:
            button.click()
        opened.locator("#search input").fill("window.hacked")
        opened.locator("#search-results .kind").first.wait_for()
        opened.mouse.move(400, 400)
        assert opened.evaluate("window.hacked ?? null") is None, name
        assert opened.complaints == [], name
        assert opened.evaluate("getComputedStyle(document.body).display") != "none", name
        assert opened.evaluate("document.title") != "49"
        n_shown += opened.evaluate("document.body.innerText.includes('window.hacked')")
        tabs.give_back(opened)
    assert n_shown > 0, "the words should be there, as words"


def write_hostile(hostile, pages_of, folder):
    """Write the pages that show such words, and what the search looks through."""
    pages_of(hostile, folder, SHOWING)
    write_index(hostile, write_documents(folder), folder)
