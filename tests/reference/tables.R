# What scripts of several folders share; they run in the project's folder.

# Levels in the order of their characters, whatever the locale.
ordered_factor <- function(x) factor(x, levels = sort(unique(x), method = "radix"))

# Write a table with numbers of so many digits, and words in quotes.
write_table <- function(table, path, digits = 15, quoted = TRUE) {
  numeric <- sapply(table, is.numeric)
  table[numeric] <- lapply(table[numeric], format, digits = digits, trim = TRUE)
  write.csv(table, path, row.names = FALSE, quote = if (quoted) which(!numeric) else FALSE)
}
