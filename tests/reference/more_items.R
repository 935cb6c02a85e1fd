# Rscript more_items.R   (R 4.2.2, psych 2.2.9, lavaan 0.6-14, jsonlite 1.8.4; see bfi.VERSIONS)
# Several factors, 25 items, two categories and sampling weights: what bfi.json does not hold. Writes more_items.json.
options(mc.cores = 1) # so that the seed fixes the parallel analysis
suppressMessages({library(psych); library(lavaan); library(jsonlite)})
b <- read.csv("../../data/example/bfi.csv", check.names = FALSE)
for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
mat <- function(m) unname(unclass(as.matrix(m))[, , drop = FALSE])
tight <- list(factr = 1e2, pgtol = 1e-10, maxit = 1000)
ml <- function(R, p) {
  f <- factanal(covmat = R, factors = p, rotation = "none", control = list(opt = tight))
  list(loadings = mat(f$loadings), uniquenesses = unname(f$uniquenesses))
}
minres <- function(R, p) {
  f <- suppressWarnings(psych::fa(R, nfactors = p, fm = "minres", rotate = "none"))
  list(loadings = mat(f$loadings), uniquenesses = unname(f$uniquenesses))
}
omega_ml <- function(X, ...) {
  items <- setdiff(names(X), ".w")
  f <- cfa(paste("f =~", paste(items, collapse = " + ")), X, std.lv = TRUE, estimator = "ML", ...)
  e <- lavInspect(f, "est"); L <- sum(e$lambda)^2
  list(model = L / (L + sum(e$theta)), observed = L / sum(lavInspect(f, "sampstat")$cov))
}
block <- function(X, p) {
  R <- cor(X); n <- nrow(X); a <- suppressWarnings(psych::alpha(X, warnings = FALSE, check.keys = FALSE))
  ci <- psych::alpha.ci(a$total$raw_alpha, n.obs = n, n.var = ncol(X)); bt <- psych::cortest.bartlett(R, n)
  list(items = names(X), n = n, n_factors = p, raw_alpha = a$total$raw_alpha, std_alpha = a$total$std.alpha,
       feldt = c(ci$lower.ci, ci$upper.ci), r_drop = a$item.stats$r.drop, alpha_drop = a$alpha.drop$raw_alpha,
       kmo = psych::KMO(R)$MSA, kmo_items = unname(psych::KMO(R)$MSAi), chisq = bt$chisq, df = bt$df,
       omega = omega_ml(X), ml = ml(R, p), minres = minres(R, p))
}
ten <- na.omit(b[c(paste0("A", 1:5), paste0("C", 1:5))])
all25 <- na.omit(b[1:25])
two <- as.data.frame(lapply(ten, function(x) as.integer(x >= 5)))
a5 <- na.omit(b[paste0("A", 1:5)])
w <- 1 + (seq_len(nrow(a5)) %% 7) / 2; w <- w / mean(w)   # a weight that needs no random numbers
S <- cov.wt(a5, w, method = "ML")$cov; n <- nrow(a5)
S <- S * n / (n - 1)
weighted <- list(n = n, means = unname(colSums(a5 * w) / n), cov = mat(S), raw_alpha = 5 / 4 * (1 - sum(diag(S)) / sum(S)),
  kmo = psych::KMO(cov2cor(S))$MSA, ml = ml(cov2cor(S), 1),
  omega = omega_ml(cbind(a5, .w = w), sampling.weights = ".w"))
set.seed(20240101)
pa <- function(X, fa) { # values of the simulated normal data only
  sink(nullfile()); f <- suppressWarnings(fa.parallel(X, fm = "minres", fa = "both", n.iter = 400, plot = FALSE)); sink()
  v <- f$values; list(n_iter = 400, fa_values = f$fa.values, pc_values = f$pc.values,
    pc_mean = unname(colMeans(v[, grep("^CSim", colnames(v))])), pc_sd = unname(apply(v[, grep("^CSim", colnames(v))], 2, sd)),
    fa_mean = unname(colMeans(v[, grep("^Fsim", colnames(v))])), fa_sd = unname(apply(v[, grep("^Fsim", colnames(v))], 2, sd)))
}
o <- list(ten = block(ten, 2), all25 = block(all25, 5), two_categories = block(two, 2), weighted = weighted,
          parallel_ten = pa(ten))
write_json(o, "more_items.json", auto_unbox = TRUE, digits = NA)
