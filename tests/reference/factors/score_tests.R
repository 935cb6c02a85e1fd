# Rscript score_tests.R   (R 4.2.2, lavaan 0.6-14, jsonlite 1.8.4; see VERSIONS)
# Generalised score tests (Satorra 1989; Boos 1992) of each residual covariance of one factor. lavaan has none: its
# lavTestScore and modindices take the information for the covariance of the slopes. So the estimates, sample statistics
# and their covariance are lavaan's, the test is written out here, and derivatives are numerical.
# Writes score_tests.json.
suppressMessages({library(lavaan); library(jsonlite)})
items <- paste0("A", 1:5)
x <- na.omit(read.csv("../../../data/example/bfi.csv")[items]); x$A1 <- 7 - x$A1
k <- 5; n <- nrow(x); model <- paste("f =~", paste(items, collapse = "+"))
pairs <- combn(k, 2)

tests <- function(moments, theta, observed, W, spread, counted) {
  p <- length(theta); m <- ncol(pairs); whole <- c(theta, rep(0, m))
  D <- sapply(seq_along(whole), function(j) {
    h <- replace(numeric(p + m), j, 1e-5); (moments(whole + h) - moments(whole - h)) / 2e-5 })
  J <- t(D) %*% W %*% D; M <- t(D) %*% W %*% spread %*% W %*% D
  g <- counted * drop(t(D) %*% W %*% (observed - moments(whole))); free <- seq_len(p)
  rows <- lapply(seq_len(m), function(j) {
    a <- replace(numeric(p + m), p + j, 1); a[free] <- -solve(J[free, free], J[free, p + j])
    list(item = items[pairs[1, j]], other = items[pairs[2, j]],
      modification_index = n * g[p + j]^2 / drop(t(a) %*% J %*% a),
      score_statistic = n * g[p + j]^2 / drop(t(a) %*% M %*% a)) })
  do.call(rbind.data.frame, rows)
}
symmetric <- function(values, diagonal) { R <- diag(diagonal, k)
  for (j in seq_len(ncol(pairs))) R[pairs[1, j], pairs[2, j]] <- R[pairs[2, j], pairs[1, j]] <- values[j]
  R }

# Continuous answers: deviations of the respondents' products from the model's covariances
m <- cfa(model, x, std.lv = TRUE, estimator = "MLR")
covariances <- function(t) {
  S <- tcrossprod(t[1:k]) + symmetric(t[2 * k + seq_len(ncol(pairs))], t[k + 1:k]); S[lower.tri(S, TRUE)] }
theta <- c(lavInspect(m, "est")$lambda, diag(lavInspect(m, "est")$theta))
inverse <- solve(unclass(fitted(m)$cov)); where <- which(lower.tri(inverse, TRUE), arr.ind = TRUE)
W <- outer(seq_len(nrow(where)), seq_len(nrow(where)), Vectorize(function(i, j) {
  a <- where[i, 1]; b <- where[i, 2]; c <- where[j, 1]; d <- where[j, 2]
  (inverse[a, c] * inverse[b, d] + inverse[a, d] * inverse[b, c]) / ((1 + (a == b)) * (1 + (c == d))) }))
z <- scale(as.matrix(x), scale = FALSE); products <- z[, where[, 1]] * z[, where[, 2]]
away <- sweep(products, 2, covariances(c(theta, rep(0, ncol(pairs)))))
mlr <- tests(covariances, theta, colMeans(products), W, crossprod(away) / n, 1)
mi <- modindices(m); stopifnot(all.equal(mlr$modification_index, mi$mi[mi$op == "~~"], tolerance = 1e-3))

# Ordered answers: thresholds and polychoric correlations with lavaan's own covariance of them
m <- cfa(model, x, std.lv = TRUE, estimator = "WLSMV", ordered = items)
observed <- lavInspect(m, "wls.obs"); spread <- unclass(lavInspect(m, "gamma")); q <- length(observed) - ncol(pairs)
statistics <- function(t) {
  R <- tcrossprod(t[1:k]) + symmetric(t[k + q + seq_len(ncol(pairs))], 0); c(t[k + 1:q], R[lower.tri(R)]) }
theta <- c(lavInspect(m, "est")$lambda, lavInspect(m, "est")$tau)
wlsmv <- tests(statistics, theta, observed, diag(1 / diag(spread)), spread, (n - 1) / n)
mi <- modindices(m); stopifnot(all.equal(wlsmv$modification_index, mi$mi[mi$op == "~~"], tolerance = 1e-3))

write_json(list(n = n, items = items, MLR = mlr, WLSMV = wlsmv), "score_tests.json", digits = 12, auto_unbox = TRUE, pretty = TRUE)
