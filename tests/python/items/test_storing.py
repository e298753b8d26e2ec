"""Item results as they come: what is kept, what lies in quarantine, what is refused."""

import random
import re

import duckdb
import polars as pl
import pytest
from board_chain import ROOT
from bringing import table_at
from item_tables import ItemTables

from analysis_py.imports import item_storing
from analysis_py.imports.item_storing import store_items
from analysis_py.runs.formats.contract import ImportProblem, UnreadableFile

pytestmark = pytest.mark.chain

HEADER = "model,benchmark,item,score,cluster,parameters_b\n"
WITH_FACTS = "model,benchmark,item,score,answer,key,n_options,audit,flagged\n"


@pytest.fixture
def items_dir(tmp_path):
    return tmp_path / "imports" / "items"


def stored(tmp_path, items_dir, text, name="mine"):
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return store(items_dir, path, name=name)


def store(items_dir, *paths, name="mine"):
    return store_items([table_at(path) for path in paths], name, items_dir)


def _interrupt(*_):
    raise KeyboardInterrupt


def rows(items_dir, files, columns="*"):
    query = f"select {columns} from read_parquet('{items_dir}/mine/{files}') order by all"
    return duckdb.sql(query).fetchall()


def test_a_record_is_kept_with_its_score_in_ten_thousandths(tmp_path, items_dir):
    text = HEADER + "a,GSM 8k,17,1,,7\na,GSM 8k,x,0.33335,t,7\nb,GSM 8k,17,false,,\n"
    found = stored(tmp_path, items_dir, text)
    assert (found.n_read, found.n_loaded, found.n_read - found.n_loaded) == (3, 3, 0)
    kept = rows(items_dir, "results/*/*.parquet", "benchmark_id, item_key, cluster_id, score")
    assert kept[:2] == [("gsm_8k", 17, None, 0), ("gsm_8k", 17, None, 10_000)]
    assert kept[2][2:] == ("t", 3334)
    models = rows(items_dir, "models.parquet", "model_name, import_name, parameters_b")
    assert models == [("a", "mine", 7.0), ("b", "mine", None)]
    assert ("gsm_8k", 17, "17") in rows(items_dir, "items.parquet", "benchmark_id, item_key, item")


def test_an_item_has_one_key_in_every_file(tmp_path, items_dir):
    for name in ("mine", "other"):
        stored(tmp_path, items_dir, HEADER + "a,b,Is it?,1,,\n", name)
    keys = duckdb.sql(f"select distinct item_key from '{items_dir}/*/items.parquet'").fetchall()
    assert len(keys) == 1
    assert keys[0][0] > 2**32


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (",b,1,1,,", "model is missing"),
        ("a, ,1,1,,", "benchmark is missing"),
        ("a,–,1,1,,", "benchmark holds no letter or digit: –"),
        ("a,b,,1,,", "item is missing"),
        ("a,b,1,,,", "score is missing"),
        ("a,b,1", "3 fields where the header has 6: answers.csv row 2: a, b, 1"),
        (
            "x,b,item 3,0,1,,7",
            "7 fields where the header has 6: answers.csv row 2: x, b, item 3, 0, 1, , 7",
        ),
        ('a,b,1,"0,5",,', "score is not a number: 0,5"),
        ("a,b,1,57,,", "score is outside 0–1: 57"),
        ("a,b,1,-0.1,,", "score is outside 0–1: -0.1"),
        ("a,b,1,nan,,", "score is outside 0–1: nan"),
        ("a,b,1,inf,,", "score is outside 0–1: inf"),
        ("a,b,1,1,,big", "parameters_b is not a positive number: big"),
        ("a,b,1,1,,0", "parameters_b is not a positive number: 0"),
        ("z,b,1,1.0,,", "repeats an earlier record: row 1 of answers.csv"),
        ("z, b , 1 ,1,,", "repeats an earlier record: row 1 of answers.csv"),
        ("a,b,1,1,,,2.5,,", "n_options is not a whole number above 1: 2.5"),
        ("a,b,1,1,,,1,,", "n_options is not a whole number above 1: 1"),
        ("a,b,1,1,,,inf,,", "n_options is not a whole number above 1: inf"),
        ("a,b,1,1,,,,,perhaps", "flagged is neither true nor false: perhaps"),
    ],
)
def test_a_record_that_cannot_be_used_lies_in_quarantine(tmp_path, items_dir, record, reason):
    sound = WITH_FACTS + "z,b,1,1,,,4,,0" if record.count(",") == 8 else HEADER + "z,b,1,1,,"
    found = stored(tmp_path, items_dir, f"{sound}\n{record}\n")
    assert (found.n_read, found.n_loaded, found.n_read - found.n_loaded) == (2, 1, 1)
    assert rows(items_dir, "quarantine.parquet", "row_number, reason") == [(2, reason)]
    accounting = rows(items_dir, "files.parquet", "file_name, n_read, n_loaded, n_quarantined")
    assert accounting == [("answers.csv", 2, 1, 1)]
    tables = ItemTables(items_dir.parent)
    (counted,) = tables.table("item_accounting").to_dicts()
    assert counted["n_results_in_import"] == counted["n_found_in_import"] == 1
    (told,) = tables.table("quarantined_item_results").select("reason", "detail").rows()
    said = ": ".join(part for part in told if part)
    assert said.removeprefix("more or fewer fields than the header has: ") == reason


