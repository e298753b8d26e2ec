"""What tests ask of a page of the explorer, and of its server."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager


def has_no_fault(page):
    return not page.exception and not page.error


def shown(page, *columns):
    """Return the one table of the page that has these columns."""
    tables = [table.value for table in page.dataframe]
    (found,) = [table for table in tables if set(columns) <= set(table.columns)]
    return found


def asked(page, sql):
    """Return the page after the reader has run a query."""
    page.text_area(key="sql").set_value(sql)
    (run,) = [button for button in page.button if button.label == "Run"]
    return run.click().run()


@contextmanager
def served(project, log, **environment):
    """Give the address at which the command serves the explorer; what it says is in a file."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = f"http://localhost:{free.getsockname()[1]}"
    port = address.rpartition(":")[2]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "analysis_py", "app", "--no-browser", "--port", port],
            cwd=project,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 300
        while not is_up(f"{address}/_stcore/health"):
            assert time.monotonic() < deadline
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=300)


def is_up(address):
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
