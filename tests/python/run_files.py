"""The runs that docs/compare-runs.md compares, written from committed answers."""

from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
#: Models of MMLU-Pro, by the name of the file.
_MODELS = {
    "mistral-v0.1": "mistralai/Mistral-7B-v0.1",
    "mistral-v0.2": "Mistral-7B-v0.2-hf",
    "instruct-v0.1": "mistralai/Mistral-7B-Instruct-v0.1",
    "instruct-v0.2": "mistralai/Mistral-7B-Instruct-v0.2",
}
_ANSWERS = """
    select item, part as subject, score / 10000 as score
    from read_parquet('{data}/results/*/*.parquet')
    join read_parquet('{data}/items.parquet') using (benchmark_id, item_key)
    join read_parquet('{data}/models.parquet') using (evaluation_id)
    where model_name = '{model}'
    order by all
"""
#: One model on two versions of a home suite, answered five times.
_REPEATS = """
    select item, repeat, is_right as score
    from read_csv('{root}/benchmarks/data/repeats_suite.csv.gz')
    where suite = 'assist' and model = 'gemini-2.5-flash' and version = '{version}'
    order by repeat, item
"""


def write_runs(folder: Path) -> None:
    """Write the runs of MMLU-Pro, and the nightly runs of a home suite, together and one by one."""
    for place in ("runs", "june", "july"):
        (folder / place).mkdir()
    for name, model in _MODELS.items():
        rows = duckdb.sql(_ANSWERS.format(data=ROOT / "data/items/mmlu_pro", model=model))
        rows.write_parquet(f"{folder}/runs/{name}.parquet")
    for month, version in (("june", "2025.4.3"), ("july", "2025.7.1")):
        rows = duckdb.sql(_REPEATS.format(root=ROOT, version=version))
        rows.write_csv(f"{folder}/{month}.csv")
        for repeat in range(5):
            one = rows.filter(f"repeat = {repeat}").project("item, score")
            one.write_csv(f"{folder}/{month}/{repeat + 1}.csv")
