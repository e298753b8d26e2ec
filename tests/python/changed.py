"""The tiny project with much added at once, sound and broken, built as on another machine.

Cohorts, claims, a paper, a record for each board, and imports. What each test looks for is told
apart by its names; all the rest is what the tiny project has.
"""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
from building import ANEW, WORDS, Built, Workplace, copied
from commands import run

from analysis_py.sources.provenance import write_provenance
from claims import written

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests/reference/imports"
#: Files that what is added depends on.
FILES = (__file__, written.__file__, REFERENCE / "results.csv")

#: What two machines may differ in.
ANOTHER_MACHINE = {
    "LC_ALL": "C",
    "TZ": "Asia/Kathmandu",
    "PYTHONHASHSEED": "12345",
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "2",
    "HOME": "/nowhere",
    "LLM_REASSESSMENT_PROCESSES": "3",
}

# cohorts

V1, V2 = "openllm_v1_2024-07-07", "openllm_v2_2025-03-21"
#: Lines behind the committed ones, and what their status then says. An identifier may be any text
#: that can be seen.
COHORTS = [
    (f'''"it's ""any"" text, {{{{ 1 }}}}",n1,{V1},paper,,parameters_b > 70''', None),
    (f"UPPER_Ünïcode_模型,n2,{V1},paper,,parameters_b > 70", None),
    (f"syntax,s1,{V1},paper,,parameters_b >", 'predicate: syntax error at or near ">"'),
    (f"escape,s3,{V1},paper,,false) or (true", "predicate: syntax error"),
    (f"nobody,s5,{V1},paper,,parameters_b < 0", "predicate: it is true of no evaluation"),
    ("snapshot,s7,openllm_v9_2030-01-01,paper,,true", "unknown snapshot_id: openllm_v9_2030-01-01; "
     "there are base_models_2024-10-01, "),
    (f"scheme,s8,{V1},quarters,,true", "unknown parameter_range_scheme: quarters; there are"),
    (f"UPPER_Ünïcode_模型,s9,{V2},paper,,is_moe",
     "cohort_id UPPER_Ünïcode_模型 is that of seeds/cohorts.csv, row"),
    (f"name,n2,{V1},paper,,true", "cohort_name n2 is that of seeds/cohorts.csv, row"),
    (f",s10,{V1},paper,,true", "missing cohort_id"),
    (f"\u202eright to left,s13,{V1},paper,,true", "cohort_id holds a character that"),
    (f"\"like (x.csv, row 3)\",s14,{V1},paper,,true", "cohort_id ends in the place of a row"),
    (f"short,s15,{V1},paper", "4 fields where the header has 6"),
    (f'quote,"s17,{V1},paper,,true', "not readable as CSV: unexpected end of data"),
]  # fmt: skip
#: The identifiers of those that can be computed.
NEW_COHORTS = [next(csv.reader([line]))[0] for line, problem in COHORTS if problem is None]


def add_cohorts(project: Path) -> None:
    """Add the lines to the tiny project's cohorts."""
    with (project / "seeds/cohorts.csv").open("a", encoding="utf-8") as lines:
        lines.write("\n".join(line for line, _ in COHORTS))


# claims

#: What is claimed of an import: on a benchmark that everybody knows, and on one that nobody does.
CLAIMS = {
    "ON_ARC": "mean_difference,ARC,fine-tuned,pretrained,mean_diff,positive,",
    "BY_NAME": "mean_difference,My own test,fine-tuned,pretrained,mean_diff,positive,",
    "BY_ID": "tukey_hsd,my_own_test,fine-tuned,pretrained,p_adj,significant,p<0.01",
    "IN_SIZE": "gam_smooth_term,My own test,s(log_Param),,p_smooth,significant,p<0.001",
    "NOT_SO": "mean_difference,My own test,pretrained,fine-tuned,mean_diff,positive,",
}


def add_claims(project: Path) -> None:
    """Add many lines to a project's own claims, and a further paper."""
    path = project / written.OWN
    lines = [path.read_bytes().rstrip(b"\n")]
    lines += [written.line(f"READ{n}", fields) for n, (fields, _) in enumerate(written.READ)]
    lines += [written.line(f"REFUSED{n}", fields) for n, (fields, _) in enumerate(written.REFUSED)]
    lines += [text for text, _ in written.LINES]
    path.write_bytes(b"\n".join(lines))
    (project / "claims").unlink()
    shutil.copytree(ROOT / "claims", project / "claims")
    paper = project / written.PAPER
    paper.parent.mkdir()
    header = ",".join(written.HEADER).replace("statement", "statement_in_our_own_words").encode()
    paper.write_bytes(b"\n".join([header, *(text for text, _ in written.OF_PAPER)]))
    write_provenance(paper, **WORDS, taken_on=date(2025, 5, 1))
    with (project / "seeds/claims/papers.csv").open("a") as papers:
        papers.write("doe_2025,99,doe_2025,Doe (2025),A paper,nowhere,Something\n")


