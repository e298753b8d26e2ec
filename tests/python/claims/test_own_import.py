"""A claim of one's own on results of one's own: from two files to verdicts on all bases."""

import subprocess
import sys
from functools import partial

import duckdb
import numpy as np
import pytest
from building import Built, copied, read, write

DAY = "2026-06-01"
N_MODELS = 72
CLAIMS = "seeds/claims/own_claims.csv"
#: What is claimed of the import: on a benchmark that everybody knows, and on one that nobody does.
OWN = {
    "ON_ARC": "mean_difference,ARC,fine-tuned,pretrained,mean_diff,positive,",
    "BY_NAME": "mean_difference,My own test,fine-tuned,pretrained,mean_diff,positive,",
    "BY_ID": "tukey_hsd,my_own_test,fine-tuned,pretrained,p_adj,significant,p<0.01",
    "IN_SIZE": "gam_smooth_term,My own test,s(log_Param),,p_smooth,significant,p<0.001",
    "NOT_SO": "mean_difference,My own test,pretrained,fine-tuned,mean_diff,positive,",
}


def results():
    """Return records of invented models: scores grow with size, and fine-tuning adds ten points."""
    rng = np.random.default_rng(1)
    yield ["model", "ARC", "My own test", "parameters_b", "architecture", "training_type"]
    for number in range(N_MODELS):
        size = (0.5, 1.1, 3, 7, 13, 34)[number % 6]
        kind = ("pretrained", "fine-tuned")[number // 6 % 2]
        family = ("LlamaForCausalLM", "MistralForCausalLM", "OPTForCausalLM")[number // 24]
        score = 35 + 8 * np.log(size) + 10 * (kind == "fine-tuned") + rng.normal(0, 2, 2)
        yield [f"me/model-{number}", *map("{:.1f}".format, score), size, family, kind]


@pytest.fixture(scope="module")
def judged(tiny, build_kept):
    """Return the build database in which the import is the one population."""
    built = Built(build_kept("own_import", partial(build, tiny.workplace), __file__))
    with duckdb.connect(str(built.workplace.build), read_only=True) as connection:
        yield connection


def build(tiny, folder):
    """Import the results, add the claims, and build what leads to their verdicts."""
    workplace = copied(tiny, folder / "project", published=False)
    header, *_ = read(workplace.project / "seeds/cohorts.csv")
    write(workplace.project / "seeds/cohorts.csv", [header])
    write(workplace.project / "mine.csv", list(results()))
    imported = subprocess.run(
        [*(sys.executable, "-m", "analysis_py", "import", "mine.csv"), "--name", "mine",
         "--as-of", DAY],
        cwd=workplace.project, env=workplace.environment, text=True, capture_output=True,
    )  # fmt: skip
    assert imported.returncode == 0, imported.stdout + imported.stderr
    with (workplace.project / CLAIMS).open("a", encoding="utf-8") as lines:
        lines.writelines(f"{name},,own,a claim,{fields}\n" for name, fields in OWN.items())
    result = workplace.dbt_build(
        *("--select", "+claim_verdicts"),
        *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
        # whether a method holds its level is not seen in the tiny project's few samples
        *("--vars", "{level_simulations: 2000}"),
    )
    Built(folder).note(result)


def test_a_claim_on_an_import_is_judged_on_both_bases_that_apply(judged):
    found = judged.sql(
        "select claim_id, basis, verdict from claims.claim_verdicts "
        "join claims.dim_claims using (claim_id) where claim_source = 'own' and cohort_id = 'mine' "
        f"and claim_id in {tuple(OWN)} order by all"
    ).fetchall()
    assert [row[:2] for row in found] == [
        (claim, basis) for claim in sorted(OWN) for basis in ("same_method", "sound_method")
    ]
    assert {row[2] for row in found if row[0] != "NOT_SO"} == {"supported"}
    assert {row[2] for row in found if row[0] == "NOT_SO"} == {"contradicted"}


def test_its_evidence_is_of_the_import(judged):
    found = judged.sql(
        "select detail, unit, n_bases, evidence from claims.claim_verdicts "
        f"where cohort_id = 'mine' and claim_id in {tuple(OWN)}"
    ).fetchall()
    for detail, unit, n_bases, evidence in found:
        assert f"The population has {N_MODELS} evaluations" in detail
        assert unit
        assert n_bases
        assert evidence


def test_claims_of_papers_are_asked_of_it_too(judged):
    found = judged.sql(
        "select verdict from claims.claim_verdicts "
        "where claim_id = 'C186' and basis = 'sound_method' and cohort_id = 'mine'"
    ).fetchall()
    assert found == [("supported",)]
