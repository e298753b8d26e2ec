"""The running process: the project's folder, settings, worker processes, progress."""
