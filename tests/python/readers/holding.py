"""Hold a DuckDB file open: read one table, and then all of them again for each line of input.

holding.py <database> <table>
"""

import json
import sys

from reading import contents, open_file, table_names

connection = open_file(sys.argv[1])
print(json.dumps(contents(connection, sys.argv[2])), flush=True)
for _ in sys.stdin:
    found = {name: contents(connection, name) for name in table_names(connection)}
    print(json.dumps(found), flush=True)
