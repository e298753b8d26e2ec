"""The project's own claims about single answers come out as said on the committed data."""

import pytest

pytestmark = pytest.mark.committed


def test_claims_about_single_answers(warehouse, verdicts):
    """No rank moves; scores rise by 1 to 6 points; 24 of 25 kinds gain; 8 may be first."""
    found = [verdicts[f"OWN{n:03}", "sound_method", "single_answers"] for n in range(4, 9)]
    assert {verdict for verdict, _ in found} == {"supported"}
    observed = [figure for _, figure in found]
    assert observed == pytest.approx([0, 0.94, 5.96, 24, 8], abs=0.05)
    [of_kinds] = warehouse.sql(
        "select count(*), arg_max(label, p_adjusted) from statistics.stat_item_tuning "
        "where benchmark_id = 'ifeval_prompts_openllm_v2' and aspect = 'kind'"
    ).fetchall()
    assert of_kinds == (25, "punctuation:no_comma")
