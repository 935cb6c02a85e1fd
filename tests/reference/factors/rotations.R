# Rscript rotations.R   (R 4.2.2, psych 2.2.9, GPArotation 2022.10-2, lavaan 0.6-14, jsonlite 1.8.4; see VERSIONS)
# Rotations of ML loadings (factanal) and of psych's minres loadings. Writes rotations.json.
suppressMessages({library(psych); library(GPArotation); library(lavaan); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
scale <- function(...) c(outer(1:5, c(...), function(i, s) paste0(s, i)))
complete <- function(items) na.omit(b[items])
polychoric <- function(d) unclass(lavCor(d, ordered = names(d)))[, ]
# psych takes a matrix whose diagonal is not 1 to the last bit for answers
weighted <- function(d) { R <- cov.wt(d, 1 + (seq_len(nrow(d)) %% 7) / 2, cor = TRUE, method = "ML")$cor; diag(R) <- 1; (R + t(R)) / 2 }
data(Thurstone, package = "psych")

# columns in descending order of their sums of squares, each with a positive sum
arranged <- function(L, Phi = diag(ncol(L))) {
  o <- order(-colSums(L^2)); s <- sign(colSums(L))[o]
  list(loadings = unname(L[, o] %*% diag(s)), correlations = unname(diag(s) %*% Phi[o, o] %*% diag(s)))
}
# the lowest of 30 ends: GPArotation takes one start
lowest <- function(rotate, L) {
  p <- ncol(L); set.seed(1)
  starts <- c(list(diag(p)), lapply(1:29, function(i) Random.Start(p)))
  fits <- lapply(starts, function(s) suppressWarnings(rotate(L, Tmat = s, eps = 1e-7, maxit = 5000)))
  f <- sapply(fits, function(x) tail(x$Table[, 2], 1))
  best <- fits[[which.min(f)]]; c(arranged(unclass(best$loadings), best$Phi), list(criterion = min(f)))
}
promaxed <- function(V) {
  x <- promax(V, m = 4); inverse <- solve(x$rotmat); arranged(unclass(x$loadings), inverse %*% t(inverse))
}
rotated <- function(L) {
  V <- unclass(varimax(L, eps = 1e-15)$loadings)
  list(oblimin = lowest(oblimin, L), geomin = lowest(geominQ, L), varimax = arranged(V), promax = promaxed(V))
}
block <- function(R, p, items, n) {
  ml <- factanal(covmat = R, factors = p, rotation = "none", control = list(nstart = 20, opt = list(factr = 100, pgtol = 1e-10)))
  minres <- suppressWarnings(fa(R, p, fm = "minres", rotate = "none"))
  by_name <- suppressMessages(suppressWarnings(fa(R, p, fm = "minres", rotate = "oblimin")))   # as psych's users call it
  list(items = items, n = n, n_factors = p, ml = rotated(unclass(ml$loadings)), minres = rotated(unclass(minres$loadings)),
    psych_oblimin = arranged(unclass(by_name$loadings), by_name$Phi))
}
of_bfi <- function(items, p, correlations = cor) { d <- complete(items); block(correlations(d), p, items, nrow(d)) }
blocks <- list(
  ten = of_bfi(scale("A", "C"), 2), fifteen = of_bfi(scale("A", "C", "E"), 3), all25 = of_bfi(scale("A", "C", "E", "N", "O"), 5),
  polychoric = of_bfi(scale("A", "C", "E"), 3, polychoric), weighted = of_bfi(scale("A", "C", "E"), 3, weighted),
  thurstone = c(block(Thurstone, 3, colnames(Thurstone), 213), list(correlations = unname(Thurstone))))
write_json(blocks, "rotations.json", auto_unbox = TRUE, digits = 12)
