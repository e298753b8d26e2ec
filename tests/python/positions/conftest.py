"""Asking about models as the commands do."""

import pytest

from analysis_py.cli.main import main


@pytest.fixture
def ask(warehouse_folder, capsys):
    """Return a function that calls a command on a published file: exit code, output, errors."""

    def asked(*words, folder=warehouse_folder):
        code = main([*words, "--warehouse", str(folder)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return asked
