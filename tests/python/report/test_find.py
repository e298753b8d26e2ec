"""Find a model, in a real Chromium, from disk: its numbers are the tables', its address holds."""

import re

import pytest

from analysis_py.statistics.positions.model_names import ModelName
from analysis_py.statistics.positions.model_queries import compare_models, read_settings

#: The report's numbers have four significant digits.
ROUNDED = 0.02


@pytest.fixture(scope="module")
def pair(warehouse):
    """Return a cohort, two of its models, and what the tables say of the first."""
    ((cohort,),) = warehouse.sql("""
        select cohort_id from statistics.stat_model_ranks where benchmark_id = 'average'
        group by cohort_id order by count(*), cohort_id limit 1 offset 1
    """).fetchall()
    names = warehouse.execute(
        """
        select model_name from statistics.stat_model_ranks
        join marts.fct_evaluations using (evaluation_id, model_name)
        where cohort_id = ? and benchmark_id = 'average' and is_preferred_evaluation
        qualify count(*) over (partition by model_name) = 1
        order by rank, model_name limit 2
        """,
        [cohort],
    ).fetchall()
    return cohort, names[0][0], names[1][0]


@pytest.fixture
def found(opened):
    """Return a function that opens the page on a choice."""

    def open_at(**chosen):
        hash = "#" + "&".join(f"{name}={value}" for name, value in chosen.items())
        page = opened("find", hash=hash)
        page.wait_for_function("window.find.settled")
        settle(page)
        return page

    return open_at


def settle(page):
    page.evaluate("window.find.settled")
    page.wait_for_function("document.getElementById('curve').dataset.drawn")


def shown_as(warehouse, name):
    """Return the name that the report prints for a model."""
    query = "select display_name from reporting.rpt_display_names where name = ?"
    found = warehouse.execute(query, [name]).fetchone()
    return found[0] if found else name


def cells(page, table):
    """Return the cells of a table by the first of each row."""
    rows = page.locator(f"#{table} tbody tr")
    texts = [rows.nth(i).locator("th, td").all_inner_texts() for i in range(rows.count())]
    return {first: rest for first, *rest in texts}


def number(text):
    return float(text.replace("−", "-").replace(",", ""))


def test_a_card_has_the_numbers_of_the_tables(found, warehouse, pair):
    cohort, name, _ = pair
    page = found(cohort_id=cohort, model=name)
    shown = cells(page, "card-scores")
    expected = warehouse.execute(
        """
        select ranks.benchmark_name, ranks.score_pct, ranks.rank, ranks.rank_low, ranks.rank_high,
               positions.expected_pct, positions.percentile_near_size
        from statistics.stat_model_ranks as ranks
        left join statistics.stat_model_positions as positions
            using (cohort_id, benchmark_id, evaluation_id)
        where ranks.cohort_id = ? and ranks.model_name = ?
        """,
        [cohort, name],
    ).fetchall()
    # scores on narrow benchmarks are shown and have no rank
    assert set(shown) >= {row[0] for row in expected}
    for benchmark, score, rank, low, high, at_size, percentile in expected:
        row = shown[benchmark]
        assert number(row[0]) == pytest.approx(score, abs=0.05 + ROUNDED)
        assert number(row[2]) == rank
        if low is not None:
            ends = [number(end) for end in row[3].split(" to ")]
            assert (ends[0], ends[-1]) == (low, high)
        if at_size is not None:
            assert number(row[4]) == pytest.approx(at_size, abs=0.05 + ROUNDED)
        if percentile is not None:
            assert number(row[5]) == pytest.approx(percentile, abs=0.6)
    assert page.complaints == []


