# Reference values from R for tests/python/comparisons/test_group_statistics.py; see README.md.
suppressPackageStartupMessages(library(jsonlite))

here <- "tests/reference/comparisons/group_statistics"
benchmarks <- c("arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k")
factors <- c("training_type", "architecture_family", "architecture_family_5", "parameter_range")

compare <- function(score, level) {
  keep <- !is.na(score)
  d <- data.frame(score = score[keep], level = factor(level[keep]))
  fit <- aov(score ~ level, data = d)
  s <- summary(fit)[[1]]
  # Levels such as [0,1.5) hold no "-", but RL-tuned does: number them for TukeyHSD's row names.
  levels_named <- levels(d$level)
  d$level <- factor(as.integer(d$level))
  pairs <- TukeyHSD(aov(score ~ level, data = d))$level
  ends <- do.call(rbind, strsplit(rownames(pairs), "-"))
  # TukeyHSD's intervals rest on qtukey, which stops within 1e-4 of its root; the root itself:
  k <- nlevels(d$level)
  critical_value <- uniroot(
    function(q) ptukey(q, k, s$Df[2], lower.tail = FALSE) - 0.05, c(1, 100), tol = 1e-13
  )$root
  list(
    critical_value = critical_value, critical_value_tukeyhsd = qtukey(0.95, k, s$Df[2]),
    n_obs = nrow(d), df_num = s$Df[1], df_den = s$Df[2], statistic = s$`F value`[1],
    p_value = pf(s$`F value`[1], s$Df[1], s$Df[2], lower.tail = FALSE),
    log10_p_value = pf(s$`F value`[1], s$Df[1], s$Df[2], lower.tail = FALSE, log.p = TRUE) / log(10),
    mean_square_error = s$`Mean Sq`[2], sum_squares = s$`Sum Sq`,
    pairs = data.frame(
      group_a = levels_named[as.integer(ends[, 1])], group_b = levels_named[as.integer(ends[, 2])],
      estimate = pairs[, "diff"], ci_low = pairs[, "lwr"], ci_high = pairs[, "upr"],
      p_adjusted = pairs[, "p adj"], row.names = NULL
    )
  )
}

rows <- read.csv(file.path(here, "rows.csv.gz"), check.names = FALSE, na.strings = "")
comparisons <- list()
for (cohort in unique(rows$cohort_id)) {
  d <- rows[rows$cohort_id == cohort, ]
  for (f in factors) {
    # an unknown size is not a level to compare
    known <- if (f == "parameter_range") d[[f]] != "unknown" else TRUE
    e <- d[known, ]
    if (length(unique(e[[f]])) < 2) next
    for (b in benchmarks) {
      comparisons[[paste(cohort, b, f)]] <- compare(e[[b]], e[[f]])
    }
  }
}

write_json(
  list(made_with = R.version.string, comparisons = comparisons),
  file.path(here, "reference.json"), digits = NA, auto_unbox = TRUE
)
