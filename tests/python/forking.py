"""Processes that begin where a Python with dbt stands that has just been started.

Importing dbt and what the project's plugin wants takes two thirds of a build of the small project,
and what dbt makes when it reads its first project (the schemas of its files, the code that writes
them) half of the rest. A server does both once; every process is a child forked from it, with
arguments, an environment, a folder and an output of its own. It is a process like any other: it can
be killed, it holds locks, and what it imports further it imports itself.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from multiprocessing import resource_tracker
from pathlib import Path
from typing import IO

#: What every server imports: dbt, and what the project's plugin wants.
IMPORTED = ("dbt.cli.main", "dbt.adapters.duckdb", "analysis_py.dbt.dbt_plugin")
#: Where the commands begin, as their packages declare it.
COMMANDS = {
    "dbt": ("dbt.cli.main", "cli"),
    "llm-reassess": ("analysis_py.cli.main", "main"),
    "mf": ("dbt_metricflow.cli.main", "cli"),
}
#: The least that dbt reads as a project.
LEAST = {
    "dbt_project.yml": "{name: least, version: 1.0.0, profile: least, config-version: 2}",
    "profiles.yml": "least: {target: dev, outputs: {dev: {type: duckdb}}}",
    "models/one.sql": "select 1 as number",
    "models/one.yml": "models: [{name: one, columns: [{name: number, data_tests: [unique]}]}]",
}
#: What an interpreter, or a library that is being imported, reads of its environment; but for
#: PYTHONWARNINGS, which a library sets while tests run, and no test does.
AT_START = {
    *("LANG", "LC_ALL", "TZ", "HOME", "PATH", "TMPDIR"),
    *("PYTHONHASHSEED", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONOPTIMIZE"),
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"),
}
#: The environment of the tests before any of them has changed it, and of the servers.
HERE = dict(os.environ)
#: How many bytes a request may have: an environment and a command.
REQUEST = 1 << 17


class Forked:
    """A process and what it writes, in the ways of ``subprocess.Popen`` that tests use."""

    def __init__(
        self,
        words: list[str],
        folder: Path,
        environment: dict[str, str],
        *,
        imported: tuple[str, ...] = (),
        new_session: bool = False,
        limits: Mapping[str, int] | None = None,
    ) -> None:
        """Start one of ``COMMANDS`` where a server has imported some further modules.

        Limits are those of ``resource``, by name, as `ulimit` sets them.
        """
        self.args = words
        self.returncode: int | None = None
        reading, writing = os.pipe()
        request = {"words": words, "folder": str(folder), "environment": environment}
        request |= {"new_session": new_session, "limits": dict(limits or {})}
        self._server = _server(imported).ask(request, writing)
        os.close(writing)
        self.pid = int(self._server.recv(20))
        self.stdout: IO[str] = os.fdopen(reading, encoding="utf-8", errors="replace")

    def poll(self) -> int | None:
        """Return the exit code if the process has ended."""
        if self.returncode is None:
            self._server.setblocking(False)
            try:
                return self._ended()
            except BlockingIOError:
                self._server.setblocking(True)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code, negative for a signal."""
        self._server.settimeout(timeout)
        try:
            return self._ended()
        except TimeoutError:
            raise subprocess.TimeoutExpired(self.args, timeout) from None

    def communicate(self, timeout: float = 300) -> tuple[str, None]:
        """Read all that is written, until nobody can write any more, and wait for the end."""
        deadline = time.monotonic() + timeout
        pieces = []
        while True:
            left = max(deadline - time.monotonic(), 0)
            if not select.select([self.stdout], [], [], left)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout)
            pieces.append(os.read(self.stdout.fileno(), 1 << 16))
            if not pieces[-1]:
                break
        self.stdout.close()
        self.wait(max(deadline - time.monotonic(), 1))
        return b"".join(pieces).decode(errors="replace"), None

    def send_signal(self, number: int) -> None:
        """Send a signal to the process."""
        os.kill(self.pid, number)

    def _ended(self) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(int(self._server.recv(20)))
            self._server.close()
        return self.returncode


