"""Claims about prices and bits come out as their statistics say on the committed data."""

import pytest

pytestmark = pytest.mark.committed

BOARD = "openllm_v1_2024-07-07"


def test_claims_about_falling_prices(verdicts):
    """Ten-fold and five-fold to ten-fold hold of the hub; the pace since is lower, or open."""
    expected = {"F001": "supported", "F003": "supported", "F004": "supported"}
    for claim, verdict in (expected | {"OWN009": "inconclusive"}).items():
        assert verdicts[claim, "sound_method", "epoch_2026"][0] == verdict
    assert verdicts["F001", "sound_method", "epoch_2026"][1] == pytest.approx(7.36, abs=0.01)


def test_claims_about_fewer_bits(verdicts):
    """Eight bits keep the scores, four lose some, and whether little is open."""
    expected = {"B001": "inconclusive", "B002": "supported", "B003": "supported"}
    for claim, verdict in (expected | {"OWN010": "supported"}).items():
        assert verdicts[claim, "sound_method", BOARD][0] == verdict
    assert verdicts["B003", "sound_method", BOARD][1] == pytest.approx(-1.35, abs=0.01)
