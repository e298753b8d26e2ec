"""The numbers of a title come from what its figure draws, and pages name what they show first."""

import itertools
import re

import polars as pl
import pytest
from polars import selectors as cs
from report.writing import words_of
from sql_models import run_model

from analysis_py.report import queries
from analysis_py.report.export import first_choice
from analysis_py.report.figure import COHORT
from analysis_py.report.findings import findings
from analysis_py.report.pages import CLAIMS, INDEX, ITEMS, PAGES, SCALE, TODAY, TRAINING_TYPES

#: A number that is no part of a name, a range or a level of intervals.
NUMBER = re.compile(r"(?<![\w.(–-])[+−]?\d[\d,]*(?:\.\d+)?(?!\w|–\d| % interval)")
TITLED = [
    (page, figure) for page in PAGES for figure in page.figures if page.finding(figure).exists()
]


def values_of(rows, figure):
    """Return the cells of a figure's rows, also as percent, and the medians that lines draw."""
    numbers = rows.select(cs.numeric().cast(pl.Float64))
    values = {value for column in numbers for value in column.drop_nulls()}
    for field in re.findall(
        r"'aggregate': 'median', 'field': '(\w+)'", str(figure.chart().to_dict())
    ):
        for by in set(rows.columns) - {field}:
            values |= set(rows.group_by(by).agg(pl.median(field))[field].drop_nulls())
    return values | {100 * value for value in values}


def is_drawn(number, rows, values):
    """Return whether a number counts rows or what these count, is a value, or stands in words."""
    plain = number.replace(",", "").replace("−", "").lstrip("+")
    digits = len(plain.partition(".")[2])
    counts = [rows[name].fill_null(0).sum() for name in rows.columns if name.startswith("n_")]
    if not digits and int(plain) <= max(rows.height, *counts, 0):
        return True
    if any(abs(abs(value) - float(plain)) <= 0.5001 * 10**-digits for value in values):
        return True
    return plain in " ".join(map(str, rows.select(cs.string()).rows()))


@pytest.mark.parametrize(("page", "figure"), TITLED, ids=lambda each: each.name)
def test_the_numbers_of_a_title_are_counts_or_values_of_its_rows(warehouse, page, figure):
    frame = queries.answer(warehouse, page.query(figure))
    for found in findings(warehouse, page, figure, frame):
        chosen = {switch.column: found[switch.column] for switch in figure.switches}
        rows = frame.filter(**chosen) if chosen else frame
        values = values_of(rows, figure)
        for number in NUMBER.findall(found["finding"]):
            assert is_drawn(number, rows, values), (found, number)


@pytest.mark.parametrize(
    ("page", "name", "choice"),
    [
        (CLAIMS, "ledger_verdicts", {}),
        (TRAINING_TYPES, "type_effects", {"comparison": "instruction-tuned - pretrained"}),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_deck_is_about_the_population_that_its_figure_shows(warehouse, page, name, choice):
    [(headline,)] = warehouse.sql(
        "select cohort_id from marts.dim_cohorts where cohort_role = 'headline'"
    ).fetchall()
    figure = by_name(page, name)
    frame = queries.answer(warehouse, page.query(figure)).filter(cohort_id=headline, **choice)
    numbers = [each for each in NUMBER.findall(deck_of(warehouse, page)) if each != "2024"]
    assert len(numbers) >= 2
    if page is TRAINING_TYPES:
        values = values_of(frame, figure)
        assert all(is_drawn(number, frame.clear(), values) for number in numbers)
    else:
        one = next(f for f in findings(warehouse, page, figure, frame))["finding"]
        assert set(NUMBER.findall(one)) <= set(numbers), one


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.figures and COHORT in page.figures[0].switches],
    ids=lambda page: page.name,
)
def test_a_deck_names_no_population_but_that_of_the_first_figure(warehouse, page):
    known = warehouse.sql("select cohort_id, cohort_name from marts.dim_cohorts").fetchall()
    [(of_page,)] = warehouse.execute(
        "select max(cohort_id) from marts.dim_cohorts where cohort_role = ?", [page.population]
    ).fetchall()
    frame = queries.answer(warehouse, page.query(page.figures[0]))
    shown = first_choice(page.figures[0], frame, of_page)["cohort_id"]
    deck = deck_of(warehouse, page)
    assert {cohort for cohort, name in known if name in deck} <= {shown}


