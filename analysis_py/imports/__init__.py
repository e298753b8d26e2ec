"""Results of any origin: adapters read a format into one long contract, which boards can be read from.

:mod:`~analysis_py.imports.contract` says what an adapter returns, and
:mod:`~analysis_py.imports.adapters` which there are. Everything after an adapter exists once.
"""
