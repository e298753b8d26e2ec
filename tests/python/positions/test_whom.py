"""Whom `models` speaks of: the models that were named, in every line, or none."""

import json
import re

import duckdb
import pytest
from small_file import write_small_file

from analysis_py.publishing import DATABASE_NAME
from analysis_py.statistics.positions.model_comparison import compare_by_name

#: Models of the small file, in the committed data.
MODELS = ("microsoft/phi-4", "Phi-4", "mistralai/Mistral-7B-v0.1", "Qwen/Qwen2.5-14B", "GPT-4o")
V1, V2 = "openllm_v1_2024-07-07", "openllm_v2_2025-03-21"
SCALE = "Ability in points"


@pytest.mark.fault("hostile")
@pytest.mark.committed
@pytest.mark.parametrize(
    ("model", "benchmark"),
    [
        ("EleutherAI/pythia-1.4b", "MMLU"),
        ("EleutherAI/pythia-1.4b", "ARC"),
        ("davinci-002", "MMLU"),
        ("yi-large", "MMLU"),
        ("DeepSeek V4 Flash", "GPQA Diamond"),
    ],
)
def test_a_model_that_is_on_no_scale_is_not_predicted_as_another(ask, model, benchmark):
    code, out, err = ask("models", model, "--benchmark", benchmark)
    assert (code, out) == (1, "")
    assert err == (f"llm-reassess models: no ability scale has both {model} and {benchmark}\n")


@pytest.mark.fault("hostile")
@pytest.mark.committed
def test_a_scale_has_both_models_that_were_named_or_is_not_told(ask, warehouse):
    pythia = "EleutherAI/pythia-1.4b"
    code, out, _ = ask("models", pythia, f"{pythia}-deduped")
    assert code == 0
    assert f"A: {pythia} (" in out
    assert SCALE not in out
    code, out, _ = ask("models", "gpt 5", "claude opus 4")
    assert SCALE in out
    scales = compare_by_name(warehouse, "gpt 5", "claude opus 4", []).abilities
    assert scales.select("model_a", "model_b").unique().rows() == [("GPT-5", "Claude Opus 4")]
    for cohort, points in scales.select("cohort_id", "points_b").rows():
        assert re.search(rf"^{cohort} .* {points:.0f} ", out, re.MULTILINE)
    assert "B - A: claude opus 4 minus gpt 5, in percentage points" in out


@pytest.mark.fault("hostile")
def test_two_runs_of_a_model_are_at_one_place_of_a_scale(ask, warehouse):
    name, runs = warehouse.sql("""
        select model_name, list(distinct variant order by variant) as runs
        from marts.fct_evaluations
        join statistics.stat_abilities on weights = model_name
        where fct_evaluations.n_scores > 3 and status = 'ok' and not contains(model_name, '@')
        group by model_name, fct_evaluations.snapshot_id
        having len(runs) > 1
        order by model_name
        limit 1
    """).fetchall()[0]
    code, out, _ = ask("models", f"{name}@{runs[0]}", f"{name}@{runs[1]}")
    assert code == 0
    assert SCALE not in out
    assert f"{name}@{runs[1]} minus {name}@{runs[0]}" in out


@pytest.mark.fault("hostile")
@pytest.mark.committed
def test_a_name_of_several_organisations_is_its_developer_s(ask):
    code, out, err = ask("models", "Llama-2-13b-hf", "Mistral-7B-v0.1")
    assert (code, err) == (0, "")
    headings = re.findall(r"^(\S+)\n  A: (\S+)", out, re.MULTILINE)
    assert [model for board, model in headings if board in (V1, V2)] == [
        "meta-llama/Llama-2-13b-hf",
        "meta-llama/Llama-2-13b-hf",
    ]
    assert re.search(rf"^{V1}$.*?^MMLU ", out, re.MULTILINE | re.DOTALL)


@pytest.mark.committed
def test_the_first_line_is_the_answer_and_counts_the_rows(ask):
    names = "Llama-2-13b-hf", "Mistral-7B-v0.1"
    out = ask("models", *names)[1]
    rows = json.loads(ask("models", *names, "--json")[1])
    tested = [r for r in rows if r["snapshot_id"] != "items" and r["p_adjusted"] is not None]
    higher = [r for r in tested if r["is_significant"] and r["difference"] > 0]
    assert len(higher) == sum(r["is_significant"] for r in tested) > 10
    first = out.splitlines()[0]
    assert first.startswith(
        f"Mistral-7B-v0.1 is higher than Llama-2-13b-hf on {len(higher)} of {len(tested)} tests, "
        f"lower on none; 4 leaderboards. Largest board: {V1}, MMLU +8.4 [+7.2, +9.5], GSM8K"
    )
    assert "NULL" not in out
    # one model's answers go by its board's name and by another project's
    assert {r["model_a"] for r in rows if r["snapshot_id"] == "items"} == {
        "meta-llama/Llama-2-13b-hf"
    }


