"""A folder that nobody declared is read by its own header; its benchmarks register themselves."""

import polars as pl
import pytest

from analysis_py.sources.boards import read_board_records
from analysis_py.sources.csv_files import SnapshotError

pytestmark = pytest.mark.chain


def test_three_columns_are_enough(chain):
    chain.add_file("mine", "model,benchmark,score\no/m-7b,ARC,61.5\no/m-7b,My Exam,70\n")
    assert chain.scores() == {("o/m-7b", "arc"): 61.5, ("o/m-7b", "my_exam"): 70.0}
    (evaluation,) = chain.table("fct_evaluations").to_dicts()
    expected = {"parameters_b": 7.0, "parameters_source": "name", "training_type": "unknown"}
    expected |= {"architecture": "Unknown", "is_merge": False, "n_scores": 2}
    assert evaluation.items() >= expected.items()
    assert chain.reasons("mine") == {}


def test_any_role_may_be_a_further_column(chain):
    chain.add_file(
        "mine",
        "LLM,Task,Value,Precision,parameters_b,training_type,Architecture,is_merge,n_shots,mood\n"
        "m,MMLU-Pro,40,8bit,13.5,chat,LlamaForCausalLM,true,5,good\n",
    )
    (evaluation,) = chain.table("fct_evaluations").to_dicts()
    assert evaluation["is_quantised"]
    assert evaluation["is_merge"]
    expected = {"precision": "8bit", "parameters_b": 13.5, "parameters_source": "published"}
    expected |= {"training_type": "instruction-tuned", "architecture_family": "Llama"}
    assert evaluation.items() >= expected.items()
    (score,) = chain.table("fct_scores").to_dicts()
    assert (score["benchmark_id"], score["n_shots"], score["n_items"]) == ("mmlu_pro", 5, 12032)
    (accounting,) = chain.table("row_accounting").filter(source="mine").to_dicts()
    assert accounting["unread_columns"] == "mood"


def test_a_benchmark_nobody_described_gets_a_row(chain):
    chain.add_file(
        "mine",
        "model,benchmark,score,n_items,n_shots,metric\n"
        "a,GPQA Diamond,41.5,198,0,acc\nb,gpqa-diamond,51,198,0,acc\n"
        "a,数学,30,,,\nb,Scale Factor,30,,,\n",
    )
    known = pl.read_csv(chain.seeds / "boards" / "benchmarks.csv")
    last = known["benchmark_order"].max()
    added = chain.table("dim_benchmarks").filter(pl.col("benchmark_order") > last)
    assert added["ability"].unique().to_list() == ["unclassified"]
    assert added["chance_pct"].null_count() == added.height
    rows = {row["benchmark_name"]: row for row in added.sort("benchmark_order").to_dicts()}
    assert set(rows) == {"GPQA Diamond", "数学", "Scale Factor"}
    assert [row["benchmark_order"] for row in rows.values()] == [last + n for n in (1, 2, 3)]
    diamond = rows["GPQA Diamond"]
    assert diamond["benchmark_id"] == "gpqa_diamond"
    assert (diamond["n_items"], diamond["n_shots"], diamond["metric"]) == (198, 0, "acc")
    # letters that make no identifier, and a name that the models of size use themselves
    assert rows["数学"]["benchmark_id"].startswith("benchmark_")
    assert rows["Scale Factor"]["benchmark_id"] == "scale_factor_score"
    errors = dict(
        chain.table("fct_scores").select("benchmark_id", "std_error_pct").unique().iter_rows()
    )
    assert errors["gpqa_diamond"] == pytest.approx((51 * 49 / 198) ** 0.5, abs=0.1)
    assert errors["scale_factor_score"] is None
    assert len(chain.scores()) == 4


@pytest.mark.parametrize(("values", "factor"), [((0.5, 0.75, 0), 100), ((50, 75, 0.4), 1)])
def test_the_range_of_a_file_tells_a_share_from_a_percentage(chain, values, factor):
    records = [f"m{i},{name},{v}" for i, v in enumerate(values) for name in ("ARC", "PIQA")]
    chain.add_file("mine", "model,benchmark,score\n" + "\n".join(records) + "\n")
    found = [chain.scores()[f"m{i}", "arc"] for i in range(3)]
    assert found == pytest.approx([factor * value for value in values])


def test_a_range_that_does_not_tell_is_no_guess(chain):
    """A hard benchmark in percent, one in shares and a judge's marks look alike."""
    chain.add_file(
        "mine",
        "model,benchmark,score,unit\na,ARC,61,\nb,ARC,0.9,\nc,ARC,70,\n"
        "a,HLE,0.4,\nb,HLE,0.9,\na,Slips,0.5,\nb,Slips,0.6,\nc,Slips,62,\n"
        "a,PIQA,0.8,share\na,CoQA,1,percent\na,LAMBADA,3,elo\na,MT-Bench,8.5,\nb,MT-Bench,9.1,\n",
    )
    found = chain.reasons("mine")
    assert set(found) == {4, 5, 6, 7, 8, 11, 12, 13}
    assert all("unit is unclear" in found[row] for row in (4, 5, 6, 7, 8, 12, 13))
    assert found[4].startswith("the unit is unclear: HLE 0.4")
    assert "add a column unit" in found[4]
    assert found[11] == "unknown unit: elo"
    assert chain.scores() == {
        ("a", "arc"): 61.0,
        ("b", "arc"): 0.9,
        ("c", "arc"): 70.0,
        ("a", "piqa"): 80.0,
        ("a", "coqa"): 1.0,
    }


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("model,score", r"no column for benchmark \(benchmark or task or dataset\)"),
        ("model,llm,benchmark,score", "model and llm both mean model_name"),
    ],
)
def test_a_header_that_does_not_say_enough_is_refused(chain, header, message):
    chain.add_file("mine", f"{header}\n{header}\n")
    with pytest.raises(SnapshotError, match=message) as raised:
        read_board_records([chain.data], chain.seeds / "boards", ["paper_claims"])
    assert "mine/2025-06-01.csv" in str(raised.value)
    assert "board_columns.csv" in str(raised.value)


def test_duplicates_name_the_columns_of_the_file(chain):
    chain.add_file(
        "mine", "model,benchmark,score,quantisation\na,ARC,60,x\na,PIQA,70,x\na,ARC,61,y\n"
    )
    assert chain.reasons("mine") == {3: "duplicate key (model, benchmark): same as row 1"}


def test_an_import_may_not_take_a_board_s_name(chain):
    for root in ("data", "imports"):
        chain.add_file("mine", "model,benchmark,score\na,ARC,60\n", root=root)
    with pytest.raises(SnapshotError, match=r"imports/mine and .*data/mine have one name"):
        chain.table("stg_boards__records")
