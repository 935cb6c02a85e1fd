# Rscript pairwise.R   (R 4.2.2, lavaan 0.6-14, jsonlite 1.8.4; see VERSIONS)
# One factor of ordered answers, of which some are missing, by lavaan's missing = "pairwise". Writes pairwise.json:
# agreeable (bfi items as they are, few missing), holes (every fifth answer or so left out by a rule on row numbers).
suppressMessages({library(lavaan); library(jsonlite)})
items <- paste0("A", 1:5)
x <- read.csv("../../../data/example/bfi.csv")[items]; x$A1 <- 7 - x$A1
x <- x[rowSums(!is.na(x)) > 0, ]
holes <- x; row.names(holes) <- NULL
for (j in 1:5) holes[(seq_len(nrow(x)) * (2 * j + 1)) %% 17 < 3, j] <- NA
one <- function(x, merged = identity) {
  m <- cfa(paste("f =~", paste(items, collapse = "+")), x, std.lv = TRUE, estimator = "WLSMV", ordered = items, missing = "pairwise")
  p <- parameterEstimates(m); p <- p[p$op %in% c("=~", "|"), c("lhs", "op", "rhs", "est", "se")]
  list(n = lavInspect(m, "nobs"), parameters = p, correlations = unclass(lavInspect(m, "sampstat")$cov),
    variances = diag(unclass(lavInspect(m, "gamma"))),
    fit = as.list(fitMeasures(m, c("chisq", "df", "chisq.scaled", "cfi.scaled", "rmsea.scaled", "srmr"))))
}
holes <- holes[rowSums(!is.na(holes)) > 0, ]
write_json(list(agreeable = one(x), holes = one(holes)), "pairwise.json", digits = 12, auto_unbox = TRUE)
