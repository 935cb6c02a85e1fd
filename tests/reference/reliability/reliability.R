# Rscript reliability.R (run here): weighted reliability, replicate weights, more items, other steps between answers.
# R 4.2.2, psych 2.2.9, lavaan 0.6-14, semTools 0.5-6, survey 4.1-1
suppressMessages({library(lavaan); library(semTools); library(survey); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv", check.names = FALSE)
for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
complete <- function(items) { X <- b[items]; X[complete.cases(X), ] }

alpha <- function(S) { k <- ncol(S); k / (k - 1) * (1 - sum(diag(S)) / sum(S)) }
omega <- function(S) {  # one ML factor of the correlations, as lavaan's of the covariances
  f <- factanal(covmat = cov2cor(S), factors = 1, control = list(opt = list(factr = 10)))
  s <- sqrt(diag(S)); common <- sum(f$loadings[, 1] * s)^2
  c(model = common / (common + sum(f$uniquenesses * s^2)), observed = common / sum(S))
}
halves <- function(S) {  # largest 4 cov(A, B) / V over all splits into 2 and 3 items, or 5 and 5
  k <- ncol(S); max(combn(k, k %/% 2, function(a) 4 * sum(S[a, -a]) / sum(S)))
}
lambdas <- function(S) {
  k <- ncol(S); V <- sum(S); l1 <- 1 - sum(diag(S)) / V; C <- rowSums(S^2) - diag(S)^2
  c(l1, l1 + sqrt(k / (k - 1) * sum(C)) / V, l1 * k / (k - 1), halves(S), l1 + 2 * sqrt(max(C)) / V,
    1 - sum(1 / diag(solve(S))) / V)
}
one <- function(items) paste("f =~", paste(items, collapse = " + "))
ordinal <- function(X, w = NULL) {
  items <- names(X); X$w <- if (is.null(w)) 1 else w
  f <- suppressWarnings(cfa(one(items), X, ordered = items, estimator = "WLSMV", std.lv = TRUE,
                            sampling.weights = if (is.null(w)) NULL else "w", zero.add = c(0, 0),
                            control = list(rel.tol = 1e-13, x.tol = 1e-13)))
  R <- lavInspect(f, "sampstat")$cov; k <- length(items)
  c(ordinal_alpha = k / (k - 1) * (1 - k / sum(R)),
    categorical = unname(compRelSEM(f)[1]), latent = unname(compRelSEM(f, ord.scale = FALSE)[1]))
}
jk1 <- function(design, theta) {  # standard errors by survey
  unname(SE(withReplicates(design, theta)))
}
linearised <- function(design, items) {  # svyvar's covariance through the derivative of alpha
  v <- svyvar(as.formula(paste("~", paste(items, collapse = "+"))), design); S <- as.matrix(v); attributes(S) <- list(dim = dim(S))
  S <- matrix(coef(v), length(items)); V <- sum(S); k <- length(items)
  raw <- k / (k - 1) * (-diag(k) / V + sum(diag(S)) / V^2)
  s <- sqrt(diag(S)); R <- S / outer(s, s); through <- outer(1 / s, 1 / s) - diag(rowSums(R) / s^2)
  std <- k^2 / (k - 1) / sum(R)^2 * through
  sapply(list(raw, std), function(g) sqrt(drop(t(c(g)) %*% vcov(v) %*% c(g))))
}

out <- list()
items <- paste0("A", 1:5); X <- complete(items); n <- nrow(X); row <- seq_len(n)
w <- 1 + (row %% 7) / 2
groups <- 20
reps <- sapply(seq_len(groups) - 1, function(g) w * (row %% groups != g) * groups / (groups - 1))
S_of <- function(w, X) { w <- w / sum(w); cov.wt(as.matrix(X), w, method = "ML")$cov * nrow(X) / (nrow(X) - 1) }
rep_design <- svrepdesign(data = X, weights = w, repweights = reps, type = "JK1", combined.weights = TRUE, mse = FALSE,
                          scale = (groups - 1) / groups)
S <- S_of(w, X); R <- cov2cor(S)
out$weighted <- list(
  alpha = alpha(S), standardised = alpha(R), omega = as.list(omega(S)), ordinal = as.list(ordinal(X, w)),
  lambdas = lambdas(S), lambdas_standardised = lambdas(R),
  linearised_se = linearised(svydesign(~1, weights = w, data = X), items),
  jk1 = list(
    alpha = jk1(rep_design, function(w, X) alpha(S_of(w, X))),
    standardised = jk1(rep_design, function(w, X) alpha(cov2cor(S_of(w, X)))),
    omega_model = jk1(rep_design, function(w, X) omega(S_of(w, X))[["model"]]),
    omega_observed = jk1(rep_design, function(w, X) omega(S_of(w, X))[["observed"]]),
    lambdas = jk1(rep_design, function(w, X) lambdas(S_of(w, X)))))
drawn <- apply(reps, 2, function(r) { keep <- r > 0; ordinal(X[keep, ], r[keep]) })
out$weighted$jk1_ordinal <- as.list(sqrt((groups - 1) / groups * rowSums((drawn - rowMeans(drawn))^2)))
out$unweighted <- list(linearised_se = linearised(svydesign(~1, weights = rep(1, n), data = X), items))

ten <- complete(c(paste0("A", 1:5), paste0("C", 1:5)))
coarse <- as.data.frame(lapply(ten, function(v) as.integer(cut(v, c(0, 3, 5, 6)))))
two <- as.data.frame(lapply(complete(paste0("N", 1:5)), function(v) as.integer(v >= 5)))
out$more <- list(
  ten = list(items = names(ten), n = nrow(ten), ordinal = as.list(ordinal(ten)), lambdas = lambdas(cov(ten)),
             lambdas_standardised = lambdas(cor(ten))),
  three_options = list(n = nrow(coarse), ordinal = as.list(ordinal(coarse))),
  two_options = list(n = nrow(two), ordinal = as.list(ordinal(two))))
out$versions <- sapply(c("psych", "lavaan", "semTools", "survey"), function(p) as.character(packageVersion(p)))
write_json(out, "reliability.json", auto_unbox = TRUE, digits = NA, pretty = TRUE)
