"""Imports of results: adapters read every format into one long table, which a build takes.

:mod:`~analysis_py.imports.contract` says what an adapter returns;
:mod:`~analysis_py.imports.gathering` lists the adapters. All later steps are shared.
"""
