"""The SQL behind each part of the page, with the choices written out.

The page runs the very text that it shows, so that a reader can take it elsewhere as it is.
"""

from dataclasses import dataclass
from textwrap import dedent

#: The population that the project began with comes first, the others by name. Those that are left
#: to the statistics of docs/field.md have no groups to compare.
COHORTS = """\
select cohort_id, cohort_name, description, n_evaluations
from marts.dim_cohorts
where n_evaluations > 0 and statistics = 'all'
order by cohort_role is distinct from 'paper', cohort_id"""
FACTORS = """\
select factor
from statistics.stat_group_summaries
group by factor
order by factor like 'architecture%', factor"""
#: What each is about, and its text; the first stands in the box for a query of one's own.
EXAMPLES = (
    ("Which populations there are", "from marts.dim_cohorts"),
    (
        "Which training types differ, adjusted for size",
        "select benchmark_name, group_a, group_b, method, estimate, p_adjusted_calibrated\n"
        "from statistics.stat_adjusted_pairs\n"
        "join marts.dim_benchmarks using (benchmark_id)\n"
        "join marts.dim_cohorts using (cohort_id)\n"
        "where cohort_role = 'headline' and is_significant\n"
        "order by benchmark_name, estimate desc",
    ),
    (
        "Who is tied for the first place",
        "select cohort_name, model_name, score_pct, rank, n_tied\n"
        "from reporting.rpt_model_ranks\n"
        "where benchmark_id = 'average' and rank_low_simultaneous = 1\n"
        "order by cohort_name, rank",
    ),
    (
        "Which claims of the papers fail a sounder method",
        "select claim_id, statement, cohort_id\n"
        "from claims.claim_verdicts\n"
        "join claims.dim_claims using (claim_id)\n"
        "where basis = 'sound_method' and verdict = 'contradicted'\n"
        "order by claim_id, cohort_id",
    ),
)
ENGINES = "select distinct engine from statistics.stat_gamm_fits order by engine desc"
COLUMNS = """\
select schema_name || '.' || table_name as table_name, column_name, data_type, comment
from duckdb_columns()
where database_name = current_database()
order by schema_name, table_name, column_index"""


@dataclass(frozen=True)
class Choice:
    """The reader's selection."""

    cohort_id: str
    benchmark_id: str
    factor: str
    engine: str
    cohort_name: str = ""
    n_evaluations: int = 0
    benchmark_name: str = ""

    @property
    def cell(self) -> str:
        """The cohort and the benchmark, as a condition."""
        return (
            f"cohort_id = {literal(self.cohort_id)} and benchmark_id = {literal(self.benchmark_id)}"
        )

    @property
    def comparison(self) -> str:
        """The cohort, the benchmark and the factor, as a condition."""
        return f"{self.cell} and factor = {literal(self.factor)}"

    @property
    def fit(self) -> str:
        """The size curve of the cohort and the benchmark by the engine, as a condition.

        The one with a random effect of base family, or where there is none the one without.
        """
        of_engine = f"{self.cell} and engine = {literal(self.engine)}"
        clustered = f"{of_engine} and gamm = 'size_clustered' and status = 'ok'"
        return (
            f"{of_engine} and gamm = coalesce((select any_value(gamm)"
            f" from statistics.stat_gamm_fits where {clustered}), 'size')"
        )


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def benchmarks(cohort_id: str) -> str:
    """Return the SQL for the benchmarks of a cohort."""
    return dedent(f"""\
        select benchmark_id, benchmark_name, ability
        from marts.dim_benchmarks
        semi join statistics.stat_group_summaries as summaries
            on summaries.benchmark_id = dim_benchmarks.benchmark_id
            and summaries.cohort_id = {literal(cohort_id)}
        order by benchmark_order""")


def source(choice: Choice) -> str:
    """Return the SQL for where the data of a cohort come from, in a sentence."""
    return dedent(f"""\
        select format(
                   'Data: {{}}, as of {{}}. Licence: {{}}.',
                   coalesce(producer, source), taken_on, coalesce(licence, 'not stated')
               ) as words
        from marts.dim_cohorts
        join marts.dim_snapshots using (snapshot_id)
        where cohort_id = {literal(choice.cohort_id)}""")


def tests(choice: Choice) -> str:
    """Return the SQL for the tests over all groups."""
    return dedent(f"""\
        select method, statistic, df_num, df_den, p_value, log10_p_value, n_obs, n_groups,
               n_groups_left_out, status
        from statistics.stat_anova
        where {choice.comparison}
        order by array_position(['classic', 'welch', 'brown_forsythe'], method)""")


def effect_sizes(choice: Choice) -> str:
    """Return the SQL for the share of variance between groups."""
    return dedent(f"""\
        select measure, estimate, ci_low, ci_high, confidence_level, n_obs, status
        from statistics.stat_effect_sizes
        where {choice.comparison}
        order by measure""")