def test_a_benchmark_is_by_its_first_metric_and_others_are_kept_beside(tmp_path, items_dir):
    header = "model_name,benchmark,item_id,metric,score\n"
    records = "a,b,1,acc,1\na,b,1,acc_norm,0\na,b,2,acc_norm,1\na,b,2,acc,0\na,c,1,,1\n"
    found = stored(tmp_path, items_dir, header + records)
    assert (found.n_read, found.n_loaded, found.n_read - found.n_loaded) == (5, 5, 0)
    kept = rows(items_dir, "results/*/*.parquet", "benchmark_id, item_key, score")
    assert kept == [("b", 1, 10_000), ("b", 2, 0), ("c", 1, 10_000)]
    assert found.beside == (("b, by acc_norm, where the benchmark is by acc", 2),)
    beside = rows(items_dir, "beside.parquet", "item, metric, score")
    assert beside == [("1", "acc_norm", 0.0), ("2", "acc_norm", 1.0)]


@pytest.mark.parametrize(
    "text",
    ["model,17,x\na,1,0.5\nb,,0\n", ",item,a,b\n0,17,1,\n1,x,0.5,0\n"],
    ids=["models down", "items down"],
)
def test_a_matrix_has_a_record_per_filled_cell(tmp_path, items_dir, text):
    (tmp_path / "GSM 8k.csv").write_text(text)
    found = store(items_dir, tmp_path / "GSM 8k.csv")
    assert (found.n_read, found.n_loaded) == (3, 3)
    kept = rows(items_dir, "results/*/*.parquet", "benchmark_id, score")
    assert kept == [("gsm_8k", 0), ("gsm_8k", 5_000), ("gsm_8k", 10_000)]
    assert rows(items_dir, "models.parquet", "model_name") == [("a",), ("b",)]
    assert rows(items_dir, "items.parquet", "item") == [("17",), ("x",)]


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("text", "others", "left_out"),
    [
        ("model,q1,q2,average\na,1,0,0.5\nb,1,1,1\n", "q1 q2", "items: average"),
        ("model,size_b,rank,q1\na,7,1,1\nb,13,2,0\n", "q1", "items: size_b, rank"),
        ("model,notes,question\na,good,1\nb,bad,0\n", "question", "items: notes"),
        ("item,A,B,difficulty\n1,1,0,0.4\n2,0,0,0.9\n", "A B", "models: difficulty"),
    ],
)
def test_averages_ranks_and_words_of_a_matrix_are_told(tmp_path, items_dir, text, others, left_out):
    found = stored(tmp_path, items_dir, text)
    kind = "models" if text.startswith("item") else "items"
    names = rows(items_dir, f"{kind}.parquet", "model_name" if kind == "models" else "item")
    assert [name for (name,) in names] == others.split()
    assert found.n_read == found.n_loaded == 2 * len(names)
    assert found.notes[1] == f"answers.csv: left out, as they are not {left_out}"
    assert rows(items_dir, "files.parquet", "unread_columns") == [(left_out.split(": ")[1],)]


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    "header", ["model,1,1,2", "model,q,Q,2", "model,benchmark,item,score,Score"]
)
def test_a_header_that_names_a_column_twice_is_refused(tmp_path, items_dir, header):
    with pytest.raises((ImportProblem, UnreadableFile), match="named twice in the header"):
        stored(tmp_path, items_dir, f"{header}\n{'a,1,0,1,1'[: 2 * header.count(',') + 1]}\n")