def test_files_are_for_the_other_command_and_names_for_this_one(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text("item,score\n1,1\n")
    code, _, err = ask("models", "a.csv", "b.csv")
    assert code == 2
    assert err.endswith("\nto compare files of answers: llm-reassess compare a.csv b.csv\n")


@pytest.mark.committed
def test_one_name_has_its_ability_and_every_benchmark(ask):
    code, out, _ = ask("models", "Claude Opus 4.8")
    assert code == 0
    assert re.match(r"Claude Opus 4.8: \d+ points \[\d+, \d+\] in epoch_2026\n", out)
    one = ask("models", "Claude Opus 4.8", "--benchmark", "GPQA Diamond")[1]
    (line,) = [line for line in one.splitlines() if "GPQA Diamond" in line]
    assert (
        line.split()[-2:]
        == next(each for each in out.splitlines() if "GPQA Diamond (Epoch)" in each).split()[-2:]
    )


@pytest.mark.committed
def test_one_name_has_its_price_and_whether_a_cheaper_model_is_as_able(ask, warehouse):
    ((usd, p_frontier, cheaper, least),) = warehouse.sql("""
        select a.usd, a.p_frontier, a.cheaper_and_abler, b.usd
        from statistics.stat_price_frontier as a
        inner join statistics.stat_price_frontier as b
            on a.cohort_id = b.cohort_id and a.cheaper_and_abler = b.weights
        where a.cohort_role = 'today' and a.weights = 'Claude Opus 4.8'
    """).fetchall()
    out = ask("models", "Claude Opus 4.8", "--benchmark", "GPQA Diamond")[1]
    assert f"${usd:.2f} per million tokens" in out
    share = f"{100 * (1 - p_frontier):.0f} %"
    assert f"as able in {share} of draws of the abilities" in out
    assert f"most often {cheaper} (${least:.2f})." in out
    (row,) = json.loads(
        ask("models", "Claude Opus 4.8", "--benchmark", "GPQA Diamond", "--json")[1]
    )
    assert (row["usd"], row["cheaper_usd"]) == (usd, least)
    assert "per million tokens" not in ask("models", "Llama 2 7B")[1]


@pytest.mark.fault("hostile")
@pytest.mark.committed
def test_like_modes_are_compared_and_every_heading_says_the_mode(ask):
    code, out, _ = ask("models", "gpt-5", "claude opus 4")
    assert code == 0
    tables = {part.split("\n")[0]: part for part in re.split(r"\n\n(?=\w+_\d{4}-)", out)}
    alike = tables["epoch_hub_2026-08-09"]
    assert "A: GPT-5 (high effort; 1 of " in alike
    assert "B: Claude Opus 4 (16k; thinking within a budget; 1 of " in alike
    assert "modes differ" not in alike
    assert "B: Claude Opus 4 (no thinking" in tables["helm_2026-02-11"]
    assert "The modes differ or are not stated." in tables["helm_2026-02-11"]
    rows = json.loads(ask("models", "gpt-5", "claude opus 4", "--json")[1])
    assert {row["are_modes_alike"] for row in rows} == {True, False}
    # a run that is asked for is taken, and the heading says what stands beside what
    out = ask("models", "gpt-5@high", "claude opus 4.5@32k")[1]
    assert "A: GPT-5 (high effort; 1 of " in out
    assert "B: Claude Opus 4.5 (32k; thinking within a budget" in out


# a small file of some models


@pytest.fixture
def few(warehouse_folder, tmp_path):
    """Return the folder of such a file, and a function that changes it."""
    of_models = f"model_name in {MODELS}"
    evaluations = f"(select evaluation_id from whole.marts.fct_evaluations where {of_models})"
    kept = dict.fromkeys(
        ("dim_snapshots", "dim_benchmarks", "build_variables", "dim_cohorts"), "true"
    )
    kept |= {"fct_evaluations": of_models, "dim_configurations": of_models}
    kept |= {"fct_scores": f"evaluation_id in {evaluations}"}
    write_small_file(warehouse_folder / DATABASE_NAME, tmp_path / DATABASE_NAME, kept)

    def change(*statements):
        with duckdb.connect(str(tmp_path / DATABASE_NAME)) as file:
            for statement in statements:
                file.execute(statement)

    return tmp_path, change


def copied(model, snapshot, name, into):
    """Return statements that give the scores of a model to another one, of any snapshot."""
    evaluation = f"model_name = '{model}' and evaluations.snapshot_id = '{snapshot}'"
    changed = f"'{name}, copied' as evaluation_id, '{into}' as snapshot_id"
    return (
        f"insert into marts.fct_scores select scores.* replace ({changed}) "
        "from marts.fct_scores as scores "
        "join marts.fct_evaluations as evaluations using (evaluation_id) "
        f"where {evaluation} and is_preferred_evaluation",
        f"insert into marts.fct_evaluations select * replace ({changed}, '{name}' as model_name) "
        f"from marts.fct_evaluations as evaluations where {evaluation} and is_preferred_evaluation",
    )


@pytest.mark.committed
def test_the_heading_names_scores_of_a_part_of_a_test(ask, few):
    folder, change = few
    part = "a part of the test: 300 of 5,000 items"
    change(
        "insert into imports.import_positions by name "
        "select 'bbh' as benchmark_id, 'Qwen/Qwen2.5-14B' as model_name, true as is_partial, "
        f"'{part}' as status"
    )
    out = ask("models", "microsoft/phi-4", "Qwen/Qwen2.5-14B", folder=folder)[1]
    assert out.splitlines()[1] == f"Qwen/Qwen2.5-14B on BBH: {part}"


@pytest.mark.fault("hostile")
@pytest.mark.committed
def test_the_largest_board_left_out_is_said_above_the_table_and_by_the_exit_code(ask, few):
    folder, change = few
    change(
        # no board of this file lists pretrained models of the developer
        "update marts.fct_evaluations set training_type = 'fine-tuned'",
        *copied("microsoft/phi-4", V2, "unsloth/phi-4", V2),
    )
    code, out, _ = ask("models", "phi-4", "qwen2.5-14b", folder=folder)
    assert (code, out) == (2, "")
    # of a smaller board no one else has the name
    change(*copied("Qwen/Qwen2.5-14B", V2, "Qwen2.5 14B", "epoch_hub_2026-08-09"))
    change(*copied("microsoft/phi-4", V2, "phi 4", "epoch_hub_2026-08-09"))
    change("delete from marts.fct_evaluations where model_name = 'Phi-4'")
    code, out, _ = ask("models", "phi-4", "qwen2.5-14b", folder=folder)
    assert code == 1
    assert f"Left out: {V2}: 'phi-4' may be microsoft/phi-4 or unsloth/phi-4\n" in out
    assert out.index("Left out: ") < out.index("epoch_hub_2026-08-09\n  A: phi 4")


@pytest.mark.committed
def test_an_import_is_compared_with_a_board_where_benchmarks_are_comparable(ask, few):
    folder, change = few
    change(
        "insert into marts.dim_snapshots select * replace ('mine_2025-01-01' as snapshot_id, "
        f"true as is_import) from marts.dim_snapshots where snapshot_id = '{V1}'",
        *copied("mistralai/Mistral-7B-v0.1", V1, "me/one", "mine_2025-01-01"),
        "update marts.fct_scores set score_pct = score_pct - 1, "
        "n_shots = if(benchmark_id = 'mmlu', 0, n_shots) where evaluation_id = 'me/one, copied'",
    )
    code, out, _ = ask("models", "one", "Mistral-7B-v0.1", "--json", folder=folder)
    assert code == 0
    rows = [row for row in json.loads(out) if row["snapshot_id"].endswith(f" and {V1}")]
    assert {row["benchmark_id"] for row in rows} == {
        *("arc", "hellaswag", "truthfulqa", "winogrande", "gsm8k")
    }
    assert all(row["difference"] == pytest.approx(1) for row in rows)
    # an import of one model has no curve to be beside
    assert all(row["expected_difference"] is None for row in rows)
    assert (
        f"mine_2025-01-01 and {V1}\n  A: me/one"
        in ask("models", "one", "Mistral-7B-v0.1", folder=folder)[1]
    )
