"""A board is rows of declaration: what its columns mean, since when, and on which benchmarks."""

import hashlib

import pytest

from analysis_py.sources.csv_files import SnapshotError

pytestmark = pytest.mark.chain


def declare(chain, *columns):
    chain.add_rows("boards/board_columns.csv", *({"board": "made"} | column for column in columns))


MODEL = {"file_column": "name", "role": "model_name"}
ARC = {"file_column": "arc", "role": "score", "benchmark_id": "arc", "unit": "percent"}
PIQA = {"file_column": "piqa", "role": "score", "benchmark_id": "piqa", "unit": "percent"}


def test_a_newer_snapshot_may_have_a_new_column_and_lack_an_old_one(chain):
    old = PIQA | {"file_column": "coqa", "benchmark_id": "coqa", "until": "2025-05-31"}
    declare(chain, MODEL, ARC, PIQA | {"since": "2025-06-01"}, old)
    chain.add_file("made", "name,arc,coqa\na,50,60\n", "2025-01-01")
    chain.add_file("made", "name,arc,piqa\na,51,70\n", "2025-06-01")
    found = chain.rows("select snapshot_id, benchmark_id, score_pct from fct_scores", "fct_scores")
    assert sorted(found) == [
        ("made_2025-01-01", "arc", 50.0),
        ("made_2025-01-01", "coqa", 60.0),
        ("made_2025-06-01", "arc", 51.0),
        ("made_2025-06-01", "piqa", 70.0),
    ]


def test_a_missing_column_says_how_to_declare_since_when(chain):
    declare(chain, MODEL, ARC, PIQA)
    chain.add_file("made", "name,arc\na,50\n", "2025-01-01")
    with pytest.raises(SnapshotError) as raised:
        chain.table("stg_boards__records")
    message = str(raised.value)
    assert "2025-01-01.csv: column(s) piqa missing from the header" in message
    assert "only since or until some date, write that date in" in message
    assert "board_columns.csv" in message


def test_a_declared_board_without_its_folder_is_missed(chain):
    declare(chain, MODEL, ARC)
    with pytest.raises(SnapshotError, match="made: no snapshot"):
        chain.table("stg_boards__records")


def test_a_score_on_a_benchmark_without_a_row_does_not_vanish(chain):
    """It lies in quarantine and is accounted for; the rest of its record is loaded."""
    exam = {"file_column": "exam", "role": "score", "benchmark_id": "exam", "unit": "percent"}
    declare(chain, MODEL, ARC, exam)
    chain.add_file("made", "name,arc,exam\na,50,60\nb,51,\n")
    assert chain.scores() == {("a", "arc"): 50.0, ("b", "arc"): 51.0}
    lost = chain.table("quarantined_scores").select("row_number", "reason", "detail", "value")
    assert lost.rows() == [(1, "unknown benchmark", "exam", "60")]
    (counts,) = chain.table("row_accounting").filter(source="made").to_dicts()
    assert (counts["n_read"], counts["n_loaded"], counts["n_quarantined"]) == (2, 2, 0)
    scores = [counts[f"n_scores_{part}"] for part in ("read", "loaded", "quarantined")]
    assert scores == [3, 2, 1]


def test_with_a_row_the_benchmark_is_one_like_any_other(chain):
    exam = {"file_column": "exam", "role": "score", "benchmark_id": "exam", "unit": "share"}
    declare(chain, MODEL, ARC, exam | {"n_shots": 3, "metric": "share"})
    chain.add_rows(
        "boards/benchmarks.csv",
        {"benchmark_id": "exam", "benchmark_name": "The Exam", "benchmark_order": 96}
        | {"ability": "exams", "n_items": 400, "n_shots": 3, "chance_pct": 20, "metric": "share"},
    )
    chain.add_file("made", "name,arc,exam\na,50,0.6\n")
    row = chain.table("fct_scores").filter(benchmark_id="exam").to_dicts()[0]
    assert row["score_pct"] == 60.0
    assert row["std_error_pct"] == pytest.approx(100 * (0.6 * 0.4 / 400) ** 0.5)
    assert (row["n_items"], row["n_shots"], row["metric"]) == (400, 3, "share")
    assert chain.table("quarantined_scores").is_empty()


def test_a_long_board_knows_its_benchmarks_by_their_names_there(chain):
    declare(
        chain,
        MODEL,
        {"file_column": "what", "role": "benchmark"},
        {"file_column": "how much", "role": "score", "unit": "share"},
    )
    chain.add_rows(
        "boards/benchmark_names.csv",
        {"board": "made", "name": "arc-c", "benchmark_id": "arc", "n_shots": 25, "metric": "acc"},
        {"board": "made", "name": "perplexing", "unit": "perplexity"},
    )
    chain.add_file(
        "made",
        "name,what,how much\na,arc-c,0.5\na,perplexing,12.5\na,HellaSwag,0.7\na,riddles,0.9\n",
    )
    assert chain.scores() == {("a", "arc"): 50.0, ("a", "hellaswag"): 70.0}
    assert chain.table("fct_task_scores").select("task", "score").rows() == [("perplexing", 12.5)]
    assert chain.reasons("made") == {4: "unknown benchmark: riddles"}
    (arc,) = chain.table("fct_scores").filter(benchmark_id="arc").to_dicts()
    assert (arc["n_shots"], arc["metric"]) == (25, "acc")


