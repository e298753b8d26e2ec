"""The claims of the papers and their verdicts: on the reader's choice, or those that say a word."""

from textwrap import dedent

import duckdb
import polars as pl
import streamlit as st

import charts
from figures import figure
from labels import BASES, VERDICTS
from panels import plain, rows, source, table
from queries import Choice, literal


def claims(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Draw the verdicts on the claims about the benchmark and the factor."""
    words = st.text_input(
        "Search all claims", placeholder="A word of the claim, or its number", key="claim",
        bind="query-params",
    )  # fmt: skip
    sql = claims_query(choice, words)
    frame = rows(connection, sql)
    if frame.is_empty() and words:
        st.info(f"No claim says “{plain(words)}”.")
    elif frame.is_empty():
        st.info("The ledger holds no claim about this factor on this benchmark.")
    else:
        figure(
            connection,
            choice,
            "Verdicts on claims",
            charts.verdicts(frame),
            "What was printed is about the authors' own population; the two methods are run on the "
            "cohort, which has no verdict where a claim is not judged on it.",
        )
        judged = pl.col(list(BASES)).replace(VERDICTS).fill_null("not judged on this cohort")
        table(frame.with_columns(judged))
    source("claims", sql, frame)


def claims_query(choice: Choice, words: str = "") -> str:
    """Return the SQL for claims and their verdicts.

    What the authors printed is about their population, whichever cohort the reader picked.

    Parameters
    ----------
    words : str
        What the statements have to contain; without it, the claims on the benchmark and the factor.
    """
    found = f"contains(lower(claim_id || ' ' || statement), lower({literal(words)}))"
    about = (
        f"factor = {literal(choice.factor)}\n"
        f"          and benchmark_id in ({literal(choice.benchmark_id)}, 'all')"
    )
    return dedent(f"""\
        with verdicts as (
            from claims.claim_verdicts
            where basis in ('published', 'recovered') or cohort_id = {literal(choice.cohort_id)}
        )
        select claim_id, statement,
               max(verdict) filter (where basis = 'published') as published,
               max(verdict) filter (where basis = 'recovered') as recovered,
               max(verdict) filter (where basis = 'same_method') as same_method,
               max(verdict) filter (where basis = 'sound_method') as sound_method,
               expected, section, benchmark_id, suite, claim_source,
               max(detail) filter (where basis = 'same_method') as same_method_detail,
               max(detail) filter (where basis = 'sound_method') as sound_method_detail
        from claims.dim_claims
        left join verdicts using (claim_id)
        where {found if words else about}
        group by all
        order by claim_id""")
