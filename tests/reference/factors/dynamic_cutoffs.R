# Rscript dynamic_cutoffs.R   (R 4.2.2, lavaan 0.6-14, MASS, jsonlite 1.8.4; see VERSIONS)
# Fit indices of one factor in samples of a known model and of models with residual correlations of .3, each fitted by
# lavaan. Writes dynamic_cutoffs.json: the indices of 120 samples of each level.
suppressMessages({library(lavaan); library(jsonlite)})
loadings <- c(.55, .75, .6, .8, .7, .65); n <- 400; samples <- 120
cuts <- rbind(c(-1.4, -.3, .8), c(-1, 0, 1.1), c(-1.6, -.7, .4), c(-1.2, -.4, .6), c(-.9, .2, 1.2), c(-1.5, -.5, .5))
items <- paste0("q", 1:6); pairs <- matrix(order(loadings), 2)   # (1, 3), (6, 5), (2, 4)
level <- function(p) {
  S <- outer(loadings, loadings); diag(S) <- 1
  for (j in seq_len(p)) { i <- pairs[1, j]; k <- pairs[2, j]
    S[i, k] <- S[k, i] <- S[i, k] + .3 * sqrt((1 - loadings[i]^2) * (1 - loadings[k]^2)) }
  S
}
one <- function(S) {
  z <- MASS::mvrnorm(n, rep(0, 6), S)
  d <- as.data.frame(sapply(1:6, function(i) findInterval(z[, i], cuts[i, ]))); names(d) <- items
  m <- cfa(paste("f =~", paste(items, collapse = "+")), d, std.lv = TRUE, estimator = "WLSMV", ordered = items)
  fitMeasures(m, c("cfi.scaled", "rmsea.scaled", "cfi.robust", "rmsea.robust", "srmr"))
}
set.seed(2023)
found <- lapply(0:3, function(p) { S <- level(p); round(t(replicate(samples, one(S))), 5) })
write_json(list(loadings = loadings, cuts = cuts, n = n, pairs = t(pairs), levels = lapply(found, unname)),
  "dynamic_cutoffs.json", auto_unbox = TRUE, digits = 6)