@pytest.mark.fault("imports")
def test_a_cell_and_a_row_without_an_answer_are_records(tmp_path, items_dir):
    text = "model,q1,q2\na,1,0\nb,,\nc\nd,1,0,1\ne,1,?\ne,1,1\n"
    found = stored(tmp_path, items_dir, text)
    assert (found.n_read, found.n_loaded, found.n_read - found.n_loaded) == (9, 4, 5)
    assert rows(items_dir, "quarantine.parquet", "model, reason") == [
        ("b", "the row holds no answer"),
        ("c", "1 fields where the header has 3: answers.csv row 3: c"),
        ("d", "4 fields where the header has 3: answers.csv row 4: d, 1, 0, 1"),
        ("e", "repeats an earlier record: row 9 of answers.csv"),
        ("e", "score is not a number: ?"),
    ]


@pytest.mark.fault("machine")
@pytest.mark.parametrize("name", ["a[b]", "*", "a?", "e'f"])
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_and_a_folder_of_any_name_are_read_and_no_other(tmp_path, name, suffix):
    items_dir = tmp_path / name / "imports" / "items"
    for stem in (name, "ab", "a"):
        frame = pl.DataFrame({"model": [stem], "benchmark": "b", "item": "1", "score": 1})
        path = tmp_path / f"{stem}.{suffix}"
        frame.write_csv(path) if suffix == "csv" else frame.write_parquet(path.open("wb"))
    store(items_dir, tmp_path / f"{name}.{suffix}")
    found = pl.read_parquet((items_dir / "mine/models.parquet").open("rb"))
    assert found["model_name"].to_list() == [name]
    assert (items_dir / "mine/results/benchmark_id=b").is_dir()


@pytest.mark.fault("imports")
def test_benchmarks_that_differ_in_signs_are_not_taken_for_one(tmp_path, items_dir):
    names = ["C++", "C#", "C", "c++", "My Bench", "my-bench", "D (x)", "D x"]
    text = HEADER + "".join(f"a,{name},{i},1,,\n" for i, name in enumerate(names))
    found = stored(tmp_path, items_dir, text)
    assert (found.n_read, found.n_loaded, found.n_read - found.n_loaded) == (8, 6, 2)
    kept = rows(items_dir, "results/*/*.parquet", "benchmark_id, item_key")
    plus = [("c_plus_plus", 0), ("c_plus_plus", 3)]
    assert kept == [("c", 2), *plus, ("c_sharp", 1), ("my_bench", 4), ("my_bench", 5)]
    reason = "benchmarks differ in signs alone: D (x) and D x; rename one"
    assert rows(items_dir, "quarantine.parquet", "row_number, reason") == [(7, reason), (8, reason)]


