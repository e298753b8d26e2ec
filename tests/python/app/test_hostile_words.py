"""Words of other people in the explorer are words: in a real Chromium nothing of them runs."""

import shutil
from urllib.parse import quote

import duckdb
import pytest
from explorer_pages import served

#: Each would leave a mark on the page, ask another machine, or lead out of it, if it ran.
HOSTILE = [
    "<script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=2">',
    "<svg onload=window.hacked=3>",
    '"\' onmouseover="window.hacked=4" \'',
    '<a href="javascript:window.hacked=5">x</a>',
    "[x](javascript:window.hacked=6)",
    "![x](http://elsewhere.invalid/x.png)",
    "$\\href{javascript:window.hacked=7}{x}$",
    '=HYPERLINK("http://elsewhere.invalid/")',
    "\u202e\u0007\ufffe",
    "<style>.stApp{display:none}</style>",
    ":material/delete: :red[x]",
]
#: Columns that hold what somebody wrote.
WORDS = {
    *("model_name", "model_a", "model_b", "statement", "description", "predicate", "paper"),
    *("status", "detail", "observed", "reason", "title", "source", "notes", "producer"),
}


@pytest.fixture(scope="module")
def folder(warehouse_folder, tmp_path_factory):
    """Return the folder of a published file with hostile text behind every word of others."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "llm_reassessment.duckdb"
    shutil.copyfile(warehouse_folder / path.name, path)
    text = " ".join(HOSTILE)
    with duckdb.connect(str(path)) as connection:
        columns = connection.sql(
            "select table_schema || '.' || table_name, list(column_name) "
            "from information_schema.columns where data_type = 'VARCHAR' group by all"
        ).fetchall()
        for table, names in columns:
            if changed := sorted((WORDS - {"status"}) & set(names)):
                sets = ", ".join(f'"{name}" = "{name}" || \' \' || $text' for name in changed)
                connection.execute(f"update {table} set {sets}", {"text": text})
    return folder


@pytest.fixture(scope="module")
def address(project, folder):
    """Return where the explorer of that file is served."""
    with served(project, folder / "log", LLM_REASSESSMENT_WAREHOUSE=str(folder)) as address:
        yield address


@pytest.fixture(scope="module")
def tab(chromium):
    """Return a tab for all tests, whose browser need not read the explorer's scripts anew."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(240_000)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    page.close()


@pytest.fixture
def opened(tab, address):
    """Return a function that opens the explorer and keeps what it asks of other machines."""

    def open_at(query=""):
        tab.asked.clear()
        tab.goto(f"{address}/{query}")
        tab.get_by_role("tab", name="SQL").wait_for()
        drawn(tab)
        return tab

    return open_at


def drawn(page):
    """Wait until the page is drawn to its end."""
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_timeout(500)


def is_untouched(page, address):
    """Hold the page to what it is without hostile words."""
    page.evaluate(
        "document.querySelectorAll('body *').forEach(each => "
        "each.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})))"
    )
    assert page.evaluate("window.hacked ?? null") is None
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).display") != "none"
    elsewhere = [
        url
        for url in page.asked
        if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))
    ]
    assert elsewhere == []
    leading = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map(a => a.href)"
        ".filter(href => href.trim().toLowerCase().startsWith('javascript:'))"
    )
    assert leading == []


@pytest.mark.fault("hostile")
def test_nothing_of_the_file_runs(opened, address):
    page = opened()
    n_shown = 0
    for tab in ("Groups", "Models", "Claims"):
        page.get_by_role("tab", name=tab).click()
        drawn(page)
        is_untouched(page, address)
        n_shown += "window.hacked" in page.inner_text("body")
    assert n_shown, "the words should be there, as words"


@pytest.mark.fault("hostile")
def test_nothing_of_the_address_runs(opened, address):
    text = " ".join(HOSTILE)
    page = opened(f"?cohort={quote(text)}&benchmark={quote(text)}&tab={quote(text)}")
    assert "window.hacked" in page.inner_text("body"), "it is told that there is no such cohort"
    is_untouched(page, address)
