"""The main job: build the warehouse, then write the report and the documentation of its models.

``llm-reassess build`` runs it; ``run`` is the place to start reading.
"""
