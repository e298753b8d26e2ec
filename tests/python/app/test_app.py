"""The explorer on the published file: what it shows, what it refuses, and without a file."""

import io
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import duckdb
import pandas as pd
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import ttest_1samp
from streamlit.testing.v1 import AppTest

import charts
import queries
from analysis_py.plumbing.reading import opened
from analysis_py.positions.asking import compare_models
from panels import csv
from published import answer

FACTORS = ["parameter_range", "training_type", "architecture_family", "architecture_family_5"]


@pytest.fixture(scope="module")
def start(project, warehouse_folder):
    """Return a function that draws the page with what a reader picks."""

    def draw(**picked):
        page = AppTest.from_file(str(project / "app/explorer.py"), default_timeout=60).run()
        for key, option in picked.items():
            page.selectbox(key=key).select(option).run()
        return page

    return draw


@pytest.fixture(scope="module")
def reader(start):
    """Return a page that is drawn already, for what a reader asks in SQL."""
    return start()


@pytest.fixture(scope="module")
def file(warehouse_folder):
    return warehouse_folder / "llm_reassessment.duckdb"


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Let the page look for the published file in a folder of the test's own."""
    monkeypatch.setenv("LLM_REASSESSMENT_WAREHOUSE", str(tmp_path))
    return tmp_path / "llm_reassessment.duckdb"


def has_no_fault(page):
    return not page.exception and not page.error


def shown(page, *columns):
    """Return the one table of the page that has these columns."""
    tables = [table.value for table in page.dataframe]
    (found,) = [table for table in tables if set(columns) <= set(table.columns)]
    return found


def asked(page, sql):
    """Return the page after the reader has run a query."""
    page.text_area(key="sql").set_value(sql)
    (run,) = [button for button in page.button if button.label == "Run"]
    return run.click().run()