@pytest.mark.fault("imports")
def test_of_two_answers_that_contradict_each_other_neither_counts(tmp_path, items_dir):
    records = "a,b,1,1,A\na,b,1,0,A\na,b,2,1,A\na,b, 2 ,1,B\na,b,3,1,\na,b,3,1,C\n"
    found = stored(tmp_path, items_dir, "model,benchmark,item,score,answer\n" + records)
    assert (found.n_read, found.n_loaded) == (6, 1)
    assert rows(items_dir, "results/*/*.parquet", "item_key, score, answer") == [(3, 10_000, "C")]
    told = "contradictory answers to one item"
    assert rows(items_dir, "quarantine.parquet", "row_number, reason") == [
        *((n, f"{told}: 0.0 A and 1.0 A") for n in (1, 2)),
        *((n, f"{told}: 1.0 A and 1.0 B") for n in (3, 4)),
        (5, "repeats an earlier record: row 6 of answers.csv"),
    ]


#: Repeated, contradictory, of two metrics, of two spellings, with facts that are said once.
UNORDERED = """model,benchmark,item,score,metric,answer,key,n_options,audit,flagged
a,b,1,1,acc,A,A,4,me,0
A,b,1,0,acc,B,A,4,me,
a,b,2,1,acc,,B,,,
a,b,2,1,acc,B,,,me,1
a,b,2,0,f1,,,,,
a,c (x),1,1,acc,,,,,
c,c x,1,1,acc,,,,,
c,d,1,0,f1,,,,,
c,d,2,1,acc,,,,,
c,d,3,1,f1,,,,,
x,b,3,x,acc,,,,,
"""


@pytest.mark.fault("same")
def test_no_order_of_answers_decides_what_is_stored(tmp_path, items_dir):
    header, *records = UNORDERED.splitlines(keepends=True)
    outcomes = []
    for seed in range(6):
        mixed = random.Random(seed).sample(records, len(records))
        found = stored(tmp_path, items_dir, header + "".join(mixed))
        tables = [("results/*/*.parquet", "*"), ("items.parquet", "*"), ("models.parquet", "*")]
        tables += [("beside.parquet", "*"), ("quarantine.parquet", "model, benchmark, item")]
        kept = [sorted(map(str, rows(items_dir, name, columns))) for name, columns in tables]
        outcomes.append((found.n_read, found.n_loaded, found.reasons, found.beside, kept))
    assert outcomes == outcomes[:1] * 6


def test_of_several_runs_the_mean_is_kept(tmp_path, items_dir):
    records = "a,b,1,0,1\na,b,1,1,2\na,b,1,1,4\na,b,1,1,3\na,b,1,0,3\na,b,2,1,1\n"
    found = stored(tmp_path, items_dir, "llm,task,sample_id,correct,epoch\n" + records)
    # of the third run it is not known which answer counts
    assert (found.n_read, found.n_loaded, found.n_read - found.n_loaded) == (6, 4, 2)
    kept = rows(items_dir, "results/*/*.parquet", "item_key, score")
    assert kept == [(1, 6_667), (2, 10_000)]
    kept = rows(items_dir, "results/*/*.parquet", "item_key, n_runs, run_variance")
    assert kept == [(1, 3, pytest.approx(1 / 3)), (2, 1, None)]
    (counted,) = ItemTables(items_dir.parent).table("item_accounting").to_dicts()
    assert counted["n_results_in_import"] == counted["n_found_in_import"] == 2


FACTS = "model,benchmark,item,score,answer,part,kinds,source,key,first_key,n_options,audit,flagged"


def test_what_files_say_of_answers_and_items_is_kept(tmp_path, items_dir):
    text = f"{FACTS},status\na,b,1,1,A,law,x;y,bar,A,B,4.0,me,TRUE,\na,b,2,0,,,,,,,,,,ok\n"
    found = stored(tmp_path, items_dir, text + "c,b,1,0,D,,,,,,,,,same answers as a\n")
    assert found.n_loaded == 3
    tables = ItemTables(items_dir.parent)
    items = tables.table("stg_items").sort("item_key").drop("benchmark_id", "item_key").rows()
    assert items == [
        ("1", "law", "x;y", "bar", "A", "B", 4, "me", True),
        ("2", *[None] * 8),
    ]
    assert tables.table("stg_item_results")["answer"].sort().to_list() == [None, "A", "D"]
    statuses = tables.table("stg_item_evaluations")["status"].sort().to_list()
    assert statuses == [None, "same answers as a"]


