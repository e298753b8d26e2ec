"""A whole build: the warehouse, then the report and the documentation of its models.

``llm-reassess build`` runs it; :mod:`~analysis_py.build.run` is the place to start reading.
"""