def means(choice: Choice) -> str:
    """Return the SQL for the group means with their letters."""
    return dedent(f"""\
        with letters as (
            select level, max(letters) filter (where method = 'tukey_kramer') as letters_tukey,
                   max(letters) filter (where method = 'games_howell') as letters_games_howell
            from statistics.stat_letters
            where {choice.comparison}
            group by level
        )
        select level, n_obs, mean, std_dev, std_error, median, letters_tukey,
               letters_games_howell, is_tested,
               (select max(confidence_level) from statistics.stat_effect_sizes) as confidence_level
        from statistics.stat_group_summaries
        left join letters using (level)
        where {choice.comparison}
        order by level_order, level""")


def pairs(choice: Choice) -> str:
    """Return the SQL for the pairs by Tukey–Kramer, clustered on bases, and as effect sizes.

    Of the methods for clustered rows it is the default of each pair, which its row names.
    """
    return dedent(f"""\
        with levels as (
            select level, row_number() over (order by level_order, level) as level_order
            from statistics.stat_group_summaries
            where {choice.comparison}
        ),
        tukey as (
            from statistics.stat_pairwise where {choice.comparison} and method = 'tukey_kramer'
        ),
        robust as (
            from statistics.stat_cluster_robust where {choice.comparison} and is_default
        ),
        effects as (
            from statistics.stat_pair_effect_sizes where {choice.comparison}
        )
        select group_a, group_b, coalesce(robust.n_a, tukey.n_a) as n_a,
               coalesce(robust.n_b, tukey.n_b) as n_b,
               robust.n_clusters_a, robust.n_clusters_b,
               tukey.estimate as tukey_estimate,
               tukey.ci_low as tukey_ci_low, tukey.ci_high as tukey_ci_high,
               tukey.p_adjusted as tukey_p_adjusted,
               tukey.log10_p_adjusted as tukey_log10_p_adjusted,
               robust.method as robust_method, robust.estimate as robust_estimate,
               robust.ci_low as robust_ci_low, robust.ci_high as robust_ci_high,
               robust.p_value as robust_p_value, robust.p_adjusted as robust_p_holm,
               robust.df_den as robust_df, robust.type1_error as robust_type1_error,
               robust.holds_level as robust_holds_level, effects.estimate as hedges_g,
               effects.ci_low as hedges_g_ci_low, effects.ci_high as hedges_g_ci_high,
               tukey.status as tukey_status, robust.status as robust_status,
               effects.status as effect_status, robust.warning as robust_warning
        from robust
        full join tukey using (group_a, group_b)
        full join effects using (group_a, group_b)
        left join levels as a on a.level = group_a
        left join levels as b on b.level = group_b
        order by a.level_order, b.level_order""")


def size_fit(choice: Choice) -> str:
    """Return the SQL for the GAMM of size."""
    return dedent(f"""\
        select gamm, formula, n_obs, n_dropped, edf as edf_of_curve, p_value, log10_p_value,
               deviance_explained, r_squared_adjusted, status, notes
        from statistics.stat_gamm_fits
        left join statistics.stat_gamm_terms as terms
            using (cohort_id, gamm, benchmark_id, engine)
        where {choice.fit} and coalesce(term, 's(log_parameters_b)') = 's(log_parameters_b)'""")


def size_points(choice: Choice) -> str:
    """Return the SQL for the evaluations that the GAMM of size is fitted on."""
    return dedent(f"""\
        select model_name, training_type, architecture, parameters_b, score_pct
        from marts.bridge_cohort_evaluations
        join marts.fct_evaluations using (evaluation_id)
        join marts.fct_scores using (evaluation_id)
        where {choice.cell} and parameters_b is not null and score_pct > 0
        order by evaluation_id""")


def size_curve(choice: Choice) -> str:
    """Return the SQL for the size curve, as scores.

    The curve is centred on the mean of the log scores, the one level that every engine has:
    pyGAM reports no intercept.
    """
    return dedent(f"""\
        with centre as (
            select avg(ln(score_pct)) as log_score
            from marts.bridge_cohort_evaluations
            join marts.fct_evaluations using (evaluation_id)
            join marts.fct_scores using (evaluation_id)
            where {choice.cell} and parameters_b is not null and score_pct > 0
        )
        select parameters_b, exp(log_score + estimate) as score_pct,
               exp(log_score + ci_low) as score_low_pct, exp(log_score + ci_high) as score_high_pct,
               estimate, std_error, ci_low, ci_high
        from statistics.stat_gamm_curves, centre
        where {choice.fit}
          and term = 's(log_parameters_b)'
        order by parameters_b""")


def adjusted_pairs(choice: Choice, method: str) -> str:
    """Return the SQL for the differences of training types, raw and adjusted."""
    return dedent(f"""\
        select group_a, group_b, n_a, n_b, estimate_unadjusted, estimate, ci_low, ci_high, p_value,
               p_adjusted as p_holm, df_den, size_overlap, formula, n_used, n_dropped, warning,
               status
        from statistics.stat_adjusted_pairs
        where {choice.cell} and factor = 'training_type'
          and method = {literal(method)}
        order by group_a, group_b""")


def adjusted_means(choice: Choice, method: str) -> str:
    """Return the SQL for the means of training types, raw and adjusted."""
    return dedent(f"""\
        select level, n_obs, n_clusters, estimate_unadjusted, estimate, ci_low, ci_high,
               size_support, family_support, warning, status
        from statistics.stat_adjusted_means
        where {choice.cell} and factor = 'training_type'
          and method = {literal(method)}
        order by level""")