def by_name(page, name):
    return next(figure for figure in page.figures if figure.name == name)


def deck_of(warehouse, page):
    return re.search(r'(?s)<p class="lead">(.*?)</p>', words_of(warehouse, page)).group(1)


def test_no_pair_whose_interval_lies_in_the_margin_is_inconclusive(warehouse):
    page, figure = TRAINING_TYPES, by_name(TRAINING_TYPES, "type_equivalence")
    frame = queries.answer(warehouse, page.query(figure))
    inside = frame.filter(
        pl.col("ci_low") > pl.col("margin_low"), pl.col("ci_high") < pl.col("margin_high")
    )
    assert inside.height
    assert "inconclusive" not in set(inside["decision"])


def test_growth_with_size_is_one_sentence_on_the_card_the_deck_and_the_figure(warehouse):
    """The card of the front page, the deck of *scale* and the title of the curves."""
    sentences = dict(
        warehouse.sql("select cohort_id, sentence from reporting.rpt_size_growth").fetchall()
    )
    figure = by_name(SCALE, "size_curves")
    frame = queries.answer(warehouse, SCALE.query(figure))
    titles = {f["cohort_id"]: f["finding"] for f in findings(warehouse, SCALE, figure, frame)}
    assert titles == sentences
    [(headline, name)] = warehouse.sql(
        "select cohort_id, cohort_name from marts.dim_cohorts where cohort_role = 'headline'"
    ).fetchall()
    for page in (INDEX, SCALE):
        html = words_of(warehouse, page)
        words = re.findall(r'(?s)<p class="(?:lead|verdict)">(.*?)</p>', html)
        said = sentences[headline] if page is INDEX else f"{name}: {sentences[headline]}."
        assert any(said in word for word in words), page.name


def test_the_sentence_on_growth_counts_benchmarks():
    """Four of five higher where five are reached, two of six rising; none where none is reached.

    A stretch of a curve counts from a factor of 1.5 on.
    """
    row = {"cohort_id": "a", "cohort_name": "A", "cohort_role": None, "from_b": 7.0, "to_b": 70.0}
    row |= {"status": "ok", "ratio": 1.2, "n_smoothers": 8}
    rises = {f"rises_beyond_{size}b": False for size in (7, 13, 35)}
    rows = [
        row
        | rises
        | {"is_reached": i < 5, "ratio_low": [1.1, 1.1, 1.1, 1.1, 0.9, None][i]}
        | ({"rises_beyond_7b": True, "rises_beyond_13b": True} if i > 3 else {})
        for i in range(6)
    ]
    rows += [
        one | {"cohort_id": "b", "is_reached": False, "ratio_low": None} | rises for one in rows
    ]
    of_a = {"cohort_id": "a", "gamm": "size_clustered"}
    curves = [
        of_a
        | {"benchmark_name": name, "benchmark_order": i, "direction_agreed": way, "parameters_b": b}
        for i, (name, way, sizes) in enumerate(
            [
                ("X", "rises", (3, 4.4)),
                ("Y", "rises", (3, 4.5)),
                ("Z", "falls", (8, 12)),
                ("W", "falls", (6, 10)),
            ]
        )
        for b in sizes
    ]
    verdicts = ["gradual", "emergent", "flat", None]
    found = run_model(
        "rpt_size_growth",
        stat_gamm_growth=pl.DataFrame(rows, infer_schema_length=99),
        rpt_size_curves=pl.DataFrame(curves, strict=False),
        stat_emergence=pl.DataFrame(
            {"cohort_id": "a", "benchmark_name": "X", "verdict": each} for each in verdicts
        ),
    )
    shapes = ["n_rising_middle", "n_falling_late", "falling_late_on"]
    jumps = ["n_emergence_tests", "n_gradual", "n_emergent", "n_emergence_else", "emergent_on"]
    assert set(found.select("cohort_id", *shapes, *jumps).iter_rows()) == {
        ("a", 1, 1, "Z", 3, 1, 1, 1, "X"),
        ("b", 0, 0, None, 0, 0, 0, 0, None),
    }
    assert dict(found.select("cohort_id", "sentence").iter_rows()) == {
        "a": "70 B beats 7 B on 4 of 5; beyond 13 B, 2 of 6 benchmarks rise significantly",
        "b": "Too few bases reach 70 B; beyond 13 B, none of 6 benchmarks rise significantly",
    }


