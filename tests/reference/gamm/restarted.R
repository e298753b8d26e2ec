# The one fit that mgcv does not finish from any of its own starts: size_by_type of GSM8K on the whole
# board. Started (in.out) at the smoothing parameters that this project's engine found, gam() stays
# there, with a better restricted likelihood than its own best. Writes restarted.json.
#
#   Rscript tests/reference/gamm/restarted.R

suppressPackageStartupMessages({
  library(mgcv)
  library(jsonlite)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1])
folder <- dirname(normalizePath(script))

# Smoothing parameters of the engine, by level of training type and then of the random intercept.
# mgcv scales its penalties differently; the ratio of the two scalings is the same for every level.
engine <- c(0.017177622808, 0.003497286085, 0.002033351944, 0.016557204502, 0.814716480439)
scaling <- 0.038702778672211 / 0.014297816853386044
architecture <- 0.487563842

d <- read.csv(file.path(folder, "frames", "openllm_v1.csv.gz"), na.strings = "")
d <- d[complete.cases(d[c("log_gsm8k", "log_parameters_b", "training_type", "architecture")]), ]
d$training_type <- factor(d$training_type, sort(unique(d$training_type), method = "radix"))
d$architecture <- factor(d$architecture)
fit <- gam(
  log_gsm8k ~ s(log_parameters_b, by = training_type) + training_type + s(architecture, bs = "re"),
  data = d, method = "REML", in.out = list(sp = c(engine * scaling, architecture), scale = 1.2)
)
s <- summary(fit)
terms <- sub("training_type(.+)$", "training_type=\\1", rownames(s$s.table))
write_json(list(
  made_with = paste(R.version.string, "mgcv", packageVersion("mgcv")),
  cohort_id = "openllm_v1", gamm = "size_by_type", benchmark_id = "gsm8k",
  reml = as.numeric(fit$gcv.ubre),
  edf = setNames(as.list(s$s.table[, "edf"]), terms),
  ref_df = setNames(as.list(s$s.table[, "Ref.df"]), terms),
  factor = list(statistic = s$pTerms.table[1, "F"])
), file.path(folder, "restarted.json"), digits = 10, auto_unbox = TRUE, pretty = TRUE)
