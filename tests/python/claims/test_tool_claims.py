"""Claims of packages about their own errors come out as the trial says."""

import pytest

pytestmark = pytest.mark.committed


def test_claims_of_packages(verdicts):
    expected = dict.fromkeys(("TT001", "TT002", "TT004", "TT016"), "supported")
    expected |= {"TT003": "contradicted", "TT013": "contradicted", "TT005": "contradicted"}
    # ours
    expected |= dict.fromkeys(("TT018", "TT019", "TT020", "TT021", "TT022"), "supported")
    for claim, verdict in expected.items():
        assert verdicts[claim, "sound_method", "tools_on_trial"][0] == verdict, claim
