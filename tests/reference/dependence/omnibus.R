# Writes omnibus.csv from rows.csv: Wald statistics of all levels of a factor alike, by CR2.
#
# Rscript tests/reference/dependence/omnibus.R, in the project's folder; R 4.5, clubSandwich 0.5.11.
library(clubSandwich)

folder <- "tests/reference/dependence"
rows <- read.csv(file.path(folder, "rows.csv"), na.strings = "")

omnibus <- function(benchmark, factor) {
  used <- rows[!is.na(rows[[factor]]), ]
  # a level in one cluster has no variance of its own to estimate
  counts <- tapply(used$base_family, used[[factor]], function(x) length(unique(x)))
  used <- used[used[[factor]] %in% names(counts)[counts > 1], ]
  group <- factor(used[[factor]], levels = sort(unique(used[[factor]]), method = "radix"))
  fit <- lm(used[[benchmark]] ~ 0 + group)
  q <- nlevels(group) - 1
  found <- Wald_test(
    fit, constrain_equal(seq_len(q + 1)), vcov = "CR2", cluster = used$base_family, test = "chi-sq"
  )
  data.frame(benchmark, factor, n_levels = q + 1, statistic = q * found$Fstat)
}

cells <- expand.grid(benchmark = c("arc", "truthfulqa"), factor = c("training_type", "parameter_range"), stringsAsFactors = FALSE)
write.csv(
  do.call(rbind, Map(omnibus, cells$benchmark, cells$factor)),
  file.path(folder, "omnibus.csv"), row.names = FALSE, quote = FALSE
)
