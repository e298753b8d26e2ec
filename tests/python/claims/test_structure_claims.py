"""Claims about structure are judged on what their statistics say, and on nothing else."""

import numpy as np
import pytest


def test_ruans_share_is_that_of_his_own_file(warehouse, verdicts):
    scores = warehouse.sql(
        """
        pivot (
            select evaluation_id, benchmark_id, score_pct from marts.fct_scores
            join marts.bridge_cohort_evaluations using (evaluation_id)
            where cohort_id = 'ruan_2024'
        ) on benchmark_id in (
            'mmlu', 'arc', 'hellaswag', 'winogrande',
            'gsm8k', 'humaneval', 'truthfulqa', 'xwinograd'
        )
        using max(score_pct) order by evaluation_id
        """
    ).pl()
    matrix = scores.drop("evaluation_id").drop_nulls().to_numpy()
    assert len(scores) == 77
    values = np.linalg.eigvalsh(np.cov(matrix.T))[::-1]
    share = 100 * values[:3].sum() / values.sum()
    verdict, observed = verdicts["R001", "same_method", "ruan_2024"]
    assert observed == pytest.approx(share, abs=1e-6)
    assert (verdict == "supported") == (96 <= share <= 98)


def test_steps_count_against_a_claim_only_beyond_their_error(warehouse, verdicts):
    steps = warehouse.sql(
        "select direction, shown_direction from statistics.stat_lineage_steps "
        "where question_id = 'amin_steps_below' and cohort_id = 'amin_2026' "
        "and is_step and size_to_b <= 3"
    ).fetchall()
    same = all(direction <= 0 for direction, _ in steps)
    refuted = any(shown > 0 for _, shown in steps)
    all_shown = all(shown < 0 for _, shown in steps)
    assert verdicts["A004", "same_method", "amin_2026"][0] == (
        "supported" if same else "contradicted"
    )
    # what would be wrong in more than 8 % of samples is no verdict
    [(rate,)] = warehouse.sql(
        "select type1_error from claims.claim_verdicts where claim_id = 'A004' "
        "and cohort_id = 'amin_2026' and basis = 'sound_method'"
    ).fetchall()
    assert verdicts["A004", "sound_method", "amin_2026"][0] == (
        "inconclusive"
        if rate > 0.08
        else "contradicted"
        if refuted
        else "supported"
        if all_shown
        else "inconclusive"
    )
