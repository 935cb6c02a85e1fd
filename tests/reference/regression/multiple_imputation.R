# Rubin's rules by R's mitools, degrees of freedom of Barnard and Rubin by mice, joint tests by mitml. Run in this folder.
suppressMessages({library(mitools); library(mice); library(jsonlite)})
set.seed(7); m <- 6; q <- 3
est <- lapply(1:m, function(i) c(1, -0.5, 0.2) + rnorm(q, 0, c(.02, .1, .2)))
vars <- lapply(1:m, function(i) { a <- matrix(rnorm(q * q), q); 0.04 * (diag(q) + a %*% t(a) / 10) })
one <- function(df) { r <- MIcombine(est, vars, df.complete = df); list(df_complete = if (is.finite(df)) df else NULL, coef = coef(r), vcov = unname(vcov(r)), df = sapply(1:q, function(j) pool.scalar(sapply(est, `[`, j), sapply(vars, function(v) v[j, j]), n = df, k = 0)$df)) }
d1 <- function(df) {
  qhat <- do.call(cbind, est); rownames(qhat) <- c("a", "b", "c"); uhat <- array(unlist(vars), c(q, q, m)); dimnames(uhat) <- list(rownames(qhat), rownames(qhat), NULL)
  t <- mitml::testConstraints(qhat = qhat, uhat = uhat, constraints = rownames(qhat), method = "D1", df.com = df)$test
  list(F = t[1], df1 = t[2], df2 = t[3])
}
o <- list(joint = list(small = d1(14), large = d1(400), endless = d1(NULL)), estimates = do.call(rbind, est), covariances = lapply(vars, unname), small = one(14), large = one(400), endless = one(Inf),
          meta = list(R = R.version.string, mitools = as.character(packageVersion("mitools")), mice = as.character(packageVersion("mice")), mitml = as.character(packageVersion("mitml"))))
write_json(o, "multiple_imputation.json", auto_unbox = TRUE, digits = NA, matrix = "rowmajor")
