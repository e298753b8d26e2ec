"""The audit of the ledger is of the claims that were drawn, and of every one of them."""

import re

from claims.drawing import N_CLAIMS, drawn


def test_the_page_has_the_claims_that_were_drawn(project):
    page = (project / "docs/claims-audit.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (C\d{3}),", page, re.MULTILINE) == drawn()
    assert len(drawn()) == N_CLAIMS
    entries = page.split("\n### ")[1:]
    for entry in entries:
        for part in ("Statement", "Rule", "Readings", "Fair?"):
            assert f"- **{part}" in entry, entry[:4]


def test_its_table_asks_for_the_same_claims(project):
    page = (project / "docs/claims-audit.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert sorted(re.findall(r"'(C\d{3})'", query)) == drawn()


def test_its_statements_are_those_of_the_ledger(project, warehouse):
    page = " ".join((project / "docs/claims-audit.md").read_text(encoding="utf-8").split())
    statements = dict(warehouse.sql("select claim_id, statement from claims.dim_claims").fetchall())
    for claim in drawn():
        assert f"- **Statement.** {statements[claim]}." in page, claim