def test_answers_with_a_status_have_a_score_and_are_in_no_comparison(tmp_path, items_dir):
    models = {"a": "1101", "b": "0100", "twin": "1101"}
    lines = [
        f"{model},b,{item},{score},{'same answers as a' if model == 'twin' else ''}\n"
        for model, scores in models.items()
        for item, score in enumerate(scores)
    ]
    stored(tmp_path, items_dir, "model,benchmark,item,score,status\n" + "".join(lines))
    tables = ItemTables(items_dir.parent)
    scores = tables.table("stat_item_scores").sort("model_name")
    assert scores["left_out_because"].to_list() == [None, None, "same answers as a"]
    assert scores["score_pct"].to_list() == [75, 25, 75]
    ranks = tables.table("stat_item_ranks").sort("model_name")
    assert ranks["rank"].to_list() == [1, 2, None]
    assert ranks["status"].to_list() == ["ok", "ok", "same answers as a"]
    assert tables.table("stat_item_pairs").height == 1
    assert tables.table("item_sums")["n_evaluations"].unique().to_list() == [2]
    assert tables.table("stat_item_reliability")["n_evaluations"].to_list() == [2]


def test_an_answer_is_known_where_all_runs_gave_it(tmp_path, items_dir):
    records = "a,b,1,1,1,A\na,b,1,1,2,A\na,b,2,1,1,A\na,b,2,0,2,B\na,b,3,1,1,A\na,b,3,0,2,\n"
    stored(tmp_path, items_dir, "model,benchmark,item,score,run,answer\n" + records)
    kept = rows(items_dir, "results/*/*.parquet", "item_key, answer")
    assert kept == [(1, "A"), (2, None), (3, None)]


def test_on_what_two_imports_do_not_agree_is_unknown(tmp_path, items_dir):
    for name, facts in (("mine", "A,law"), ("other", "B,law"), ("third", ",")):
        stored(tmp_path, items_dir, f"model,benchmark,item,score,key,part\na,b,1,1,{facts}\n", name)
    (item,) = ItemTables(items_dir.parent).table("stg_items").to_dicts()
    assert (item["key"], item["part"]) == (None, "law")


@pytest.mark.fault("imports")
def test_what_a_matrix_cannot_say_is_left_out_and_told(tmp_path, items_dir):
    found = stored(tmp_path, items_dir, "item,key,answer,A7,B7\n1,C,D,1,0\n2,A,A,1,1\n")
    assert found.notes[1] == "answers.csv: left out, as they are not models: answer"
    assert ItemTables(items_dir.parent).table("stg_items")["key"].sort().to_list() == ["A", "C"]


def test_answers_stored_by_an_earlier_version_are_read(tmp_path, items_dir):
    stored(tmp_path, items_dir, HEADER + "a,b,1,1,,\n")
    stored(tmp_path, items_dir, HEADER + "a,b,1,1,,\n", "former")
    for path in items_dir.glob("former/**/*.parquet"):
        known = ["evaluation_id", "benchmark_id", "item_key", "cluster_id", "score", "item"]
        if path.name in ("data_0.parquet", "items.parquet"):
            former = pl.read_parquet(path, hive_partitioning=False)
            former.select(name for name in known if name in former.columns).write_parquet(path)
    (items_dir / "former/evaluations.parquet").unlink()
    tables = ItemTables(items_dir.parent)
    assert tables.table("stg_item_results")["n_runs"].sort().to_list() == [None, 1]
    assert tables.table("stg_items").height == 1
    assert tables.table("stat_item_scores")["left_out_because"].to_list() == [None, None]


