# With the slopes fixed, the scale is a linear mixed model: abilities and developers' profiles are
# random, intercepts fixed. Writes its variances, and the estimates given them.
suppressMessages(library(lme4))
here <- "tests/reference/ability"
rows <- read.csv(file.path(here, "rows.csv"))
rows$benchmark_id <- factor(rows$benchmark_id, levels = sort(unique(rows$benchmark_id), method = "radix"))
rows$profile <- paste(rows$developer, rows$benchmark_id, sep = " | ")
fit <- lmer(
  logit ~ 0 + benchmark_id + (0 + slope | weights) + (1 | profile), rows,
  REML = TRUE, control = lmerControl(optCtrl = list(ftol_abs = 1e-12, xtol_abs = 1e-12))
)
parts <- as.data.frame(VarCorr(fit))
write.csv(
  data.frame(part = parts$grp, variance = sprintf("%.15g", parts$vcov)),
  file.path(here, "lme4_variances.csv"), row.names = FALSE, quote = FALSE
)
ability <- ranef(fit)$weights
write.csv(
  data.frame(weights = rownames(ability), ability = sprintf("%.15g", ability$slope)),
  file.path(here, "lme4_abilities.csv"), row.names = FALSE
)
write.csv(
  data.frame(
    benchmark_id = levels(rows$benchmark_id), intercept = sprintf("%.15g", unname(fixef(fit))),
    std_error = sprintf("%.15g", unname(sqrt(diag(as.matrix(vcov(fit))))))
  ),
  file.path(here, "lme4_intercepts.csv"), row.names = FALSE, quote = FALSE
)