def chart_specs(page):
    return [json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")]


def test_every_cohort_is_shown_by_every_factor_without_a_fault(start, warehouse):
    """Each factor is shown on another benchmark of the cohort."""
    benchmarks = dict(
        warehouse.sql(
            "select cohort_id, list(distinct benchmark_id order by benchmark_id) "
            "from statistics.stat_group_summaries group by cohort_id order by cohort_id"
        ).fetchall()
    )
    assert all(len(names) >= len(FACTORS) for names in benchmarks.values())
    page = start()
    # a cohort that is left to other statistics has no groups, and is not offered
    names = dict(warehouse.sql("select cohort_id, cohort_name from marts.dim_cohorts").fetchall())
    assert sorted(page.selectbox(key="cohort").options) == sorted(map(names.get, benchmarks))
    for cohort_id, factor in itertools.product(benchmarks, FACTORS):
        benchmark_id = benchmarks[cohort_id][FACTORS.index(factor)]
        if page.selectbox(key="cohort").value != cohort_id:
            page.selectbox(key="cohort").select(cohort_id).run()
        page.selectbox(key="benchmark").select(benchmark_id)
        page.selectbox(key="factor").select(factor).run()
        assert has_no_fault(page), (cohort_id, benchmark_id, factor)
        anova = shown(page, "df_num", "n_groups").set_index("method")
        expected = warehouse.execute(
            "select statistic, p_value, status from statistics.stat_anova where cohort_id = ? "
            "and benchmark_id = ? and factor = ? and method = 'welch'",
            [cohort_id, benchmark_id, factor],
        ).fetchall()
        welch = anova.loc["Welch's test of means"]
        assert len(expected) == 1
        statistic, p_value, status = expected[0]
        assert welch["status"] == status
        if status == "ok":
            assert (welch["statistic"], welch["p_value"]) == (statistic, p_value)
        else:
            assert any(status in message.value for message in page.info)


@pytest.mark.parametrize("factor", FACTORS)
def test_pairs_are_those_of_the_warehouse(start, warehouse, factor):
    page = start(cohort="paper_2024_01", benchmark="mmlu", factor=factor)
    pairs = shown(page, "tukey_p_adjusted", "robust_p_holm", "hedges_g")
    key = ["group_a", "group_b"]
    sources = {
        ("stat_pairwise", "method = 'tukey_kramer'"): {
            "estimate": "tukey_estimate",
            "ci_low": "tukey_ci_low",
            "ci_high": "tukey_ci_high",
            "p_adjusted": "tukey_p_adjusted",
            "n_a": "n_a",
            "n_b": "n_b",
        },
        ("stat_cluster_robust", "is_default"): {
            "method": "robust_method",
            "estimate": "robust_estimate",
            "ci_low": "robust_ci_low",
            "ci_high": "robust_ci_high",
            "p_adjusted": "robust_p_holm",
        },
        ("stat_pair_effect_sizes", "measure = 'hedges_g'"): {"estimate": "hedges_g"},
    }
    for (table, condition), names in sources.items():
        expected = warehouse.sql(
            f"select {', '.join(key)}, {', '.join(names)} from statistics.{table} "
            f"where cohort_id = 'paper_2024_01' and benchmark_id = 'mmlu' "
            f"and factor = '{factor}' and {condition} and status = 'ok' order by all"
        ).pl()
        ours = pl.from_pandas(pairs[[*key, *names.values()]])
        ours = ours.rename({new: old for old, new in names.items()}).drop_nulls("estimate")
        assert not expected.is_empty()
        assert_frame_equal(
            ours.join(expected, on=key, how="semi").sort(key),
            expected.sort(key),
            check_dtypes=False,
            check_exact=False,
            rel_tol=1e-9,
        )


def test_pairs_that_one_method_cannot_test_stay(start, warehouse):
    """CoQA has levels that nobody scored; the cluster-robust table says so, Tukey's has no row."""
    page = start(cohort="supplementary", benchmark="coqa", factor="architecture_family")
    assert has_no_fault(page)
    pairs = shown(page, "tukey_p_adjusted", "robust_p_holm")
    (count,) = warehouse.sql(
        "select count(*) from statistics.stat_cluster_robust where cohort_id = 'supplementary' "
        "and benchmark_id = 'coqa' and factor = 'architecture_family' and is_default"
    ).fetchall()
    assert (len(pairs),) == count
    reasons = set(pairs["robust_status"]) - {"ok"}
    assert reasons
    assert all(any(reason in message.value for message in page.info) for reason in reasons)


def test_what_cannot_be_fitted_is_said_in_words(start):
    page = start(cohort="base_models", factor="training_type")
    assert any("any pair: one group only" in message.value for message in page.info)
    page = start(cohort="supplementary", benchmark="coqa")
    assert any("fewer than 15" in message.value for message in page.info)
    page = start(cohort="openllm_v2", engine="pygam")
    assert any("fitted with pyGAM" in message.value for message in page.info)
    assert has_no_fault(page)


def test_the_sql_beside_a_table_gives_the_table(start, warehouse):
    """Anybody can run the text that is shown, on the file itself."""
    page = start(cohort="january_2024", benchmark="gsm8k", factor="training_type")
    examples = [query for _, query in queries.EXAMPLES]
    texts = [code.value for code in page.code if code.language == "sql"]
    assert texts[-len(examples) :] == examples
    texts = texts[: -len(examples)]
    # one beside each download but that of the reader's own query
    rows = [each for each in page.get("download_button") if "CSV" in each.proto.label]
    assert len(texts) == len(rows) - 1
    tables = {tuple(table.value.columns): table.value for table in page.dataframe}
    n_compared = 0
    for text in texts:
        expected = warehouse.sql(text).df()
        assert len(expected), text
        if (table := tables.get(tuple(expected.columns))) is not None:
            numbers = expected.select_dtypes("number").columns
            pd.testing.assert_frame_equal(table[numbers], expected[numbers], check_dtype=False)
            n_compared += 1
    # all tables of the page are compared but the reader's own and the list of columns
    assert n_compared == len(page.dataframe) - 2


def test_the_curve_runs_through_the_rows_of_its_fit(warehouse):
    for engine in ("reml", "pygam"):
        choice = queries.Choice("january_2024", "mmlu", "training_type", engine)
        (n_obs,) = warehouse.sql(
            f"select n_obs from statistics.stat_gamm_fits where {choice.fit}"
        ).fetchall()[0]
        points = warehouse.sql(queries.size_points(choice)).pl()
        curve = warehouse.sql(queries.size_curve(choice)).pl()
        assert points.height == n_obs
        centre = points["score_pct"].log().mean()
        assert (curve["score_pct"].log() - curve["estimate"]).to_list() == pytest.approx(
            [centre] * curve.height
        )
        assert (curve["score_low_pct"] < curve["score_pct"]).all()
        assert (curve["score_pct"] < curve["score_high_pct"]).all()
        assert curve["parameters_b"].min() == pytest.approx(points["parameters_b"].min())
        assert curve["parameters_b"].max() == pytest.approx(points["parameters_b"].max())


def test_the_interval_of_a_mean_is_that_of_a_t_test(warehouse):
    choice = queries.Choice("paper_2024_01", "arc", "training_type", "reml")
    means = charts.with_intervals(warehouse.sql(queries.means(choice)).pl())
    assert means.height == 5
    for row in means.iter_rows(named=True):
        scores = warehouse.execute(
            "select score_pct from marts.bridge_cohort_evaluations "
            "join marts.fct_evaluations using (evaluation_id) "
            "join marts.fct_scores using (evaluation_id) where cohort_id = 'paper_2024_01' "
            "and benchmark_id = 'arc' and training_type = ?",
            [row["level"]],
        ).fetchall()
        interval = ttest_1samp([score for (score,) in scores], 0).confidence_interval(0.95)
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(interval))


