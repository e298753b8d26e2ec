-- Curves of size without one base family, for the jackknife of contrasts (Efron and Stein 1981).
select * from {{ ref('fit_gamm_left_out') }}
