"""How far the project goes on this machine: all that is measured of size, one after the other.

    python benchmarks/scale.py [--small] [--write]

Sums over 1e6, 1e7 and 1e8 answers on DuckDB, and up to 1e7 on Spark where it is installed; GAMMs of
1e6 and 1e7 rows, beside mgcv where R is; and the whole build at 1, 10 and 100 times
the snapshot of Open LLM v1. It takes hours; `--small` takes the smallest of each.
The scripts can be run by themselves, and say what they do.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: The script, what it is asked for, and the same in small.
PARTS = (
    ("item_sums.py", "--rows 1e6 1e7 1e8 --spark 1e7", "--rows 1e6 --spark 1e6"),
    ("gamm.py", "--large 1e6 1e7 --cap 600", "--large 1e6"),
    ("growth.py", "--times 1 10 100", "--times 1"),
)


def main() -> None:
    """Run the parts, and end with 1 where one of them did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="the smallest of each only")
    parser.add_argument("--write", action="store_true", help="write the results of each as well")
    options = parser.parse_args()
    failed = []
    for script, usual, small in PARTS:
        command = [script, *(small if options.small else usual).split()]
        command += ["--write"] if options.write else []
        print(f"\n# python benchmarks/{' '.join(command)}\n", flush=True)
        done = subprocess.run([sys.executable, HERE / script, *command[1:]])
        if done.returncode:
            failed.append(script)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
