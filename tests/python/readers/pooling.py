"""Read one number through two pools of connections; each line of input says which, or empties one.

pooling.py <database>

``keeping`` holds on to its connections as most web tools do; ``opening`` makes one per query.
"""

import json
import sys

import sqlalchemy as sa

url = f"duckdb:///{sys.argv[1]}"
engines = {
    name: sa.create_engine(url, connect_args={"read_only": True}, poolclass=pool)
    for name, pool in [("keeping", sa.pool.QueuePool), ("opening", sa.pool.NullPool)]
}

for line in sys.stdin:
    action, name = line.split()
    if action == "empty":
        engines[name].dispose()
        answer = None
    else:
        with engines[name].connect() as connection:
            answer = connection.execute(sa.text("select number from marts.numbers")).scalar()
    print(json.dumps(answer), flush=True)
