"""A terminal for a test: what a process writes to one, and what a person sees of it."""

import os
import pty
import re
import subprocess
import threading
import time


class Screen:
    """The lines that a terminal shows of what is written to it: text, returns and erased lines."""

    def __init__(self):
        self.lines = [""]

    def feed(self, text):
        for piece in re.split(r"(\r\n|\r\x1b\[2K)", text):
            if piece == "\r\n":
                self.lines.append("")
            elif piece == "\r\x1b[2K":
                self.lines[-1] = ""
            else:
                self.lines[-1] += piece
        return self


class OnTerminal:
    """A process whose output goes to a terminal, and all that it has written there."""

    def __init__(self, command, **options):
        self.master, slave = pty.openpty()
        self.written = b""
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, **options
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        while True:
            try:
                piece = os.read(self.master, 65536)
            except OSError:  # how Linux says that nobody holds the terminal any more
                return
            if not piece:
                return
            self.written += piece

    @property
    def text(self):
        return self.written.decode(errors="replace")

    def wait_for(self, pattern, timeout=120):
        deadline = time.monotonic() + timeout
        while not re.search(pattern, self.text):
            assert time.monotonic() < deadline, self.text[-2000:]
            assert self.process.poll() is None, self.text[-2000:]
            time.sleep(0.05)

    def wait(self, timeout=60):
        code = self.process.wait(timeout)
        self._reader.join(timeout)
        return code