@pytest.mark.committed
def test_the_conclusion_on_the_plateau_has_the_counts_of_that_sentence(warehouse):
    [(words, n, n_reached, n_higher, n_rising)] = warehouse.sql("""
        select why, n_benchmarks, n_reached, n_higher, n_rising_beyond_13b
        from reporting.rpt_conclusions, reporting.rpt_size_growth
        where conclusion_id = 'plateau' and cohort_role = 'headline'
    """).fetchall()
    assert ("on all six benchmarks" in words) is (n_higher == n_reached == n == 6)
    assert ("on no stretch significantly" in words) is (n_rising == 0)


def test_slopes_of_size_are_drawn_with_the_interval_that_decides(warehouse):
    """Title, deck and rows count one set of tests; zero lies off the interval of a blue row."""
    figure = by_name(TODAY, "today_size")
    frame = queries.answer(warehouse, TODAY.query(figure))
    tested = frame.filter(pl.col("is_significant").is_not_null())
    excludes_zero = (pl.col("ci_low") > 0) | (pl.col("ci_high") < 0)
    assert tested.height
    assert tested.filter(excludes_zero != pl.col("is_significant")).is_empty()
    titles = findings(warehouse, TODAY, figure, frame)
    sources = queries.facts(warehouse, TODAY.facts)["sources"]
    counted = [row for row in sources if row["n_size"]]
    assert counted
    for row in counted:
        rows = tested.filter(cohort_id=row["cohort_id"], measure="all parameters")
        rising = rows.filter(pl.col("is_significant"), pl.col("estimate") > 0)
        assert (rising.height, rows.height) == (row["n_size_rising"], row["n_size"])
        chosen = {"cohort_id": row["cohort_id"], "measure": "all parameters"}
        [title] = [each["finding"] for each in titles if chosen.items() <= each.items()]
        n = "all" if rising.height == rows.height else f"{rising.height} of"
        assert f"on {n} {rows.height} benchmarks" in title


def test_every_row_of_the_slopes_of_size_is_labelled(opened, warehouse):
    figure = by_name(TODAY, "today_size")
    frame = queries.answer(warehouse, TODAY.query(figure))
    shown = frame.filter(cohort_id=frame["cohort_id"][0], measure="all parameters")
    page = opened("today", figures=("today_size",))
    labels = page.locator("#today_size svg text").all_text_contents()
    assert shown.height
    for name in shown["short_name"]:
        assert any(label.startswith(name) for label in labels), name


def test_the_differences_that_runs_show_have_a_dot_for_each_benchmark(warehouse):
    frame = queries.answer(warehouse, ITEMS.query(by_name(ITEMS, "items_sizes")))
    dots = frame.filter("is_benchmark")
    expected = warehouse.sql("""
        select benchmark_name, detectable_pct from statistics.stat_item_pairing
        inner join marts.dim_benchmarks using (benchmark_id)
        where pair_kind = 'all' and status = 'ok'
    """).fetchall()
    assert dict(dots.select("benchmark", "detectable_pct").rows()) == pytest.approx(
        dict(expected), rel=1e-3
    )
    for label in ("label_left", "label_right"):
        named = dots.filter(pl.col(label) != "")["detectable_pct"].sort()
        assert len(named) >= 3
        for low, high in itertools.pairwise(named):
            assert high / low > 10**0.07, "names lie on each other"
