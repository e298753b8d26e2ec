# Writes pairs.csv: reference values for adjusted comparisons of training types.
#
# Rscript tests/reference/adjustment/adjustment.R, in the project's folder; R 4.5, emmeans 1.10.7,
# marginaleffects 0.25.0, clubSandwich 0.5.11. The rows are those of ../dependence/rows.csv.
suppressPackageStartupMessages({
  library(emmeans)
  library(marginaleffects)
  library(clubSandwich)
})

source("tests/reference/tables.R")
folder <- "tests/reference/adjustment"
rows <- read.csv("tests/reference/dependence/rows.csv", na.strings = "")
rows <- rows[!is.na(rows$parameters_b), ]
rows$type <- ordered_factor(rows$training_type)
rows$family <- ordered_factor(rows$architecture_family)
# columns of their own, so that emmeans averages each power over the rows
rows$z <- as.numeric(scale(log(rows$parameters_b)))
rows$z2 <- rows$z^2
rows$z3 <- rows$z^3

ends <- combn(levels(rows$type), 2)
difference <- t(apply(ends, 2, function(e) (levels(rows$type) == e[1]) - (levels(rows$type) == e[2])))

# CR2 of linear combinations of the coefficients, with Satterthwaite degrees of freedom
robust <- function(fit, combinations) {
  linear_contrast(
    fit, vcov = "CR2", cluster = rows$base_family, contrasts = combinations,
    test = "Satterthwaite", level = 0.95, p_values = TRUE
  )
}

ancova <- function(benchmark) {
  fit <- lm(reformulate(c("type", "z", "z2", "z3", "family"), benchmark), rows)
  grid <- emmeans(fit, "type", weights = "proportional")
  coefficients <- lapply(seq_len(nrow(difference)), function(i) as.numeric(difference[i, ]))
  by_pair <- as.data.frame(contrast(grid, coefficients))
  list(
    estimate = by_pair$estimate, naive = by_pair$SE, robust = robust(fit, difference %*% grid@linfct)
  )
}

g_computation <- function(benchmark) {
  fit <- lm(reformulate(c("type * z", "z2", "z3", "family"), benchmark), rows)
  # the average design row of each type, as a combination of the coefficients
  combinations <- t(sapply(levels(rows$type), function(level) {
    moved <- rows
    moved$type <- factor(level, levels = levels(rows$type))
    colMeans(model.matrix(delete.response(terms(fit)), moved))
  }))
  reversed <- avg_comparisons(fit, variables = list(type = "pairwise"))
  labels <- paste(ends[2, ], ends[1, ], sep = " - ")
  reversed <- reversed[match(labels, reversed$contrast), ]
  # marginaleffects differentiates numerically; its standard errors are right to 1e-4 and are
  # checked to that, while the delta method in matrices gives the digits
  contrasts <- difference %*% combinations
  naive <- sqrt(diag(contrasts %*% vcov(fit) %*% t(contrasts)))
  stopifnot(abs(naive / reversed$std.error - 1) < 1e-4)
  list(estimate = -reversed$estimate, naive = naive, robust = robust(fit, contrasts))
}

tidy <- function(part, keys) {
  stopifnot(max(abs(part$estimate - part$robust$Est)) < 1e-8)
  data.frame(
    keys, estimate = part$estimate, std_error_naive = part$naive, std_error = part$robust$SE,
    df_den = part$robust$df, ci_low = part$robust$CI_L, ci_high = part$robust$CI_U,
    p_value = part$robust$p_val
  )
}

pairs <- list()
for (benchmark in c("arc", "truthfulqa")) {
  for (method in c("ancova", "g_computation")) {
    result <- get(method)(benchmark)
    pairs[[length(pairs) + 1]] <- tidy(
      result, data.frame(benchmark, method, group_a = ends[1, ], group_b = ends[2, ])
    )
  }
}
write_table(do.call(rbind, pairs), file.path(folder, "pairs.csv"))
