"""Look round a DuckDB file with SQLAlchemy and pandas, as a BI tool does.

through_sqlalchemy.py <database> <schema> <table>
"""

import json
import sys
import warnings

import duckdb
import pandas
import sqlalchemy as sa

database, schema, table = sys.argv[1:]
warnings.simplefilter("ignore")  # duckdb-engine says that it reflects no indices; there are none
engine = sa.create_engine(f"duckdb:///{database}", connect_args={"read_only": True})
inspector = sa.inspect(engine)

reflected = sa.Table(table, sa.MetaData(), schema=schema, autoload_with=engine)
value = reflected.c.score_pct
query = (
    sa.select(reflected.c.benchmark_id, sa.func.count(), sa.func.min(value), sa.func.max(value))
    .where(value > 50)
    .group_by(reflected.c.benchmark_id)
    .order_by(reflected.c.benchmark_id)
)
with engine.connect() as connection:
    frame = pandas.read_sql(query, connection)
    try:
        connection.execute(sa.text(f"delete from {schema}.{table}"))
        refused = None
    except sa.exc.DBAPIError as error:
        refused = str(error)

found = {
    "versions": [duckdb.__version__, sa.__version__],
    "schemas": inspector.get_schema_names(),
    "tables": inspector.get_table_names(schema=schema),
    "comment": inspector.get_table_comment(table, schema=schema)["text"],
    "columns": {
        column["name"]: [str(column["type"]), column["comment"]]
        for column in inspector.get_columns(table, schema=schema)
    },
    "answer": frame.values.tolist(),
    "refused": refused,
}
json.dump(found, sys.stdout)