def test_all_of_the_quarantine_is_published(tmp_path, items_dir):
    rows = "".join(f"a,b,{n},{n},,\n" for n in range(1200))
    found = stored(tmp_path, items_dir, HEADER + rows)
    tables = ItemTables(items_dir.parent)
    quarantined = tables.table("quarantined_item_results")
    assert quarantined.height == found.n_read - found.n_loaded == 1198
    assert quarantined["reason"].unique().to_list() == ["score is outside 0–1"]
    assert quarantined["detail"].n_unique() == 1198


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("model,benchmark,item\na,b,1\n", "column(s) score missing"),
        (HEADER, "the files hold no record"),
        (HEADER + "a,b,1,x,,\n", "no usable record; the first problem: score is not a number: x"),
        (
            HEADER + "a,b,1,1,,7\na,b,2,1,,8\n",
            "model a has two values of parameters_b, 7.0 and 8.0",
        ),
        (HEADER + "a,b,1,1,s,\nc,b,1,1,t,\n", "item 1 of b lies in cluster s and in another"),
        (HEADER + "a,b,1,1,s,\nc,b,1,1,,\n", "item 1 of b lies in cluster s and in another"),
        (
            "model,benchmark,item,score,key\na,b,1,1,A\nc,b,1,1,B\n",
            "item 1 of b has two values of key, A and B",
        ),
        (
            "model,benchmark,item,score,flagged\na,b,1,1,no\nc,b,1,1,yes\n",
            "item 1 of b has two values of flagged, False and True",
        ),
        (
            "model,benchmark,item,score,status\na,b,1,1,x\na,b,2,1,y\n",
            "model a has two values of status on b, x and y",
        ),
    ],
)
def test_what_cannot_be_used_at_all_is_refused_and_the_last_good_files_stay(
    tmp_path, items_dir, text, message
):
    stored(tmp_path, items_dir, HEADER + "z,b,1,1,,\n")
    with pytest.raises(ImportProblem) as refused:
        stored(tmp_path, items_dir, text)
    assert message in str(refused.value)
    (tmp_path / "answers.csv").write_text(HEADER)
    gone = table_at(tmp_path / "answers.csv")
    gone[0].forget()
    gone[0].path.unlink()
    for refusal, tables, name in (
        ("cannot be read", [gone], "mine"),
        ("cannot be a name", [], "../mine"),
    ):
        with pytest.raises(ImportProblem, match=refusal):
            store_items(tables, name, items_dir)
    assert rows(items_dir, "models.parquet", "model_name") == [("z",)]
    assert sorted(path.name for path in items_dir.parent.iterdir()) == ["items"]


def test_what_a_board_says_fills_what_the_files_do_not(tmp_path, items_dir):
    stored(tmp_path, items_dir, HEADER + "a,b,1,1,,7\nb,b,1,1,,\nc,b,1,1,,\n")
    facts = pl.DataFrame(
        {
            "evaluation_id": ["1", "2", "3"],
            "snapshot_id": ["old", "new", "new"],
            "model_name": ["a", "b", "b"],
            "parameters_b": [1.0, 2.0, 3.0],
            "architecture": ["A", "B", "C"],
            "training_type": ["pretrained"] * 3,
            "base_family": ["A 1", "B 2", "C 3"],
            "is_base_family_resolved": [True] * 3,
            "is_preferred_evaluation": [True, False, True],
        }
    )
    days = pl.DataFrame({"snapshot_id": ["old", "new"], "taken_on": ["2024-01-01", "2025-01-01"]})
    tables = ItemTables(
        items_dir.parent,
        fct_evaluations=facts,
        dim_snapshots=days.with_columns(pl.col("taken_on").str.to_date()),
    )
    found = tables.table("item_models").sort("model_name")
    assert found["parameters_b"].to_list() == [7.0, 3.0, None]
    assert found["base_family"].to_list() == ["A 1", "C 3", "c"]


