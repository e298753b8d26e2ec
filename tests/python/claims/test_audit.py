"""The audit is of the claims that were drawn, by their statements in the ledger."""

import re

import pytest
from claims.drawing import DRAWS, drawn

#: Where the second audit begins on the page.
SECOND = "\n## Twenty of the claims of more papers\n"


@pytest.mark.parametrize("audit", DRAWS)
def test_the_page_has_the_claims_that_were_drawn(project, warehouse, audit):
    text = (project / "docs/claims-audit.md").read_text(encoding="utf-8")
    page = dict(zip(DRAWS, text.split(SECOND), strict=True))[audit]
    claims = re.findall(r"^### ([A-Z]\d{3}),", page, re.MULTILINE)
    assert claims == drawn(audit)
    words = " ".join(page.split())
    statements = dict(warehouse.sql("select claim_id, statement from claims.dim_claims").fetchall())
    assert [c for c in claims if f"- **Statement.** {statements[c]}." not in words] == []
