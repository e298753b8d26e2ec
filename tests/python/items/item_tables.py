"""The models of item results, run one after the other on answers of a test's own, without dbt."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import duckdb
import polars as pl
import yaml
from board_chain import ROOT, environment, has_table, read_seed

from analysis_py.dbt import sql_functions
from analysis_py.statistics.items.clean_scores import fit_clean_scores
from analysis_py.statistics.items.difficulty import fit_item_discrimination
from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.items.pairs import fit_item_pairs
from analysis_py.statistics.items.rank_sets import fit_item_ranks
from analysis_py.statistics.items.reliability import fit_item_reliability
from analysis_py.statistics.items.subsets import fit_item_subsets
from analysis_py.statistics.items.suspects import fit_item_suspects
from analysis_py.statistics.items.tuning import fit_item_tuning
from analysis_py.statistics.items.winners import fit_item_winners

VARIABLES = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
LEVEL = VARIABLES["confidence_level"]
#: As the Python models call them, and what each reads.
PANELS = "int_item_answers", "int_item_panels"
DRAWN = LEVEL, VARIABLES["bootstrap_samples"], VARIABLES["seed"]
FITS: dict[str, tuple[tuple[str, ...], Callable[..., pl.DataFrame]]] = {
    "fit_item_suspects": (
        ("int_item_choices", "int_item_facts"),
        lambda *panels: fit_item_suspects(
            *panels, VARIABLES["item_fdr"], VARIABLES["item_audit_fdr"], LEVEL
        ),
    ),
    "fit_item_ranks": (PANELS, lambda *panels: fit_item_ranks(*panels, LEVEL)),
    "fit_item_winners": (PANELS, lambda *panels: fit_item_winners(*panels, *DRAWN)),
    "stat_item_subsets": (
        PANELS,
        lambda *panels: fit_item_subsets(
            *panels, LEVEL, VARIABLES["item_subset_samples"], VARIABLES["seed"]
        ),
    ),
    "fit_item_pairs": (
        ("pair_cluster_sums", "pair_differences"),
        lambda *sums: fit_item_pairs(*sums, LEVEL, VARIABLES["power"]),
    ),
    "stat_item_reliability": (
        ("int_item_panels_summed",),
        lambda panels: fit_item_reliability(panels, LEVEL, VARIABLES["reliability_target"]),
    ),
    "fit_item_discrimination": (("item_ability_sums",), fit_item_discrimination),
    "stat_item_clean_scores": (
        ("int_item_choices", "int_item_facts", "fit_item_suspects"),
        lambda choices, facts, suspects: fit_clean_scores(
            choices, facts, suspects.select("benchmark_id", "p_flagged", "p_without")
        ),
    ),
    "stat_item_tuning": (
        (*PANELS, "int_item_tuned_pairs", "stg_items"),
        lambda *frames: fit_item_tuning(*frames, LEVEL),
    ),
}
#: What boards say of models and benchmarks; the columns that the models of items ask for.
NO_FACTS = {
    "dim_benchmarks": {"benchmark_id": pl.String, "n_items": pl.Int32},
    "fct_scores": {
        "evaluation_id": pl.String,
        "benchmark_id": pl.String,
        "score_pct": pl.Float64,
    },
    "fct_evaluations": {
        "evaluation_id": pl.String,
        "snapshot_id": pl.String,
        "model_name": pl.String,
        "parameters_b": pl.Float64,
        "architecture": pl.String,
        "training_type": pl.String,
        "training_type_label": pl.String,
        "base_model_name": pl.String,
        "base_family": pl.String,
        "is_base_family_resolved": pl.Boolean,
        "is_preferred_evaluation": pl.Boolean,
    },
    "dim_snapshots": {"snapshot_id": pl.String, "taken_on": pl.Date, "is_import": pl.Boolean},
}


#: What is declared of benchmarks.
REGISTRY = pl.read_csv(
    ROOT / "seeds/boards/item_benchmarks.csv", schema_overrides={"same_within_pct": pl.Float64}
)
#: What files may say of an item.
OF_ITEMS = dict.fromkeys(("part", "kinds", "source", "key", "first_key", "audit"), pl.String) | {
    "n_options": pl.Int64,
    "is_flagged": pl.Boolean,
}


class ItemTables:
    """Tables that the models make, each when it is first asked for.

    Parameters
    ----------
    imports : Path, optional
        Folder whose ``items/`` holds item results; by default there are none.
    committed : Path, optional
        Folder whose ``items/`` holds those of the project.
    **given : polars.DataFrame
        Tables that are there already, by name.
    """

    def __init__(
        self, imports: Path | None = None, committed: Path | None = None, **given: pl.DataFrame
    ) -> None:
        self.imports, self.committed = imports, committed
        nothing = {name: pl.DataFrame(schema=schema) for name, schema in NO_FACTS.items()}
        # what a test does not say of a model is unknown
        full = {
            name: pl.concat([frame, given[name]], how="diagonal_relaxed")
            if name in given
            else frame
            for name, frame in nothing.items()
        }
        types = (ROOT / "seeds/models/training_types.csv").read_text()
        self.given = {"training_types": pl.from_arrow(read_seed("training_types", types))}
        self.given["item_benchmarks"] = REGISTRY
        self.given |= given | full

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A database of the tables so far."""
        connection = duckdb.connect()
        sql_functions.register(connection)
        for name, frame in self.given.items():
            connection.register("given", frame.to_arrow())
            connection.execute(f"create table {name} as from given")
        return connection

    def table(self, name: str) -> pl.DataFrame:
        """Return a table."""
        self.make(name)
        return self.connection.sql(f"from {name}").pl()

    def make(self, name: str) -> None:
        """Make a table, and those that it needs."""
        if has_table(self.connection, name):
            return
        if name in FITS:
            sources, fit = FITS[name]
            self.connection.register("given", fit(*map(self.table, sources)).to_arrow())
            self.connection.execute(f"create table {name} as from given")
            return
        if seeds := list((ROOT / "seeds").rglob(f"{name}.csv")):
            self.connection.execute(f"create table {name} as from read_csv('{seeds[0]}')")
            return
        (path,) = (ROOT / "models").rglob(f"{name}.sql")
        needed: list[str] = []
        template = environment().from_string(path.read_text())
        sql = template.render(
            ref=lambda model: needed.append(model) or model, item_files=self._item_files
        )
        for model in needed:
            self.make(model)
        self.connection.execute(f"create table {name} as {sql}")

    def _item_files(
        self, files: str, columns: dict[str, str], later: dict[str, str] | None = None
    ) -> str:
        columns = columns | (later or {})
        nulls = (f"cast(null as {kind}) as {name}" for name, kind in columns.items())
        nothing = f"select {', '.join(nulls)} where false"
        pattern = f"items/*/{files}"
        reads = "".join(
            f" union all by name select *, {folder is self.committed} as is_committed "
            f"from read_parquet('{folder}/{pattern}', hive_partitioning = false, "
            "union_by_name = true)"
            for folder in (self.committed, self.imports)
            if folder and any(folder.glob(pattern))
        )
        return f"select {', '.join(columns)} from ({nothing}{reads})"


