"""Commands of the environment, started as processes, as a person would."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def start(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], **options
) -> subprocess.Popen[str]:
    """Start a command such as dbt; what it prints, on either stream, is its standard output."""
    program, *arguments = words
    return subprocess.Popen(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **options,
    )


def run(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a command to its end and return its exit code and what it printed."""
    process = start(words, folder, environment)
    output, _ = process.communicate(timeout=1800)
    return process.returncode, output
