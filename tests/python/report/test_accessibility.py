"""For everyone: those who hear a page, use a telephone, or paper."""


def test_the_numbers_of_a_figure_are_a_table(opened):
    page = opened("scale", hash="#size_curves&cohort_id=openllm_v2", figures=("size_curves",))
    page.locator("#size_curves details.numbers summary").click()
    table = page.locator("#size_curves details.numbers table")
    table.locator("tbody tr").first.wait_for()  # filled when it is opened
    rows = page.evaluate("window.report.resolve('size_curves').rows.length")
    assert table.locator("tbody tr").count() == min(rows, 300)
    assert table.locator("th").first.text_content() == "cohort id"
    page.locator("#shared-switches select[name=cohort_id]").select_option("openllm_v1")
    page.wait_for_function(
        "document.querySelector('#size_curves .numbers td')?.textContent === 'openllm_v1'"
    )


def test_a_telephone_shows_some_claims_first(opened):
    page = opened("claims", width=390)
    shown = page.locator("#ledger tbody:visible")
    first = shown.count()
    assert first < 50
    assert page.evaluate("document.documentElement.scrollHeight") < 20_000
    page.locator("#ledger-rest").click()
    assert shown.count() > first
