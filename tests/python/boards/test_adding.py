"""A benchmark, a board and a plain file come in as rows and files, all the way to the statistics.

One folder stands for the project, with seeds and data of its own and every model as it is.
"""

import csv
import os
import shutil
from dataclasses import dataclass
from functools import partial

import board_chain
import duckdb
import numpy as np
import pytest
from board_chain import Chain
from commands import run

#: What is the folder's own; what a run leaves in the project is not taken over.
OWN = {"seeds", "data", "target", "logs", "warehouse", "imports"}
DAY = "2025-06-01"
N_MODELS = 60
#: The models that lead to what is looked at; tests that relate them to others stay out.
SELECTED = ("+stat_anova", "+stat_gamm_fits", "+quarantined_scores")


@dataclass(frozen=True)
class Added:
    """The folder in which everything was added, and the database that was built there."""

    chain: Chain

    def query(self, sql):
        path = self.chain.folder / "target" / "build.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.sql(sql).fetchall()


def models(seed):
    """Return names, sizes, architectures, types and abilities of invented models."""
    rng = np.random.default_rng(seed)
    sizes = rng.choice([0.5, 1.1, 3, 7, 8, 13, 34, 70], N_MODELS)
    kinds = rng.choice(["pretrained", "chat", "fine-tuned"], N_MODELS)
    families = rng.choice(["LlamaForCausalLM", "MistralForCausalLM", "OPTForCausalLM"], N_MODELS)
    ability = 0.5 * np.log(sizes) + rng.normal(0, 0.3, N_MODELS)
    return list(zip(range(N_MODELS), sizes, families, kinds, ability, strict=True))


def share(ability):
    """Return a score between 0 and 1."""
    return float(round(1 / (1 + np.exp(-ability)), 4))


def add_a_benchmark_to_a_board(chain, project):
    """A newer snapshot of the second board has one more column; the older one stays as it is."""
    (committed,) = (project / "data" / "openllm_v2").glob("*.csv")
    with committed.open(newline="", encoding="utf-8") as lines:
        header, *records = list(csv.reader(lines))
    records = records[:: len(records) // 48]
    chain.add_file("openllm_v2", _csv([header, *records]), committed.stem)
    size = header.index("parameters_b")
    rng = np.random.default_rng(1)
    new = [
        f"{100 * share(0.5 * np.log(max(float(record[size]), 0.1)) + rng.normal(0, 0.3)):.2f}"
        for record in records
    ]
    longer = [[*record, score] for record, score in zip(records, new, strict=True)]
    chain.add_file("openllm_v2", _csv([[*header, "diamond_pct"], *longer]), DAY)
    chain.add_rows(
        "boards/board_columns.csv",
        {"board": "openllm_v2", "file_column": "diamond_pct", "role": "score", "since": DAY}
        | {"benchmark_id": "gpqa_diamond", "unit": "percent", "n_shots": 0, "metric": "acc"},
    )
    chain.add_rows(
        "boards/benchmarks.csv",
        {"benchmark_id": "gpqa_diamond", "benchmark_name": "GPQA Diamond", "benchmark_order": 96}
        | {"ability": "graduate-level science", "n_items": 198, "n_shots": 0, "chance_pct": 25}
        | {"metric": "acc", "is_gated": "false"},
    )
    add_cohort(chain, "v2_later", "openllm_v2")


def add_a_board_with_other_columns(chain):
    lines = [["System", "Billions", "Kind of net", "Training", "Exam", "Riddles [%]"]]
    for number, size, family, kind, ability in models(2):
        scores = share(ability), f"{100 * share(ability - 1):.1f}"
        lines.append([f"lab/system-{number}", size, family, kind, *scores])
    chain.add_file("made", _csv(lines), DAY)
    chain.add_rows(
        "boards/boards.csv", {"board": "made", "board_name": "A board", "board_order": 5}
    )
    exam = {"benchmark_id": "exam", "unit": "share", "n_shots": 0, "metric": "accuracy"}
    riddles = {"benchmark_id": "riddles", "unit": "percent", "n_shots": 3, "metric": "accuracy"}
    chain.add_rows(
        "boards/board_columns.csv",
        {"board": "made", "file_column": "System", "role": "model_name"},
        {"board": "made", "file_column": "Billions", "role": "parameters_b"},
        {"board": "made", "file_column": "Kind of net", "role": "architecture_label"},
        {"board": "made", "file_column": "Training", "role": "training_type_label"},
        {"board": "made", "file_column": "Exam", "role": "score"} | exam,
        {"board": "made", "file_column": "Riddles [%]", "role": "score"} | riddles,
    )
    described = {"ability": "riddles", "n_items": 150, "n_shots": 0, "chance_pct": 0}
    described |= {"metric": "accuracy", "is_gated": "false"}
    chain.add_rows(
        "boards/benchmarks.csv",
        {"benchmark_id": "exam", "benchmark_name": "The Exam", "benchmark_order": 97} | described,
        {"benchmark_id": "riddles", "benchmark_name": "Riddles", "benchmark_order": 98} | described,
    )
    add_cohort(chain, "made", "made")


def add_a_plain_file(chain):
    """Nothing is declared but the cohort, and nobody has heard of the second benchmark."""
    lines = [["model", "benchmark", "score", "parameters_b", "architecture", "training_type"]]
    for number, size, family, kind, ability in models(3):
        model = f"me/model-{number}"
        lines.append([model, "ARC", f"{100 * share(ability):.1f}", size, family, kind])
        lines.append(
            [model, "My own test", f"{100 * share(ability - 0.5):.1f}", size, family, kind]
        )
    lines.append(["me/broken", "ARC", "n/a", 7, "LlamaForCausalLM", "chat"])
    chain.add_file("mine", _csv(lines), DAY)
    add_cohort(chain, "mine", "mine")


def add_cohort(chain, name, board):
    chain.add_rows(
        "cohorts.csv",
        {"cohort_id": name, "cohort_name": name, "snapshot_id": f"{board}_{DAY}"}
        | {"parameter_range_scheme": "paper", "description": "all of it", "predicate": "true"},
    )


def _csv(lines):
    return "\n".join(",".join(str(value) for value in line) for line in lines) + "\n"


@pytest.fixture(scope="module")
def added(project, parsed, build_kept):
    folder = build_kept(
        "added_boards", partial(build, project, parsed), __file__, board_chain.__file__
    )
    return Added(Chain(folder))


def build(project, parsed, folder):
    """Add all of it to a folder that stands for the project, and build what is looked at."""
    for path in project.iterdir():
        if path.name not in OWN and not path.name.startswith("."):
            (folder / path.name).symlink_to(path)
    shutil.copytree(project / "seeds", folder / "seeds")
    chain = Chain(folder)
    chain.data.mkdir()
    for name in ("paper_claims", "published_gamm_terms", "published_tukey"):
        (chain.data / name).symlink_to(project / "data" / name)
    _keep(chain.seeds / "boards/board_columns.csv", "openllm_v2,")
    _keep(chain.seeds / "boards/boards.csv", "openllm_v2,")
    _keep(chain.seeds / "cohorts.csv", "none")
    add_a_benchmark_to_a_board(chain, project)
    add_a_board_with_other_columns(chain)
    add_a_plain_file(chain)
    # what was parsed already is parsed anew only where it differs
    (folder / "target").mkdir()
    shutil.copy(parsed.folder / "target/partial_parse.msgpack", folder / "target")
    words = ["dbt", "--no-use-colors", "build"]
    words += ["--indirect-selection", "cautious", "--select", *SELECTED]
    words += ["--exclude-resource-type", "unit_test"]  # they look at none of it
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LLM_", "DBT_"))}
    environment = kept | {"DBT_PROFILES_DIR": ".", "OMP_NUM_THREADS": "1"}
    code, output = run(words, folder, environment)
    assert code == 0, output


def _keep(path, start):
    """Keep of a seed the header and the rows that start so."""
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, *(row for row in rows if row.startswith(start))]) + "\n")


