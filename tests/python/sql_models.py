"""Running one SQL model of the project on rows of a test's own, without dbt."""

from pathlib import Path

import duckdb
import jinja2
import polars as pl
import yaml

ROOT = Path(__file__).parents[2]


def run_model(name: str, **tables: pl.DataFrame) -> pl.DataFrame:
    """Return what the model gives when ``ref`` finds these tables.

    Parameters
    ----------
    name : str
        Of the model, wherever below ``models/`` it lies.
    **tables : polars.DataFrame
        What the model refers to, by name.
    """
    (path,) = (ROOT / "models").rglob(f"{name}.sql")
    variables = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    macros = "".join(
        (ROOT / "macros" / f"{macro}.sql").read_text()
        for macro in ("significance_level", "pair_label")
    )
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    environment.globals |= {"ref": lambda name: name, "var": variables.__getitem__}
    sql = environment.from_string(macros + path.read_text()).render()
    with duckdb.connect() as connection:
        for table, rows in tables.items():
            connection.register(table, rows.to_arrow())
        return connection.sql(sql).pl()
