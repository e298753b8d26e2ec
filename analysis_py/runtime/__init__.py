"""The running process: where a project is, how it is set, other processes, progress."""
