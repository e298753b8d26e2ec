# Regressions with clustered errors and paired differences, on the rows that export_rows.py wrote. Packages: clubSandwich for CR2, lme4 for mixed models,
# splines for curves; the rest is base R.
suppressMessages({
  library(clubSandwich)
  library(lme4)
  library(splines)
})
here <- "tests/reference/field/"
read <- function(name) read.csv(paste0(here, name, ".csv"), na.strings = "", stringsAsFactors = FALSE)
write <- function(frame, name) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) {
    trimws(formatC(x, digits = 15, format = "g"))
  })
  write.csv(frame, paste0(here, name, ".csv"), row.names = FALSE, quote = which(!numbers))
}

weights <- read("weights")
weights$years_squared <- weights$years^2
models <- list(
  "total" = list(score_pct ~ log2_total, c("log2_total"), c("log2_total")),
  "active" = list(score_pct ~ log2_active, c("log2_active", "log2_total"), "log2_active"),
  "total and active" = list(score_pct ~ log2_total + log2_active,
                            c("log2_total", "log2_active"), c("log2_total", "log2_active")),
  "date" = list(score_pct ~ years, "years", "years"),
  "date, sized models" = list(score_pct ~ years, c("years", "log2_total"), "years"),
  "total and date" = list(score_pct ~ log2_total + years, c("log2_total", "years"),
                          c("log2_total", "years")),
  "active and date" = list(score_pct ~ log2_active + years,
                           c("log2_active", "years", "log2_total"), c("log2_active", "years")),
  "open" = list(score_pct ~ is_open, c("is_open", "years"), "is_open"),
  "open at equal date" = list(score_pct ~ is_open + years + years_squared,
                              c("is_open", "years"), "is_open")
)

slopes <- curves <- NULL
for (rows in split(weights, list(weights$cohort_id, weights$benchmark_id), drop = TRUE)) {
  key <- rows[1, c("cohort_id", "benchmark_id")]
  for (name in names(models)) {
    model <- models[[name]]
    used <- rows[complete.cases(rows[, model[[2]]]), ]
    if (nrow(used) < 20) next
    # the same regression, about the mean of the date: its square is nearly the date itself
    if (grepl("squared", deparse(model[[1]])[1])) {
      used$years <- used$years - mean(used$years)
      used$years_squared <- used$years^2
    }
    fit <- lm(model[[1]], used)
    tests <- coef_test(fit, vcov = "CR2", cluster = used$developer, test = "Satterthwaite")
    for (term in model[[3]]) {
      row <- tests[tests$Coef == term, ]
      slopes <- rbind(slopes, cbind(key, model = name, term = term, estimate = row$beta,
        std_error = row$SE, df_den = row$df_Satt, p_value = row$p_Satt,
        r_squared = summary(fit)$r.squared, n_obs = nrow(used)))
    }
  }

  for (predictor in c("years", "log2_total", "log2_active")) {
    used <- rows[complete.cases(rows[[predictor]]), ]
    if (nrow(used) < 20) next
    at <- used[[predictor]]
    knots <- quantile(at, c(0.05, 0.35, 0.65, 0.95))
    basis <- ns(at, knots = knots[2:3], Boundary.knots = knots[c(1, 4)])
    fit <- lm(used$score_pct ~ basis)
    x <- seq(quantile(at, 0.025), quantile(at, 0.975), length.out = 25)
    points <- cbind(1, predict(basis, x))
    covariance <- as.matrix(vcovCR(fit, used$developer, "CR2"))
    curves <- rbind(curves, cbind(key, predictor = predictor, x = x,
      estimate = points %*% coef(fit),
      std_error = sqrt(rowSums((points %*% covariance) * points)), row.names = NULL))
  }
}
write(slopes, "slopes")
write(curves, "curves")

paired <- function(rows, difference, key) {
  fit <- lm(difference ~ 1)
  test <- coef_test(fit, vcov = "CR2", cluster = rows$developer, test = "Satterthwaite")
  mixed <- lmer(difference ~ 1 + (1 | rows$developer), REML = TRUE,
    control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-12)))
  spread <- as.data.frame(VarCorr(mixed))$sdcor
  cbind(key, estimate = test$beta, std_error = test$SE, df_den = test$df_Satt,
    mixed_estimate = fixef(mixed), mixed_std_error = sqrt(vcov(mixed)[1, 1]),
    sd_between_developers = spread[1], sd_within_developers = spread[2], n_pairs = nrow(rows),
    row.names = NULL)
}
pairs <- read("pairs")
modes <- NULL
for (rows in split(pairs, list(pairs$benchmark_id, pairs$comparison), drop = TRUE)) {
  modes <- rbind(modes, paired(rows, rows$score_a - rows$score_b,
    rows[1, c("cohort_id", "benchmark_id", "comparison")]))
}
write(modes, "modes")
