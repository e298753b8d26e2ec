"""The status of the job, beside all that others print meanwhile."""

import re
import subprocess
import sys

from terminals import OnTerminal, Screen

TALKATIVE = """
import subprocess, sys, threading, time
from analysis_py.job.console import console
from analysis_py.job.tracker import Tracker
from analysis_py.runtime.progress import announced, heard_by

child = "import os, time\\nfor i in range(20): os.write({}, b'child %d\\\\n' % i); time.sleep(.05)"
with console() as out:
    tracker = Tracker(out)
    tracker.plan([], {"step": "working"}, 1, 1.0)
    with tracker.shown(), heard_by(tracker.announce):
        # past sys.stdout and sys.stderr, as the processes of a fit may write
        children = [subprocess.Popen([sys.executable, "-c", child.format(fd)]) for fd in (1, 2)]
        tracker.start("step")
        for i in announced(range(8), 8, "things done"):
            # in one piece each: print writes several where Python is told not to buffer
            sys.stdout.write(f"printed {i}\\n")
            sys.stderr.write(f"warned {i}\\n")
            out.line(f"told {i}")
            time.sleep(0.2)
        tracker.finish("step")
        [c.wait() for c in children]
print("after")
"""


def test_nothing_garbles_the_status(project):
    """Whatever prints, this process or a child, on either stream, comes out in whole lines."""
    talk = OnTerminal([sys.executable, "-c", TALKATIVE], cwd=project)
    assert talk.wait() == 0
    lines = Screen().feed(talk.text).lines
    assert sorted(lines) == sorted(
        ["after", ""]
        + 2 * [f"child {i}" for i in range(20)]
        + [f"{what} {i}" for what in ("printed", "warned", "told") for i in range(8)]
    )
    assert lines[-2:] == ["after", ""]
    assert re.search(r"\x1b\[2K[^\r]*working \(\d of 8 things done\)", talk.text), "announced"


def test_where_nobody_watches_announcements_are_not_lines(project):
    result = subprocess.run(
        [sys.executable, "-c", TALKATIVE], cwd=project, capture_output=True, text=True, check=True
    )
    assert "\x1b" not in result.stdout
    assert "things done" not in result.stdout
