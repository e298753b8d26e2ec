"""The semantic layer is valid, gives the numbers of plain SQL, and stays out of everybody's way."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from commands import run

SCORES = """
    select cohort_id, benchmark_id, {group} as level, avg(score_pct), median(score_pct),
           avg(score_pct - chance_pct), count(distinct evaluation_id), count(distinct model_name),
           count(distinct base_family), count(distinct evaluation_id) / count(distinct base_family)
    from marts.bridge_cohort_evaluations
    join marts.fct_evaluations using (evaluation_id)
    join marts.fct_scores using (evaluation_id)
    join marts.dim_benchmarks using (benchmark_id)
    where {where}
    group by all
"""
SCORE_METRICS = [
    "mean_score_pct",
    "median_score_pct",
    "mean_above_chance_pct",
    "n_evaluations",
    "n_models",
    "n_base_families",
    "evaluations_per_base_family",
]
VERDICTS = """
    with counts as (
        select cohort_id, basis, count(distinct claim_id) as claims,
               count(*) filter (verdict != 'not_applicable') as n,
               count(*) filter (verdict not in ('not_testable', 'not_applicable')) as testable,
               count(*) filter (verdict = 'supported') as supported,
               count(*) filter (verdict = 'contradicted') as contradicted,
               count(*) filter (verdict = 'inconclusive') as inconclusive
        from claims.claim_verdicts join claims.dim_claims using (claim_id)
        where claim_source = 'paper'
        group by all
    )
    select cohort_id, basis, claims, n, testable, supported, contradicted, inconclusive,
           testable / nullif(n, 0), supported / nullif(testable, 0),
           contradicted / nullif(testable, 0),
           inconclusive / nullif(testable, 0)
    from counts
