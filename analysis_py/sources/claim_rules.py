"""What a claim can be about: the pairs of method and statistic that rules judge, in words."""

from pathlib import Path

import duckdb

from analysis_py.sources.sql_models import environment

SEED = Path("seeds/claims/claim_rules.csv")
_RULES = """
    select
        question,
        method,
        statistic,
        case takes_benchmark
            when 'one' then 'a benchmark'
            when 'any' then 'a benchmark, or all'
            when 'all' then 'all'
            else 'nothing there'
        end as benchmark,
        {{ group_to_write('takes_group_a') }} as group_a,
        {{ group_to_write('takes_group_b') }} as group_b,
        if(
            expects = 'text', 'the words of a claim in seeds/claims/claim_wordings.csv',
            {{ expectation_to_write('expects') }}
        ) as expected
    from given
    where
        rule_family != 'not_computed'
        and list_bool_and(list_transform(
            string_split(lower(?), ' '),
            lambda word: contains(lower(concat_ws(' ', question, method, statistic, measure)), word)
        ))
"""


def list_rules(root: Path, text: str) -> list[dict[str, str]]:
    """Return what a claim may write, for pairs whose question or names have all words of a text.

    Parameters
    ----------
    root : Path
        Of the project.
    text : str
        Words with blanks between them; none stands for all pairs.

    Returns
    -------
    list of dict
        The question, and what may stand in the columns of a claim that do not stay empty.
    """
    with duckdb.connect() as connection:
        rows = duckdb.read_csv(
            str(root / SEED), header=True, all_varchar=True, connection=connection
        )
        rows.create_view("given")
        sql = environment(root).from_string(_RULES).render()
        answer = connection.execute(sql, [" ".join(text.split())])
        names = [name for name, *_ in answer.description]
        return [
            {
                n: value
                for n, value in zip(names, row, strict=True)
                if not value.startswith("nothing there")
            }
            for row in answer.fetchall()
        ]