def test_charts_are_drawn_of_what_the_tables_show(start):
    page = start(cohort="january_2024", benchmark="gsm8k", factor="training_type")
    specs = chart_specs(page)
    assert len(specs) == 6  # means, pairs, curve, adjusted, models, claims
    x_axes = [layer["encoding"]["x"] for spec in specs for layer in spec.get("layer", [])]
    assert any(x.get("scale", {}).get("type") == "log" for x in x_axes)


def test_claims_are_those_of_the_ledger(start, warehouse):
    page = start(cohort="january_2024", benchmark="arc", factor="training_type")
    claims = shown(page, "claim_id", "sound_method").set_index("claim_id")
    expected = warehouse.sql(
        "select claim_id, verdict "
        "from claims.claim_verdicts join claims.dim_claims using (claim_id) "
        "where cohort_id = 'january_2024' and basis = 'sound_method' "
        "and factor = 'training_type' and benchmark_id in ('arc', 'all')"
    ).fetchall()
    assert expected
    for claim_id, verdict in expected:
        assert claims.loc[claim_id, "sound_method"] == verdict.replace("_", " ")


def test_a_model_and_another_beside_it_are_those_of_the_command(start, warehouse):
    page = start(cohort="base_models")
    ids = [page.selectbox(key=key).value for key in ("model", "beside")]
    names = [
        warehouse.execute(
            "select model_name from marts.fct_evaluations where evaluation_id = ?", [one]
        ).fetchall()[0][0]
        for one in ids
    ]
    ranks = warehouse.execute(
        "select benchmark_name, rank, rank_low, rank_high from reporting.rpt_model_ranks "
        "where cohort_id = 'base_models' and evaluation_id = ? order by benchmark_order",
        [ids[0]],
    ).df()
    card = shown(page, "rank_low_simultaneous", "expected_pct")
    pd.testing.assert_frame_equal(card[list(ranks.columns)], ranks, check_dtype=False)
    expected = {
        row["benchmark_name"]: row
        for row in compare_models(warehouse, *names, 0.95, 0.8).to_dicts()
        if row["snapshot_id"].startswith("base_models")
    }
    pair = shown(page, "smallest_detectable", "by_size_alone").set_index("benchmark_name")
    assert set(pair.index) - {"Average"} == set(expected)
    for name, row in expected.items():
        ours = pair.loc[name]
        assert ours["difference"] == pytest.approx(row["difference"])
        assert ours["by_size_alone"] == pytest.approx(row["expected_difference"])
        if row["std_error"] is not None:
            for column in ("ci_low", "ci_high", "smallest_detectable"):
                assert ours[column] == pytest.approx(row[column], abs=1e-4)


