"""What `llm-reassess check` finds in a project that somebody has edited."""

import os
import re
import shutil
from pathlib import Path

import pytest
from building import WORDS, read, write
from commands import run

from analysis_py.cli.main import main
from analysis_py.sources.provenance import write_provenance

COHORTS = "seeds/cohorts.csv"


def edit(path, change):
    """Change a CSV's records, header first."""
    records = read(path)
    change(records)
    write(path, records)


def set_value(row, column, value):
    """Return a change of one value; row 1 is the first below the header."""

    def change(records):
        records[row][records[0].index(column)] = value

    return change


def checked(capsys):
    """Return the exit code of a check and the problems it printed."""
    code = main(["check"])
    lines = capsys.readouterr().out.splitlines()
    return code, [line.strip() for line in lines if line.startswith("  ")]


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        (
            COHORTS,
            set_value(2, "snapshot_id", "openllm_v9_2024-01-01"),
            r"row 2 \(line 3\), column snapshot_id, value 'openllm_v9_2024-01-01': no file "
            r"data/<source>/<date>\.csv is called so; write one of .*openllm_v1_2024-07-07",
        ),
        (
            COHORTS,
            lambda records: records.append(records[1][:1] + records[2][1:]),
            r"row \d+ \(line \d+\), column cohort_id, value '\w+': row 1 has the same; change or "
            r"remove one of the two",
        ),
        (
            COHORTS,
            lambda records: records[4].append("a, b"),
            r"row 4 \(line 5\): 7 fields where the header has 6; quote a value that holds a comma",
        ),
        (
            COHORTS,
            lambda records: [record.append(record[0]) for record in records],
            r"column cohort_id: named twice; remove one",
        ),
        (
            "seeds/models/parameter_ranges.csv",
            set_value(1, "upper_b", "1.5 B"),
            r"row 1 \(line 2\), column upper_b, value '1\.5 B': not a number; correct it",
        ),
    ],
)
def test_a_fault_in_a_seed_is_told_with_its_place_and_remedy(laid, capsys, file, change, problem):
    edit(laid / file, change)
    code, problems = checked(capsys)
    assert code == 1
    assert any(re.match(rf"{re.escape(file)}, {problem}", line) for line in problems), problems


def test_dbt_does_not_begin_on_seeds_that_would_stop_it(laid, parsed):
    (laid / "target").mkdir()
    shutil.copy(parsed.folder / "target/partial_parse.msgpack", laid / "target")
    edit(laid / "seeds/models/parameter_ranges.csv", set_value(1, "lower_b", "none"))
    edit(laid / "seeds/models/training_types.csv", lambda records: records[2].pop())
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LLM_", "DBT_"))}
    code, output = run(["dbt", "--no-use-colors", "--no-write-json", "build"], laid, kept)
    assert code != 0
    assert "2 problem(s) in settings or seeds. Correct them and build again" in output
    assert "parameter_ranges.csv, row 1 (line 2), column lower_b, value 'none'" in output
    assert re.search(r"training_types\.csv, row 2 \(line 3\): \d+ fields where the", output)
    assert not re.search("Traceback|Binder|Conversion|START", output)
    assert not (laid / "warehouse").exists()


@pytest.mark.parametrize(
    ("form", "change", "said"),
    [
        ("semicolons", lambda text: text.replace(",", ";"), "semicolons stand between"),
        ("sep=", lambda text: "sep=,\r\n" + text, "its first line is a spreadsheet's note, sep=,"),
        ("UTF-16", lambda text: text.encode("utf-16"), "it is UTF-16; save it as UTF-8"),
        ("Latin-1", lambda text: text.encode() + b"caf\xe9,pretrained,,\n", "not UTF-8: byte 0xe9"),
        (
            "empty columns",
            lambda text: "".join(f"{line},,\n" for line in text.splitlines()),
            "its header ends in 2 column(s) without a name",
        ),
    ],
)
def test_a_seed_as_a_spreadsheet_saves_it_is_one_objection(laid, capsys, form, change, said):
    """Each was 7 to 78 objections, none of which said what had happened."""
    path = laid / COHORTS
    changed = change(path.read_text())
    path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    _, (problem,) = checked(capsys)
    assert problem.startswith(f"{COHORTS}: ")
    assert said in problem


def test_a_file_that_nothing_reads_is_named(laid, capsys):
    stray = ["data/notes.txt", "data/openllm_v1/2024-01-01.provenance.yml", "data/2024-01-01.csv"]
    for name in stray:
        (laid / name).write_text("a,b\n")
    (laid / "data/.hidden").write_text("left alone")
    _, problems = checked(capsys)
    (problem,) = problems
    assert problem.startswith("nothing reads ")
    assert all(name in problem for name in stray)


def test_a_new_file_of_data_needs_its_provenance(laid, capsys):
    path = laid / "data/mine/2025-01-01.csv"
    path.parent.mkdir()
    path.write_text("model,score\na,1\n")
    _, (problem,) = checked(capsys)
    assert "data/mine/2025-01-01.csv: no provenance file" in problem
    assert "analysis_py.sources.provenance" in problem
    write_provenance(path, **WORDS)
    _, (problem,) = checked(capsys)
    assert "data/mine/2025-01-01.csv: no column for benchmark" in problem
    path.write_text("model,benchmark,score\na,b,1\n")
    write_provenance(path, **WORDS)
    assert checked(capsys) == (0, [])


def test_seeds_and_their_declarations_belong_together(laid, capsys):
    (laid / "seeds/extra.csv").write_text("a\n1\n")
    (laid / "seeds/boards/cohorts.csv").write_text("a\n1\n")
    (laid / "seeds/models/training_types.csv").unlink()
    (laid / "seeds/claims/_claims.yml").write_text("seeds: [{description: x}]\n")
    _, problems = checked(capsys)
    said = "\n".join(problems)
    assert "seeds/extra.csv: no yml file beside it describes this seed" in said
    assert "seeds/cohorts.csv: seeds/boards/cohorts.csv has the same name" in said
    assert "seeds: training_types.csv is declared and missing" in said
    assert "seeds/claims/_claims.yml: not a list of seeds" in said


def test_what_a_claim_can_be_about_is_listed_by_words_of_its_question(capsys):
    assert main(["check", "--rules", "Groups differ"]) == 0
    listed = capsys.readouterr().out
    assert (
        "Do two groups differ on a benchmark?\n"
        "  method     tukey_hsd\n"
        "  statistic  p_adj\n"
        "  benchmark  a benchmark, or all\n"
        "  group_a    a range of sizes, a training type or an architecture family\n"
        "  group_b    a range of sizes, a training type or an architecture family\n"
        "  expected   significant or not significant\n"
    ) in listed
    assert "named_models" not in listed
    assert main(["check", "--rules", "no such words"]) == 1
    assert "No rule has 'no such words'" in capsys.readouterr().out


def test_every_rule_that_can_decide_is_listed(capsys):
    main(["check", "--rules", ""])
    lines = capsys.readouterr().out.splitlines()
    header, *rules = read(Path("seeds/claims/claim_rules.csv"))
    rules = [dict(zip(header, rule, strict=True)) for rule in rules]
    assert [line.strip() for line in lines if "  statistic  " in line] == [
        f"statistic  {rule['statistic']}" for rule in rules if rule["rule_family"] != "not_computed"
    ]
