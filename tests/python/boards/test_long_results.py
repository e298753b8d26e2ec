"""The long contract: several metrics, settings and parts of a benchmark, one score of each."""

import pytest

pytestmark = pytest.mark.chain


def test_the_known_metric_and_settings_speak_for_a_benchmark(chain):
    """ARC is known by acc_norm and 25 worked examples; the others stay beside it."""
    chain.add_file(
        "mine",
        "model,benchmark,metric,n_shots,score\n"
        "a,ARC,acc,25,40\na,ARC,acc_norm,0,42\na,ARC,acc_norm,25,44\n"
        "a,New,pass@1,,10\na,New,acc,,12\n"
        "b,ARC,acc,0,50\nb,ARC,acc,5,51\n",
    )
    assert chain.scores() == {("a", "arc"): 44.0, ("a", "new"): 12.0, ("b", "arc"): 51.0}
    beside = chain.rows(
        "select model_name, task, score "
        "from fct_task_scores join fct_evaluations using (evaluation_id)",
        "fct_task_scores",
    )
    assert sorted(beside) == [
        ("a", "ARC acc 25-shot", 40.0),
        ("a", "ARC acc_norm 0-shot", 42.0),
        ("a", "New pass@1", 10.0),
        ("b", "ARC acc 0-shot", 50.0),
    ]
    (arc,) = chain.table("fct_scores").filter(score_pct=44.0).to_dicts()
    assert (arc["metric"], arc["n_shots"]) == ("acc_norm", 25)


def test_the_source_s_headline_goes_first(chain):
    chain.add_file(
        "mine",
        "model,benchmark,metric,score,is_primary\na,ARC,acc_norm,44,\na,ARC,judge,60,true\n",
    )
    assert chain.scores() == {("a", "arc"): 60.0}


def test_a_benchmark_told_in_parts_is_their_mean(chain):
    chain.add_file(
        "mine",
        "model,benchmark,subset,score,n_items,std_error\n"
        "a,MMLU,law,40,100,4\na,MMLU,maths,50,50,7\na,MMLU,art,71,25,9\n"
        "b,MMLU,law,40,100,4\nb,MMLU,,63,14042,0.4\n",
    )
    assert chain.scores() == {("a", "mmlu"): pytest.approx(161 / 3), ("b", "mmlu"): 63.0}
    (mean,) = chain.table("fct_scores").filter(score_pct=round(161 / 3, 6)).to_dicts()
    assert mean["n_items"] == 175
    assert mean["std_error_pct"] == pytest.approx((4**2 + 7**2 + 9**2) ** 0.5 / 3)
    (counts,) = chain.table("row_accounting").filter(source="mine").to_dicts()
    assert [counts[f"n_scores_{part}"] for part in ("read", "loaded", "quarantined")] == [5, 5, 0]


def test_units_errors_and_directions(chain):
    chain.add_file(
        "mine",
        "model,benchmark,score,unit,is_higher_better,std_error\n"
        "a,Toxicity,0.2,share,false,0.01\na,Harm,20,percent,false,2\n"
        "a,ARC,0.5,share,,0\na,Arena,1250,points,true,4\n",
    )
    assert chain.scores() == {("a", "toxicity"): 80.0, ("a", "harm"): 80.0, ("a", "arc"): 50.0}
    errors = dict(chain.table("fct_scores").select("benchmark_id", "std_error_pct").iter_rows())
    assert errors["toxicity"] == pytest.approx(1.0)
    assert errors["harm"] == pytest.approx(2.0)
    assert errors["arc"] == pytest.approx(100 * (0.25 / 1172) ** 0.5), "an error of 0 is unknown"
    assert chain.table("fct_task_scores").select("task", "score").rows() == [("Arena", 1250.0)]


def test_what_tells_runs_apart(chain):
    chain.add_file(
        "mine",
        "model,variant,benchmark,score\na,low,ARC,40\na,high,ARC,50\na,high,PIQA,60\n",
    )
    found = chain.table("fct_evaluations")
    assert sorted(found["n_scores"]) == [1, 2]
    assert found["model_id"].n_unique() == 1


def test_a_record_its_writer_could_not_use(chain):
    chain.add_file(
        "mine",
        "model,benchmark,score,problem\na,ARC,40,\na,PIQA,,the log ends in the middle\n",
    )
    assert chain.reasons("mine") == {2: "the log ends in the middle"}
    assert chain.scores() == {("a", "arc"): 40.0}
