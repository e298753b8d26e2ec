# One cell of benchmarks/gamm.py with mgcv: `Rscript gamm_mgcv.R folder formula repeats`.
# Prints a line of JSON per fit. The folder holds the columns that gamm.py wrote.

suppressPackageStartupMessages(library(mgcv))

arguments <- commandArgs(TRUE)
folder <- arguments[1]
formula <- as.formula(arguments[2])
repeats <- as.integer(arguments[3])

read_column <- function(name) {
  numbers <- file.path(folder, paste0(name, ".f64"))
  if (file.exists(numbers)) {
    return(readBin(numbers, "double", file.size(numbers) / 8, endian = "little"))
  }
  codes <- file.path(folder, paste0(name, ".i32"))
  values <- readBin(codes, "integer", file.size(codes) / 4, endian = "little") + 1L
  levels <- readLines(file.path(folder, paste0(name, ".levels")))
  structure(values, levels = levels, class = "factor")
}

# The highest resident size so far, as Linux reports it.
peak_mib <- function() {
  status <- "/proc/self/status"
  if (!file.exists(status)) return(NA)
  line <- grep("^VmHWM", readLines(status), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

columns <- all.vars(formula)
rows <- as.data.frame(setNames(lapply(columns, read_column), columns))
# Levels that no drawn row has would be columns of zeros.
rows <- droplevels(rows)
loaded <- peak_mib()
for (i in seq_len(repeats)) {
  invisible(gc())
  began <- proc.time()
  fit <- bam(formula, data = rows, method = "fREML", discrete = TRUE, nthreads = 1)
  table <- summary(fit)$s.table
  spent <- proc.time() - began
  cat(sprintf(
    "{\"seconds\": %.4f, \"cpu\": %.4f, \"edf\": %.6f, \"loaded_mib\": %.1f}\n",
    spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]], sum(fit$edf), loaded
  ))
}
