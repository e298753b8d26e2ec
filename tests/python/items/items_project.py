"""The models of items in a project of their own, which dbt reads in seconds, on either engine."""

import datetime
import shutil
from pathlib import Path

import duckdb
import polars as pl
from bringing import table_at
from building import Workplace
from commands import run
from made_up_answers import made_up

from analysis_py.imports.item_storing import store_items

ROOT = Path(__file__).parents[3]
#: What is copied of the project, of which a test changes a contract.
COPIED = (
    "dbt_project.yml", "profiles.yml", "macros", "tests/dbt", "models/groups.yml",
    "models/columns.md", "models/items", "models/statistics/items/columns.md",
)  # fmt: skip
TABLES = (
    "item_models", "evaluation_cluster_sums", "evaluation_scores", "item_sums",
    "item_ability_sums", "item_pairs", "pair_cluster_sums", "pair_differences",
)  # fmt: skip
#: A mart as a file has it: without the contract of those that the project makes.
MART = """{{{{ config(contract={{'enforced': false}}) }}}}
select * from read_parquet('{folder}/parquet/marts/{name}.parquet')
"""


class ItemsProject(Workplace):
    """The models of items and the two marts that they read."""

    def command(self, *words: str) -> tuple[int, str]:
        """Run a command in the project; return the exit code and the output."""
        return run(words, self.project, self.environment)

    def run(self, *selected: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
        """Run the marts and the models of items by dbt, or some."""
        models = selected or ("path:models",)
        return self.command("dbt", "--no-write-json", "run", *options, "--select", *models)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables of items as DuckDB has them now."""
        with duckdb.connect(str(self.build), read_only=True) as connection:
            return {name: connection.sql(f"from items.{name} order by all").pl() for name in TABLES}


def store_made_up(folder: Path, n_models: int, n_items: int) -> pl.DataFrame:
    """Store made-up answers among the imports of a project, and return them."""
    answers = made_up(n_models, n_items, seed=3).answers
    # parts of full marks, and a model that the board knows better than the file
    answers = answers.with_columns(
        score=pl.when(pl.col("benchmark") == "demo_open")
        .then(pl.col("score") / 3)
        .otherwise(pl.col("score")),
        parameters_b=pl.when(pl.col("model").str.ends_with("3"))
        .then(None)
        .otherwise("parameters_b"),
    )
    path = folder / "answers.parquet"
    answers.write_parquet(path)
    store_items([table_at(path)], "made_up", folder / "imports/items")
    return answers


def laid_down(folder: Path, n_models: int = 30, n_items: int = 60) -> ItemsProject:
    """Lay the project down, with made-up answers and a board that knows some of the models."""
    for path in COPIED:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / path).is_dir() else shutil.copyfile
        copy(ROOT / path, folder / path)
    names = store_made_up(folder, n_models, n_items)["model"].unique().sort()
    marts = folder / "warehouse/parquet/marts"
    marts.mkdir(parents=True)
    pl.DataFrame(
        {
            "evaluation_id": [f"e{i}" for i in range(len(names))],
            "snapshot_id": ["old", "new"] * (len(names) // 2),
            "model_name": names,
            "parameters_b": [7.0, None] * (len(names) // 2),
            "architecture": "LlamaForCausalLM",
            "training_type": "chat",
            "training_type_label": "chat",
            "base_model_name": "known/Known-7B",
            "base_family": "Known 7B",
            "is_base_family_resolved": True,
            "is_preferred_evaluation": [True, False] * (len(names) // 2),
        }
    ).write_parquet(marts / "fct_evaluations.parquet")
    days = [datetime.date(2024, 1, 1), datetime.date(2025, 1, 1)]
    snapshots = pl.DataFrame({"snapshot_id": ["old", "new"], "taken_on": days})
    snapshots.write_parquet(marts / "dim_snapshots.parquet")
    (folder / "models/marts").mkdir()
    for name in ("fct_evaluations", "dim_snapshots"):
        sql = MART.format(folder=folder / "warehouse", name=name)
        (folder / f"models/marts/{name}.sql").write_text(sql)
    return ItemsProject(folder)
