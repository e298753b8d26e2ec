"""The populations that figures show first: the one place where charts name any.

One per page, so that what its switch says is true of every figure. What a figure shows is whatever
its query finds; a name that the data lack is passed over.
"""

from __future__ import annotations

ON_THE_PAPERS_ROWS = {"cohort_id": "paper_2024_01"}
ON_ALL_OF_JANUARY = {"cohort_id": "january_2024"}
