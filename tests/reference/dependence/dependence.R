# Writes icc.csv and pairs.csv from rows.csv: reference values for dependence between rows.
#
# Rscript tests/reference/dependence/dependence.R, in the project's folder; R 4.5, lme4 1.1-37,
# clubSandwich 0.5.11. rows.csv is the cohort paper_2024_01 with two of its benchmarks.
library(lme4)
library(clubSandwich)

source("tests/reference/tables.R")
folder <- "tests/reference/dependence"
rows <- read.csv(file.path(folder, "rows.csv"), na.strings = "")
level <- 0.95

icc <- function(benchmark) {
  y <- rows[[benchmark]]
  cluster <- factor(rows$base_family)

  # the analysis of variance and the variance of its ICC for unequal clusters (Donner and Wells 1986)
  table <- anova(lm(y ~ cluster))
  between <- table[1, "Mean Sq"]
  within <- table[2, "Mean Sq"]
  n <- as.numeric(table(cluster))
  N <- sum(n)
  k <- length(n)
  n0 <- (N - sum(n^2) / N) / (k - 1)
  rho <- (between - within) / (between + (n0 - 1) * within)
  se <- sqrt(2 * (1 - rho)^2 / n0^2 * (
    (1 + rho * (n0 - 1))^2 / (N - k) +
      ((k - 1) * (1 - rho) * (1 + rho * (2 * n0 - 1)) +
        rho^2 * (sum(n^2) - 2 / N * sum(n^3) + sum(n^2)^2 / N^2)) / (k - 1)^2
  ))
  by_anova <- data.frame(
    benchmark, method = "anova", estimate = rho,
    ci_low = rho - qnorm((1 + level) / 2) * se, ci_high = rho + qnorm((1 + level) / 2) * se,
    variance_between = (between - within) / n0, variance_within = within,
    statistic = table[1, "F value"]
  )

  # REML, with the interval from lme4's own profiled criterion
  control <- lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-12))
  fit <- lmer(y ~ 1 + (1 | cluster), REML = TRUE, control = control)
  criterion <- lmer(y ~ 1 + (1 | cluster), REML = TRUE, devFunOnly = TRUE)
  variances <- as.data.frame(VarCorr(fit))$vcov
  theta <- getME(fit, "theta")
  excess <- function(x) criterion(x) - criterion(theta) - qchisq(level, 1)
  low <- uniroot(excess, c(1e-8, theta), tol = 1e-12)$root
  high <- uniroot(excess, c(theta, 20), tol = 1e-12)$root
  by_reml <- data.frame(
    benchmark, method = "reml", estimate = variances[1] / sum(variances),
    ci_low = low^2 / (1 + low^2), ci_high = high^2 / (1 + high^2),
    variance_between = variances[1], variance_within = variances[2],
    statistic = criterion(0) - criterion(theta)
  )
  rbind(by_anova, by_reml)
}

pairs_of <- function(benchmark, factor) {
  used <- rows[!is.na(rows[[factor]]), ]
  data <- data.frame(y = used[[benchmark]], group = ordered_factor(used[[factor]]), cluster = used$base_family)
  # a family in one cluster has no variance of its own to estimate
  counts <- tapply(data$cluster, data$group, function(x) length(unique(x)))
  fit <- lm(y ~ 0 + group, data)
  ends <- combn(levels(data$group)[counts > 1], 2)
  contrasts <- t(apply(ends, 2, function(e) (levels(data$group) == e[1]) - (levels(data$group) == e[2])))
  robust <- linear_contrast(
    fit, vcov = "CR2", cluster = data$cluster, contrasts = contrasts, test = "Satterthwaite",
    level = level, p_values = TRUE
  )
  cr0 <- vcovCR(fit, cluster = data$cluster, type = "CR0")
  data.frame(
    benchmark, factor, group_a = ends[1, ], group_b = ends[2, ], estimate = robust$Est,
    std_error_naive = sqrt(diag(contrasts %*% vcov(fit) %*% t(contrasts))),
    std_error = robust$SE, df_den = robust$df, ci_low = robust$CI_L, ci_high = robust$CI_U,
    p_value = robust$p_val, p_adjusted = p.adjust(robust$p_val, "holm"),
    std_error_cr0 = sqrt(diag(contrasts %*% as.matrix(cr0) %*% t(contrasts)))
  )
}

write_table(rbind(icc("arc"), icc("truthfulqa")), file.path(folder, "icc.csv"))
cases <- expand.grid(
  factor = c("training_type", "parameter_range", "architecture_family"),
  benchmark = c("arc", "truthfulqa"), stringsAsFactors = FALSE
)
write_table(do.call(rbind, Map(pairs_of, cases$benchmark, cases$factor)), file.path(folder, "pairs.csv"))
