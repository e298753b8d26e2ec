"""``python -m analysis_py`` is ``llm-reassess``."""

import sys

from analysis_py.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