def tables_of(answers: pl.DataFrame) -> ItemTables:
    """Return the tables of answers in a long frame; an evaluation is called as its model."""
    results = answers.select(
        evaluation_id="model",
        benchmark_id="benchmark",
        item_key=pl.col("item").cast(pl.Int64),
        cluster_id="cluster",
        score=(pl.col("score") * FULL_MARKS).round().cast(pl.Int64),
        answer=pl.lit(None, pl.String),
        n_runs=pl.lit(1, pl.Int64),
        run_variance=pl.lit(None, pl.Float64),
    )
    models = answers.select("model", "parameters_b", "base_family").unique(maintain_order=True)
    return ItemTables(
        stg_item_results=results,
        stg_item_models=models.select(
            evaluation_id="model",
            import_name=pl.lit("made up"),
            model_name="model",
            parameters_b=pl.col("parameters_b").cast(pl.Float64),
            architecture=pl.lit(None, pl.String),
            training_type=pl.lit(None, pl.String),
            base_family="base_family",
            is_committed=pl.lit(False),
            base_model=pl.lit(None, pl.String),
        ),
        stg_items=answers.select(
            benchmark_id="benchmark",
            item_key=pl.col("item").cast(pl.Int64),
            item="item",
            **{name: pl.lit(None, kind) for name, kind in OF_ITEMS.items()},
        ).unique(),
    )


def broken_promises(tables: ItemTables) -> dict[str, dict]:
    """Return the checks of the published tables that rows break, each with its first such row."""
    found = {}
    for path in sorted((ROOT / "models/statistics/items").glob("stat_*.yml")):
        (model,) = yaml.safe_load(path.read_text())["models"]
        described = (model, *model["columns"])
        tables.make(name := model["name"])
        for constraint in [each for part in described for each in part.get("constraints", [])]:
            if constraint["type"] == "check":
                # as in SQL, a check that is unknown holds
                broken = f"not coalesce({constraint['expression']}, true)"
                rows = tables.connection.sql(f"from {name} where {broken}").pl()
                found |= {f"{name}: {broken}": row for row in rows.head(1).to_dicts()}
    return found