def test_dropped_scores_are_placed_at_once(start):
    page = start(cohort="base_models")
    n_charts = len(page.get("vega_lite_chart"))
    (drop,) = page.get("file_uploader")
    content = b"model,benchmark,score,parameters_b\nmine,arc,55.5,7\nmine,no such benchmark,1,7\n"
    drop.upload("mine.csv", content, "text/csv").run()
    assert has_no_fault(page)
    placed = shown(page, "difference_pct", "n_near_size")
    assert placed["status"].to_list() == ["ok", "the cohort has no benchmark no such benchmark"]
    assert placed["predicted_low"][0] < placed["expected_pct"][0] < placed["predicted_high"][0]
    assert len(page.get("vega_lite_chart")) == n_charts + 1


def test_own_sql_is_answered_and_can_be_taken_away(reader, warehouse):
    sql = "select cohort_id, [1, 2] as list, null as nothing from marts.dim_cohorts order by 1 desc"
    page = asked(reader, sql)
    assert has_no_fault(page)
    answer = shown(page, "list", "nothing")
    cohorts = warehouse.sql("select cohort_id from marts.dim_cohorts order by 1 desc").fetchall()
    assert list(answer["cohort_id"]) == [name for (name,) in cohorts]
    taken = pl.read_csv(io.StringIO(csv(warehouse.sql(sql).pl())))
    assert taken["cohort_id"].to_list() == list(answer["cohort_id"])
    assert taken.columns == ["cohort_id", "list", "nothing"]


