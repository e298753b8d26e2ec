"""dbt's page of models and columns in a real Chromium, as a reader finds it beside the report."""

import json
import re

from analysis_py.job.dbt_page import readable


def opened(chromium, tiny, place=""):
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{(tiny.workplace.warehouse / 'dbt_docs.html').as_uri()}{place}")
    return page


def test_it_opens_on_the_walk_through_the_models(chromium, tiny, project):
    page = opened(chromium, tiny)
    page.get_by_role("heading", name="A walk through the models").wait_for()
    words = page.locator("body").inner_text()
    stops = re.findall(r"(?m)^\d+\. \*\*(.+?)\*\*", (project / "models/overview.md").read_text())
    assert len(stops) > 5
    assert all(stop in words for stop in stops)
    assert "<!--" not in words
    # what the walk links to is the page of that model, not a file
    page.get_by_role("link", name="stat_anova", exact=True).first.click()
    page.get_by_text("log10_p_value").first.wait_for()
    page.close()


def test_the_text_of_a_column_is_shown_whole(chromium, tiny, parsed):
    (model,) = [model for model in parsed.models if model["name"] == "stat_anova"]
    page = opened(chromium, tiny, "#!/model/model.llm_reassessment.stat_anova")
    cells = page.locator("td[style*=ellipsis]")
    cells.first.wait_for()
    assert cells.count() == len(model["columns"])
    assert page.evaluate(
        "[...document.querySelectorAll('td[style*=ellipsis]')]"
        ".filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"
    ) == 0  # fmt: skip
    page.close()


def test_a_page_without_a_walk_is_left_as_it_is(tmp_path):
    text = f"<head></head>{json.dumps({'a': str(tmp_path / 'x'), 'b': '<!-- said -->'})}"
    page = readable(text, {tmp_path: "."})
    assert json.loads(page[page.index('{"a"') :]) == {"a": "./x", "b": "<!-- said -->"}