@pytest.mark.parametrize(
    ("cohort", "benchmarks"),
    [
        ("v2_later", {"ifeval", "bbh", "math", "gpqa", "musr", "mmlu_pro", "gpqa_diamond"}),
        ("made", {"exam", "riddles"}),
        ("mine", {"arc", "my_own_test"}),
    ],
)
def test_every_benchmark_reaches_the_statistics(added, cohort, benchmarks):
    for table in ("stat_anova", "stat_gamm_fits"):
        found = added.query(
            f"select distinct benchmark_id from statistics.{table} where cohort_id = '{cohort}'"
        )
        assert {benchmark for (benchmark,) in found} == benchmarks, table
    anovas = added.query(
        "select benchmark_id, n_obs, status from statistics.stat_anova where method = 'classic' "
        f"and factor = 'training_type' and cohort_id = '{cohort}'"
    )
    assert {status for _, _, status in anovas} == {"ok"}
    curves = added.query(
        "select benchmark_id, status, n_obs from statistics.stat_gamm_fits "
        f"where gamm = 'size' and cohort_id = '{cohort}'"
    )
    assert {benchmark for benchmark, status, _ in curves if status == "ok"} == benchmarks


def test_the_older_snapshot_of_the_board_is_read_as_before(added):
    found = added.query(
        "select snapshot_id, count(distinct benchmark_id), count(distinct evaluation_id) "
        "from marts.fct_scores where starts_with(snapshot_id, 'openllm_v2') group by all order by 1"
    )
    assert [(name, benchmarks) for name, benchmarks, _ in found] == [
        ("openllm_v2_2025-03-21", 6),
        (f"openllm_v2_{DAY}", 7),
    ]
    assert found[0][2] == found[1][2]


def test_no_new_board_stops_a_build(added):
    """It is looked at all the same: what would have been critical is a warning."""
    failed = added.query(
        "select severity, count(*) from quality.expectation_results "
        "where suite like '%, other boards' and not success group by severity"
    )
    assert {severity for severity, _ in failed} == {"warning"}
    assert added.query("select n_critical_failures from quality.quality_gate") == [(0,)]
