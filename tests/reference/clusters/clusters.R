# Writes permanova.csv from rows.csv: PERMANOVA of the paper's population.
#
# Rscript tests/reference/clusters/clusters.R, in the project's folder; R 4.5, vegan 2.6-10.
suppressMessages(library(vegan))

source("tests/reference/tables.R")
folder <- "tests/reference/clusters"
rows <- read.csv(file.path(folder, "rows.csv"), na.strings = "")
scores <- scale(rows[, c("arc", "gsm8k", "hellaswag", "mmlu", "truthfulqa", "winogrande")])

permanova <- function(factor) {
  used <- !is.na(rows[[factor]])
  data <- data.frame(label = rows[[factor]][used])
  set.seed(1)
  fit <- adonis2(dist(scores[used, ]) ~ label, data, permutations = 199)
  data.frame(
    factor, n_obs = sum(used), n_levels = length(unique(data$label)),
    r_squared = fit$R2[1], statistic = fit$F[1], p_value = fit[["Pr(>F)"]][1]
  )
}

factors <- c("parameter_range", "training_type", "architecture_family", "architecture_family_5")
table <- do.call(rbind, lapply(factors, permanova))
write_table(table, file.path(folder, "permanova.csv"), quoted = FALSE)