def test_a_value_that_all_records_share(chain):
    declare(chain, MODEL, ARC, {"constant": "pretrained", "role": "training_type_label"})
    chain.add_file("made", "name,arc\na,50\n")
    assert chain.table("fct_evaluations")["training_type"].to_list() == ["pretrained"]


def test_the_first_of_two_columns_on_one_benchmark_speaks_for_it(chain):
    declare(chain, MODEL, ARC, ARC | {"file_column": "arc_again"})
    chain.add_file("made", "name,arc,arc_again\na,50,52\nb,,53\n")
    assert chain.scores() == {("a", "arc"): 50.0, ("b", "arc"): 53.0}
    assert chain.table("fct_task_scores").select("task", "score").rows() == [("arc_again", 52.0)]


def test_a_checkpoint_is_named_by_the_board_s_own_pattern(chain):
    declare(chain, MODEL, ARC, {"file_column": "bits", "role": "precision"})
    chain.add_rows(
        "boards/boards.csv",
        {"board": "made", "board_name": "Made", "board_order": 1}
        | {"checkpoint_pattern": "-Q[0-9]$", "is_gated": "false"},
    )
    chain.add_file("made", "name,bits,arc\nLlama_7B,bf16,50\nLlama-7B-Q4,4bit,48\n")
    found = chain.table("fct_evaluations").select(
        "model_name", "n_repeats", "is_preferred_evaluation"
    )
    assert sorted(found.rows()) == [("Llama-7B-Q4", 2, False), ("Llama_7B", 2, True)]


def test_architectures_are_sorted_by_the_scheme_of_their_board(chain):
    """In the paper's main data Pythia is a GPT-Neo, in its appendix E a framework of its own."""
    label = {"file_column": "family", "role": "architecture_label"}
    for board in ("made", "other"):
        columns = ({"board": board} | column for column in (MODEL, ARC, label))
        chain.add_rows("boards/board_columns.csv", *columns)
        chain.add_file(board, "name,family,arc\npythia-1b,Pythia,50\ngeov-9b,GeoV,40\n")
    chain.add_rows(
        "boards/boards.csv",
        {"board": "made", "board_name": "Made", "board_order": 1}
        | {"architecture_scheme": "paper_15", "is_gated": "false"},
    )
    found = chain.table("fct_evaluations")
    families = found.select("snapshot_id", "model_name", "architecture_family").rows()
    assert sorted((name[:4], *rest) for name, *rest in families) == [
        ("made", "geov-9b", "GeoV"),
        ("made", "pythia-1b", "Pythia"),
        ("othe", "geov-9b", "Other"),
        ("othe", "pythia-1b", "GPTNeo"),
    ]


def test_a_curated_model_is_no_mixture_whatever_its_board_says(chain):
    declare(chain, MODEL, ARC, {"file_column": "moe", "role": "is_moe"})
    chain.add_rows(
        "models/curated_models.csv",
        {"model_name": "a", "is_moe": "false", "source": "its card"},
        {"model_name": "b", "parameters_b": 7, "source": "its card"},
    )
    chain.add_file("made", "name,arc,moe\na,50,true\nb,51,true\nc,52,false\n")
    found = chain.table("fct_evaluations").select("model_name", "is_moe")
    assert dict(found.rows()) == {"a": False, "b": True, "c": False}


REVISION = {"file_column": "revision", "role": "revision"}
PRECISION = {"file_column": "precision", "role": "precision"}


def test_a_bar_in_a_name_makes_no_two_evaluations_one(chain):
    declare(chain, MODEL, REVISION, PRECISION, ARC)
    chain.add_file(
        "made",
        "name,revision,precision,arc\n"
        "org/coll,x|y,,50\norg/coll|x,y,,51\norg/coll,x,y|,52\norg/coll,x\\,y,53\n",
    )
    assert chain.reasons("made") == {}
    assert chain.table("fct_evaluations")["evaluation_id"].n_unique() == 4
    assert chain.table("fct_scores").height == 4
    assert chain.table("dim_models").height == 2


def test_identifiers_are_the_ones_there_always_were(chain):
    """A hash of the snapshot and of what tells two runs apart, in this order."""
    template = {"file_column": "chat", "role": "chat_template"}
    declare(chain, ARC, template, PRECISION, REVISION, MODEL)
    chain.add_file("made", "arc,chat,precision,revision,name\n50,TRUE,,main,o/m\n")
    (found,) = chain.table("fct_evaluations")["evaluation_id"].to_list()
    assert found == hashlib.md5(b"made_2025-06-01|o/m|main||true").hexdigest()
