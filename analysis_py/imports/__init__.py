"""Results of any origin: adapters read them into one long contract, as which a build takes them.

:mod:`~analysis_py.imports.contract` says what an adapter returns, and
:mod:`~analysis_py.imports.adapters` which there are. Everything after an adapter exists once.
"""
