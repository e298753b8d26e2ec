"""Twenty malformed cohorts, claims and results at once: each is told, and all else is published."""

import re

import duckdb
import pytest
from building import WORDS, Built, copied

from analysis_py.sources.provenance import write_provenance

V1 = "openllm_v1_2024-07-07"
COHORTS = [
    f"syntax,s1,{V1},paper,,parameters_b >",
    f"column,s2,{V1},paper,,size > 7",
    f"escape,s3,{V1},paper,,false) or (true",
    f"file,s4,{V1},paper,,read_text('/etc/passwd') is null",
    f"nobody,s5,{V1},paper,,parameters_b < 0",
    "snapshot,s6,openllm_v9_2030-01-01,paper,,true",
    f"scheme,s7,{V1},quarters,,true",
    f"short,s8,{V1},paper",
]
CLAIMS = [
    "LEVEL,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,p<=0.001",
    'COMMA,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,"p<0,001"',
    "SAME,,own,a,tukey_hsd,ARC,Llama,Llama,p_adj,significant,",
    "OTHER,,own,a,tukey_hsd,ARC,Llama,pretrained,p_adj,significant,",
    "RULE,,own,a,crystal_ball,ARC,Llama,Mistral,p_adj,significant,",
    "SHORT,,own,a",
    "# a comment",
    'OPEN,,own,"a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,',
]
RESULTS = [
    "me/one,ARC,n/a,7",
    "me/two,ARC,150,7",
    "me/three,ARC,50,nan",
    "me/four,ARC,50",
]
SOUND = [f"me/sound-{size},ARC,{50 + size / 10},{size}" for size in (1, 3, 7, 13, 70)]


def append(path, lines):
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text("\n".join([text, *lines]) + "\n", encoding="utf-8")


def rows(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


@pytest.fixture(scope="module")
def built(tiny, build_kept):
    """Return the tiny project as it was built with all of it."""

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project")
        append(workplace.project / "seeds/cohorts.csv", COHORTS)
        append(workplace.project / "seeds/claims/own_claims.csv", CLAIMS)
        path = workplace.project / "imports/mine/2025-06-01.csv"
        path.parent.mkdir(parents=True)
        lines = ["model,benchmark,score,parameters_b", *RESULTS, *SOUND]
        path.write_text("\n".join(lines) + "\n")
        write_provenance(path, **WORDS)
        Built(folder).note(workplace.job("--no-report", "--no-docs"))

    return Built(build_kept("twenty", fill, __file__))


@pytest.mark.fault(
    "builds",
    "at once with nineteen others: {case}",
    "told with its place and reason; everything else is published",
    cases=[*COHORTS, *CLAIMS, *RESULTS],
)
def test_everything_else_is_published(tiny, built):
    workplace, output = built.workplace, built.output
    assert "Traceback" not in output
    assert len(re.findall(r"^  no cohort: seeds/cohorts\.csv, row", output, re.M)) == 5
    assert re.search(r"… and \d+ more: marts\.dim_cohorts in ", output)
    assert re.search(r"… and \d+ more: quality\.quarantined_rows in ", output)
    # the tiny project has made them
    assert re.search(r"^ *\d+ of \d+ fits taken from earlier builds", output, re.M)
    told = rows(workplace.database, "select status from marts.dim_cohorts where status != 'ok'")
    assert sum(status.startswith("seeds/cohorts.csv, row") for (status,) in told) == len(COHORTS)
    quarantined = dict(
        rows(
            workplace.database,
            "select source, count(*) from quality.quarantined_rows "
            "where source in ('own_claims', 'mine') group by all",
        )
    )
    assert quarantined == {"own_claims": len(CLAIMS), "mine": len(RESULTS)}
    accounts = rows(
        workplace.database,
        "select count(*) from quality.row_accounting where n_read != n_loaded + n_quarantined",
    )
    assert accounts == [(0,)]
    # what was published before is published again: each score, statistic and verdict
    cohorts = rows(tiny.workplace.database, "select cohort_id from marts.dim_cohorts")
    of_them = "cohort_id in ({})".format(", ".join(f"'{name}'" for (name,) in cohorts))
    for table, condition in {
        "marts.fct_scores": "snapshot_id not like 'mine%'",
        "statistics.stat_pairwise": of_them,
        "claims.claim_verdicts": of_them,
    }.items():
        ask = f"select * from {table} where {condition} order by all"
        assert rows(workplace.database, ask) == rows(tiny.workplace.database, ask), table
