"""Claims as people write them: those that are read, and those that are not, each with why.

``claims_read.csv`` has the operator, its number, the tolerance and the level that a claim then has,
``claims_refused.csv`` how the reason begins. Each of these was once judged by another rule than its
own words, or stopped the build, or was accepted and could never be judged.
"""

import csv
import io
from pathlib import Path

OWN = "seeds/claims/own_claims.csv"
HEADER = ["claim_id", "section", "topic", "statement", "method", "benchmark"]
HEADER += ["group_a", "group_b", "statistic", "expected", "threshold"]


def _cases(name: str) -> list[tuple[dict[str, str], list[str]]]:
    """Return the fields of each claim of a file, without those that are empty, and the rest."""
    with (Path(__file__).parent / name).open(newline="", encoding="utf-8") as lines:
        return [
            (
                {key: row[key] for key in HEADER if row.get(key)},
                [row[key] for key in row if key not in HEADER],
            )
            for row in csv.DictReader(lines)
        ]


READ = [
    (fields, (decision, float(value) if value else None, float(tolerance), float(level)))
    for fields, (decision, value, tolerance, level) in _cases("claims_read.csv")
]
REFUSED = [(fields, reason) for fields, (reason,) in _cases("claims_refused.csv")]

#: Lines as they may be typed, and how their reason begins.
LINES = [
    (b"# OWN: a comment", "1 fields where the header has 11"),
    (b'QUOTE,,own,the "best" one,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,', None),
    (b'OPEN,,own,"a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,', "not readable as CSV"),
    (b"LATIN,,own,caf\xe9,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", "statement is not UTF-"),
    (b",,own,nameless,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", "missing claim_id"),
    (b"TWICE,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", None),
    (
        b"TWICE,,own,b,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        f"claim_id is taken: TWICE, by {OWN}, row ",
    ),
    (
        b"C001,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        "claim_id is taken: C001, by data/paper_claims/",
    ),
    (b"LAST,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", None),
]

#: A further paper, held to the same grammar: lines of its file, and how their reason begins.
PAPER = "claims/doe_2025/claims.csv"
OF_PAPER = [
    (
        b"L001,,data,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        "claim_id is taken: L001, by ",
    ),
    (b'D1,,data,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,"p<0,001"', "threshold cannot be"),
    (b"D2,,data,a,tukey_hsd,ARK,Llama,Mistral,p_adj,significant,", "unknown benchmark: ARK"),
    (b"D3,,data,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,p<0.001", None),
]


def line(claim_id: str, fields: dict) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="", lineterminator="")
    writer.writerow({"topic": "own"} | fields | {"claim_id": claim_id, "statement": "a claim"})
    return text.getvalue().encode()
