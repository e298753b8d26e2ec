"""Commands on runs that a test has written, as a person would type them."""

from analysis_py.cli.main import main


def ask(capsys, *words, command="compare"):
    """Return the code that a command ends with, and what it prints on both streams."""
    code = main([command, *map(str, words)])
    printed = capsys.readouterr()
    return code, printed.out + printed.err