"""
VERDICT_METRICS = [
    "n_claims",
    "n_verdicts",
    "n_testable_verdicts",
    "n_supported_verdicts",
    "n_contradicted_verdicts",
    "n_inconclusive_verdicts",
    "share_testable",
    "share_supported",
    "share_contradicted",
    "share_inconclusive",
]


class Asking:
    """Runs `mf` in the parsed project."""

    def __init__(self, project: Path, parsed: Path, folder: Path):
        self.parsed, self.folder = parsed, folder
        self.build = folder / "build.duckdb"
        # The original may be open; nobody can be sure that a build is not going on.
        original = os.environ.get("LLM_REASSESSMENT_BUILD", project / "target/build.duckdb")
        shutil.copy(original, self.build)
        self.environment = os.environ | {
            "DBT_PROFILES_DIR": ".",
            "LLM_REASSESSMENT_BUILD": str(self.build),
            "LLM_REASSESSMENT_WAREHOUSE": str(project / "warehouse"),
            # mf keeps here, for an hour, whether it has looked for a newer version
            "TMPDIR": str(folder),
        }

    def run(self, *command, **environment) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=self.parsed,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def metrics(self, *arguments) -> tuple[int, str]:
        """Return the exit code of `llm-reassess metrics` and what it printed."""
        return run(["llm-reassess", "metrics", *arguments], self.parsed, self.environment)

    def query(self, metrics, group_by, where) -> dict:
        """Return the metrics by group, from `llm-reassess metrics query`."""
        answer = self.folder / "answer.csv"
        arguments = ["--metrics", ",".join(metrics), "--group-by", ",".join(group_by)]
        code, output = self.metrics("query", *arguments, "--where", where, "--csv", str(answer))
        assert code == 0, output
        with answer.open(newline="") as lines:
            return {
                tuple(row[name] for name in group_by): [row[name] for name in metrics]
                for row in csv.DictReader(lines)
            }


@pytest.fixture(scope="module")
def asking(project, parsed, tmp_path_factory):
    # mf may parse anew, and others read what was parsed
    own = shutil.copytree(parsed.folder, tmp_path_factory.mktemp("own") / "parsed", symlinks=True)
    return Asking(project, own, tmp_path_factory.mktemp("asking"))


def assert_same(answer, expected, n_keys):
    """Compare text from a CSV file with rows of SQL, whose first columns are the group."""
    assert answer.keys() == {tuple(map(str, row[:n_keys])) for row in expected}
    for row in expected:
        found = answer[tuple(map(str, row[:n_keys]))]
        for text, number in zip(found, row[n_keys:], strict=True):
            if number is None:
                assert text == "", row
            else:
                assert float(text) == pytest.approx(number, rel=1e-12, abs=1e-12), row


@pytest.mark.parametrize(
    ("group_by", "group", "cohorts"),
    [
        ("score__training_type", "training_type", ["paper_2024_01", "openllm_v2"]),
        ("score__parameter_range", "parameter_range", ["openllm_v1_clean"]),
    ],
)
def test_metrics_of_scores_are_those_of_sql(asking, warehouse, group_by, group, cohorts):
    """Asked of the published file, which others read, while the build database is locked."""
    names = ", ".join(f"'{cohort}'" for cohort in cohorts)
    with duckdb.connect(str(asking.build)):
        answer = asking.query(
            SCORE_METRICS,
            ["cohort", "benchmark", group_by],
            f"{{{{ Entity('cohort') }}}} in ({names})",
        )
    where = f"cohort_id in ({names})"
    expected = warehouse.sql(SCORES.format(group=group, where=where)).fetchall()
    assert len({row[:2] for row in expected}) == 6 * len(cohorts)
    assert_same(answer, expected, n_keys=3)


def test_metrics_of_verdicts_are_those_of_sql(asking, warehouse):
    answer = asking.query(
        VERDICT_METRICS,
        ["cohort", "judgement__basis"],
        "{{ Dimension('judgement__claim_source') }} = 'paper'",
    )
    assert_same(answer, warehouse.sql(VERDICTS).fetchall(), n_keys=2)


def test_metrics_of_abilities_are_those_of_sql(asking, warehouse):
    answer = asking.query(
        ["best_ability_points", "n_scaled_models"],
        ["cohort", "scaled_model__is_open_weights"],
        "{{ Dimension('scaled_model__is_open_weights') }} is not null",
    )
    expected = warehouse.sql(
        """
        select cohort_id, is_open_weights, max(points), count(points)
        from statistics.stat_abilities where is_open_weights is not null group by all
        """
    ).fetchall()
    assert expected
    assert_same(answer, expected, n_keys=2)


def test_scores_and_verdicts_meet_in_the_cohort(asking, warehouse):
    """Metrics of two tables in one answer."""
    answer = asking.query(
        ["n_evaluations", "n_claims"], ["cohort"], "{{ Entity('cohort') }} != 'supplementary'"
    )
    expected = warehouse.sql(
        """
        select cohort_id, n_evaluations, n_claims
        from marts.dim_cohorts
        left join (
            select cohort_id, count(distinct claim_id) as n_claims
            from claims.claim_verdicts group by cohort_id
        ) using (cohort_id)
        where cohort_id != 'supplementary'
        """
    ).fetchall()
    assert any(cohort == "base_models" and n > 0 for cohort, n, _ in expected)
    assert_same(answer, expected, n_keys=1)


def test_metrics_are_listed(asking):
    code, output = asking.metrics("list", "metrics")
    assert code == 0, output
    for metric in [*SCORE_METRICS, *VERDICT_METRICS, "best_ability_points", "n_scaled_models"]:
        assert f"• {metric}: " in output, metric


def test_the_semantic_layer_is_valid(asking):
    """By mf itself, on a build database of its own."""
    words = ["mf", "validate-configs", "--show-all"]
    code, output = run(words, asking.parsed, asking.environment)
    assert code == 0, output
    issues = re.findall(r"(?:ERRORS|WARNINGS): (\d+)", output)
    # errors, errors to be and warnings: in the configuration, then in the SQL of semantic models,
    # dimensions, entities, measures and metrics
    assert issues == 3 * 6 * ["0"], output


def test_a_missing_warehouse_is_named(asking, tmp_path):
    words = ("-m", "analysis_py", "metrics", "list", "metrics")
    result = asking.run(sys.executable, *words, LLM_REASSESSMENT_WAREHOUSE=str(tmp_path))
    assert result.returncode == 1
    assert f"there is no published file {tmp_path}/llm_reassessment.duckdb" in result.stderr
    assert "llm-reassess build" in result.stderr


@pytest.mark.fault(
    "hostile",
    "llm-reassess metrics --where {where}",
    "refused; no file is read or written",
)
@pytest.mark.parametrize(
    "where",
    [
        "1=1 group by 1; copy (select 1) to '{folder}/written.csv'; select 1, 2",
        "exists (select * from read_text('{folder}/secret.txt'))",
    ],
)
def test_metrics_reach_no_other_file(asking, tmp_path, where):
    (tmp_path / "secret.txt").write_text("secret")
    code, output = asking.metrics(
        *("query", "--metrics", "n_models", "--group-by", "cohort"),
        *("--where", where.format(folder=tmp_path)),
    )
    assert code != 0, output
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]