# records

#: By board: a column of a further record, what it holds there, and why it cannot be used.
RECORDS = {
    "openllm_v1": ("arc_pct", "n/a", "arc_pct is not a number: n/a"),
    "openllm_v2": ("ifeval_raw_pct", "101", "ifeval_raw_pct is outside 0–100: 101"),
    "supplementary": ("value", "62.1", "value is outside 0–1: 62.1"),
    "base_models": ("arc", "57.1", "arc is outside 0–1: 57.1"),
}


def add_record(column: str, value: str, records: list[list[str]]) -> None:
    """Add a record that cannot be used."""
    records.append([*records[1]])
    records[-1][records[0].index(column)] = value


# imports

DAY = "2026-06-01"
#: A file with references, one of the boards' models that breaks what is expected of boards, one
#: that own claims are about, and one that was laid down by hand, with records that are none.
SOUND, BROKEN, OWN, TYPED = IMPORTS = ("mine", "broken", "own", "typed")
UNUSABLE = [
    "me/one,ARC,n/a,7",
    "me/two,ARC,150,7",
    "me/three,ARC,50,nan",
    "me/four,ARC,50",
]
USABLE = [f"me/sound-{size},ARC,{50 + size / 10},{size}" for size in (1, 3, 7, 13, 70)]
#: Models of the import that own claims are about.
N_MODELS = 72


def broken(workplace: Workplace) -> Iterator[str]:
    """Return scores of the boards' models that no board would have."""
    with duckdb.connect(str(workplace.database), read_only=True) as connection:
        models = "select distinct model_name from marts.fct_evaluations order by 1 limit 30"
        names = [name for (name,) in connection.sql(models).fetchall()]
    yield "model,benchmark,score,unit"
    for n, name in enumerate(names):
        for exam in ("MMLU", "PIQA", "ARC", "rli (Epoch)", "A new one"):
            yield f"{name},{exam},{n % 2 * 0.3 if exam != 'PIQA' else 0},percent"


def own() -> Iterator[str]:
    """Return records of invented models: scores grow with size, and fine-tuning adds ten points."""
    rng = np.random.default_rng(1)
    yield "model,ARC,My own test,parameters_b,architecture,training_type"
    for number in range(N_MODELS):
        size = (0.5, 1.1, 3, 7, 13, 34)[number % 6]
        kind = ("pretrained", "fine-tuned")[number // 6 % 2]
        family = ("LlamaForCausalLM", "MistralForCausalLM", "OPTForCausalLM")[number // 24]
        arc, test = 35 + 8 * np.log(size) + 10 * (kind == "fine-tuned") + rng.normal(0, 2, 2)
        yield f"me/model-{number},{arc:.1f},{test:.1f},{size},{family},{kind}"


def add_imports(workplace: Workplace) -> None:
    """Import three files with the command, and lay one down by hand."""
    given = {BROKEN: broken(workplace), OWN: own()}
    for name, lines in given.items():
        (workplace.project / f"{name}.csv").write_text("\n".join(lines) + "\n")
    (workplace.project / f"{SOUND}.csv").write_bytes((REFERENCE / "results.csv").read_bytes())
    for name in (SOUND, BROKEN, OWN):
        words = ["import", f"{name}.csv", "--name", name, "--as-of", DAY]
        code, said = run(["llm-reassess", *words], workplace.project, workplace.environment)
        assert code == 0, said
    path = workplace.project / f"imports/{TYPED}/{DAY}.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(["model,benchmark,score,parameters_b", *UNUSABLE, *USABLE]) + "\n")
    write_provenance(path, **WORDS)


# the build


def build_changed(tiny: Workplace, folder: Path) -> None:
    """Add all of it to a copy of the tiny project, and do the main job, with every fit anew."""
    workplace = copied(tiny, folder / "project")
    add_cohorts(workplace.project)
    add_claims(workplace.project)
    for source, (column, value, _) in RECORDS.items():
        workplace.edit(source, partial(add_record, column, value))
    add_imports(workplace)
    with (workplace.project / written.OWN).open("a", encoding="utf-8") as lines:
        lines.writelines(f"\n{name},,own,a claim,{fields}" for name, fields in CLAIMS.items())
    words = ("--no-report", "--threads", "3")
    Built(folder).note(*workplace.job(*words, **ANOTHER_MACHINE, **ANEW))
