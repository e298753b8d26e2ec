"""dbt's page of models and columns in a real Chromium, as a reader finds it beside the report."""

import json

import pytest

from analysis_py.build.dbt_page import readable


@pytest.fixture(scope="module")
def page(chromium, tiny):
    """Return the page as it opens; to read all that it holds takes a browser seconds."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto((tiny.workplace.warehouse / "dbt_docs.html").as_uri())
    yield page
    page.close()


def test_a_page_without_a_walk_is_left_as_it_is(tmp_path):
    text = f"<head></head>{json.dumps({'a': str(tmp_path / 'x'), 'b': '<!-- said -->'})}"
    page = readable(text, {tmp_path: "."})
    assert json.loads(page[page.index('{"a"') :]) == {"a": "./x", "b": "<!-- said -->"}


@pytest.mark.fault("hostile")
@pytest.mark.parametrize(
    "words",
    ["</script><script>window.ran = 1</script>", "<!--<script>", "<img src=x onerror=ran=1>"],
)
def test_no_text_ends_the_script_that_it_stands_in(tabs, tmp_path, words):
    """As dbt writes it, without the rest of its page: the manifest is JSON within a script."""
    known = {
        "metadata": {"dbt_schema_version": "manifest/v12"},
        "nodes": {"model.a.b": {"description": words}},
    }
    data = json.dumps(known)
    page = f"<head></head><body><script>window.shown = [{data}, {data}]</script><p>after</p></body>"
    path = tmp_path / "dbt_docs.html"
    path.write_text(readable(page, {}))
    with tabs.lent() as open_file:
        opened = open_file(path)
        assert opened.evaluate("window.shown") == [known, known]
        assert opened.evaluate("window.ran") is None
        assert opened.locator("p").inner_text() == "after"
