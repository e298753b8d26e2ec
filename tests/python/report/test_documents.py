"""The pages of docs/ within the report, the words that they explain, and the search."""

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "page"),
    [
        ("wrong keys", "page", "items.html"),
        ("contamination", "method", "docs-"),
        ("scaling law", "page", "scale.html"),
        ("mmlu", "benchmark", "find.html#cohort_id="),
        ("mistral 7b", "model", "find.html#cohort_id="),
        ("C073", "claim", "claims.html#C073"),
        ("restricted maximum likelihood", "word", "docs-glossary.html"),
        ("who is a base family", "method", "docs-dependence.html#who-is-a-base-family"),
    ],
)
def test_the_search_finds(opened, text, kind, page):
    found = opened("docs")
    found.locator("#search input").fill(text)
    entries = found.locator("#search-results li", has=found.locator(f".kind:text-is('{kind}')"))
    entries.first.wait_for()
    assert entries.first.locator("a").get_attribute("href").startswith(page)
    found.locator("#search input").press("Enter")
    found.wait_for_url("**/*.html*")
    assert found.complaints == []
