# Writes tuning_leads.csv: reference values for the lead of tuned models, counted in five ways.
#
# Rscript tests/reference/adjustment/tuning_leads.R, in the project's folder; R 4.5, clubSandwich
# 0.5. The rows are tuning_rows.csv.
suppressPackageStartupMessages(library(clubSandwich))

source("tests/reference/tables.R")
folder <- "tests/reference/adjustment"
all <- read.csv(file.path(folder, "tuning_rows.csv"), na.strings = "")
all$known <- all$is_base_family_resolved == "true"
all$tuned <- as.numeric(all$training_type == "instruction-tuned")
results <- list()

add <- function(benchmark, method, fit, cluster, coefficient) {
  found <- conf_int(fit, "CR2", cluster = cluster, test = "Satterthwaite", coefs = coefficient)
  p <- coef_test(fit, "CR2", cluster = cluster, test = "Satterthwaite", coefs = coefficient)$p_Satt
  results[[length(results) + 1]] <<- data.frame(
    benchmark, method,
    estimate = found$beta, std_error = found$SE, df_den = found$df,
    ci_low = found$CI_L, ci_high = found$CI_U, p_value = p
  )
}

for (benchmark in c("arc", "truthfulqa")) {
  rows <- all
  rows$score <- rows[[benchmark]]
  add(benchmark, "all evaluations", lm(score ~ tuned, rows), rows$base_family, "tuned")

  known <- rows[rows$known, ]
  means <- aggregate(score ~ base_family + tuned + lineage_family, known, mean)
  add(benchmark, "each base once", lm(score ~ tuned, means), means$base_family, "tuned")

  both <- merge(
    means[means$tuned == 1, ], means[means$tuned == 0, ], c("base_family", "lineage_family")
  )
  both$gain <- both$score.x - both$score.y
  add(benchmark, "own base", lm(gain ~ 1, both), both$lineage_family, "(Intercept)")

  evaluations <- merge(known[known$tuned == 1, ], both[c("base_family", "score.y")], "base_family")
  evaluations$gain <- evaluations$score - evaluations$score.y
  add(
    benchmark, "own base, by evaluation", lm(gain ~ 1, evaluations),
    evaluations$base_family, "(Intercept)"
  )

  sized <- known[!is.na(known$parameters_b), ]
  x <- log(sized$parameters_b)
  knots <- quantile(x, c(0.05, 0.275, 0.5, 0.725, 0.95))
  spline <- splines::ns(x, knots = knots[2:4], Boundary.knots = knots[c(1, 5)])
  add(
    benchmark, "size and generation", lm(score ~ tuned + spline + lineage_family, sized),
    sized$base_family, "tuned"
  )
}
write_table(do.call(rbind, results), file.path(folder, "tuning_leads.csv"), 12)
