"""A value that is not what its column says ends in quarantine, with the column and the value."""

import pytest

pytestmark = pytest.mark.chain

#: By column: its role, a sound value, and how else it is declared.
COLUMNS = {
    "name": ("model_name", "o/model", {}),
    "revision": ("revision", "main", {}),
    "size": ("parameters_b", "7.2", {}),
    "tokens": ("training_tokens_t", "2", {}),
    "flops": ("training_flops_1e21", "84", {}),
    "likes": ("hub_likes", "12", {}),
    "merged": ("is_merge", "false", {}),
    "day": ("submitted_on", "2025-05-31", {}),
    "mean": ("average_pct", "60", {}),
    "arc_share": ("score", "0.61", {"benchmark_id": "arc", "unit": "share"}),
    "mmlu_pct": ("score", "55.5", {"benchmark_id": "mmlu", "unit": "percent"}),
    "mmlu_norm": ("normalised", "40", {"benchmark_id": "mmlu", "unit": "percent"}),
    "bleu": ("other_score", "33", {"unit": "percent"}),
    "ppl": ("other_score", "5.4", {"unit": "perplexity"}),
}
SOUND = {name: value for name, (_, value, _) in COLUMNS.items()}
NUMBERS = [name for name in COLUMNS if name not in ("name", "revision", "merged", "day")]
NO_NUMBERS = ["n/a", "NaN", "inf", "-Infinity", "1,5", "１２", "1_000", "0x10", "12 %", "1e400"]


@pytest.fixture
def board(chain):
    """Return a chain with one declared board."""
    declared = [
        {"board": "made", "file_column": name, "role": role, **more}
        for name, (role, _, more) in COLUMNS.items()
    ]
    chain.add_rows("boards/board_columns.csv", *declared)
    return chain


def add(board, *changes):
    """Write a file of sound records, each with a name of its own and one value changed."""
    lines = [",".join(SOUND)]
    for number, change in enumerate(changes, start=1):
        record = SOUND | {"name": f"o/model{number}"} | change
        lines.append(",".join(f'"{value}"' for value in record.values()))
    return board.add_file("made", "\n".join(lines) + "\n")


def test_a_sound_record_has_no_reason(board):
    """A time of day may follow a day, up to the end of that of the snapshot."""
    days = ({"day": "2025-05-31T23:59:59Z"}, {"day": "2025-06-01 00:00"})
    add(board, {}, {"size": "-1"}, {"size": "", "tokens": "", "day": ""}, *days)
    assert board.reasons("made") == {}
    found = board.rows(
        "select parameters_b, submitted_on::varchar from fct_evaluations order by row_number",
        "fct_evaluations",
    )
    assert [size for size, _ in found] == [7.2, None, None, 7.2, 7.2]
    assert [day for _, day in found][3:] == ["2025-05-31", "2025-06-01"]
    assert board.scores()["o/model1", "arc"] == 61.0


def test_what_is_no_number(board):
    cases = [(column, text) for column in NUMBERS for text in NO_NUMBERS]
    add(board, *({column: text} for column, text in cases))
    assert board.reasons("made") == {
        row: f"{column} is not a number: {text}"
        for row, (column, text) in enumerate(cases, start=1)
    }
    assert board.table("fct_evaluations").is_empty()
    assert board.table("fct_training_compute").is_empty()


OFF_SCALE = [
    ("mmlu_pct", "100.5", "mmlu_pct is outside 0–100: 100.5"),
    ("arc_share", "61.2", "arc_share is outside 0–1: 61.2"),
    ("ppl", "-2", "ppl is below 0: -2"),
    *((column, "-0.0", f"{column} is minus zero: -0.0") for column in NUMBERS),
    ("arc_share", "1e308", "arc_share is outside 0–1: 1e308"),
    ("size", "2e6", "size is above 100000: 2e6"),
    ("tokens", "0", "tokens is not above 0: 0"),
    ("likes", "2.5", "likes is not a whole number: 2.5"),
    ("merged", "perhaps", "merged is not a boolean: perhaps"),
    ("name", "\u00a0\u3000", "missing model name"),
    ("day", "infinity", "day is not a date: infinity"),
    ("day", "2025-02-30", "day is not a date: 2025-02-30"),
    ("day", "0001-01-01", "day is before 1950: 0001-01-01"),
    ("day", "2025-06-02", "day is after the day of the snapshot: 2025-06-02"),
]


def test_a_value_off_its_scale(board):
    add(board, *({column: text} for column, text, _ in OFF_SCALE))
    found = board.reasons("made")
    assert found == {row: reason for row, (_, _, reason) in enumerate(OFF_SCALE, start=1)}


def test_the_first_fault_in_the_order_of_the_file_is_named(board):
    add(board, {"mmlu_pct": "n/a", "tokens": "0", "ppl": "nan"})
    assert board.reasons("made") == {1: "tokens is not above 0: 0"}


def test_scores_of_a_rejected_record_are_accounted_for(board):
    """Four scores stand in each record; the record of the wrong length cannot be read at all."""
    path = add(board, {"mmlu_pct": "n/a"}, {}, {"arc_share": ""}, {})
    lines = path.read_text().splitlines()
    board.add_file("made", "\n".join([*lines[:4], lines[4] + ",one more"]) + "\n")
    (counts,) = board.table("row_accounting").filter(source="made").to_dicts()
    del counts["file_name"], counts["source"], counts["unread_columns"]
    assert counts == {
        "n_read": 4,
        "n_loaded": 2,
        "n_quarantined": 2,
        "n_expected": 4,
        "n_scores_read": 11,
        "n_scores_loaded": 7,
        "n_scores_quarantined": 4,
    }
    lost = board.table("quarantined_scores")
    assert lost["reason"].unique().to_list() == ["mmlu_pct is not a number"]
    assert sorted(lost["file_column"]) == ["arc_share", "bleu", "mmlu_pct", "ppl"]
    assert board.reasons("made")[4] == "15 fields where the header has 14"
