"""The command ``llm-reassess``; ``registry`` lists its subcommands, a module each.

Nothing here imports more than the standard library before a subcommand runs, so that help and
errors come at once.
"""
