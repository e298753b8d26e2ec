"""The subcommands of ``llm-reassess``, in the order in which a project needs them.

A subcommand is a module with two functions. ``add_arguments(parser)`` declares its options and
says more in ``parser.description`` and ``parser.epilog``; ``run(arguments)`` does the work and
returns the exit code, or raises :class:`~analysis_py.cli.errors.CommandError`. The module imports
nothing heavy before ``run``. To add one, write the module and add its line here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """The module, name and summary of a subcommand.

    Attributes
    ----------
    module : str
        Full name of its module.
    help : str
        One line.
    in_project : bool
        Whether it works on a project. Such a command runs in the project's folder, wherever in
        the project it is called.
    """

    module: str
    help: str
    in_project: bool = True


COMMANDS: dict[str, Command] = {
    "init": Command("analysis_py.cli.init", "lay a project down in a new folder", in_project=False),
    "snapshot": Command(
        "analysis_py.cli.snapshot", "write the provenance of a file of data", in_project=False
    ),
    "items": Command("analysis_py.cli.items", "keep results that are told item by item"),
    "demo-items": Command("analysis_py.cli.demo_items", "make up such results, to try it out"),
    "hand-over": Command("analysis_py.cli.hand_over", "sum such results with Spark"),
    "import": Command(
        "analysis_py.cli.importing", "bring in results of your own, in any common format"
    ),
    "imports": Command("analysis_py.cli.imports", "list what was brought in"),
    "forget": Command("analysis_py.cli.forget", "remove an import"),
    "check": Command("analysis_py.cli.check", "look over what you can edit, in seconds"),
    "build": Command("analysis_py.cli.build", "build the warehouse, its report and documentation"),
    "report": Command("analysis_py.cli.report", "write the report of the published file anew"),
    "docs": Command("analysis_py.cli.docs", "write the page that explains every model and column"),
    "app": Command("analysis_py.cli.app", "explore the published file in the browser"),
    "query": Command("analysis_py.cli.query", "ask the published file in SQL, or list its tables"),
    "compare": Command("analysis_py.cli.compare", "say which of two models is better, how surely"),
    "predict": Command("analysis_py.cli.predict", "say what a model of a size would score"),
    "metrics": Command("analysis_py.cli.metrics", "ask the published file for metrics by name"),
    "export": Command(
        "analysis_py.cli.exporting", "write what is published in a form that others read"
    ),
    "recover": Command(
        "analysis_py.cli.recover", "judge a table of Tukey pairs as printed", in_project=False
    ),
}
