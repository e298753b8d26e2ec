-- Scores of evaluations whose single answers were brought in, the best first.
select * from reporting.rpt_item_scores
order by benchmark_order asc, score_pct desc, model_name asc, evaluation_id asc
limit 60;