def test_a_pair_has_the_numbers_and_words_of_the_command(found, warehouse, pair):
    cohort, a, b = pair
    page = found(cohort_id=cohort, model=a, **{"with": b})
    shown = cells(page, "pair-scores")
    settings = read_settings(warehouse)
    ((snapshot,),) = warehouse.execute(
        "select snapshot_id from marts.dim_cohorts where cohort_id = ?", [cohort]
    ).fetchall()
    models = {(snapshot, snapshot): (a, b)}
    rows = compare_models(warehouse, models, settings.confidence_level, settings.power).to_dicts()
    assert rows
    for row in rows:
        cell = shown[row["benchmark_name"]]
        near = {"abs": 0.05 + 2 * ROUNDED}
        assert number(cell[2]) == pytest.approx(row["difference"], **near)
        if row["p_value"] is not None:
            found = [*map(number, cell[3].split(" to ")), number(cell[5])]
            expected = [row[name] for name in ("ci_low", "ci_high", "smallest_detectable")]
            assert found == pytest.approx(expected, **near)
            if row["p_value"] > 0.01:
                assert number(cell[4]) == pytest.approx(row["p_value"], abs=0.02)
    words = page.locator("#pair-words li").all_inner_texts()
    assert len(words) == len(shown)
    printed = [shown_as(warehouse, name) for name in (a, b)]
    assert all(name in text for text in words for name in printed)
    page.locator("#find-swap").click()
    headed = "name => document.querySelector('#card h2').textContent === name"
    page.wait_for_function(headed, arg=printed[1])
    turned = cells(page, "pair-scores")
    for benchmark, cell in shown.items():
        assert number(turned[benchmark][2]) == -number(cell[2])
    assert page.complaints == []


def test_a_name_is_found_and_the_address_keeps_it(found, warehouse, pair):
    cohort, name, _ = pair
    page = found(cohort_id=cohort)
    assert not page.locator("#card").is_visible()
    search = page.locator("#find-controls input[name=model]")
    search.fill(name.split("/")[-1].upper())
    printed = shown_as(warehouse, name)
    assert printed in page.locator("#find-matches button").first.inner_text()
    search.press("Enter")
    page.wait_for_function("!document.getElementById('card').hidden")
    settle(page)
    again = found(**dict(re.findall(r"(\w+)=([^&]*)", page.url)))
    assert again.locator("#card h2").inner_text() == printed
    rows = warehouse.sql("select distinct model_name from marts.fct_evaluations").fetchall()
    names = [model for (model,) in rows]
    keys = page.evaluate("names => names.map(window.find.key)", names)
    assert keys == [ModelName(model).key for model in names], "the command compares otherwise"
    again.locator("#find-controls input[name=model]").fill("no model has such a name")
    assert again.locator("#find-count").inner_text().startswith("0 ")


def test_a_model_is_printed_by_its_display_name_and_searched_by_either(found, warehouse):
    [(cohort, name, printed)] = warehouse.sql("""
        select cohort_id, model_name, display_name from statistics.stat_model_ranks
        inner join marts.dim_cohorts using (cohort_id)
        inner join reporting.rpt_display_names on model_name = name
        where benchmark_id = 'average' and lower(display_name) not like lower(model_name) || '%'
        order by n_evaluations, rank, model_name limit 1
    """).fetchall()
    page = found(cohort_id=cohort)
    search = page.locator("#find-controls input[name=model]")
    for words in (name, printed):
        search.fill(words)
        assert printed in page.locator("#find-matches button").first.inner_text()
        page.evaluate("document.getElementById('card').hidden = true")
        search.press("Enter")
        page.wait_for_function("!document.getElementById('card').hidden")
        settle(page)
        assert page.locator("#card h2").inner_text() == printed
        assert name in page.locator("#card dl").inner_text()
    assert page.complaints == []
    # the search at the top of every page too
    top = page.locator("#search input")
    for words in (name, printed):
        top.fill(words)
        page.locator(".kind:text-is('model') + span", has_text=printed).first.wait_for()


def test_a_card_has_two_lines_for_each_benchmark_on_a_telephone(opened, pair):
    cohort, name, _ = pair
    page = opened("find", width=390, hash=f"#cohort_id={cohort}&model={name}")
    page.wait_for_selector("#card-scores")
    lines = page.evaluate("""
        [...document.querySelectorAll("#card-scores tbody tr")].map((row) => new Set(
            [...row.children].filter((cell) => cell.innerText).map((cell) =>
                Math.round(cell.getBoundingClientRect().bottom / 16))).size)
    """)
    assert lines
    assert max(lines) <= 2
    assert page.evaluate("document.querySelector('#card .scroll').scrollWidth") <= 390
