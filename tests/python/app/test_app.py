"""The explorer on the published file: what it shows."""

import pandas as pd
import polars as pl
import pytest
from explorer_pages import has_no_fault, shown
from polars.testing import assert_frame_equal
from scipy.stats import ttest_1samp

import charts
import queries
from analysis_py.statistics.positions.model_queries import compare_models

FACTORS = ["parameter_range", "training_type", "architecture_family", "architecture_family_5"]


def test_every_cohort_is_shown_by_every_factor_without_a_fault(look, warehouse):
    """Each factor is shown on another benchmark of the cohort, as far as there are."""
    benchmarks = dict(
        warehouse.sql(
            "select cohort_id, list(distinct benchmark_id order by benchmark_id) "
            "from statistics.stat_group_summaries "
            "semi join (from marts.dim_cohorts where statistics = 'all') using (cohort_id) "
            "group by cohort_id order by cohort_id"
        ).fetchall()
    )
    page = look()
    # a cohort that is left to other statistics has no groups, and is not offered
    names = dict(warehouse.sql("select cohort_id, cohort_name from marts.dim_cohorts").fetchall())
    assert sorted(page.selectbox(key="cohort").options) == sorted(map(names.get, benchmarks))
    for cohort_id, its_benchmarks in benchmarks.items():
        left = list(its_benchmarks)
        page.selectbox(key="cohort").select(cohort_id)
        for turn, factor in enumerate(FACTORS):
            # the first is the one that the page takes when the cohort is picked
            if turn:
                page.selectbox(key="benchmark").select((left or its_benchmarks)[0])
            page.selectbox(key="factor").select(factor).run()
            benchmark_id = page.selectbox(key="benchmark").value
            left = [name for name in left if name != benchmark_id]
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
def test_pairs_are_those_of_the_warehouse(look, warehouse, factor):
    page = look(cohort="paper_2024_01", benchmark="mmlu", factor=factor)
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


def test_pairs_that_one_method_cannot_test_stay(look, warehouse):
    """CoQA has levels that nobody scored; the cluster-robust table says so, Tukey's has no row."""
    page = look(cohort="supplementary", benchmark="coqa", factor="architecture_family")
    assert has_no_fault(page)
    pairs = shown(page, "tukey_p_adjusted", "robust_p_holm")
    (count,) = warehouse.sql(
        "select count(*) from statistics.stat_cluster_robust where cohort_id = 'supplementary' "
        "and benchmark_id = 'coqa' and factor = 'architecture_family' and is_default"
    ).fetchall()
    statuses = pairs["robust_status"].dropna()
    assert (len(statuses),) == count
    reasons = set(statuses) - {"ok"}
    assert reasons
    assert all(any(reason in message.value for message in page.info) for reason in reasons)


def test_what_cannot_be_fitted_is_said_in_words(look):
    page = look(cohort="supplementary", factor="training_type")
    assert any("any pair: one group only" in message.value for message in page.info)
    page = look(cohort="supplementary", benchmark="coqa")
    assert any("fewer than 15" in message.value for message in page.info)
    page = look(cohort="openllm_v2", engine="pygam")
    assert any("fitted with pyGAM" in message.value for message in page.info)
    assert has_no_fault(page)


def test_the_sql_beside_a_table_gives_the_table(look, warehouse):
    """Anybody can run the text that is shown, on the file itself."""
    page = look(cohort="january_2024", benchmark="gsm8k", factor="training_type", engine="reml")
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


def test_a_model_and_another_beside_it_are_those_of_the_command(look, warehouse):
    page = look(cohort="base_models")
    boxes = [page.selectbox(key=key) for key in ("model", "beside")]
    (kinds,) = {box.proto.DESCRIPTOR.fields_by_name["filter_mode"].enum_type for box in boxes}
    modes = {kinds.values_by_number[box.proto.filter_mode].name for box in boxes}
    assert all(mode.endswith("CONTAINS") for mode in modes), "a name is not found by likeness"
    ids = [box.value for box in boxes]
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
    ((snapshot,),) = warehouse.sql(
        "select snapshot_id from marts.dim_cohorts where cohort_id = 'base_models'"
    ).fetchall()
    rows = compare_models(warehouse, {(snapshot, snapshot): tuple(names)}, 0.95, 0.8).to_dicts()
    expected = {row["benchmark_name"]: row for row in rows}
    pair = shown(page, "smallest_detectable", "by_size_alone").set_index("benchmark_name")
    # the explorer compares where there are ranks, which narrow benchmarks have none of
    assert set() < set(pair.index) - {"Average"} <= set(expected)
    for name, row in expected.items():
        if name not in pair.index:
            continue
        ours = pair.loc[name]
        assert ours["difference"] == pytest.approx(row["difference"])
        assert ours["by_size_alone"] == pytest.approx(row["expected_difference"])
        if row["std_error"] is not None:
            for column in ("ci_low", "ci_high", "smallest_detectable"):
                assert ours[column] == pytest.approx(row[column], abs=1e-4)


def test_dropped_scores_are_placed_at_once(start):
    page = start()
    page.selectbox(key="cohort").select("base_models").run()
    n_charts = len(page.get("vega_lite_chart"))
    (drop,) = page.get("file_uploader")
    content = b"model,benchmark,score,parameters_b\nmine,arc,55.5,7\nmine,no such benchmark,1,7\n"
    drop.upload("mine.csv", content, "text/csv").run()
    assert has_no_fault(page)
    placed = shown(page, "difference_pct", "n_near_size")
    assert placed["status"].to_list() == ["ok", "the cohort has no benchmark no such benchmark"]
    assert placed["predicted_low"][0] < placed["expected_pct"][0] < placed["predicted_high"][0]
    assert len(page.get("vega_lite_chart")) == n_charts + 1


def test_an_address_that_asks_for_what_is_not_there_is_told(start):
    page = start()
    page.query_params["cohort"] = "nobody"
    page.run()
    (warning,) = page.warning
    name = page.selectbox(key="cohort").options[0]
    assert warning.value.startswith("There is no cohort “nobody” here; ")
    assert warning.value.replace("\\", "").endswith(f"{name} is shown.")
    assert has_no_fault(page)