def start_dbt(
    words: list[str], folder: Path, environment: dict[str, str]
) -> Forked | subprocess.Popen[str]:
    """Start dbt: forked, but from nothing where an interpreter would begin otherwise than here."""
    if all(_at_start(name, environment) == _at_start(name, HERE) for name in AT_START):
        return Forked(["dbt", *words], folder, environment)
    return subprocess.Popen(
        [Path(sys.executable).with_name("dbt"), *words],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _at_start(name: str, environment: Mapping[str, str]) -> str | None:
    return environment.get(name, "1" if name.endswith("_NUM_THREADS") else None)


class Server:
    """The Python that has imported everything, and the socket on which it is asked."""

    def __init__(self, imported: tuple[str, ...]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        kept = {k: v for k, v in HERE.items() if not k.startswith(("LLM_", "DBT_"))}
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno()), *imported],
            env=kept | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        atexit.register(self.close)

    def ask(self, request: dict[str, object], output: int) -> socket.socket:
        """Ask for a process that writes to a file descriptor; it answers on the socket."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        message = json.dumps(request).encode()
        assert len(message) < REQUEST
        socket.send_fds(self._socket, [message], [output, theirs.fileno()])
        theirs.close()
        return ours

    def close(self) -> None:
        """Ask for no more, and wait for the server, so that what it took is counted here."""
        self._socket.close()
        self._process.wait(timeout=60)


@cache
def _server(imported: tuple[str, ...]) -> Server:
    return Server(imported)


def serve(requests: socket.socket) -> None:
    """Fork a process for every request until nobody asks more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the tests, and they end this
    while True:
        message, descriptors, *_ = socket.recv_fds(requests, REQUEST, 2)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not message:
            return
        output, answer = descriptors
        if os.fork() == 0:
            requests.close()
            _wait_for_one(json.loads(message), output, answer)
        os.close(output)
        os.close(answer)


def _wait_for_one(request: dict, output: int, answer: int) -> None:
    """Fork the process that was asked for, tell its number, and in the end its status."""
    process = os.fork()
    if process == 0:
        os.close(answer)
        _become(request, output)
    os.close(output)
    os.write(answer, str(process).encode())
    _, status = os.waitpid(process, 0)
    os.write(answer, str(status).encode())
    os._exit(0)


def _become(request: dict, output: int) -> None:
    """Be the command of that name, as an interpreter that has just been started would be."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # also where the tests run under nohup
    if request["new_session"]:
        os.setsid()
    for standard in (1, 2):
        os.dup2(output, standard)
    os.close(output)
    # those of the server were opened on something else, and remember what it could do
    sys.stdout = os.fdopen(1, "w", encoding=sys.stdout.encoding, closefd=False)
    sys.stderr = os.fdopen(
        2, "w", encoding=sys.stderr.encoding, errors="backslashreplace", buffering=1, closefd=False
    )
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    for name, limit in request["limits"].items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    sys.argv = request["words"]
    sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    importlib.invalidate_caches()
    sys.modules.pop("sitecustomize", None)
    with suppress(ImportError):
        importlib.import_module("sitecustomize")
    module, function = COMMANDS[sys.argv[0]]
    sys.exit(getattr(importlib.import_module(module), function)())


def read_a_project() -> None:
    """Let dbt read a project twice, the second time from what it has kept of the first.

    Nothing of it is left but what dbt has made of its own classes: the locks of its adapter go, and
    with them the process that keeps track of them, so that every command has one of its own.
    """
    from dbt.adapters.factory import reset_adapters
    from dbt.cli.main import dbtRunner

    with tempfile.TemporaryDirectory() as folder:
        for name, text in LEAST.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        places = ["--project-dir", folder, "--profiles-dir", folder]
        for _ in range(2):
            # the static parser has threads, which a forked process would wait for in vain
            words = ["parse", "--quiet", "--no-static-parser", *places]
            failure = dbtRunner().invoke(words).exception
            assert failure is None, failure
    reset_adapters()
    gc.collect()
    resource_tracker._resource_tracker._stop()


if __name__ == "__main__":
    del sys.path[0]  # this folder: what lies here must not stand before a library
    for module in (*IMPORTED, *sys.argv[2:]):
        importlib.import_module(module)
    read_a_project()
    gc.freeze()  # what every process has need not be looked through, and so copied, by each
    serve(socket.socket(fileno=int(sys.argv[1])))
