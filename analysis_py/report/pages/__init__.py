"""The pages of the report, by section of the navigation."""

from analysis_py.report.figure import Page, Section

INDEX = Page(
    name="index",
    title="Findings",
    summary="What leaderboard scores say about size, training and emergence, and which "
    "conclusions of a paper fail.",
)
SCALE = Page(
    name="scale",
    title="Scale",
    question="Does size help, and do abilities emerge?",
    summary="How scores change with model size, where growth stops, and whether abilities emerge.",
)
TRAINING_TYPES = Page(
    name="training_types",
    title="Training type and architecture",
    question="Does tuning help, and does the architecture matter?",
    summary="Training types and architectures compared: raw, clustered and at equal size",
)
STRUCTURE = Page(
    name="structure",
    title="Structure of scores",
    question="Which abilities go together?",
    summary="Which scores are correlated, and whether models of one kind have similar scores",
)
ITEMS = Page(
    name="items",
    title="Items",
    question="Which questions are broken, and who is really ahead?",
    summary="Wrong keys, ranks from paired answers, tuned models and their bases, noise",
)
FIND = Page(
    name="find",
    title="Find a model",
    question="How good is a model, and how sure is that?",
    summary="Any model: its scores, its ranks, models of similar size, and a comparison of two",
)
TODAY = Page(
    name="today",
    title="Today",
    question="What has changed since January 2024?",
    summary="Models of 2025–26: size, release date, reasoning, openness, who reports scores",
)
MODELS = Page(
    name="models",
    title="Models",
    question="What should a model of its size score?",
    summary="Expected scores at a given size, uncertain ranks, and the effect of tuning",
)
CLAIMS = Page(
    name="claims",
    title="Claims ledger",
    question="Which claims of the paper hold?",
    summary="Every claim of the paper with its verdict by four methods, and the evidence",
)
PAPER = Page(
    name="paper",
    title="The paper, rebuilt",
    question="What do the paper’s own figures show?",
    summary="The figures of the paper, drawn again from its rows, and what was read in them",
    population="paper",
)
DATA = Page(
    name="data",
    title="Data and quality",
    question="Where does every number come from?",
    summary="Where every number comes from, what was checked, and how to ask, download and cite",
)
ROBUSTNESS = Page(
    name="robustness",
    title="How far to trust the methods",
    question="Do the findings depend on the method?",
    summary="Which conclusions change with the adjustment, variance, score scale or curve",
)
TABLES = Page(
    name="tables",
    title="Tables",
    question="What does each table hold?",
    summary="Each published table: its rows, its columns, and the model that builds it",
)
#: The list of docs/, whose pages `documents` reads.
METHODS = Page("docs", "Methods explained", "How to read the statistics")

SECTIONS: tuple[Section, ...] = (
    Section("Size", (SCALE,)),
    Section("Training & architecture", (TRAINING_TYPES,)),
    Section("Benchmarks", (STRUCTURE, ITEMS)),
    Section("Models", (FIND, TODAY, MODELS)),
    Section("Claims", (CLAIMS, PAPER)),
    Section("Data & methods", (DATA, ROBUSTNESS, TABLES, METHODS)),
)

#: The front page, and the pages of each section.
PAGES: tuple[Page, ...] = (
    INDEX,
    *(page for section in SECTIONS for page in section.pages if page is not METHODS),
)
