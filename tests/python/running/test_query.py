"""Asking the published file on the command line: three forms of an answer, and what is refused."""

import csv
import json
import os
import re
import subprocess
import sys

import pytest

from analysis_py.cli.main import main


def test_a_table_is_aligned_and_shows_what_is_missing(place, capsys):
    assert main(["query", "from marts.dim_things"]) == 0
    assert capsys.readouterr().out == " n  name\n--  ----\n 1  one\n22  NULL\n"


def test_without_sql_it_lists_tables(place, capsys):
    assert main(["query", "--csv"]) == 0
    assert list(csv.reader(capsys.readouterr().out.splitlines())) == [
        ["table", "rows", "description"],
        ["marts.dim_things", "2", "One row per thing"],
        ["marts.fct_many", "1500", ""],
    ]


def test_json_keeps_every_value(place, capsys):
    sql = (
        "select 1.5::decimal(4, 2) as amount, 'nan'::double as none, [1, null] as list, "
        "{'key': 'a\"b'} as struct, date '2024-01-12' as day, true as yes, null as gap, 2 as day"
    )
    assert main(["query", sql, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "amount": 1.5,
            "none": "nan",
            "list": [1, None],
            "struct": {"key": 'a"b'},
            "day": "2024-01-12",
            "yes": True,
            "gap": None,
            "day_1": 2,
        }
    ]
    assert main(["query", "from marts.dim_things where false", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_long_table_is_cut_and_csv_is_not(place, capsys):
    assert main(["query", "from marts.fct_many"]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1002
    assert said.err == "Only the first 1,000 rows are shown; --csv and --json write all.\n"
    assert main(["query", "from marts.fct_many", "--csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1501


def start(project, *words, letters="utf-8", **options):
    """Start the command as a process, with pipes for both streams."""
    return subprocess.Popen(
        [sys.executable, "-m", "analysis_py", "query", *words],
        env=os.environ | {"PYTHONPATH": str(project), "PYTHONIOENCODING": letters},
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        | options,
    )


@pytest.mark.parametrize("content", ["select 1".encode("utf-16"), b"\x80\x81"])
def test_standard_input_that_is_no_utf_8_is_a_word(project, place, content):
    process = start(project, "-", stdin=subprocess.PIPE)
    out, err = process.communicate(content)
    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"llm-reassess query: cannot read the SQL: ")
    assert len(err.splitlines()) == 1


def test_a_terminal_without_the_letters(project, place):
    out, _ = start(project, "select '漢字' as w", letters="ascii").communicate()
    assert b"\\u6f22\\u5b57" in out


def test_a_closed_standard_output_is_a_word(project, place):
    process = start(project, "select 1", stdout=None, preexec_fn=lambda: os.close(1))
    _, err = process.communicate()
    assert process.returncode == 1
    assert b"standard output is closed" in err
    assert len(err.splitlines()) == 1


def test_a_reader_who_has_seen_enough_is_no_error(project, place):
    with start(project, "from range(1000000)", "--csv") as process:
        assert process.stdout.readline() == b"range\n"
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select count(*) from range(1e9::bigint) a, range(1e9::bigint) b", b"more than 1 seconds"),
        ("select length(repeat('x', 3e9::bigint))", b"The query "),
        ("select sum(length(repeat('x', 2e9::bigint) || a.range)) from range(9) a", b"The query "),
    ],
)
def test_a_query_ends_in_time_and_in_memory(project, place, sql, said):
    """Between the rows of a query, or deep in a function, where DuckDB looks at nothing."""
    process = start(project, sql, "--timeout", "1")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said in err
    assert b"Traceback" not in err


def test_no_value_of_a_csv_is_run_by_a_spreadsheet(place, capsys):
    sql = "select '=cmd|x' as \"+a\", '@b' as b, -5 as n, '-5' as t, chr(27) || '[2J' as esc"
    assert main(["query", sql, "--csv"]) == 0
    assert capsys.readouterr().out == "'+a,b,n,t,esc\n'=cmd|x,'@b,-5,-5,\\x1b[2J\n"


def test_no_value_of_an_answer_is_obeyed_by_the_terminal(place, capsys):
    sql = "select chr(27) || '[2J' as n, 'a' || chr(8238) || 'b' as turned, "
    assert main(["query", f'{sql} 1 as "\x1b]0;pwn\x07"']) == 0
    output = capsys.readouterr().out
    assert r"\x1b]0;pwn\x07" in output
    assert r"\x1b[2J" in output
    assert r"a\u202eb" in output
    assert all(line.isprintable() for line in output.splitlines())


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("\x1b[2Jselec 1", "yntax error"),
        ("insert into marts.dim_things values (3, 'three')", "read-only"),
        ("copy marts.dim_things to 'things.csv'", "disabled by configuration"),
        ("set enable_external_access = true", "locked"),
        ("select 1; select 2", "One statement at a time"),
        ("copy (select 1) to '.tmp/mine.csv'", "disabled by configuration"),
        ("from '.tmp/mine.csv'", ""),
        ("attach '.tmp/n.db' as n", ""),
        ("from glob('.tmp/*')", ""),
    ],
)
def test_what_the_database_objects_to_is_told_and_changes_nothing(place, capsys, sql, said):
    (place / ".tmp").mkdir()
    (place / ".tmp" / "mine.csv").write_text("mine\n")
    assert main(["query", sql]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("llm-reassess query: ")
    assert said in err
    assert "Traceback" not in err
    assert "\x1b" not in err
    assert not (place / "things.csv").exists()
    assert [path.read_text() for path in (place / ".tmp").iterdir()] == ["mine\n"]


@pytest.mark.parametrize("content", [b"not a database", None])
@pytest.mark.parametrize("words", [["query"], ["models", "--size", "7"]])
def test_a_damaged_published_file_is_named(place, capsys, content, words):
    path = place / "warehouse" / "llm_reassessment.duckdb"
    path.write_bytes(content or path.read_bytes()[:9000])
    assert main(words) == 1
    said = capsys.readouterr().err
    assert "llm_reassessment.duckdb" in said
    assert "A DuckDB file is damaged." in said


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("cohort_role = 'Headline'", ["cohort_role is never 'Headline'", "'headline'"]),
        ("cohort_role in ('headline', 'epoch')", []),
        ("cohort_role = 'headline' and 1 = 0", []),
    ],
)
def test_a_query_without_rows_names_the_nearest_values(warehouse_folder, capsys, condition, told):
    sql = f"select * from marts.dim_cohorts where {condition}"
    assert main(["query", sql, "--csv", "--warehouse", str(warehouse_folder)]) == 0
    said = capsys.readouterr().err
    assert all(each in said for each in told)
    assert bool(said) == bool(told)


def test_the_nearest_value_is_that_of_the_table_in_other_signs_and_capitals(
    warehouse_folder, capsys
):
    for column, table, typed, meant in (
        ("benchmark_name", "marts.dim_benchmarks", "mmlu-pro", "MMLU-Pro"),
        ("comparison", "reporting.rpt_type_effects", "instruction-tuned \u2212 pretrained",
         "instruction-tuned - pretrained"),
        ("weights", "statistics.stat_abilities", "GPT5", "GPT-5"),
    ):  # fmt: skip
        words = ["query", f"from {table} where {column} = '{typed}'", "--json"]
        assert main([*words, "--warehouse", str(warehouse_folder)]) == 0
        nearest = re.search("nearest value is '(.*)'", capsys.readouterr().err)[1]
        assert nearest.lower().startswith(meant.lower())
