# Rscript scalability.R   (R 4.2.2, MASS, survey 4.1-1, jsonlite; tolerances in VERSIONS)
# Item bias with a tight optimiser, three groups, weights and replicates; scalability under replicates.
suppressMessages({library(MASS); library(survey); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]

tight <- function(y, X) {                                     # polr stops at 1e-8 by default; standardised predictors
  m <- polr(ordered(y) ~ X, Hess = TRUE, control = list(reltol = 1e-16, maxit = 5000)); q <- ncol(X)
  list(logLik = as.numeric(logLik(m)), slopes = unname(coef(m)), se = unname(sqrt(diag(vcov(m)))[1:q]))
}
bias <- function(x, g) {                                      # g: factor
  z <- as.numeric(scale(rowSums(x))); D <- model.matrix(~g)[, -1, drop = FALSE]
  lapply(x, function(y) {
    m <- lapply(list(cbind(z), cbind(z, D), cbind(z, D, D * z)), function(X) tight(y, X))
    chi <- 2 * c(m[[2]]$logLik - m[[1]]$logLik, m[[3]]$logLik - m[[2]]$logLik, m[[3]]$logLik - m[[1]]$logLik)
    df <- ncol(D) * c(1, 1, 2)
    list(logLik = sapply(m, `[[`, "logLik"), slopes = m[[2]]$slopes[-1], se = m[[2]]$se[-1], chi = chi, df = df,
         p = pchisq(chi, df, lower.tail = FALSE))
  })
}
gender <- lapply(setNames(nm = c("A", "C", "E", "N", "O")), function(s) {
  d <- na.omit(b[c(paste0(s, 1:5), "gender")]); r <- bias(d[1:5], factor(d$gender))
  list(items = r, holm = p.adjust(sapply(r, function(i) i$p[1]), "holm"))
})
d <- na.omit(b[c(paste0("A", 1:5), "education")]); school <- cut(d$education, c(0, 2, 3, 5))
three <- list(n = nrow(d), items = bias(d[1:5], school))

agree <- na.omit(b[c(paste0("A", 1:5), "gender")]); n <- nrow(agree); items <- paste0("A", 1:5)
w <- 1 + (seq_len(n) %% 7) / 2; w <- w / mean(w)
R <- 30; part <- (seq_len(n) * 7919) %% R                     # delete-a-group jackknife
W <- sapply(0:(R - 1), function(r) ifelse(part == r, 0, w * R / (R - 1)))
agree$z <- as.numeric(scale(rowSums(agree[items]))); agree$g <- factor(agree$gender)
lin <- svydesign(ids = ~1, weights = w, data = agree)
rep_ <- svrepdesign(data = agree, weights = w, repweights = W, type = "JK1", combined.weights = TRUE, mse = FALSE)
wald <- function(b, V) as.numeric(b %*% solve(V, b))
tightly <- list(reltol = 1e-16, maxit = 5000)              # svyolr too stops at 1e-8 by default
tested <- function(b1, V1, b2, V2)                             # V: score, group; score, group, product
  list(estimate = unname(b1[2]), se = sqrt(V1[2, 2]), uniform = wald(b1[2], V1[2, 2]), nonuniform = wald(b2[3], V2[3, 3]),
       both = wald(b2[2:3], V2[2:3, 2:3]))
weighted <- lapply(setNames(nm = items), function(i) {
  f <- lapply(c("ordered(%s) ~ z + g", "ordered(%s) ~ z * g"), function(s) as.formula(sprintf(s, i)))
  l <- lapply(f, svyolr, design = lin, control = tightly)
  # svyolr fits replicates with polr's loose default, so they are fitted here
  r <- lapply(f, function(f) withReplicates(rep_, function(w, data) {
    d <- data[w > 0, ]; d$.w <- w[w > 0]; unname(coef(suppressWarnings(polr(f, data = d, weights = .w, control = tightly))))
  }))
  list(linearised = tested(l[[1]]$coefficients[1:2], vcov(l[[1]]), l[[2]]$coefficients[1:3], vcov(l[[2]])),
       replicates = tested(as.numeric(r[[1]]), vcov(r[[1]]), as.numeric(r[[2]]), vcov(r[[2]])))
})

# the largest covariance of two weighted margins: both quantile functions against the same probability
largest <- function(x, y, p) {
  p <- p / sum(p); ox <- order(x); oy <- order(y); cx <- cumsum(p[ox]); cy <- cumsum(p[oy])
  u <- sort(unique(c(cx, cy))); width <- diff(c(0, u)); mid <- u - width / 2
  qx <- x[ox][pmin(findInterval(mid, cx) + 1, length(x))]; qy <- y[oy][pmin(findInterval(mid, cy) + 1, length(y))]
  sum(width * qx * qy) - sum(p * x) * sum(p * y)
}
loevinger <- function(w) {
  x <- as.matrix(agree[items]); S <- cov.wt(x, w / sum(w), method = "ML")$cov; M <- S
  for (i in 1:4) for (j in (i + 1):5) M[i, j] <- M[j, i] <- largest(x[, i], x[, j], w)
  diag(S) <- diag(M) <- 0
  c((S / M)[lower.tri(S)], rowSums(S) / rowSums(M), sum(S) / sum(M))
}
H <- withReplicates(rep_, function(w, data) loevinger(w))
write_json(list(gender = gender, three = three, n = n, replicates = R, weighted = weighted,
  scalability = list(estimate = as.numeric(H), se = as.numeric(sqrt(diag(vcov(H)))))),
  "scalability.json", auto_unbox = TRUE, digits = 14)
