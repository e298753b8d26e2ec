"""What the paper printed is held to be numbers too: a file of it may be typed anew by anyone."""

import shutil

from board_chain import ROOT, empty_chain
from building import WORDS, read, write

from analysis_py.sources.provenance import write_provenance

#: By file and model: a column, a value that it may not hold, and how the reason goes on.
SPOILT = {
    ("published_tukey", "int_published_tukey_pairs_checked"): [
        *(("estimate", value, "is not a number") for value in ("nan", "-inf", "1,5", "many")),
        *(("p_adjusted", value, "is outside 0–1") for value in ("2", "-1", "1e308")),
    ],
    ("published_gamm_terms", "int_published_gamm_terms_checked"): [
        ("edf", "7;1", "is not a number"),
        ("statistic", "<2", "is not a number"),
        ("scale", "n/a", "is not a number"),
        ("n_obs", "1e30", "is not a number"),
    ],
}


def test_a_printed_figure_that_is_none(tmp_path):
    chain = empty_chain(tmp_path)
    for folder, model in SPOILT:
        (chain.data / folder).unlink()
        shutil.copytree(ROOT / "data" / folder, chain.data / folder)
        (path,) = (chain.data / folder).glob("*.csv")
        records = read(path)
        for row, (column, value, _) in enumerate(SPOILT[folder, model], start=1):
            records[row][records[0].index(column)] = value
        write(path, records)
        write_provenance(path, **WORDS)
        found = chain.table(model).select("row_number", "reject_reason").drop_nulls()
        assert dict(found.iter_rows()) == {
            row: f"{column} {reason}: {value}"
            for row, (column, value, reason) in enumerate(SPOILT[folder, model], start=1)
        }
