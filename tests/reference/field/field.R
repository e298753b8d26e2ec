# Regressions with clustered errors, Vuong's test, the split of variance and paired differences, on
# the rows that export_rows.py wrote. Packages: clubSandwich for CR2, lme4 for mixed models,
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
  "open at equal date" = list(score_pct ~ is_open + years + years_squared,
                              c("is_open", "years"), "is_open")
)

slopes <- measures <- parts <- curves <- NULL
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
    tests <- coef_test(fit, vcov = "CR2", cluster = used$maker, test = "Satterthwaite")
    for (term in model[[3]]) {
      row <- tests[tests$Coef == term, ]
      slopes <- rbind(slopes, cbind(key, model = name, term = term, estimate = row$beta,
        std_error = row$SE, df_den = row$df_Satt, p_value = row$p_Satt,
        r_squared = summary(fit)$r.squared, n_obs = nrow(used)))
    }
  }

  sized <- rows[complete.cases(rows[, c("log2_total", "log2_active")]), ]
  if (nrow(sized) >= 20) {
    ratio <- function(used) {
      as.numeric(logLik(lm(score_pct ~ log2_total, used)) -
        logLik(lm(score_pct ~ log2_active, used))) / nrow(used)
    }
    # leave out one maker at a time
    makers <- unique(sized$maker)
    n <- length(makers)
    without <- sapply(makers, function(maker) ratio(sized[sized$maker != maker, ]))
    t <- ratio(sized) / sqrt((n - 1) / n * sum((without - mean(without))^2))
    aic <- AIC(lm(score_pct ~ log2_total, sized)) - AIC(lm(score_pct ~ log2_active, sized))
    measures <- rbind(measures, cbind(key, aic_difference = aic, vuong_t = t,
      vuong_p_value = 2 * pt(-abs(t), n - 1)))
  }

  dated <- rows[complete.cases(rows[, c("log2_total", "years")]), ]
  if (nrow(dated) >= 20) {
    r2 <- function(formula) summary(lm(formula, dated))$r.squared
    both <- r2(score_pct ~ log2_total + years)
    size <- r2(score_pct ~ log2_total)
    date <- r2(score_pct ~ years)
    parts <- rbind(parts, cbind(key, size_only = both - date, date_only = both - size,
      shared = size + date - both, together = both))
  }

  dated <- rows[complete.cases(rows$years), ]
  knots <- quantile(dated$years, c(0.05, 0.35, 0.65, 0.95))
  basis <- ns(dated$years, knots = knots[2:3], Boundary.knots = knots[c(1, 4)])
  fit <- lm(score_pct ~ basis, dated)
  x <- seq(quantile(dated$years, 0.025), quantile(dated$years, 0.975), length.out = 25)
  at <- cbind(1, predict(basis, x))
  covariance <- vcovCR(fit, dated$maker, "CR2")
  curves <- rbind(curves, cbind(key, predictor = "years", x = x, estimate = at %*% coef(fit),
    std_error = sqrt(rowSums((at %*% as.matrix(covariance)) * at)), row.names = NULL))
}
write(slopes, "slopes")
write(measures, "size_measures")
write(parts, "progress")
write(curves, "curves")

paired <- function(rows, difference, key) {
  fit <- lm(difference ~ 1)
  test <- coef_test(fit, vcov = "CR2", cluster = rows$maker, test = "Satterthwaite")
  mixed <- lmer(difference ~ 1 + (1 | rows$maker), REML = TRUE,
    control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-12)))
  spread <- as.data.frame(VarCorr(mixed))$sdcor
  cbind(key, estimate = test$beta, std_error = test$SE, df_den = test$df_Satt,
    mixed_estimate = fixef(mixed), mixed_std_error = sqrt(vcov(mixed)[1, 1]),
    sd_between_makers = spread[1], sd_within_makers = spread[2], n_pairs = nrow(rows),
    row.names = NULL)
}
pairs <- read("pairs")
modes <- NULL
for (rows in split(pairs, list(pairs$benchmark_id, pairs$comparison), drop = TRUE)) {
  modes <- rbind(modes, paired(rows, rows$score_a - rows$score_b,
    rows[1, c("cohort_id", "benchmark_id", "comparison")]))
}
write(modes, "modes")
reports <- read("reports")
sides <- NULL
for (rows in split(reports, list(reports$benchmark_id, reports$counterpart_id), drop = TRUE)) {
  sides <- rbind(sides, paired(rows, rows$developer_pct - rows$third_party_pct,
    rows[1, c("benchmark_id", "counterpart_id")]))
}
write(sides, "report_pairs")
