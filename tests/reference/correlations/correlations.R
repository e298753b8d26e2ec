# Reference values from R for tests/python/correlations/test_correlations.py; see README.md.
suppressPackageStartupMessages(library(jsonlite))

here <- "tests/reference/correlations"
benchmarks <- c("arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k")

correlate <- function(a, b) {
  keep <- !is.na(a) & !is.na(b)
  a <- a[keep]; b <- b[keep]
  p <- cor.test(a, b)
  # exact = FALSE: the t approximation, the only one that holds with ties
  s <- suppressWarnings(cor.test(a, b, method = "spearman", exact = FALSE))
  list(n_obs = length(a), pearson = unname(p$estimate), ci_low = p$conf.int[1],
       ci_high = p$conf.int[2], p_value = p$p.value, spearman = unname(s$estimate),
       spearman_p_value = s$p.value)
}

rows <- read.csv("tests/reference/comparisons/group_statistics/rows.csv.gz", check.names = FALSE,
                 na.strings = "")
correlations <- list()
for (cohort in unique(rows$cohort_id)) {
  d <- rows[rows$cohort_id == cohort, ]
  for (i in 1:5) for (j in (i + 1):6) {
    correlations[[paste(cohort, benchmarks[i], benchmarks[j])]] <-
      correlate(d[[benchmarks[i]]], d[[benchmarks[j]]])
  }
}

write_json(
  list(made_with = R.version.string, correlations = correlations),
  file.path(here, "reference.json"), digits = NA, auto_unbox = TRUE
)
