"""Statistics of the llm_reassessment warehouse, and what builds, publishes and shows it.

The statistics are plain functions from tidy frame to tidy frame; the dbt models under
``models/`` call them and hold none of their own.
"""

__version__ = "0.2.0"
