# Writes mixed_means.csv, mixed_cr2.csv and imbens_kolesar.csv from rows.csv: reference values for comparisons whose rows are clustered.
#
# Rscript tests/reference/dependence/levels.R, in the project's folder; R 4.5, lme4 1.1-37,
# pbkrtest 0.5.4, clubSandwich 0.5.11.
library(lme4)
library(pbkrtest)

source("tests/reference/tables.R")
folder <- "tests/reference/dependence"
rows <- read.csv(file.path(folder, "rows.csv"), na.strings = "")

data_of <- function(benchmark, factor) {
  used <- rows[!is.na(rows[[factor]]), ]
  data.frame(y = used[[benchmark]], group = ordered_factor(used[[factor]]), cluster = used$base_family)
}

contrasts_of <- function(data) {
  counts <- tapply(data$cluster, data$group, function(x) length(unique(x)))
  ends <- combn(levels(data$group)[counts > 1], 2)
  list(ends = ends, matrix = t(apply(ends, 2, function(e) (levels(data$group) == e[1]) - (levels(data$group) == e[2]))))
}

# Each level with variances of its own, where lme4 finds some between families.
mixed_means <- function(benchmark, factor) {
  data <- data_of(benchmark, factor)
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10))
  do.call(rbind, lapply(levels(data$group), function(level) {
    of <- data[data$group == level, ]
    n <- table(of$cluster)
    if (length(n) < 3 || max(n) < 2) return(NULL)
    fit <- lmer(y ~ 1 + (1 | cluster), of, REML = TRUE, control = control)
    if (isSingular(fit, tol = 1e-3)) return(NULL)
    adjusted <- vcovAdj(fit)
    data.frame(
      benchmark, factor, level, estimate = fixef(fit)[[1]], std_error = sqrt(adjusted[1, 1]),
      df_den = Lb_ddf(1, vcov(fit), adjusted)
    )
  }))
}

# The same means with CR2: a regression of the families' means on the levels, with the weights that
# the levels' own mixed models give (clubSandwich), families clustered over levels.
mixed_cr2 <- function(benchmark, factor) {
  data <- data_of(benchmark, factor)
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10))
  cells <- do.call(rbind, lapply(levels(data$group), function(level) {
    of <- data[data$group == level, ]
    n <- as.numeric(table(of$cluster))
    if (length(n) < 3 || max(n) < 2) return(NULL)
    fit <- lmer(y ~ 1 + (1 | cluster), of, REML = TRUE, control = control)
    if (isSingular(fit, tol = 1e-3)) return(NULL)
    variances <- as.data.frame(VarCorr(fit))$vcov
    data.frame(
      level, cluster = names(table(of$cluster)), y = as.vector(tapply(of$y, of$cluster, mean)),
      weight = 1 / (variances[1] + variances[2] / n)
    )
  }))
  cells$level <- ordered_factor(cells$level)
  fit <- lm(y ~ 0 + level, cells, weights = weight)
  ends <- combn(levels(cells$level), 2)
  contrasts <- t(apply(ends, 2, function(e) (levels(cells$level) == e[1]) - (levels(cells$level) == e[2])))
  robust <- clubSandwich::linear_contrast(
    fit, vcov = "CR2", cluster = cells$cluster, inverse_var = TRUE, contrasts = contrasts,
    test = "Satterthwaite", p_values = TRUE
  )
  data.frame(
    benchmark, factor, group_a = ends[1, ], group_b = ends[2, ], estimate = robust$Est,
    std_error = robust$SE, df_den = robust$df, p_value = robust$p_val
  )
}

# Imbens and Kolesar's (2016) degrees of freedom, by matrices of the rows as their paper defines them.
inverse_root <- function(m) {
  e <- eigen(m, symmetric = TRUE)
  keep <- e$values > 1e-10
  e$vectors[, keep, drop = FALSE] %*% (t(e$vectors[, keep, drop = FALSE]) / sqrt(e$values[keep]))
}

imbens_kolesar <- function(benchmark, factor) {
  data <- data_of(benchmark, factor)
  of <- contrasts_of(data)
  x <- model.matrix(~ 0 + group, data)
  n <- nrow(x)
  bread <- solve(crossprod(x))
  residual <- data$y - x %*% (bread %*% crossprod(x, data$y))
  members <- split(seq_len(n), data$cluster)
  sizes <- lengths(members)
  # moments of the residuals: the covariance of two rows of a cluster, and what is left
  pairs_within <- sum(sapply(members, function(i) sum(residual[i])^2)) - sum(residual^2)
  rho <- pairs_within / (sum(sizes^2) - n)
  sigma2 <- sum(residual^2) / n - rho
  weights <- x %*% (bread %*% t(of$matrix))
  roots <- lapply(members, function(i) {
    xi <- x[i, , drop = FALSE]
    inverse_root(diag(length(i)) - xi %*% bread %*% t(xi))
  })
  df <- apply(weights, 2, function(w) {
    g <- sapply(seq_along(members), function(s) {
      i <- members[[s]]
      adjusted <- roots[[s]] %*% w[i]
      column <- -x %*% (bread %*% crossprod(x[i, , drop = FALSE], adjusted))
      column[i] <- column[i] + adjusted
      column
    })
    totals <- t(sapply(members, function(i) colSums(g[i, , drop = FALSE])))
    m <- sigma2 * crossprod(g) + rho * crossprod(totals)
    sum(diag(m))^2 / sum(m^2)
  })
  data.frame(
    benchmark, factor, group_a = of$ends[1, ], group_b = of$ends[2, ], rho = rho, sigma2 = sigma2, df_den = df
  )
}

cases <- expand.grid(
  factor = c("training_type", "parameter_range", "architecture_family"),
  benchmark = c("arc", "truthfulqa"), stringsAsFactors = FALSE
)
write_table(do.call(rbind, Map(mixed_means, cases$benchmark, cases$factor)), file.path(folder, "mixed_means.csv"))
write_table(do.call(rbind, Map(mixed_cr2, cases$benchmark, cases$factor)), file.path(folder, "mixed_cr2.csv"))
write_table(do.call(rbind, Map(imbens_kolesar, cases$benchmark, cases$factor)), file.path(folder, "imbens_kolesar.csv"))