@pytest.mark.fault(
    "hostile", "the explorer is asked: {sql}", "refused: {reason}; nothing is written"
)
@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("delete from marts.dim_cohorts", "read-only"),
        ("create table marts.mine as select 1 as one", "read-only"),
        ("drop table marts.dim_cohorts", "read-only"),
        ("explain analyze update marts.dim_cohorts set cohort_id = ''", "read-only"),
        ("copy marts.dim_cohorts to '{folder}/out.csv'", "disabled by configuration"),
        ("from read_csv('{folder}/secret.csv')", "disabled by configuration"),
        ("attach '{folder}/other.duckdb'", "disabled by configuration"),
        ("set enable_external_access = true", "configuration"),
        ("select 1; drop table marts.dim_cohorts", "One statement"),
        ("", "One statement"),
        ("from marts.no_such_table", "no_such_table"),
        ("selekt 1", "syntax error"),
    ],
)
def test_own_sql_only_reads_and_only_the_file(reader, file, tmp_path, sql, reason):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    before = file.stat()
    page = asked(reader, sql.format(folder=tmp_path))
    assert not page.exception
    assert [error.value for error in page.error] == ["That query has no answer:"]
    assert any(reason in code.value for code in page.code)
    # the file is as it was, nothing was written beside it, and the page goes on
    assert (file.stat().st_mtime_ns, file.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert list(tmp_path.iterdir()) == [secret]
    assert has_no_fault(asked(page, "from marts.dim_cohorts"))


@pytest.mark.fault(
    "hostile", "statements that hide the file from their own connection", "the page is not touched"
)
def test_a_statement_cannot_spoil_the_page(file, warehouse):
    """A query that hides the file from its own connection leaves the next one untouched."""
    with opened(file) as page, opened(file) as own:
        for statement in ("attach ':memory:' as m", "use m", "detach llm_reassessment"):
            own.execute(statement)
        with pytest.raises(duckdb.CatalogException):
            answer(own, "from marts.dim_cohorts")
        cohorts = "from marts.dim_cohorts order by cohort_id"
        assert_frame_equal(answer(page, cohorts), warehouse.sql(cohorts).pl())


def test_a_query_that_takes_too_long_is_given_up(file):
    with opened(file) as connection:
        begin = time.monotonic()
        with pytest.raises(duckdb.InterruptException, match="Given up after"):
            answer(
                connection,
                "select count(*) from range(1000000) a, range(1000000) b where hash(a, b) = 1",
                max_seconds=0.3,
            )
        assert time.monotonic() - begin < 10
        assert answer(connection, "select 1 as one").item() == 1


@pytest.mark.fault("builds", "the explorer without a published file", "it says what to run")
def test_without_a_file_the_page_says_what_to_run(start, elsewhere):
    page = start()
    assert not page.exception
    (message,) = page.error
    assert "llm-reassess build" in message.value
    assert str(elsewhere) in message.value


@pytest.mark.fault("builds", "the explorer on a file that is no database", "it is named")
def test_a_file_that_is_no_database_is_named(start, elsewhere):
    elsewhere.write_text("not a database")
    page = start()
    assert not page.exception
    (message,) = page.error
    assert str(elsewhere) in message.value


def test_a_file_of_another_version_says_which_query_it_cannot_answer(start, elsewhere):
    with duckdb.connect(str(elsewhere)) as writer:
        writer.execute("create schema marts")
    page = start()
    assert not page.exception
    (message,) = page.error
    assert "dim_cohorts" in message.value
    assert [code.value for code in page.code] == [queries.COHORTS]


def test_a_new_build_is_seen_though_readers_hold_the_old_one(start, file, elsewhere):
    """Replace the file as a build does, by rename, while this very process has it open."""
    shutil.copy(file, elsewhere)
    with duckdb.connect(str(elsewhere), read_only=True) as reader:
        page = start()
        assert has_no_fault(page)
        new = elsewhere.with_name("new.duckdb")
        shutil.copy(elsewhere, new)
        with duckdb.connect(str(new)) as writer:
            writer.execute("update marts.dim_cohorts set description = 'A new build.'")
        os.replace(new, elsewhere)
        page.run()
        assert any("A new build." in text.value for text in page.markdown)
        assert (shown(page, "predicate")["description"] == "A new build.").all()
        old = reader.sql("select count(*) from marts.dim_cohorts where description like 'A new%'")
        assert old.fetchall() == [(0,)]


def test_the_server_starts_alone_and_asks_nobody(project, warehouse_folder, tmp_path):
    """No question on the terminal, no look-up of this machine's address, no usage statistics."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis_py", "app", "--no-browser", "--port", str(port)],
        cwd=project, env=os.environ | {"HOME": str(tmp_path)}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert _get(f"http://localhost:{port}/_stcore/health") == "ok"
        assert "<title>" in _get(f"http://localhost:{port}/")
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=30)
    assert f"localhost:{port}" in output
    assert "External URL" not in output
    assert "statistics" not in output


def _get(address, seconds=60):
    begin = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.read().decode()
        except (urllib.error.URLError, OSError):
            if time.monotonic() - begin > seconds:
                raise
            time.sleep(0.2)


def test_an_example_is_a_query_that_has_an_answer(warehouse):
    for words, query in queries.EXAMPLES:
        assert warehouse.sql(query).fetchall(), words


def test_an_address_that_asks_for_what_is_not_there_is_told(start):
    page = start()
    page.query_params["cohort"] = "nobody"
    page.run()
    (warning,) = page.warning
    name = page.selectbox(key="cohort").options[0]
    assert warning.value.startswith("There is no cohort “nobody” here; ")
    assert warning.value.replace("\\", "").endswith(f"{name} is shown.")
    assert has_no_fault(page)
