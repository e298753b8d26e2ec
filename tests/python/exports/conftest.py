"""The standards' own validators, each in an environment of its own, made from pip's sources.

They bring many packages, and one wants a newer Python than the project does. Making the two takes
half a minute, so it is done only if a test asks, and what is made is kept.
"""

import os
import shutil
import subprocess
import sys

import pytest
from bringing import empty_project
from sharing import kept, once


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return an empty project, in whose folder the process works."""
    with empty_project(tmp_path_factory.mktemp("project")) as project:
        yield project


@pytest.fixture(scope="session")
def of_datasets(request):
    """Return the programs of an environment with the validators of data sets."""
    return made(request, "mlcroissant[parquet]==1.1.1", (sys.executable,))


@pytest.fixture(scope="session")
def of_runs(request):
    """Return the programs of an environment with the validator of Every Eval Ever."""
    return made(request, "every-eval-ever==0.3.0", ("python3.12", "python3.13"))


def made(request, package, pythons):
    """Return an environment; where none can be made, skip, but never in continuous integration."""

    def install(folder):
        python = next(each for each in pythons if can_run(each))
        run(python, "-m", "venv", "--without-pip", folder)
        # few of the modules are ever imported
        options = ("--quiet", "--no-input", "--no-compile")
        target = folder / "bin/python"
        run(sys.executable, "-m", "pip", "--python", target, "install", *options, package)

    try:
        return once(kept(request, package.partition("=")[0]), install, package) / "bin"
    except (StopIteration, subprocess.CalledProcessError) as error:
        reason = f"{package} cannot be installed: {getattr(error, 'stderr', None) or error!r}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def can_run(python):
    # a version manager may leave a name behind of a version that is not in use
    return shutil.which(python) and subprocess.run([python, "-c", ""]).returncode == 0


def run(*words):
    subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
