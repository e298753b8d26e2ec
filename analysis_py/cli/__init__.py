"""The command ``llm-reassess``; ``main`` lists its subcommands and the modules that hold them.

Nothing here imports more than click and the standard library before a subcommand runs, so that
help and errors come at once.
"""
