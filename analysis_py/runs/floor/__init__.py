"""The noise floor of an evaluation: what another run of the same model scores on these questions.

Only the noise of answers counts, and not the choice of questions. This package needs numpy and
scipy alone.
"""
