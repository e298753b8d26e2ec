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
SCALED = Page(
    name="scaled",
    title="Scaled variants",
    question="Does weighting by architecture change the curves?",
    summary="What changes when scores are scaled by architecture",
)
SUPPLEMENTARY = Page(
    name="supplementary",
    title="Supplementary data",
    question="Do the curves repeat on a second data set?",
    summary="Zero-shot scores by size, and by each other",
)
TRAINING_TYPES = Page(
    name="training_types",
    title="Training type",
    question="Does tuning help?",
    summary="Pretrained, fine-tuned, instruction-tuned and RL-tuned models compared",
    population="headline",
)
ARCHITECTURES = Page(
    name="architectures",
    title="Architecture",
    question="Does the architecture make the model?",
    summary="Families of architectures compared, raw, clustered and at equal size",
)
CORRELATIONS = Page(
    name="correlations",
    title="Correlations",
    question="Which abilities go together?",
    summary="Which scores go together, and why TruthfulQA seems to stand apart",
)
INTERPLAY = Page(
    name="interplay",
    title="Interplay",
    question="Does one ability go with another, all else equal?",
    summary="What one ability says about another, given the rest",
)
CLUSTERS = Page(
    name="clusters",
    title="Clusters",
    question="Do models of one kind lie together?",
    summary="Whether models of one size, training type or architecture lie together",
)
ITEMS = Page(
    name="items",
    title="Items",
    question="Which items are faulty, and how many are needed?",
    summary="Items that may have a wrong key, what they measure, and how many a score needs",
)
FIND = Page(
    name="find",
    title="Find a model",
    question="How good is a model, and how sure is that?",
    summary="Any model: its scores, ranks, place at its size and relatives, and two side by side",
)
TODAY = Page(
    name="today",
    title="Today",
    question="What has changed since January 2024?",
    summary="The models of 2025 and 2026: size, date of release, reasoning, and whose figures",
)
MODELS = Page(
    name="models",
    title="Models",
    question="What should a model of its size score?",
    summary="Where single models stand: expected scores, ranks, tuning, and what a benchmark adds",
)
CLAIMS = Page(
    name="claims",
    title="Claims ledger",
    question="Which claims of the paper hold?",
    summary="Every claim of the paper, judged four ways, with the figure that decides",
)
DATA = Page(
    name="data",
    title="Data and quality",
    question="Where does every number come from?",
    summary="Where every number comes from, what was checked, and how to ask your own questions",
)
ROBUSTNESS = Page(
    name="robustness",
    title="How far to trust the methods",
    question="Do the findings depend on the method?",
    summary="What changes with another adjustment, variance, scale or shape",
)
TABLES = Page(
    name="tables",
    title="Tables",
    question="What does each table hold?",
    summary="What a row of each published table is, what its columns mean, and what makes it",
)
#: The list of docs/, whose pages `documents` reads.
METHODS = Page("docs", "Methods explained", "How to read the statistics")

SECTIONS: tuple[Section, ...] = (
    Section("Size", (SCALE,), appendices=(SCALED, SUPPLEMENTARY)),
    Section("Training & architecture", (TRAINING_TYPES, ARCHITECTURES)),
    Section("Benchmarks", (CORRELATIONS, INTERPLAY, CLUSTERS, ITEMS)),
    Section("Models", (FIND, TODAY, MODELS)),
    Section("Claims", (CLAIMS,)),
    Section("Data & methods", (DATA, ROBUSTNESS, TABLES, METHODS)),
)

#: The front page, and the pages of each section.
PAGES: tuple[Page, ...] = (
    INDEX,
    *(page for section in SECTIONS for page in section.every_page if page is not METHODS),
)
