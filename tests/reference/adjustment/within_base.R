# Writes within_base.csv: reference values for differences of training types within bases.
#
# Rscript tests/reference/adjustment/within_base.R, in the project's folder; R 4.5, lme4 1.1,
# lmerTest 3.1, clubSandwich 0.5. The rows are ../dependence/rows.csv (the paper's) and january.csv.
suppressPackageStartupMessages({
  library(lmerTest)
  library(clubSandwich)
})

source("tests/reference/tables.R")
folder <- "tests/reference/adjustment"
cohorts <- list(
  paper_2024_01 = "tests/reference/dependence/rows.csv",
  january_2024 = file.path(folder, "january.csv")
)
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5))
results <- list()
add <- function(key, method, estimate, std_error, df, p, extra = c(NA, NA, NA)) {
  results[[length(results) + 1]] <<- data.frame(
    key, method,
    estimate, std_error, df_den = df, p_value = p,
    effect_sd = extra[1], base_sd = extra[2], residual_sd = extra[3]
  )
}

for (cohort in names(cohorts)) {
  all <- read.csv(cohorts[[cohort]], na.strings = "")
  for (benchmark in c("arc", "truthfulqa")) {
    for (pair in list(
      c("fine-tuned", "pretrained"), c("instruction-tuned", "pretrained"),
      c("fine-tuned", "instruction-tuned")
    )) {
      rows <- all[all$training_type %in% pair & !is.na(all[[benchmark]]), ]
      rows$score <- rows[[benchmark]]
      rows$a <- as.numeric(rows$training_type == pair[1])
      rows$base <- factor(rows$base_family)
      rows$share <- ave(rows$a, rows$base)
      rows$within <- rows$a - rows$share
      key <- data.frame(cohort, benchmark, group_a = pair[1], group_b = pair[2])

      fixed <- lm(score ~ a + base, rows)
      robust <- coef_test(fixed, "CR2", cluster = rows$base, test = "Satterthwaite", coefs = "a")
      add(key, "fixed effects", robust$beta, robust$SE, robust$df_Satt, robust$p_Satt)

      mixed <- lmer(
        score ~ within + share + (1 | base) + (0 + within | base), rows,
        REML = TRUE, control = control
      )
      found <- coef(summary(mixed))
      deviations <- as.data.frame(VarCorr(mixed))
      sds <- deviations$sdcor[match(c("within", "(Intercept)", NA), deviations$var1)]
      for (part in c("within", "share")) {
        add(
          key, if (part == "within") "mixed, within" else "mixed, between",
          found[part, "Estimate"], found[part, "Std. Error"], found[part, "df"],
          found[part, "Pr(>|t|)"], sds
        )
      }
    }
  }
}
write_table(do.call(rbind, results), file.path(folder, "within_base.csv"), 12)
