# Shares of the variance by lme4 with and without a random effect of base family × level.
#
# Rscript tests/reference/dependence/variance_shares.R, in the project's folder
library(lme4)

folder <- "tests/reference/dependence"
rows <- read.csv(file.path(folder, "rows.csv"), na.strings = "")
found <- list()
control <- lmerControl(
  optimizer = "bobyqa", calc.derivs = FALSE, optCtrl = list(rhoend = 1e-10),
  check.conv.singular = "ignore"
)
for (factor in c("training_type", "parameter_range")) {
  for (benchmark in c("arc", "truthfulqa")) {
    used <- rows[!is.na(rows[[factor]]), ]
    used$level <- used[[factor]]
    used$y <- used[[benchmark]]
    one <- lmer(y ~ level + (1 | base_family), used, control = control)
    both <- lmer(y ~ level + (1 | base_family) + (1 | base_family:level), used, control = control)
    of_one <- as.data.frame(VarCorr(one))
    of_both <- as.data.frame(VarCorr(both))
    share <- function(parts, name) parts$vcov[parts$grp == name] / sum(parts$vcov)
    found[[length(found) + 1]] <- data.frame(
      factor = factor, benchmark = benchmark,
      icc = share(of_one, "base_family"),
      cluster = share(of_both, "base_family"),
      cell = share(of_both, "base_family:level")
    )
  }
}
write.csv(do.call(rbind, found), file.path(folder, "variance_shares.csv"), row.names = FALSE)
cat(R.version.string, "lme4", as.character(packageVersion("lme4")), "\n")
