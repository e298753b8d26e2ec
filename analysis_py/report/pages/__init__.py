"""The pages of the report, by section of the navigation."""

from analysis_py.report.figure import Page, Section
from analysis_py.report.pages.architectures.page import PAGE as ARCHITECTURES
from analysis_py.report.pages.claims.page import PAGE as CLAIMS
from analysis_py.report.pages.clusters.page import PAGE as CLUSTERS
from analysis_py.report.pages.correlations.page import PAGE as CORRELATIONS
from analysis_py.report.pages.data.page import PAGE as DATA
from analysis_py.report.pages.find.page import PAGE as FIND
from analysis_py.report.pages.index.page import PAGE as INDEX
from analysis_py.report.pages.interplay.page import PAGE as INTERPLAY
from analysis_py.report.pages.items.page import PAGE as ITEMS
from analysis_py.report.pages.models.page import PAGE as MODELS
from analysis_py.report.pages.robustness.page import PAGE as ROBUSTNESS
from analysis_py.report.pages.scale.page import PAGE as SCALE
from analysis_py.report.pages.scaled.page import PAGE as SCALED
from analysis_py.report.pages.supplementary.page import PAGE as SUPPLEMENTARY
from analysis_py.report.pages.tables.page import PAGE as TABLES
from analysis_py.report.pages.today.page import PAGE as TODAY
from analysis_py.report.pages.training_types.page import PAGE as TRAINING_TYPES

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
