"""The main job: build the warehouse, then write the report and the documentation of its models.

``python -m analysis_py.job`` runs it; ``__main__`` is the place to start reading.
"""