@pytest.mark.fault("imports")
@pytest.mark.parametrize("moment", ["killed while writing", "killed at a rename", "interrupted"])
def test_a_run_that_does_not_end_leaves_the_last_good_files(
    tmp_path, items_dir, monkeypatch, moment
):
    stored(tmp_path, items_dir, HEADER + "a,b,1,1,,\n")
    partial = items_dir / ".mine.partial"
    text, error = HEADER, ImportProblem
    if moment == "killed while writing":
        partial.mkdir()
        (partial / "models.parquet").write_text("half")
    elif moment == "killed at a rename":
        (items_dir / "mine").rename(items_dir / ".mine.former")
    else:
        text, error = HEADER + "a,b,1,0,,\n", KeyboardInterrupt
        monkeypatch.setattr(item_storing, "_refuse_contradictions", _interrupt)
    # a run that fails does what the next good one does first
    with pytest.raises(error):
        stored(tmp_path, items_dir, text)
    assert rows(items_dir, "results/*/*.parquet", "score") == [(10_000,)]
    assert [path.name for path in items_dir.iterdir()] == ["mine"]


def _committed(tmp_path):
    """Return a folder of committed answers of three models to three items."""
    folder = tmp_path / "data" / "items"
    text = WITH_FACTS + "".join(
        f"m{model},b,{item},{(model + item) % 2},{'AB'[(model + item) % 2]},B,4,us,{item == 1}\n"
        for model in range(3)
        for item in range(4)
    )
    stored(tmp_path, folder, text, "ours")
    return folder


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("n,b,2,1,B,A,4,,\n", "answers.csv row 2: key of item 2 of b is A, and the project has B"),
        ("n,b,2,1,B,B,5,,\n", "answers.csv row 2: n_options of item 2 of b is 5"),
        ("n,b,2,1,B,B,4,us,1\n", "answers.csv row 2: flagged of item 2 of b is True"),
        ("n,b,2,1,B,B,4,me,1\n", None),
    ],
)
def test_an_import_may_repeat_the_facts_of_the_project_and_not_contradict_them(
    tmp_path, items_dir, given, message
):
    committed = _committed(tmp_path)
    path = tmp_path / "answers.csv"
    path.write_text(f"{WITH_FACTS}n,b,1,1,B,B,,,\n{given}")
    files = [table_at(path)]
    if message:
        with pytest.raises(ImportProblem, match=re.escape(message)):
            store_items(files, "mine", items_dir, committed=committed)
        assert not (items_dir / "mine").exists()
    else:
        notes = store_items(files, "mine", items_dir, committed=committed).notes
        assert notes[-1] == "b: the audit me stands beside the project's facts"


@pytest.mark.fault("imports")
def test_an_import_changes_no_bit_of_what_the_project_says_of_its_own_answers(tmp_path, items_dir):
    """Not even one that was stored before imports were held against the project's facts."""
    committed = _committed(tmp_path).parent
    strange = "".join(
        f"n{model},b,{item},1,Z,Z,3,<b>me</b>,{item % 2}\n"
        for model in range(11)
        for item in range(6)
    )
    stored(tmp_path, items_dir, WITH_FACTS + strange)
    alone, beside = ItemTables(None, committed), ItemTables(items_dir.parent, committed)
    names = sorted(path.stem for path in (ROOT / "models/statistics/items").glob("stat_*.sql"))
    for name in [*names, "item_sums", "item_pairs", "stat_item_clean_scores", "stat_item_subsets"]:
        columns = alone.table(name).columns
        known = alone.table(name).sort(columns).rows()
        found = beside.table(name).sort(columns)
        if "model_name" in columns:
            found = found.filter(~pl.col("model_name").str.starts_with("n"))
        assert list(map(str, found.rows())) == list(map(str, known)), name
    assert alone.table("stat_item_quality").height == 1
    scores = beside.table("stat_item_scores").filter(pl.col("model_name") == "n3")
    assert scores["score_pct"].to_list() == [100.0]
    assert scores["left_out_because"].item() == (
        "an import of a benchmark whose answers the project has"
    )
