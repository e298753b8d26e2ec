"""Imports of results: adapters read every format into one long table, which a build takes.

:mod:`~analysis_py.runs.formats.contract` says what an adapter returns;
:mod:`~analysis_py.runs.formats.gathering` lists the adapters. All later steps are shared.
"""
