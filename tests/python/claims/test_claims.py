"""The claims ledger: complete, right where it is recomputed, and resting on the data."""

import numpy as np
import pytest
from scipy import stats

PAPER = "paper_2024_01"
BENCHMARKS = ["arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k"]


def rows(connection, query):
    return connection.sql(query).fetchall()


@pytest.fixture(scope="module")
def scores(warehouse):
    """Return the scores of the paper's population by benchmark, factor and level, as it had them.

    Sizes are its authors', training types and architectures those of the records' own labels.
    """
    found = {}
    for benchmark, factors, score in rows(
        warehouse,
        f"""
        select benchmark_id, [
                   case when parameters_b_paper < 1.5 then '[0,1.5)'
                        when parameters_b_paper < 3 then '[1.5,3)'
                        when parameters_b_paper < 7 then '[3,7)'
                        when parameters_b_paper < 13 then '[7,13)'
                        when parameters_b_paper < 35 then '[13,35)'
                        else '[35,180]' end,
                   -- what the record's own label says
                   case when training_type_source in ('release', 'other records')
                        then coalesce(training_type_label, 'unknown') else training_type end,
                   architectures.architecture_family], score_pct
        from marts.bridge_cohort_evaluations
        join marts.fct_evaluations using (evaluation_id)
        join marts.dim_architectures as architectures using (architecture)
        join marts.fct_scores using (evaluation_id)
        where cohort_id = '{PAPER}_printed'
        order by evaluation_id, benchmark_id
        """,
    ):
        for factor, level in zip(("range", "type", "family"), factors, strict=True):
            found.setdefault((benchmark, factor), {}).setdefault(level, []).append(score)
    return found


@pytest.mark.parametrize(
    ("claim", "benchmark", "factor"),
    [("C042", "arc", "range"), ("C121", "truthfulqa", "type"), ("C167", "gsm8k", "family")],
)
def test_analysis_of_variance_against_scipy(verdicts, scores, claim, benchmark, factor):
    p = stats.f_oneway(*scores[benchmark, factor].values()).pvalue
    verdict, observed = verdicts[claim, "same_method", PAPER]
    # scipy runs out of digits before the warehouse does
    assert observed == pytest.approx(p, rel=1e-6) or max(observed, p) < 1e-100
    assert verdict == ("supported" if p < 0.05 else "contradicted")


@pytest.mark.parametrize(
    ("claim", "benchmark", "factor", "a", "b", "is_significant"),
    [
        ("C065", "hellaswag", "range", "[13,35)", "[1.5,3)", False),
        ("C083", "truthfulqa", "range", "[7,13)", "[3,7)", False),
        ("C105", "gsm8k", "range", "[13,35)", "[1.5,3)", True),
        ("C132", "truthfulqa", "type", "pretrained", "instruction-tuned", True),
        ("C180", "arc", "family", "Llama", "Falcon", False),
    ],
)
def test_pairs_against_scipy(verdicts, scores, claim, benchmark, factor, a, b, is_significant):
    levels = scores[benchmark, factor]
    names = list(levels)
    p = stats.tukey_hsd(*levels.values()).pvalue[names.index(a), names.index(b)]
    verdict, observed = verdicts[claim, "same_method", PAPER]
    assert observed == pytest.approx(p, abs=1e-6)
    expected = "supported" if (p < 0.05) == is_significant else "contradicted"
    # of groups that are other rows than the print's, the print is not overruled
    in_print = verdicts[claim, "published", PAPER][0]
    assert verdict == (expected if in_print in (expected, "not_testable") else "inconclusive")


def test_means_and_shares_by_hand(verdicts, scores):
    leads = []
    for benchmark in BENCHMARKS:
        levels = scores[benchmark, "family"]
        every = np.concatenate(list(levels.values()))
        leads.append(np.mean(levels["GPT2"]) > every.mean())
    assert verdicts["C173", "same_method", PAPER] == ("contradicted", sum(leads))
    # a share of the paper's own sample is asked of no other rows
    assert verdicts["C021", "same_method", PAPER] == ("not_applicable", None)


def test_floor_against_chance_by_hand(warehouse, verdicts):
    found = np.array(
        rows(
            warehouse,
            f"""
            select score_pct from marts.bridge_cohort_evaluations
            join marts.fct_evaluations using (evaluation_id)
            join marts.fct_scores using (evaluation_id)
            where cohort_id = '{PAPER}' and benchmark_id = 'hellaswag'
              and parameters_b_paper > 0 and parameters_b_paper <= 0.1
            """,
        )
    )[:, 0]
    mean = found.mean()
    error = np.sqrt(found.var(ddof=1) / len(found) + mean * (100 - mean) / 10042)
    verdict, observed = verdicts["C240", "same_method", PAPER]
    assert observed == pytest.approx(mean - 25, abs=1e-9)
    assert verdict == (
        "supported" if (mean - 25) / error > stats.norm.ppf(0.95) else "contradicted"
    )


def test_few_degrees_of_freedom_decide_nothing(warehouse):
    """A verdict on one pair of training types rests on no comparison that is warned of."""
    found = rows(
        warehouse,
        """
        select v.verdict, v.detail from claims.claim_verdicts v
        join claims.dim_claims c using (claim_id)
        join statistics.stat_adjusted_pairs p
          on p.cohort_id = v.cohort_id and p.benchmark_id = c.benchmark_id and p.method = 'ancova'
          and [p.group_a, p.group_b] in ([c.level_a, c.level_b], [c.level_b, c.level_a])
        where v.basis = 'sound_method' and c.rule_family = 'pair' and p.df_den < 4
        """,
    )
    assert found
    for verdict, detail in found:
        assert verdict == "inconclusive"
        assert "No test decides: it has fewer than 4 degrees of freedom" in detail


def test_correlations_are_of_base_families(warehouse, verdicts):
    found = rows(
        warehouse,
        f"""
        select benchmark_id, base_family, sum((score_pct * 1e6)::bigint) / count(*)
        from marts.bridge_cohort_evaluations join marts.fct_evaluations using (evaluation_id)
        join marts.fct_scores using (evaluation_id)
        where cohort_id = '{PAPER}' and base_family is not null group by all
        """,
    )
    means = {}
    for benchmark, family, mean in found:
        means.setdefault(benchmark, {})[family] = mean
    own = means.pop("truthfulqa")
    correlations = [
        stats.spearmanr([own[f] for f in other], [other[f] for f in other]).statistic
        for other in means.values()
    ]
    _, observed = verdicts["C185", "sound_method", PAPER]
    assert observed == pytest.approx(np.mean(correlations), abs=1e-9)
